#!/usr/bin/env python3
"""Two writers on PostgreSQL, night after night, one of them killed at a random moment of each: the
ledger is the one that a single writer makes in a file, and every night is in it once.
BENCHLEDGER_NIGHTS=20 BENCHLEDGER_SOURCES=500 for more than the usual few, BENCHLEDGER_SEED for other
moments.
Usage: shared_night_test.py PROGRAM; 77 means skipped."""
import os
import pathlib
import random
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SERVER = ['bash', str(ROOT / 'tests/postgresql.sh')]
SOURCES = int(os.environ.get('BENCHLEDGER_SOURCES', '100'))
NIGHTS = int(os.environ.get('BENCHLEDGER_NIGHTS', '4'))
SEED = int(os.environ.get('BENCHLEDGER_SEED', '1'))

# What a ledger holds, clocks aside. An odd night has two runs, where a writer came when the other
# had ended; run numbers are turned into nights below.
TABLES = {
    'record': 'SELECT version, series, id, type, page_key, position, json, superseded_by, '
              'started_by, ended_by, first_run, last_run FROM record ORDER BY version',
    'document': 'SELECT page_key, source_id, capture, first_run, last_run FROM document '
                'ORDER BY page_key, first_run',
    'capture': 'SELECT sha256, page_key, source_id, bytes, media_type, first_run FROM capture '
               'ORDER BY page_key, sha256',
    'fetch': 'SELECT p.source_id, p.page_key, p.capture, f.outcome, f.detail, f.run '
             'FROM "fetch" f JOIN fetch_page p ON p.id = f.page ORDER BY p.page_key, f.run',
}
RUN_COLUMNS = {'record': 2, 'document': 2, 'capture': 1, 'fetch': 1}


