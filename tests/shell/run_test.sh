#!/usr/bin/env bash
# The whole path as a user walks it: ingest, ingest again, one score edited on a page, diff, review.
# Argument: the program.
set -euo pipefail
program=$(readlink -f -- "$1")
top=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT
cp -r "$top/fixtures/pages" "$top/fixtures/sources.yaml" "$scratch"
cd -- "$scratch"
failures=0

fail() {
  printf 'FAILED: %s\n' "$*"
  failures=$((failures + 1))
}
# step NAME CODE ARG...: runs the program on this ledger; its streams are in stdout and stderr.
step() {
  local name=$1 wanted=$2 code=0
  shift 2
  "$program" "$@" --out "$scratch/out" >stdout 2>stderr </dev/null || code=$?
  ((code == wanted)) || fail "$name: exit code $code, not $wanted: $(head -c 500 stderr)"
}

step 'first run' 0 run --sources sources.yaml
for file in records.ndjson scores.csv specs.csv findings.json changes.md report.html manifest.json; do
  [[ -s out/latest/$file ]] || fail "first run: no $file"
done
folders=$(find out -maxdepth 1 -name '*run*' -type d | wc -l)
hash=$(sha256sum <out/latest/records.ndjson)

step 'second run' 0 run --sources sources.yaml
grep -q 'Nothing changed' stdout || fail "second run: $(cat stdout)"
[[ $hash == "$(sha256sum <out/latest/records.ndjson)" ]] || fail 'second run: other records'
[[ $folders == "$(find out -maxdepth 1 -name '*run*' -type d | wc -l)" ]] ||
  fail 'second run: a folder for nothing'
step 'nothing waits' 0 diff

# Reading all again finds what stands.
step 'third run, every page read' 0 run --sources sources.yaml --reread
grep -q 'Nothing changed' stdout || fail "third run: $(cat stdout)"

step 'status' 0 status --sources sources.yaml
grep -Eq '^[a-z-]+ +ok x3 .* next run .* [0-9]+%' stdout || fail "status: $(cat stdout)"
step 'status as JSON' 0 --json status --sources sources.yaml
grep -q '"outcome":"ok","streak":3' stdout || fail "status: $(cat stdout)"
step 'status of pages' 0 status --sources sources.yaml --pages
grep -q 'muse-spark/source.html' stdout || fail "status --pages: $(cat stdout)"

# What nothing points to goes; what records point to does not.
stray=$(printf stray | sha256sum | cut -d' ' -f1)
mkdir -p "out/.state/captures/${stray:0:2}"
printf stray >"out/.state/captures/${stray:0:2}/$stray.zst"
step 'prune, dry run' 0 prune --dry-run
grep -q '1 file, 5 bytes would be removed' stdout || fail "prune: $(cat stdout)"
step 'prune' 0 prune
step 'prune again' 0 prune
grep -q ' 0 files, 0 bytes removed' stdout || fail "prune again: $(cat stdout)"
step 'check after prune' 0 check-ledger

# What the ledger recorded, without naming a page again.
step 'findings of the newest run' 0 --json findings
grep -q '"type":"finding"' stdout || fail "findings: none in $(head -c 300 stdout)"
score=$(sed -n '/"type":"score"/{s/.*"schema":"[^"]*","id":"\([0-9a-f]*\)".*/\1/p;q}' out/latest/records.ndjson)
step 'explain from the ledger' 0 explain "$score"
grep -q 'Who measured' stdout || fail "explain $score: $(head -c 300 stdout)"

sed -i 's/<td>89\.5%</<td>88.1%</' pages/muse-spark/source.html
step 'run after an edit' 0 run --sources sources.yaml
step 'diff after an edit' 4 diff
grep -q '89\.5.*88\.1' stdout || fail "diff: the edit is not shown: $(cat stdout)"
step 'diff as JSON' 4 --json diff
values=$(grep -c '"kind":"value-changed"' stdout || true)
((values == 1)) || fail "diff: $values values changed, not 1: $(head -c 2000 stdout)"

# A decision lasts: the change is off the list, and another run does not bring it back.
id=$(sed -n 's/.*"kind":"value-changed".*"record":"\([^"]*\)".*/\1/p' stdout)
step 'reject' 0 review reject "$id" --note 'not on the page last week'
step 'run after the decision' 0 run --sources sources.yaml
step 'diff after the decision' 0 --json diff
if grep -q '"kind":"value-changed"' stdout; then fail 'diff: the rejected change came back'; fi


printf 'sources:\n  - id: x\n    kind: no-such-kind\n' >broken.yaml
step 'an unknown kind' 2 run --sources broken.yaml
grep -q 'broken.yaml:3:' stderr || fail "an unknown kind: no place in $(cat stderr)"
printf 'sources:\n  - {id: gone, kind: file, path: nowhere.html}\n  - {id: there, kind: dir, path: pages}\n' \
  >partly.yaml
step 'a source that fails' 3 run --sources partly.yaml

((failures == 0)) && echo 'passed: ingest, diff and review'
