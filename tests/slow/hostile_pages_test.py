#!/ usr / bin / env python3
"""Pages built to be expensive: a few kilobytes of spans, very wide and very long tables, thousands of
marks with as many legends. Each must be read within bounded memory, what is cut must be counted, and
four times the page must not cost sixteen times the work."""
import json
import resource
import subprocess
import sys

program = sys.argv[1]
MEMORY = 700 << 20  # bytes of address space
SECONDS = 120  # a loaded machine; the quadratic steps took longer on an idle one
LEGEND = "<p><sup>{i}</sup> Figures taken from the technical report of the vendor.</p>"


def table(rows, after=""):
    return "<table>" + "".join(rows) + "</table>" + after


def board(count):
    head = "<tr><th>Rank</th><th>Model</th><th>MMLU</th><th>GPQA</th></tr>"
    return table([head] + [
        f"<tr><td>{i + 1}</td><td>Vireo-{i}B-Chat</td><td>{30 + i % 60}.1</td><td>{20 + i % 60}.2</td></tr>"
        for i in range(count)])


def marked_board(count):
    head = "<tr><th>Model</th><th>MMLU</th></tr>"
    rows = [f"<tr><td>Vireo-{i}B-Chat<sup>{i % 100}</sup></td><td>{30 + i % 60}.1</td></tr>"
            for i in range(count)]
    return table([head] + rows, "".join(LEGEND.format(i=i % 100) for i in range(count)))


def wide(count):
    head = "<tr><th>Model</th>" + "".join(f"<th>Bench {i}</th>" for i in range(count)) + "</tr>"
    return table([head, "<tr><td>Vireo-7B-Chat</td>" + "<td>51.5</td>" * count + "</tr>"])


SPAN = "<td rowspan=65534 colspan=1000>1.5</td>"
CUT = {
    "spans in many rows": table(["<tr>" + SPAN + "</tr>"] * 500),
    "many tables of spans": table(["<tr>" + SPAN + "</tr>"] * 50) * 100,
    "a block of spans": table(["<tr>" + SPAN * 10 + "</tr>"] * 50),
}
WHOLE = {
    "spans in one row": table(["<tr>" + SPAN * 500 + "</tr>"]),
    "one row of 200,000 cells": table(["<tr>" + "<td>1.5</td>" * 200_000 + "</tr>"]),
}
SCALED = {
    "board": (board, 2000, lambda n: 2 * n),
    "board with marks": (marked_board, 1250, lambda n: n),
    "wide table": (wide, 4000, lambda n: n),
}

failures = []


def extract(name, page):
    """The document record and the seconds of processor time it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = subprocess.run([program, "extract", "--type", "document", "-"], input=page.encode(),
                          capture_output=True, timeout=SECONDS, check=False,
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)))
    took = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    if done.returncode != 0:
        failures.append(f"{name}: exit {done.returncode}: {done.stderr.decode()[-300:]}")
        return None, took
    return json.loads(done.stdout), took


for name, page in CUT.items():
    record, _ = extract(name, page)
    if record and record["dropped"].get("table-too-large", 0) == 0:
        failures.append(f"{name}: nothing was counted as cut: {record['dropped']}")
for name, page in WHOLE.items():
    record, _ = extract(name, page)
    if record and "table-too-large" in record["dropped"]:
        failures.append(f"{name}: cut though it fits: {record['dropped']}")
_, idle = extract("empty page", "<p>nothing</p>")
for name, (build, count, records) in SCALED.items():
    small, quick = extract(name, build(count))
    large, slow = extract(name, build(4 * count))
    for record, expected in ((small, records(count)), (large, records(4 * count))):
        if record and record["records"]["score"] != expected:
            failures.append(f"{name}: {record['records']['score']} scores, not {expected}")
    ratio = (slow - idle) / max(quick - idle, 0.01)
    print(f"{name}: four times the page takes {ratio:.1f} times as long")
    if ratio > 9:
        failures.append(f"{name}: four times the page takes {ratio:.1f} times as long")

if failures:
    sys.exit("\n".join(failures))
