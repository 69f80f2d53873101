#!/usr/bin/env bash
# Night by night, with decisions between them: whatever a command that takes --as-of gave on a day,
# and every byte of the folders written that day, comes back from the ledger later.
# Usage: as_of_test.sh PROGRAM
set -euo pipefail
program=$(realpath "$1")
root=$(cd -- "$(dirname -- "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
fail() { printf 'FAIL: %s\n' "$*" >&2; exit 1; }

cp -r "$root/fixtures/pages" "$root/fixtures/sources.yaml" .
edit_pages() {
  python3 - "$@" <<'PY'
import pathlib, re, sys
night = int(sys.argv[1])
for at, page in enumerate(sorted(pathlib.Path('pages').glob('*/source.*'))):
    text = page.read_bytes()
    if (at + night) % 4 in (0, 3):  # figures change
        text = re.sub(rb'\b([4-8])([0-9])\.([0-9])\b', rb'\1\3.\2', text, count=9)
    elif (at + night) % 4 == 1:  # a row goes
        text = re.sub(rb'(?m)^\| *[A-Z*][^|]*\|[^\n]*[0-9]\.[0-9][^\n]*\n', b'', text, count=1)
    elif (at + night) % 4 == 2:  # words come
        text = text + b'\nNight %d.\n' % night
    page.write_bytes(text)
PY
}
ledger() { "$program" "$@" --out out; }
# Any of these says something (1, 4); a usage error or a failure is neither.
quietly() { local status=0; "$@" || status=$?; case $status in 0 | 1 | 4) ;; *) fail "exit $status: $*" ;; esac; }

# tell FOLDER [--as-of TIME]: what every reading command says.
tell() {
  local to=$1 id
  shift
  mkdir -p "$to"
  quietly ledger diff "$@" >"$to/diff.txt"
  quietly ledger diff --json "$@" >"$to/diff.ndjson"
  ledger diff --from previous "$@" >"$to/diff-night.txt" 2>&1 || true  # of the first: there is none
  for format in text json sarif junit markdown; do
    quietly ledger findings --format "$format" "$@" >"$to/findings.$format"
  done
  quietly ledger review list "$@" >"$to/review.txt"
  quietly ledger review list --json "$@" >"$to/review.ndjson"
  while read -r id; do
    ledger explain "$id" "$@" >"$to/explain-$id.txt" 2>&1 || true  # one that is gone is not found
  done <ids
  quietly ledger export --format all --to "$to/export" "$@" >/dev/null 2>"$to/export.txt"
  quietly ledger export --to "$to/usual" "$@" >/dev/null
  # The folder is named after the moment, not after the clock.
  ls "$to/export" >"$to/names.txt"
}

for night in 1 2 3; do
  edit_pages "$night"
  quietly ledger run --sources sources.yaml >/dev/null
  if [[ $night == 1 ]]; then
    python3 - >ids <<'PY'
import json
lines = [json.loads(line) for line in open('out/latest/records.ndjson', encoding='utf-8')]
for kind in ('score', 'spec', 'claim', 'finding'):
    print('\n'.join([one['id'] for one in lines if one['type'] == kind][:1]))
PY
  else  # decide about some of what waits, and take one back
    mapfile -t waiting < <(quietly ledger review list --json | python3 -c '
import json, sys
print("\n".join([json.loads(line)["record"] for line in sys.stdin][:4]))')
    ((${#waiting[@]} == 4)) || fail "night $night: ${#waiting[@]} changes wait"
    quietly ledger review accept "${waiting[0]}" --as ann >/dev/null
    quietly ledger review accept "${waiting[1]}" --as ann >/dev/null
    quietly ledger review reject "${waiting[2]}" --as bob --note 'not on the card' >/dev/null
    quietly ledger review undo "${waiting[1]}" --as ann >/dev/null
  fi
  tell "told/$night"
  cp -rL out/latest "told/$night/latest"
  cp -rL out/accepted "told/$night/accepted"
  date -u +%Y-%m-%dT%H:%M:%SZ >"time.$night"
  sleep 1.1  # --as-of tells seconds apart
done

differ=0
for night in 1 2 3; do
  time=$(cat "time.$night")
  tell "retold/$night" --as-of "$time"
  diff -r --no-dereference "told/$night" "retold/$night" -x latest -x accepted >"differ.$night" ||
    { head -5 "differ.$night" >&2; differ=1; }
  # What stood in out/ that evening is what an export of that evening writes.
  diff -r "told/$night/latest" "retold/$night/usual/latest/" >"differ.$night" ||
    { head -5 "differ.$night" >&2; differ=1; }
done
[[ $differ == 0 ]] || fail 'another day than was told then'
other=$(diff -rq told/2 told/3 | wc -l || true)
((other > 10)) || fail "two nights are too much alike: $other files differ"
printf '%s files of 3 nights, every byte as then\n' "$(find told -type f | wc -l)"
