#!/usr/bin/env bash
# rules/REFERENCE.md is what the rules say now. Usage: rule_reference_test.sh PROGRAM
set -euo pipefail
program=$(realpath "$1")
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.."
if ! diff -u rules/REFERENCE.md <("$program" rules reference); then
  echo "FAIL: rules/REFERENCE.md is not current: ./dev docs" >&2
  exit 1
fi
for file in rules/checks/*.yaml; do
  id=$(basename "$file" .yaml)
  grep -qx "## $id" rules/REFERENCE.md || { echo "FAIL: no entry for $id" >&2; exit 1; }
done
echo "rule reference: current"
