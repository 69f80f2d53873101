#!/usr/bin/env bash
# benchledger findings --format junit against the schema CI servers read by. Usage: junit_test.sh PROGRAM
set -euo pipefail
program=$(realpath "$1")
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { printf 'FAIL: %s\n' "$*" >&2; exit 1; }
command -v xmllint >/dev/null || fail "xmllint is missing (Debian: libxml2-utils)"
schema=$top/tests/data/junit.xsd

valid() { xmllint --noout --schema "$schema" "$1" 2>"$work/problems"; }

# Every page of ours on its own, all of them at once, and one without a finding.
pages=("$top"/fixtures/pages/*/source.*)
for page in "${pages[@]}"; do
  "$program" findings --format junit "$page" >"$work/report.xml"
  valid "$work/report.xml" || fail "$page: $(cat "$work/problems")"
done
"$program" findings --format junit "${pages[@]}" >"$work/all.xml"
valid "$work/all.xml" || fail "all pages: $(cat "$work/problems")"
printf '# Nothing\n\nNo table, no claim.\n' >"$work/clean.md"
"$program" findings --format junit "$work/clean.md" >"$work/clean.xml"
valid "$work/clean.xml" || fail "a clean page: $(cat "$work/problems")"

# What a writer could print and no XML reader takes.
printf '# A <b> & "c"\n\n| Model | GPQA Diamond \001 <&> |\n|---|---|\n| Foo & Bar <9> | 340%% |\n' \
  >"$work/odd.md"
"$program" findings --format junit "$work/odd.md" >"$work/odd.xml"
valid "$work/odd.xml" || fail "odd text: $(cat "$work/problems")"

# The schema can fail: a suite without a name, a case listed twice.
sed 's/<testsuite name="[^"]*"/<testsuite/' "$work/all.xml" >"$work/nameless.xml"
! valid "$work/nameless.xml" || fail "a suite without a name passes"
sed '/<testcase/{p;}' "$work/all.xml" >"$work/twice.xml"
! valid "$work/twice.xml" || fail "a case listed twice passes"

# The counts are those of the cases.
python3 - "$work/all.xml" <<'TEXT'
import sys
import xml.etree.ElementTree as tree
root = tree.parse(sys.argv[1]).getroot()
for element in [root, *root]:
    cases = list(element.iter("testcase"))
    failed = [case for case in cases if case.find("failure") is not None]
    assert int(element.get("tests")) == len(cases), element.attrib
    assert int(element.get("failures")) == len(failed), element.attrib
assert len(list(root.iter("testcase"))) > 10
TEXT