class Night:
    """What is written on the pages, and how it changes."""

    def __init__(self, folder, dice):
        self.folder, self.dice = folder, dice
        self.scores = [[dice.randint(300, 990) / 10 for _ in range(3)] for _ in range(SOURCES)]
        listed = ''.join(f'  - {{id: s{at:03}, kind: file, path: pages/{at:03}.md}}\n'
                         for at in range(SOURCES))
        (folder / 'pages').mkdir()
        (folder / 'sources.yaml').write_text('sources:\n' + listed)
        for at in range(SOURCES):
            self.write(at)

    def write(self, at):
        path = self.folder / f'pages/{at:03}.md'
        rows = ''.join(f'| Osprey {at}-{size}B | {score} | {round(score / 2, 1)} |\n'
                       for size, score in zip((7, 32, 70), self.scores[at]) if score)
        path.write_text(f'# Osprey {at}\n\n| Model | GSM8K | MMLU |\n|---|---|---|\n{rows}')

    def falls(self):
        """Some figures change, some rows go or come back, some pages are gone for a night."""
        for at in self.dice.sample(range(SOURCES), SOURCES // 12):
            row = self.dice.randrange(3)
            self.scores[at][row] = self.dice.choice([0, self.dice.randint(300, 990) / 10])
            self.write(at)
        for at in self.dice.sample(range(SOURCES), 5):
            (self.folder / f'pages/{at:03}.md').unlink(missing_ok=True)
        for at in self.dice.sample(range(SOURCES), 5):
            self.write(at)


def ends_well(process):
    """The output of a writer; 3 says that a page is gone, 1 that there are findings."""
    output, errors = process.communicate(timeout=300)
    if process.returncode not in (0, 1, 3, 4):
        raise AssertionError(f'exit {process.returncode}: {errors}')
    return output


def run_of(output):
    return re.search(r'^Run (\d+):', output, re.M).group(1)


class Ledgers:
    def __init__(self, program, folder, address):
        self.program, self.folder, self.address = program, folder, address
        self.nights = 0
        self.together = 0   # nights that both writers ended, as one run
        self.longest = 0.5  # seconds a night has taken

    def start(self, out, ledger):
        return subprocess.Popen(
            [self.program, 'run', '--jobs', '1', '--sources', str(self.folder / 'sources.yaml'),
             '--out', str(self.folder / out), '--ledger', ledger],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def alone(self):
        ends_well(self.start('alone', str(self.folder / 'alone.db')))

    def together_but_one(self, dice):
        began = time.monotonic()
        writers = [self.start('shared', self.address) for _ in range(2)]
        # The first night is whole, so that one is.
        unlucky = dice.choice([0, 1]) if self.nights > 0 and dice.random() < 0.75 else None
        self.nights += 1
        if unlucky is not None:
            time.sleep(dice.uniform(0, self.longest))
            writers[unlucky].send_signal(signal.SIGKILL)
            writers.pop(unlucky).communicate()
        outputs = [ends_well(writer) for writer in writers]
        self.longest = max(self.longest, time.monotonic() - began)
        self.together += len(outputs) == 2 and run_of(outputs[0]) == run_of(outputs[1])

    def shared_rows(self, sql):
        """Through psql, as a stranger would."""
        done = subprocess.run(['psql', '-X', '-A', '-t', '-F', '\t', '-c', sql, self.address],
                              stdout=subprocess.PIPE, text=True, check=True)
        return [line.split('\t') for line in done.stdout.splitlines()]

    def alone_rows(self, sql):
        with sqlite3.connect(self.folder / 'alone.db') as ledger:
            return [['' if cell is None else str(cell) for cell in row]
                    for row in ledger.execute(sql)]


def by_night(rows, columns, night_of):
    """Without clocks, with nights for runs, each fact once."""
    facts = {}
    for row in rows:
        row = [re.sub(r'"fetched_at":"[^"]*"', '"fetched_at":""', re.sub(r'\.0$', '', cell))
               for cell in row]
        row[-columns:] = [str(night_of[cell]) if cell else '' for cell in row[-columns:]]
        facts[tuple(row)] = True
    return list(facts)


def main(program):
    folder = pathlib.Path(tempfile.mkdtemp(prefix='benchledger-shared-'))
    server = folder / 'server'
    server.mkdir()
    folder.chmod(0o755)
    started = subprocess.run([*SERVER, 'start', str(server), str(os.getpid())],
                             stdout=subprocess.PIPE, text=True)
    if started.returncode == 77:
        return 77
    started.check_returncode()
    try:
        compare(program, folder, started.stdout.strip() + '/postgres')
    finally:
        subprocess.run([*SERVER, 'stop', str(server)], check=True)
        subprocess.run(['rm', '-rf', str(folder)], check=True)
    return 0


def compare(program, folder, address):
    dice = random.Random(SEED)
    ledgers = Ledgers(program, folder, address)
    night = Night(folder, dice)
    night_of = {}  # of the shared runs
    for at in range(1, NIGHTS + 1):
        ledgers.alone()
        ledgers.together_but_one(dice)
        for (run,) in ledgers.shared_rows('SELECT id FROM run'):
            night_of.setdefault(run, at)
        night.falls()
    alone = {str(run): run for run in range(1, NIGHTS + 1)}
    for table, sql in TABLES.items():
        expected = by_night(ledgers.alone_rows(sql), RUN_COLUMNS[table], alone)
        found = by_night(ledgers.shared_rows(sql), RUN_COLUMNS[table], night_of)
        different = [pair for pair in zip(expected, found) if pair[0] != pair[1]]
        assert len(expected) == len(found) and not different, \
            f'seed {SEED}: {table}: {len(expected)} and {len(found)} rows; {different[:1]}'
        print(f'{table}: {len(found)} rows, the same')
    checked = subprocess.run([program, 'check-ledger', '--ledger', address,
                              '--out', str(folder / 'shared')], stdout=subprocess.PIPE, text=True)
    print(checked.stdout.strip())
    assert checked.returncode == 0
    print(f'{NIGHTS} nights, {len(night_of)} runs, {ledgers.together} ended by both writers')
    # On a machine so busy that one writer came when the other had ended, nothing was shared.
    assert ledgers.together > 0 or len(night_of) > NIGHTS


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))
