#!/usr/bin/env bash
# The program as a shell sees it: exit codes, streams, and the same bytes whatever surrounds it.
# Argument: the program.
set -euo pipefail
program=$(readlink -f -- "$1")
top=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT
cd -- "$scratch"
failures=0

fail() {
  printf 'FAILED: %s\n' "$*"
  failures=$((failures + 1))
}
# expect NAME CODE ARG...: runs the program; its streams are in stdout and stderr afterwards.
expect() {
  local name=$1 wanted=$2 code=0
  shift 2
  "$program" "$@" >stdout 2>stderr </dev/null || code=$?
  ((code == wanted)) || fail "$name: exit code $code, not $wanted: $(head -c 300 stderr)"
}
# On standard error, each of the words given.
says() {
  local name=$1 word
  shift
  for word in "$@"; do
    grep -qF -- "$word" stderr || fail "$name: no '$word' in: $(head -c 300 stderr)"
  done
}

pages=("$top"/fixtures/pages/*/source.*)
page=$top/fixtures/pages/muse-spark/source.html

expect 'extract' 0 extract "$page"
grep -q '"type":"score"' stdout || fail 'extract: no score'
expect 'names' 0 names 'Claude Opus 4.6 (Thinking, 64K)' 'GPQA Diamond (pass@1)' 'Tern Large 2'
grep -q 'model anthropic/claude-opus-4.6, developer anthropic, mode thinking, effort 64k' stdout ||
  fail "names: $(head -1 stdout)"
grep -q 'benchmark gpqa-diamond, version -, subset diamond' stdout || fail 'names: no benchmark'
grep -q 'unknown name Tern Large 2' stdout || fail 'names: knows what nobody does'
expect 'names as JSON' 0 --json names 'MMMU (val)'
grep -qF '"id":"mmmu","version":null,"subset":"val"' stdout || fail "names --json: $(cat stdout)"
expect 'two names of one model' 0 names --compare 'Gemini 3.1 Pro Preview' 'Gemini 3.1 Pro'
grep -q '^variant (build: preview and none)$' stdout || fail "names --compare: $(cat stdout)"
expect 'one name to compare' 2 names --compare 'Gemini 3.1 Pro'
expect 'a file that is not there' 3 extract nowhere.html "$page"
says 'a file that is not there' nowhere.html
grep -q '"type":"score"' stdout || fail 'a file that is not there: the other one was lost'
expect 'a folder' 3 extract "$scratch"
: >empty.html
expect 'an empty file' 0 extract empty.html
head -c 5000 "$program" >binary.bin
expect 'a binary' 0 extract binary.bin
expect 'an unknown option' 2 extract --no-such-option "$page"
expect 'an unknown command' 2 no-such-command
expect 'no command' 2
expect 'help' 0 extract --help
grep -q 'Example' stdout || fail 'help: no example'

mkdir rules
printf 'organizations:\n  - {id: x, id: y, name: X}\n' >rules/organizations.yaml
expect 'a duplicate key in a rule file' 2 --rules rules extract "$page"
says 'a duplicate key in a rule file' organizations.yaml:2:

"$program" extract "${pages[@]}" >one 2>/dev/null || fail 'all pages'
"$program" extract -j 1 "${pages[@]}" >single 2>/dev/null
"$program" extract -j 2 "${pages[@]}" >double 2>/dev/null
cmp single double || fail 'one thread and two differ'
LC_ALL=C TZ=Asia/Kathmandu "$program" extract "${pages[@]}" >elsewhere 2>/dev/null
cmp one elsewhere || fail 'the time zone changes the output'
# The C library takes a locale from any folder; none has to be installed for this.
if localedef -i tr_TR -f UTF-8 ./tr_TR.UTF-8 2>/dev/null; then
  LOCPATH=$scratch LC_ALL=tr_TR.UTF-8 "$program" extract "${pages[@]}" >turkish 2>/dev/null
  cmp one turkish || fail 'the Turkish locale changes the output'
else
  echo 'no locale sources on this machine: the Turkish locale is not tested'
fi

((failures == 0)) && echo 'passed: the program as a shell sees it'
