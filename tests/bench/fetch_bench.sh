#!/usr/bin/env bash
# 2,000 small pages from a local nginx, politeness off, beside wrk on the same server with as many
# connections and the same request headers: pages a second of both and their ratio. Nine turns each,
# of a second, taken alternately; ratios of the best turns, since whatever else the machine does only
# takes away, and of the median ones. Argument: the fetch_rate program.
set -euo pipefail
rate=$(readlink -f -- "$1")
top=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
# shellcheck source=tests/shell/nginx.sh
source "$top/tests/shell/nginx.sh"
command -v wrk >/dev/null || { echo 'skipped: no wrk'; exit 77; }
scratch=$(mktemp -d)
trap 'stop_nginx; rm -rf -- "$scratch"' EXIT
start_nginx "$scratch"
readonly pages=2000
python3 - "$scratch/www/bench" "$pages" <<'PYTHON'
import pathlib, sys
folder, pages = pathlib.Path(sys.argv[1]), int(sys.argv[2])
folder.mkdir()
for page in range(pages):
    rows = ''.join(f'<tr><td>Model {row}</td><td>{(page * row) % 1000 / 10}%</td></tr>' for row in range(50))
    (folder / f'{page}.html').write_text(f'<h1>Page {page}</h1><table>{rows}</table>')
PYTHON
# wrk walks the same pages.
cat >"$scratch/walk.lua" <<LUA
local page = 0
request = function()
  page = (page + 1) % $pages
  return wrk.format("GET", "/bench/" .. page .. ".html",
    {["Accept-Encoding"] = "deflate, gzip, br, zstd", ["User-Agent"] = "wrk"})
end
LUA
url=http://127.0.0.1:$plain
for connections in 4 8 16; do
  for _ in 1 2 3 4 5 6 7 8 9; do
    wrk -t1 -c"$connections" -d1s -s "$scratch/walk.lua" "$url" | sed -n 's/^Requests\/sec: */wrk /p'
    printf 'ours %s\n' "$("$rate" "$url/bench" "$pages" "$connections")"
  done | sed "s/^/$connections /"
done >"$scratch/turns"
python3 - "$scratch/turns" <<'PYTHON'
import collections, statistics, sys
turns = collections.defaultdict(lambda: {'wrk': [], 'ours': []})
for line in open(sys.argv[1]):
    connections, who, rate = line.split()
    turns[connections][who].append(float(rate))
print(f'{"pages a second":>25} {"wrk":>8} {"ours":>8} {"ratio":>6}')
for connections, rates in turns.items():
    for name, pick in ('best', max), ('median', statistics.median):
        theirs, ours = pick(rates['wrk']), pick(rates['ours'])
        print(f'{connections:>3} connections, {name:>6} {theirs:9.0f} {ours:8.0f} {ours / theirs:6.2f}')
PYTHON
