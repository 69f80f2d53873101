#!/usr/bin/env bash
# What goes wrong outside: pages, sources files and rules that cannot be read, servers that fail.
# Each must end in a message with a place, the right exit code, and everything else done.
# Argument: the program.
set -euo pipefail
program=$(readlink -f -- "$1")
top=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
scratch=$(mktemp -d)
server=
cleanup() {
  if [[ -n $server ]]; then kill "$server" 2>/dev/null || true; fi
  rm -rf -- "$scratch"
}
trap cleanup EXIT
cd -- "$scratch"
failures=0

fail() {
  printf 'FAILED: %s\n' "$*"
  failures=$((failures + 1))
}
# expect NAME CODE WORD ARG...: runs the program; WORD (if any) stands on standard error.
expect() {
  local name=$1 wanted=$2 word=$3 code=0
  shift 3
  timeout 60 "$program" "$@" >stdout 2>stderr </dev/null || code=$?
  ((code == wanted)) || fail "$name: exit code $code, not $wanted: $(head -c 300 stderr)"
  [[ -z $word ]] || grep -qF -- "$word" stderr || fail "$name: no '$word' in: $(head -c 300 stderr)"
}
# A run over the sources file sources.yaml on a ledger of its own.
expect_run() {
  local name=$1 wanted=$2 word=$3
  expect "$name" "$wanted" "$word" run --sources sources.yaml --out "out-${name// /-}"
}
page=$top/fixtures/pages/muse-spark/source.html

# Pages.
: >empty.html
expect 'empty page' 0 '' extract empty.html
head -c 5000 "$program" >binary.html
expect 'binary page' 0 '' extract binary.html
printf '<meta charset="utf-8"><table><tr><th>Model<th>MMLU<tr><td>GPT-5.4<td>88.1</table>caf\xe9' >latin.html
expect 'wrong encoding' 0 '' extract latin.html
grep -q '"type":"score"' stdout || fail 'wrong encoding: the score is lost'
expect 'missing page' 3 nowhere.html extract nowhere.html "$page"
grep -q '"type":"score"' stdout || fail 'missing page: the other one is lost'
if (($(id -u) != 0)); then
  cp "$page" locked.html && chmod 000 locked.html
  expect 'unreadable page' 3 locked.html extract locked.html
fi

# Sources files.
printf 'sources:\n  - {id: a, kind: file, path: a.html\n' >sources.yaml
expect_run 'broken YAML' 2 sources.yaml:
printf 'sources:\n  - {id: a, kind: file, path: a.html, colour: red}\n' >sources.yaml
expect_run 'unknown key' 2 sources.yaml:2:
printf 'sources:\n  - {id: a, id: b, kind: file, path: a.html}\n' >sources.yaml
expect_run 'duplicate key' 2 sources.yaml:2:
rm sources.yaml
expect_run 'no sources file' 2 sources.yaml
[[ ! -e out-broken-YAML/latest ]] || fail 'broken YAML: output was written'

# Rules.
expect 'missing rules folder' 2 no-rules --rules no-rules extract "$page"
mkdir rules
cp -r "$top"/rules/*.yaml rules/
printf 'no-such-key: 1\n' >>rules/organizations.yaml
expect 'unknown key in a rule file' 2 organizations.yaml: --rules rules extract "$page"

# A server without the page, beside a page that is there. Timeouts: fetch_http_test.cc.
cp "$page" there.html
python3 - "$scratch/port" <<'PY' 2>server.log &
import http.server, os, signal, sys
signal.alarm(90)
server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), http.server.SimpleHTTPRequestHandler)
with open(sys.argv[1] + '.new', 'w') as out:
    print(server.server_port, file=out)
os.rename(sys.argv[1] + '.new', sys.argv[1])
server.serve_forever()
PY
server=$!
for _ in {1..100}; do [[ -e port ]] && break; sleep 0.1; done
port=$(<port)
cat >sources.yaml <<YAML
contact: nobody@example.org
sources:
  - {id: gone, kind: http, url: "http://127.0.0.1:$port/gone.html", allow_private: true,
     at_once: true, robots: {ignore: own server}}
  - {id: there, kind: file, path: there.html}
YAML
expect_run 'HTTP 404' 3 404
grep -q '"type":"score"' out-HTTP-404/latest/records.ndjson || fail 'HTTP 404: the other source is lost'

((failures == 0)) && echo 'passed: bad input'
