#!/usr/bin/env python3
"""No file of the project names a place of the machine it was written on."""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
# An absolute path below a home folder or another place that only one machine has.
MACHINE_PATH = re.compile(r'(?<![\w.:/*-])/(?:home|root|work|farm|Users)/[\w.]')


def project_files():
    listed = subprocess.run(['git', '-C', str(ROOT), 'ls-files', '-z'], capture_output=True)
    if listed.returncode == 0:
        return [ROOT / name for name in listed.stdout.decode().split('\0') if name]
    skipped = {'build', '.git', '.cache'}  # a source archive
    return [p for p in ROOT.rglob('*') if p.is_file() and not skipped & set(p.relative_to(ROOT).parts)]


def main():
    assert MACHINE_PATH.search('see ' + '/home' + '/someone/x') and MACHINE_PATH.search('"/' + 'root/.x"')
    found = []
    for path in project_files():
        if not path.is_file():
            continue
        for number, line in enumerate(path.read_bytes().decode('utf-8', 'replace').splitlines(), 1):
            if MACHINE_PATH.search(line):
                found.append(f'{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}')
    print('\n'.join(found) or 'no machine paths')
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main())
