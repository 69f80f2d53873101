#!/usr/bin/env bash
# What a page used to say: a figure that changes silently, one that goes, and what stays quiet.
# Usage: history_checks_test.sh PROGRAM
set -euo pipefail
program=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
fail() { printf 'FAIL: %s\n' "$*" >&2; exit 1; }

page() {  # page QUIZ RIDDLES-ROW
  mkdir -p pages
  printf '# Aster 2\n\n| Benchmark | Aster 2 | Birch 7B |\n|---|---|---|\n| MMLU | %s | 61.0%% |\n%s' \
    "$1" "$2" >pages/card.md
}
ingest() {
  local status=0
  "$program" run --sources sources.yaml --out out >run.txt 2>&1 || status=$?
  [[ $status == 0 || $status == 4 ]] || fail "run: exit $status: $(cat run.txt)"
}
# findings RULE: its messages, from the run's output and from the command on the ledger, which agree.
findings() {
  python3 - "$1" out/latest/findings.json >by-run <<'PY'
import json, sys
for finding in json.load(open(sys.argv[2], encoding='utf-8'))['findings']:
    if finding['rule'] == sys.argv[1]:
        print(finding['id'], finding['message'])
PY
  "$program" findings --out out --rule "$1" --json |
    python3 -c 'import json, sys
for line in sys.stdin: f = json.loads(line); print(f["id"], f["message"])' >by-command
  cmp -s by-run by-command || fail "$1 differs: $(diff by-run by-command)"
  cut -d' ' -f2- by-run
}

printf 'sources:\n  - {id: local, kind: dir, path: pages}\n' >sources.yaml
page 70.0% $'| GSM8K | 80.0% | 81.0% |\n'
ingest
[[ -z $(findings silent-change)$(findings withdrawn-score) ]] || fail "a first run has no past"

page 74.0% $'| GSM8K | 80.0% | 81.0% |\n'
ingest
findings silent-change | grep -q 'Aster 2 on MMLU was 70% until 20.* and is 74%: 4 points apart' ||
  fail "silent: $(findings silent-change)"
[[ -z $(findings withdrawn-score) ]] || fail "nothing is withdrawn yet: $(cat by-run)"

# Nothing moves: nothing opens or closes.
ingest
grep -qi 'no change\|nothing changed' run.txt || fail "a run over the same pages changed something: $(cat run.txt)"

page 74.0% ''
ingest
findings withdrawn-score | grep -q '1 figure(s) of Aster 2 are gone from the page, last seen on 20.*: GSM8K 80%' ||
  fail "withdrawn: $(findings withdrawn-score)"
[[ $(findings withdrawn-score | wc -l) == 2 ]] || fail "one finding a model: $(findings withdrawn-score)"

# What comes back is no longer gone, and what goes back to what it was did not change.
page 70.0% $'| GSM8K | 80.0% | 81.0% |\n'
ingest
[[ -z $(findings withdrawn-score) ]] || fail "it came back: $(cat by-run)"
findings silent-change | grep -q 'was 74% until' || fail "changed again: $(findings silent-change)"
echo "history checks: fine"
