#!/usr/bin/env bash
# 2,000 small pages from a local nginx, politeness off, beside wrk on the same server with as many
# connections and the same request headers: pages a second of both and the ratio. Five turns each,
# taken alternately; the best counts, since whatever else the machine does only takes away. Argument: the fetch_rate program.
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
best() { sort -n | tail -1; }
url=http://127.0.0.1:$plain
printf '%12s %12s %12s %8s\n' connections 'wrk, 1/s' 'ours, 1/s' ratio
for connections in 4 8 16; do
  rm -f "$scratch/wrk" "$scratch/ours"
  for _ in 1 2 3 4 5; do
    wrk -t1 -c"$connections" -d1s -s "$scratch/walk.lua" "$url" | sed -n 's/^Requests\/sec: *//p' >>"$scratch/wrk"
    "$rate" "$url/bench" "$pages" "$connections" >>"$scratch/ours"
  done
  theirs=$(best <"$scratch/wrk") ours=$(best <"$scratch/ours")
  printf '%12d %12.0f %12.0f %8.2f\n' "$connections" "$theirs" "$ours" \
    "$(python3 -c "print($ours / $theirs)")"
done
