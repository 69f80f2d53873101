#!/usr/bin/env bash
# The whole path as a shell sees it: run, run again, one edit, diff, review, a failing source, a
# second run at the same time. Argument: the program.
set -euo pipefail
program=$(readlink -f -- "$1")
scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT
cd -- "$scratch"
failures=0

fail() {
  printf 'FAILED: %s\n' "$*"
  failures=$((failures + 1))
}
# expect NAME CODE COMMAND ARG...: the program on this test's workspace.
expect() {
  local name=$1 wanted=$2 command=$3 code=0
  shift 3
  "$program" "$command" --out out "$@" >stdout 2>stderr </dev/null || code=$?
  ((code == wanted)) || fail "$name: exit code $code, not $wanted: $(head -c 300 stdout stderr)"
}
prints() {
  grep -qF -- "$2" stdout || fail "$1: no '$2' in: $(head -c 600 stdout)"
}
score_of() {  # VALUE: in the newest output, how often a score has it
  grep -c "\"type\":\"score\".*\"value\":$1," out/latest/records.ndjson || true
}

mkdir pages
cat >pages/lumen.html <<'HTML'
<!doctype html><title>Lumen 4</title><h1>Lumen 4</h1><h2>Benchmarks</h2>
<table><thead><tr><th>Benchmark</th><th>Lumen 4</th><th>GPT-5.4</th></tr></thead><tbody>
<tr><td>GPQA Diamond</td><td>81.25%</td><td>92.5%</td></tr>
<tr><td>MMLU</td><td>88.0%</td><td>90.5%</td></tr>
<tr><td>HumanEval</td><td>71.5%</td><td>93.5%</td></tr></tbody></table>
HTML
printf 'sources:\n  - id: own\n    kind: dir\n    path: pages\n' >sources.yaml

expect 'diff before the first run' 2 diff
expect 'a sources file that is not there' 2 run --sources nowhere.yaml
printf 'sources:\n  - id: own\n    kynd: dir\n' >broken.yaml
expect 'an unknown key in the sources' 2 run --sources broken.yaml
grep -q 'broken.yaml:3:' stderr || fail "an unknown key in the sources: no place in $(cat stderr)"

expect 'first run' 0 run --sources sources.yaml
prints 'first run' 'First run'
[[ $(score_of 81.25) == 1 ]] || fail 'first run: the score is not in the output'
first=$(readlink out/latest)
expect 'second run' 0 run --sources sources.yaml
prints 'second run' 'Nothing changed since run 1'
[[ $(readlink out/latest) == "$first" ]] || fail 'second run: wrote an output though nothing changed'
expect 'nothing to review' 0 diff

sed -i 's/81\.25%/80.75%/' pages/lumen.html
expect 'run after an edit' 4 run --sources sources.yaml --exit-code
expect 'diff after an edit' 4 diff --json
grep -c '"kind":"value-changed"' stdout | grep -qx 1 || fail 'diff: not one changed value'
prints 'diff after an edit' 'Lumen 4 on GPQA Diamond: 81.25% -> 80.75%'
others=$(grep -v '"record_type":"finding"' stdout | grep -vc '"kind":"value-changed"' || true)
[[ $others == 0 ]] || fail "diff: more than the edit: $(cut -c1-200 stdout)"
id=$(sed -n 's/.*"kind":"value-changed".*"record":"\([0-9a-f]*\)".*/\1/p' stdout)

expect 'rejecting an unknown id' 2 review reject ffffffffffff
expect 'reject' 0 review reject "$id" --note 'a slip of the page'
expect 'after the rejection' 0 review list
touch pages/lumen.html
expect 'run after the rejection' 0 run --sources sources.yaml
expect 'the rejection lasts' 0 diff
printf '<p>One more paragraph.</p>\n' >>pages/lumen.html
expect 'run after a paragraph' 0 run --sources sources.yaml
expect 'the rejection outlasts a reworded page' 0 diff
sed -i 's/80\.75%/79.75%/' pages/lumen.html
expect 'run after another edit' 0 run --sources sources.yaml
expect 'the rejection reopens with the value' 4 diff
prints 'the rejection reopens with the value' '81.25% -> 79.75%'
printf 'y\ny\ny\n' | "$program" review --out out >stdout || fail 'review on lines'
expect 'after review' 0 diff
expect 'between runs' 0 diff --from 1 --to latest
prints 'between runs' '81.25% -> 79.75%'
expect 'a run that is not there' 2 diff --from 99

