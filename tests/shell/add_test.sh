#!/usr/bin/env bash
# A page served on loopback becomes records in the ledger in one command and one confirmation; what
# others wrote into the sources file stays. Argument: the program.
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
# step NAME CODE ANSWER ARG...
step() {
  local name=$1 wanted=$2 answer=$3 code=0
  shift 3
  "$program" "$@" --out out >stdout 2>stderr <<<"$answer" || code=$?
  ((code == wanted)) || fail "$name: exit code $code, not $wanted: $(head -c 500 stdout stderr)"
}
records() {
  python3 - <<'PY'
import sqlite3
print(sqlite3.connect('out/.state/ledger.db').execute(
    "SELECT count(*) FROM record WHERE type = 'score' AND last_run IS NULL").fetchone()[0])
PY
}

mkdir site
cp -- "$top"/fixtures/pages/muse-spark/source.html site/model.html
cat >site/feed.xml <<'XML'
<rss version="2.0"><channel><item><link>/model.html</link></item></channel></rss>
XML
python3 -u -c '
import functools, http.server
handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory="site")
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
print(server.server_port, flush=True)
server.serve_forever()' >port 2>access.log &
server=$!
for _ in $(seq 100); do [[ -s port ]] && break; sleep 0.1; done
url=http://127.0.0.1:$(cat port)

cat >sources.yaml <<'YAML'
# What we read, and why.
sources:
  - id: notes   # our own
    kind: file
    path: notes.md
# The end.
YAML
echo 'Nothing yet.' >notes.md
cp sources.yaml before.yaml

step 'no' 0 n add "$url/model.html" --allow-private --sources sources.yaml
cmp -s sources.yaml before.yaml || fail 'no: the sources file changed'
[[ ! -e out/.state/ledger.db ]] || fail 'no: there is a ledger'

step 'yes' 0 y add "$url/model.html" --allow-private --sources sources.yaml
grep -q 'Add this to' stdout || fail "yes: nobody was asked: $(head -c 500 stdout)"
grep -q 'MEASURED BY' stdout || fail 'yes: nothing was shown'
scores=$(records)
((scores > 0)) || fail "yes: $scores scores in the ledger"
[[ $(grep -v '127-0-0-1\|kind: http\|url:\|allow_private' sources.yaml) == "$(cat before.yaml)" ]] ||
  fail "yes: the sources file lost something: $(cat sources.yaml)"
step 'what was written is fine' 0 '' sources check --sources sources.yaml

step 'twice' 2 y add "$url/model.html" --allow-private --sources sources.yaml
grep -q 'already' stderr || fail "twice: $(cat stderr)"
step 'strangers are told who asks' 2 y add 'https://vendor.example/' --sources other.yaml
grep -q -- --contact stderr || fail "strangers: $(cat stderr)"
step 'nothing there' 3 y add "$url/nowhere.html" --allow-private --sources sources.yaml

# A feed is seen to be one; its page, which is a source already, keeps its records.
step 'feed' 0 '' add "$url/feed.xml" --allow-private --yes --sources sources.yaml
grep -q 'kind: feed' sources.yaml || fail "feed: $(cat sources.yaml)"
[[ $(records) == "$scores" ]] || fail "feed: $(records) scores, not $scores"

step 'plan' 0 '' fetch --dry-run --sources sources.yaml
before=$(wc -l <access.log)
grep -q 'asks' stdout || fail "plan: $(cat stdout)"
[[ $(wc -l <access.log) == "$before" ]] || fail 'plan: somebody was asked'

((failures == 0)) && echo "passed: $scores scores from one command"
