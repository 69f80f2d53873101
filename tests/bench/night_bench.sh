#!/usr/bin/env bash
# A night on which nothing changed: 2,000 sources on a local nginx that answers 304, in nine nights
# after the first. The best counts, since whatever else the machine does only takes away. Bytes
# written are those of write(2), which nothing hides. Argument: the program.
set -euo pipefail
program=$(readlink -f -- "$1")
top=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
# shellcheck source=tests/shell/nginx.sh
source "$top/tests/shell/nginx.sh"
scratch=$(mktemp -d)
trap 'stop_nginx; rm -rf -- "$scratch"' EXIT
start_nginx "$scratch"
python3 - "$program" "$scratch" "http://127.0.0.1:$plain/bench" <<'PYTHON'
import os, pathlib, subprocess, sys, time
program, scratch, url = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]
PAGES, NIGHTS = 2000, 10
pages = scratch / 'www' / 'bench'
pages.mkdir()
lines = ['sources:']
for page in range(PAGES):
    rows = ''.join(f'<tr><td>{benchmark}</td><td>{40 + (page * row) % 500 / 10}%</td><td>{50 + (page + row) % 400 / 10}%</td></tr>'
                   for row, benchmark in enumerate(('MMLU', 'GSM8K', 'GPQA Diamond', 'HumanEval', 'MATH', 'BBH'), 1))
    (pages / f'{page}.html').write_text(
        f'<h1>Model-{page}-7B</h1><p>About the model, in the words of its makers.</p>'
        f'<table><tr><th>Benchmark</th><th>Model-{page}-7B</th><th>Other-13B</th></tr>{rows}</table>')
    lines.append(f'  - {{id: p{page}, kind: http, url: "{url}/{page}.html", allow_private: true, at_once: true}}')
(scratch / 'sources.yaml').write_text('\n'.join(lines) + '\n')

def night():
    started = time.monotonic()
    child = subprocess.Popen([program, '--quiet', 'run', '--sources', str(scratch / 'sources.yaml'),
                              '--out', str(scratch / 'out')], stdout=subprocess.DEVNULL)
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    seconds = time.monotonic() - started
    io = dict(line.split(': ') for line in pathlib.Path(f'/proc/{child.pid}/io').read_text().splitlines())
    _, status, usage = os.wait4(child.pid, 0)
    assert status == 0, status
    return seconds, usage.ru_utime + usage.ru_stime, int(io['wchar'])

print(f'{"night":>12} {"wall, s":>10} {"CPU, s":>10} {"written, KiB":>14}')
first = night()
print(f'{"first":>12} {first[0]:>10.2f} {first[1]:>10.2f} {first[2] / 1024:>14.0f}')
quiet = sorted(night() for _ in range(NIGHTS - 1))
print(f'{"unchanged":>12} {quiet[0][0]:>10.2f} {quiet[0][1]:>10.2f} {quiet[0][2] / 1024:>14.0f}')
print(f'{"median":>12} {quiet[len(quiet) // 2][0]:>10.2f}')
PYTHON
