#!/usr/bin/env bash
# Silenced findings through the program: --silences, beside the sources, --fail-on, SARIF, and the
# schema of the file. Usage: silences_test.sh PROGRAM
set -euo pipefail
program=$(realpath "$1")
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
fail() { printf 'FAIL: %s\n' "$*" >&2; exit 1; }

mkdir pages
cat >pages/card.md <<'TEXT'
# Aster 2

| Model | Quiz | Riddles |
|---|---|---|
| Aster 2 | 140.5% | 60.0% |
| Birch 7B | 50.1% | 61.0% |
TEXT
cat >silences.yaml <<'TEXT'
silences:
  - rule: out-of-range
    reason: the quiz gives extra points
    until: 2999-12-31
  - {rule: unattributed, reason: long ago, until: 2020-01-01}
  - {rule: vendor-only, reason: there is none, until: 2999-12-31}
TEXT

status=0
"$program" findings pages/card.md --fail-on error >out || status=$?
[[ $status == 1 ]] || fail "exit $status before it is silenced"
grep -q 'out-of-range' out || fail "flagged: $(cat out)"

"$program" findings pages/card.md --silences silences.yaml --fail-on error >out 2>err ||
  fail "a silenced error still fails"
! grep -q 'out-of-range' out || fail "still told of it"
grep -q 'unattributed' out || fail "an entry that has ended covers nothing"
grep -q '1 finding silenced' err || fail "says that one is: $(cat err)"
grep -q 'silences.yaml:5:5: ended on 2020-01-01' err || fail "names the ended entry: $(cat err)"
grep -q 'silences.yaml:6:5: silences nothing' err || fail "names the unused entry: $(cat err)"
"$program" findings pages/card.md --silences silences.yaml --format sarif 2>/dev/null |
  grep -q '"suppressions":\[{"kind":"external","justification":"the quiz gives extra points"}\]' ||
  fail "SARIF keeps it as suppressed"

# Beside the sources file, on the ledger's pages.
export XDG_CONFIG_HOME=$work/config
mkdir -p config/benchledger
printf 'sources:\n  - {id: local, kind: dir, path: %s/pages}\n' "$work" >config/benchledger/sources.yaml
"$program" run --out out.d >/dev/null 2>&1 || true
"$program" findings --out out.d >beside 2>/dev/null || true
grep -q 'out-of-range' beside || fail "flagged on the ledger's page: $(cat beside)"
cp silences.yaml config/benchledger/
"$program" findings --out out.d >beside 2>err || true
! grep -q 'out-of-range' beside || fail "silences beside the sources are not read"
grep -q '1 finding silenced' err || fail "beside the sources: $(cat err)"

status=0
printf 'silences:\n  - {rule: a, until: 2999-12-31}\n' >bad.yaml
"$program" findings pages/card.md --silences bad.yaml >/dev/null 2>err || status=$?
[[ $status == 2 ]] || fail "exit $status for a broken file"
grep -q 'bad.yaml:2:5' err || fail "where it is broken: $(cat err)"

if ! python3 -c 'import yaml, jsonschema' 2>/dev/null; then
  echo "silences: fine, but for the schema: python3-yaml or python3-jsonschema is missing"
  exit 0
fi
python3 - "$root/packaging/schemas/silences.schema.json" silences.yaml bad.yaml <<'PY' || fail "the schema"
import json, sys, yaml
from jsonschema import Draft7Validator
schema = json.load(open(sys.argv[1], encoding='utf-8'))
Draft7Validator.check_schema(schema)
good, bad = (yaml.load(open(p, encoding='utf-8'), yaml.BaseLoader) for p in sys.argv[2:])
check = Draft7Validator(schema)
assert check.is_valid(good), list(check.iter_errors(good))
assert not check.is_valid(bad)
good['silences'][0]['surprise'] = 1
assert not check.is_valid(good)
PY
echo "silences: fine"
