#!/usr/bin/env bash
# benchledger pairs on pages, records, folders and without a ledger. Usage: pairs_test.sh PROGRAM
set -euo pipefail
program=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
fail() { printf 'FAIL: %s\n' "$*" >&2; exit 1; }

cat >card.md <<'TEXT'
# Llama 3.1 8B Instruct

We, Meta, measured all figures below ourselves.

| Model | MMLU (5-shot) | GSM8K (8-shot) |
|---|---|---|
| Llama 3.1 8B Instruct | 69.4 | 84.5 |
TEXT
cat >board.csv <<'TEXT'
model,MMLU (5-shot),GSM8K (0-shot)
Llama 3.1 8B Instruct,66.1,80.2
Qwen3-8B,66.0,80.0
TEXT
mkdir records
"$program" extract --publisher meta card.md >records/card.ndjson
"$program" extract --publisher epoch-ai board.csv >records/board.ndjson

text=$("$program" pairs records)
grep -q '^1 pair, 1 under equal and stated settings$' <<<"$text" || fail "one pair: $text"
grep -q 'left out: 1 (differing shots)' <<<"$text" || fail "the other is said to be left out: $text"
"$program" pairs records --json >pairs.ndjson
grep -q '"gap":3.3,' pairs.ndjson || fail "the gap: $(cat pairs.ndjson)"
[[ $("$program" pairs records/card.ndjson records/board.ndjson --json) == "$(cat pairs.ndjson)" ]] ||
  fail "files and their folder differ"
[[ $("$program" pairs records --format csv | wc -l) == 2 ]] || fail "csv has a header and a pair"

# Not a line of it, and the rest all the same: exit 3.
echo 'no record' >records/broken.ndjson
status=0
"$program" pairs records >out 2>err || status=$?
[[ $status == 3 ]] || fail "exit $status for a broken line"
grep -q 'broken.ndjson:1: is no record' err || fail "where: $(cat err)"
grep -q '^1 pair' out || fail "the rest came in"

status=0
"$program" pairs --ledger "$work/none.db" >out 2>err || status=$?
[[ $status == 2 ]] || fail "exit $status without a ledger"
echo "pairs: fine"