# Decisions go out and come back; the last one is taken back and made again.
expect 'decisions go out' 0 review export
cp stdout decisions.ndjson
[[ $(wc -l <decisions.ndjson) == 2 ]] || fail "decisions go out: $(cat decisions.ndjson)"
expect 'decisions come back' 0 review import decisions.ndjson
prints 'decisions come back' 'Took in 0 decisions'
expect 'undo' 0 review undo
prints 'undo' 'Took back 1 decision'
expect 'what was taken back waits' 4 review list
printf 'rules:\n  - id: ours\n    decision: accept\n    sources: [own]\n' >policy.yaml
expect 'a policy, dry' 0 review --policy policy.yaml --dry-run
prints 'a policy, dry' 'Would decide: 1 of 1 change'
expect 'a policy' 0 review --policy policy.yaml
prints 'a policy' 'Accepted by rule ours:'
expect 'a policy has decided' 0 review list
printf 'rules:\n  - id: ours\n    decision: accept\n    source: [own]\n' >broken.yaml
expect 'an unknown key in a policy' 2 review --policy broken.yaml
grep -q 'broken.yaml:4:' stderr || fail "an unknown key in a policy: no place in $(cat stderr)"
expect 'accept all of nothing' 0 review accept --all
prints 'accept all of nothing' 'Accepted 0 changes'
expect 'accept without a name' 2 review accept

# What people stand behind, beside what the pages say.
sed -i 's/79\.75%/78.25%/' pages/lumen.html
expect 'run after a third edit' 0 run --sources sources.yaml
accepted() { grep -c "\"type\":\"score\".*\"value\":$1," out/accepted/records.ndjson || true; }
[[ $(score_of 78.25) == 1 && $(accepted 79.75) == 1 && $(accepted 78.25) == 0 ]] ||
  fail 'accepted: not the old state while the change waits'
expect 'reject what waits' 0 review reject --all
[[ $(accepted 79.75) == 1 && $(accepted 78.25) == 0 ]] || fail 'accepted: a rejected state'
grep -q '"decision":"rejected"' out/latest/records.ndjson || fail 'latest: no rejected record'
expect 'take that back' 0 review undo "$id"
expect 'accept what waits' 0 review accept --all --note 'as on the page'
prints 'accept what waits' 'Accepted'
[[ $(accepted 78.25) == 1 && $(accepted 79.75) == 0 ]] || fail 'accepted: not the accepted state'
expect 'the ledger holds together' 0 check-ledger
prints 'the ledger holds together' 'all fits together'
expect 'no date' 2 diff --as-of yesterday
expect 'before everything' 0 diff --as-of 2001-01-01
sed -i 's/78\.25%/79.75%/' pages/lumen.html
expect 'run after the last edit' 0 run --sources sources.yaml
expect 'accept the last edit' 0 review accept --all

printf '  - id: missing\n    kind: file\n    path: missing.html\n' >>sources.yaml
expect 'a source that fails' 3 run --sources sources.yaml
grep -q 'missing' stderr || fail 'a source that fails: not named'
expect 'its failure changes nothing' 0 diff
mv pages away
expect 'a folder that is gone for a night' 3 run --sources sources.yaml
expect 'withdraws nothing' 0 diff

mv away pages
ln -sfn "$first" out/latest  # as after a kill between the ledger and the output
expect 'an output that was not written' 3 run --sources sources.yaml
[[ $(score_of 79.75) == 1 ]] || fail 'an output that was not written: it still is not'

exec 9>out/.state/ledger.db.lock
flock 9
expect 'two runs at once' 75 run --sources sources.yaml
exec 9>&-

((failures == 0)) || exit 1
echo 'passed: run, diff and review'
