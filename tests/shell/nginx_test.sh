#!/usr/bin/env bash
# A real server, as the program meets it: HTTP/1.1 with kept connections, HTTP/2 over TLS, packed
# answers, conditional requests, redirects, a password, refusals. Argument: the program.
set -euo pipefail
program=$(readlink -f -- "$1")
# shellcheck source=tests/shell/nginx.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/nginx.sh"
scratch=$(mktemp -d)
trap 'stop_nginx; rm -rf -- "$scratch"' EXIT
start_nginx "$scratch"
cd -- "$scratch"
failures=0

fail() {
  printf 'FAILED: %s\n' "$*"
  failures=$((failures + 1))
}

page() { printf '<title>%s</title><table><tr><th>Model</th><th>GPQA</th></tr><tr><td>A</td><td>50.1%%</td></tr></table>\n' "$1"; }
mkdir -p www/packed www/brotli www/private www/many www/slow
for name in page packed/page brotli/page private/page; do page "$name" >"www/$name.html"; done
for number in $(seq 12); do page "many $number" >"www/many/$number.html"; done
head -c 20000 /dev/zero | tr '\0' x >www/slow/page.txt
printf '\x89PNG\r\n\x1a\n\0\0' >www/picture.png
: >www/empty.html

# source ID URL [MORE]: one entry, hurried, since the server is ours.
source_entry() { printf '  - {id: %s, kind: http, url: "%s", allow_private: true, at_once: true%s}\n' "$1" "$2" "${3:-}"; }
{
  printf 'contact: mailto:crawl@example.org\nsources:\n'
  for name in page packed/page brotli/page old seven round secure gone busy wall cookie missing empty; do
    source_entry "${name//\//-}" "http://127.0.0.1:$plain/$name.html"
  done
  source_entry picture "http://127.0.0.1:$plain/picture.png"
  source_entry private "http://127.0.0.1:$plain/private/page.html?with" ', auth: {basic: {env: READER}}'
  source_entry no-password "http://127.0.0.1:$plain/private/page.html?without"
  for number in $(seq 6); do
    source_entry "plain-$number" "http://127.0.0.1:$plain/many/$number.html"
    source_entry "tls-$number" "https://localhost:$tls/many/$number.html"
  done
} >sources.yaml

# outcome NAME OUTCOME...: what the run said of each source that brought no page.
run() { READER=reader:open-sesame "$program" --json run --sources sources.yaml --out out >run.json 2>stderr || true; }
says() { grep -qF -- "$1" run.json || fail "$2: no $1 in $(cat run.json)"; }
SSL_CERT_FILE=$ca run
says '"outcomes":{"ok":18,"moved":2,"gone":1,"not-found":1,"blocked":1,"denied":1,"server-error":1,"redirects":1,"empty":1,"not-html":1}' 'first run'
for pair in gone:gone missing:not-found wall:blocked no-password:denied busy:server-error round:redirects \
  empty:empty picture:not-html; do
  grep -qE "\"source\":\"${pair%:*}\",[^}]*\"outcome\":\"${pair#*:}\"" run.json || fail "$pair"
done
if grep -rqE 'open-sesame|cmVhZGVyOm9wZW4tc2VzYW1l' run.json stderr out; then fail 'the password is written somewhere'; fi

# What the server saw.
saw() { grep -qE -- "$1" access.log || fail "$2: no $1"; }
saw '^/page\.html 200 HTTP/1\.1 ' 'plain'
saw '^/many/1\.html 200 HTTP/2\.0 ' 'HTTP/2'
saw '^/packed/page\.html 200 .* encoding=gzip ' 'gzip'
if grep -q brotli nginx.conf; then saw '^/brotli/page\.html 200 .* encoding=br ' 'brotli'; fi
saw '^/private/page\.html\?with 200 .* authorization=Basic ' 'the password'
saw '^/private/page\.html\?without 401 .* authorization=- ' 'no password'
saw 'agent="benchledger/[0-9.]+ \(\+mailto:crawl@example\.org\)"' 'who asks'
for told in 'cookie=[^-]' 'range=[^-]'; do
  if grep -qE "$told" access.log; then fail "the server was sent $told"; fi
done
if grep -vE '^/private/page\.html\?with ' access.log | grep -q 'authorization=Basic'; then
  fail 'the password went to another page'
fi
(($(grep -c '^/robots\.txt ' access.log) == 2)) || fail 'robots.txt is asked for once an origin'
connections=$(grep -oE 'HTTP/2\.0 connection=[0-9]+' access.log | sort -u | wc -l)
((connections == 1)) || fail "HTTP/2 took $connections connections"
requests=$(grep -c ' HTTP/1\.1 ' access.log)
connections=$(grep -oE 'HTTP/1\.1 connection=[0-9]+' access.log | sort -u | wc -l)
((connections <= 16 && connections < requests)) || fail "$requests requests took $connections connections"

# Nothing changed: every page that came with a validator is asked for with it.
: >access.log
SSL_CERT_FILE=$ca run
says '"unchanged":20' 'second run'
says '"nothing_changed":true' 'second run'
saw '^/many/2\.html 304 HTTP/2\.0 .* condition=\\x22' 'conditional over HTTP/2'
saw '^/packed/page\.html 304 .* condition=' 'conditional of a packed page'
if grep -qE '^/(many|page|packed|brotli)\S* 200 ' access.log; then fail 'a page was sent again'; fi

# A changed page is; a server whose certificate nobody vouches for is not talked to.
page changed >www/many/1.html
: >access.log
env -u SSL_CERT_FILE true
run
says '"tls":7' 'without the authority'
saw '^/many/1\.html 200 HTTP/1\.1 ' 'the changed page'
says '"new_captures":1' 'one page changed'

# Too slow is too slow, and costs no page but its own.
printf 'sources:\n' >slow.yaml
source_entry slow "http://127.0.0.1:$plain/slow/page.txt" >>slow.yaml
source_entry page "http://127.0.0.1:$plain/page.html" >>slow.yaml
stop_nginx
"$program" --json run --sources slow.yaml --out out >run.json 2>stderr || true
says '"outcomes":{"refused":2}' 'no server'
says '"pages":1' 'the last good capture of the page is still read'

((failures == 0)) && echo 'passed: a real server'
