#!/usr/bin/env bash
# Handing a run over to other tools, as a shell sees it. Argument: the program.
set -euo pipefail
program=$(readlink -f -- "$1")
top=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT
mkdir -p "$scratch/pages"
cp -r "$top/fixtures/pages/muse-spark" "$top/fixtures/pages/orbit-review" "$scratch/pages"
cp "$top/fixtures/sources.yaml" "$scratch"
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
lines() { wc -l <"$1"; }

step 'no ledger yet' 2 export --format csv --to there
step 'a run in chosen formats' 0 run --sources sources.yaml --format ndjson,atom
[[ $(ls out/latest) == $'changes.atom\nmanifest.json\nrecords.ndjson' ]] ||
  fail "run --format: $(ls out/latest)"
step 'unknown format of a run' 2 run --sources sources.yaml --format xlsx

step 'list' 0 export --list
for name in ndjson csv every-eval-ever sarif; do grep -q "^$name " stdout || fail "list: no $name"; done

# The same bytes as the run wrote; the loss report does not mix with them.
step 'to standard output' 0 export --format ndjson
cmp stdout out/latest/records.ndjson || fail 'export and run write other bytes'
step 'losses on standard error' 0 export --format sarif
grep -q '^{' stdout || fail 'sarif: not on standard output'
grep -q 'lost records' stderr || fail 'sarif: no loss report'
step 'several files' 2 export --format csv
grep -q -- '--to' stderr || fail "several files: $(cat stderr)"
step 'unknown format' 2 export --format xlsx

step 'all of them' 0 export --format all --to there
grep -q '^every-eval-ever: ' stdout || fail "all: $(head -c 300 stdout)"
while read -r hash name; do
  [[ $hash == "$(sha256sum <"there/latest/$name" | cut -d' ' -f1)" ]] || fail "hash of $name"
done < <(python3 -c '
import json
for file in json.load(open("there/latest/manifest.json"))["files"]:
    print(file["sha256"], file["name"])')
step 'the same again' 0 export --format all --to there
(($(find there -maxdepth 1 -name '*run*' | wc -l) == 1)) || fail 'the same again: a second folder'
step 'other formats' 0 export --format json --to there
[[ $(readlink there/latest) == *-run1-2 ]] || fail "other formats: $(readlink there/latest)"

# Figures that stand in sentences alone, and what nobody has accepted.
step 'scores' 0 export --format csv --to plain
step 'with claims' 0 export --format csv --to claims --include-claims
(($(lines claims/latest/scores.csv) > $(lines plain/latest/scores.csv))) || fail 'no claim included'
grep -q 'stated in prose' claims/latest/scores.csv || fail 'claims are not marked'

# What people stand behind is the first run until a change of it is accepted.
sed -i 's/>42\.8</>41.8</' pages/muse-spark/source.html
step 'second run' 0 run --sources sources.yaml --format all
step 'what waits' 4 --json review list
id=$(grep '"kind":"value-changed"' stdout | grep '"record_type":"score"' |
  sed -E 's/.*"record":"([0-9a-f]+)".*/\1/' | head -1)
[[ -n $id ]] || fail "no changed score waits: $(head -c 500 stdout)"
value_of() { grep '"type":"score"' stdout | grep "\"id\":\"$id\"" | grep -o '"value":[0-9.]*'; }
step 'before' 0 export --format ndjson --accepted
[[ $(value_of) == '"value":42.8' ]] || fail "before it is accepted: $(value_of)"
step 'accept' 0 review accept "$id"
step 'after' 0 export --format ndjson --accepted
[[ $(value_of) == '"value":41.8' ]] || fail "after it is accepted: $(value_of)"
# A decision is published in the formats of the run, as an export would write them.
step 'all of them, after' 0 export --format all --to again
diff -r out/latest again/latest || fail 'a decision and an export write other bytes'

((failures == 0)) && printf 'all steps as they should be\n'
exit $((failures > 0))
