#!/usr/bin/env python3
"""kill -9 at random moments of a run with 300 sources: what is on disk is whole after each, and the
next run ends with the ledger and the output of a run nobody disturbed. Argument: the program.
BENCHLEDGER_KILLS: how many (24; 200 for the whole).

A first run is killed from nothing; a later one, over a copy of a ledger of which a tenth of the pages
has changed since; one with other rules, which reads every page again before it asks the sources; and
a prune. The moments are spread over the time each takes, drawn from a fixed seed.
"""
import concurrent.futures
import json
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.path.abspath(sys.argv[1])
SOURCES, WORKERS = 300, 2
KILLS = int(os.environ.get('BENCHLEDGER_KILLS', '24'))


def page(number, score):
    return f'Model,MMLU,GSM8K\nModel-{number},{score},{80 + number % 7}.5\n'


def make_site(folder, changed):
    folder.mkdir(parents=True)
    lines = ['sources:']
    for number in range(SOURCES):
        score = 70 + number % 9 + (0.5 if changed and number % 10 == 0 else 0)
        (folder / f'p{number}.csv').write_text(page(number, score))
        lines.append(f'  - {{id: s{number}, kind: file, path: p{number}.csv}}')
    (folder / 'sources.yaml').write_text('\n'.join(lines) + '\n')


class Kind:
    """A way to be killed: over which state of which site, with which arguments."""

    def __init__(self, name, start, site, arguments):
        self.name, self.start, self.site, self.arguments = name, start, site, arguments

    def command(self, out, *verb):
        return [PROGRAM, '--quiet', *self.arguments, *(verb or ('run', '-j', '1', '--sources',
                str(self.site / 'sources.yaml'))), '--out', str(out)]

    def place(self, out):
        if self.start is not None:
            shutil.copytree(self.start, out, symlinks=True)

    def measure(self, out):
        """What an undisturbed run takes and leaves."""
        self.place(out)
        started = time.monotonic()
        subprocess.run(self.command(out), check=True, stdout=subprocess.DEVNULL)
        self.seconds = time.monotonic() - started
        self.content, self.records = content(out), records_of_latest(out)
        return self


def content(out):
    """What the ledger holds now, without numbers of runs and times."""
    ledger = sqlite3.connect(out / '.state' / 'ledger.db')
    assert ledger.execute('PRAGMA integrity_check').fetchone() == ('ok',)
    rows = {}
    for name, query in {
            'records': 'SELECT id, type, page_key, json FROM record WHERE last_run IS NULL',
            'documents': 'SELECT page_key, source_id, capture FROM document WHERE last_run IS NULL',
            'fetches': 'SELECT source_id, page_key, outcome, capture FROM fetch_state'}.items():
        rows[name] = sorted(
            tuple(json.dumps(without_time(json.loads(v))) if i == 3 and name == 'records' else v
                  for i, v in enumerate(row)) for row in ledger.execute(query))
    ledger.close()
    return rows


def without_time(record):
    record.pop('fetched_at', None)
    return record


def records_of_latest(out):
    lines = (out / 'latest' / 'records.ndjson').read_text().splitlines()
    return sorted(json.dumps(without_time(json.loads(line))) for line in lines)


def kill_after(command, moment):
    """Whether it was still under way."""
    victim = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(moment)
    alive = victim.poll() is None
    victim.send_signal(signal.SIGKILL)
    victim.wait()
    return alive


def left_wrong(kind, out, prune_for):
    """After the kill: what the next run does not put right; None where it does."""
    if (out / 'latest').is_symlink():
        records_of_latest(out)  # whatever it points to is a whole folder
    subprocess.run(kind.command(out), check=True, stdout=subprocess.DEVNULL)
    if prune_for is not None:
        kill_after(kind.command(out, 'prune'), prune_for)
        subprocess.run(kind.command(out, 'prune'), check=True)
        subprocess.run(kind.command(out, 'check-ledger'), check=True, stdout=subprocess.DEVNULL)
        if list((out / '.state' / 'captures').rglob('.writing-*')):
            return 'a prune leaves what was never finished'
    if content(out) != kind.content:
        return 'the ledger differs'
    return 'the output differs' if records_of_latest(out) != kind.records else None


def one_kill(job):
    """What went wrong, or None, and whether the run was still under way."""
    number, kind, moment, prune_for, scratch = job
    out = scratch / f'out{number}'
    kind.place(out)
    alive = kill_after(kind.command(out), moment)
    try:
        problem = left_wrong(kind, out, prune_for)
    except (subprocess.CalledProcessError, OSError, ValueError, AssertionError) as error:
        problem = str(error)
    shutil.rmtree(out, ignore_errors=True)
    return problem and f'{kind.name}, kill {number} after {moment:.3f} s: {problem}', alive


def other_rules(folder):
    """The rules of this checkout, one alias more."""
    shutil.copytree(ROOT / 'rules', folder)
    benchmarks = folder / 'benchmarks.yaml'
    text = benchmarks.read_text()
    assert 'id: gsm8k' in text
    benchmarks.write_text(text.replace('id: gsm8k', 'id: gsm8k-set', 1))
    return folder


def main():
    memory = '/dev/shm' if os.access('/dev/shm', os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as name:
        scratch = pathlib.Path(name)
        first, second = scratch / 'first', scratch / 'second'
        make_site(first, False)
        make_site(second, True)
        base = scratch / 'fresh'
        kinds = [Kind('first run', None, first, []).measure(base)]
        for title, arguments in ('later run', []), ('other rules', [
                '--rules', str(other_rules(scratch / 'rules'))]):
            kinds.append(Kind(title, base, second, arguments).measure(scratch / title))
        dice = random.Random(20260504)
        jobs = []
        for number in range(KILLS):
            kind = kinds[(0, 1, 1, 2)[number % 4]]
            jobs.append((number, kind, dice.uniform(0, kind.seconds * 1.1),
                         dice.uniform(0, 0.05) if number % 8 == 1 else None, scratch))
        with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
            results = list(pool.map(one_kill, jobs))
    problems = [problem for problem, _ in results if problem]
    alive = sum(under_way for _, under_way in results)
    for problem in problems:
        print('FAILED:', problem)
    print(f'{KILLS} kills over {SOURCES} sources, {alive} while the run was under way; undisturbed: '
          + ', '.join(f'{kind.name} {kind.seconds:.2f} s' for kind in kinds))
    if alive < KILLS // 2:
        print('FAILED: most runs had ended before they were killed')
        return 1
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
