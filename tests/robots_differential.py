#!/usr/bin/env python3
"""Our robots.txt cases against python3's urllib.robotparser.

tests/data/robots/differential.tsv lists every case where the two disagree, and why; a difference
that is not in it fails. The cases themselves are asserted of our own parser by pipeline_tests.
--write prints the table anew, reasons kept, "?" where one is missing.
"""
import pathlib
import sys
import urllib.robotparser

DATA = pathlib.Path(__file__).resolve().parent / 'data/robots'
ESCAPES = {'r': b'\r', 'n': b'\n', 't': b'\t', 'f': b'\f'}


def unescape(text):
    out, at, raw = b'', 0, text.encode()
    while at < len(raw):
        if raw[at:at + 1] != b'\\':
            out += raw[at:at + 1]
            at += 1
        elif raw[at + 1:at + 2] == b'x':
            out += bytes([int(raw[at + 2:at + 4], 16)])
            at += 4
        else:
            out += ESCAPES.get(chr(raw[at + 1]), raw[at + 1:at + 2])
            at += 2
    return out


def cases():
    """Yields (name, file as bytes, verdict, path as written)."""
    name, lines, in_file = None, [], False
    for line in (DATA / 'cases.txt').read_text(encoding='utf-8').splitlines():
        if line.startswith('=== '):
            name, lines, in_file = line[4:], [], True
        elif line == '---':
            in_file = False
        elif name and in_file:
            lines.append(unescape(line))
        elif name:
            verdict, what = line.split(' ', 1)
            if verdict in ('allow', 'deny'):
                yield name, b'\n'.join(lines) + b'\n', verdict, what


def theirs(text, path):
    parser = urllib.robotparser.RobotFileParser()
    # As RobotFileParser.read() would, but that it stops at bytes that are no UTF-8.
    parser.parse(text.decode('utf-8', 'replace').splitlines())
    url = 'https://h.example' + unescape(path).decode('utf-8', 'replace')
    return 'allow' if parser.can_fetch('benchledger', url) else 'deny'


def main():
    if sys.version_info[:2] > (3, 12):
        print('the table is about urllib.robotparser of Python 3.11 and 3.12')
        return 77
    reasons = {}
    for line in (DATA / 'differential.tsv').read_text(encoding='utf-8').splitlines():
        if line and not line.startswith('#'):
            name, path, _, _, why = line.split('\t')
            reasons[name, path] = why
    total, found, unexplained = 0, [], []
    for name, text, ours, path in cases():
        total += 1
        other = theirs(text, path)
        if other != ours:
            why = reasons.pop((name, path), '?')
            found.append((name, path, ours, other, why))
            if why == '?':
                unexplained.append((name, path))
    if '--write' in sys.argv:
        for row in found:
            print('\t'.join(row))
        return 0
    print(f'{total} cases, {len(found)} judged differently by urllib.robotparser')
    for name, path in unexplained:
        print(f'differs without a reason in differential.tsv: {name}: {path}')
    for name, path in reasons:
        print(f'differential.tsv: no longer differs: {name}: {path}')
    return 1 if unexplained or reasons else 0


if __name__ == '__main__':
    sys.exit(main())
