#!/usr/bin/env python3
"""Every record the program prints and exports fits the JSON Schema that ships with it, and the
schemas are closed: a member more or less, or of another type, does not fit.
Usage: schemas_test.py PROGRAM; 77 means skipped."""
import copy
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

try:
    from jsonschema import Draft7Validator
except ImportError:
    print('skipped: python3-jsonschema is not installed')
    sys.exit(77)
try:
    import yaml
except ImportError:
    yaml = None

ROOT = pathlib.Path(__file__).resolve().parent.parent


# Of files that people write, not of records; with tests of their own.
WRITTEN_BY_PEOPLE = {'decision', 'policy', 'silences', 'sources'}


def validators():
    found = {}
    for path in sorted((ROOT / 'packaging' / 'schemas').glob('*.schema.json')):
        schema = json.loads(path.read_text(encoding='utf-8'))
        Draft7Validator.check_schema(schema)
        found[schema['title']] = Draft7Validator(schema)
    return found


def printed(program, command, pages):
    done = subprocess.run([program, command, *pages], capture_output=True, check=True, timeout=100)
    return [json.loads(line) for line in done.stdout.decode('utf-8').splitlines()]


def problems(record, known):
    """One line for each way in which the record does not fit."""
    validator = known.get(record['type'])
    if validator is None:
        return [f"no schema for type {record['type']}"]
    return [f"{record['type']} {record.get('id', '')} {'/'.join(map(str, error.path))}: "
            f'{error.message[:200]}' for error in validator.iter_errors(record)]


def places(value, path=()):
    """The path of everything inside a record but what it is called; of a list, its first item."""
    items = value.items() if isinstance(value, dict) else enumerate(value[:1])
    for key, item in items:
        if (*path, key) != ('type',):
            yield (*path, key)
        if isinstance(item, (dict, list)):
            yield from places(item, (*path, key))


def mutated(record, path):
    """The record with something at the path that belongs nowhere."""
    changed = copy.deepcopy(record)
    holder = changed
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = {'surprise': [{}]}
    return changed


# What may hold anything: whole records, and counts under names of their own.
ANYTHING = {('change', 'before'), ('change', 'after')}


def too_lax(record, known):
    """Changes of a record that must not fit and do."""
    name = f"{record['type']} schema"
    if not problems({**record, 'surprise': 1}, known):
        yield f'{name} takes a member that is not in the contract'
    optional = {'type', 'page', 'source', 'decision'} if record['type'] != 'change' else {'type'}
    for member in set(record) - optional:
        if not problems({k: v for k, v in record.items() if k != member}, known):
            yield f'{name} does not ask for {member}'
    for path in places(record):
        if (record['type'], path[0]) in ANYTHING:
            continue
        if not problems(mutated(record, path), known):
            yield f"{name} takes anything at {'/'.join(map(str, path))}"


def exported(program, folder):
    """The records, changes and manifest of two runs with a figure changed in between."""
    shutil.copytree(ROOT / 'fixtures' / 'pages', folder / 'pages')
    shutil.copy(ROOT / 'fixtures' / 'sources.yaml', folder)
    there = ['--out', str(folder / 'out')]

    def call(*arguments):
        return subprocess.run([program, *arguments, *there], capture_output=True, text=True,
                              check=False, timeout=100).stdout
    call('run', '--sources', str(folder / 'sources.yaml'))
    for page in (folder / 'pages').glob('*/source.md'):
        text = page.read_text(encoding='utf-8')
        page.write_text(re.sub(r'\b4([0-9])\.([0-9])\b', r'3\1.\2', text, count=2), encoding='utf-8')
    call('run', '--sources', str(folder / 'sources.yaml'), '--format', 'all')
    latest = folder / 'out' / 'latest'
    lines = (latest / 'records.ndjson').read_text(encoding='utf-8').splitlines()
    lines += [(latest / 'manifest.json').read_text(encoding='utf-8')]
    lines += call('--json', 'diff', '--from', 'previous').splitlines()
    return [json.loads(line) for line in lines]


def sources_problems(validator):
    """The sources file that ships fits its schema; so does the example in the header, which has
    every key there is."""
    if yaml is None:
        return
    text = (ROOT / 'pipeline' / 'sources.h').read_text(encoding='utf-8')
    block = re.search(r'(?m)^//   contact:.*\n(?://   .*\n)+', text).group()
    example = yaml.safe_load(re.sub(r'(?m)^//   ', '', block))
    shipped = yaml.safe_load((ROOT / 'fixtures' / 'sources.yaml').read_text(encoding='utf-8'))
    for file in (example, shipped):
        for error in validator.iter_errors(file):
            yield f"sources {'/'.join(map(str, error.path))}: {error.message[:200]}"
    for file in ({}, {'sources': []}, {**shipped, 'surprise': 1},
                 {'sources': [{**shipped['sources'][0], 'surprise': 1}]},
                 {'sources': [{**shipped['sources'][0], 'kind': 'ftp'}]}):
        if validator.is_valid(file):
            yield f'sources schema takes {str(file)[:100]}'


def main():
    program, known = sys.argv[1], validators()
    pages = sorted(str(p) for p in (ROOT / 'fixtures' / 'pages').glob('*/source.*'))
    records = printed(program, 'extract', pages) + printed(program, 'tables', pages)
    with tempfile.TemporaryDirectory() as folder:
        records += exported(program, pathlib.Path(folder))
    wrong = [line for record in records for line in problems(record, known)]
    samples = {record['type']: record for record in records}
    wrong += [line for record in samples.values() for line in too_lax(record, known)]
    wrong += sources_problems(known['sources'])
    wrong += [f'no {name} record among the fixtures'
              for name in sorted(known.keys() - samples.keys() - WRITTEN_BY_PEOPLE)]
    print('\n'.join(wrong) or f'{len(records)} records fit {len(known)} schemas')
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
