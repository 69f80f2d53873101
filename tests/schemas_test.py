#!/usr/bin/env python3
"""Every record the program prints fits the JSON Schema that ships with it, and the schemas are
closed: a member more or less does not fit. Usage: schemas_test.py PROGRAM; 77 means skipped."""
import json
import pathlib
import subprocess
import sys

try:
    from jsonschema import Draft7Validator
except ImportError:
    print('skipped: python3-jsonschema is not installed')
    sys.exit(77)

ROOT = pathlib.Path(__file__).resolve().parent.parent


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


def too_lax(record, known):
    """Changes of a record that must not fit and do."""
    name = f"{record['type']} schema"
    if not problems({**record, 'surprise': 1}, known):
        yield f'{name} takes a member that is not in the contract'
    for member in set(record) - {'type'}:
        if not problems({k: v for k, v in record.items() if k != member}, known):
            yield f'{name} does not ask for {member}'


def main():
    program, known = sys.argv[1], validators()
    pages = sorted(str(p) for p in (ROOT / 'fixtures' / 'pages').glob('*/source.*'))
    records = printed(program, 'extract', pages) + printed(program, 'tables', pages)
    wrong = [line for record in records for line in problems(record, known)]
    samples = {record['type']: record for record in records}
    wrong += [line for record in samples.values() for line in too_lax(record, known)]
    wrong += [f'no {name} record among the fixtures' for name in sorted(known.keys() - samples)]
    print('\n'.join(wrong) or f'{len(records)} records fit {len(known)} schemas')
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
