#!/usr/bin/env python3
"""The sources file's schema (packaging/schemas/sources.schema.json) says what the loader says: every
file of tests/data/sources_load.txt the loader takes fits it, and what the schema could know of those
the loader refuses does not.
"""
import pathlib
import sys

try:
    import jsonschema
    import yaml
except ImportError:
    print('skipped: python3-jsonschema and python3-yaml are not installed')
    sys.exit(77)
import json

ROOT = pathlib.Path(__file__).resolve().parent.parent
# What takes a YAML reader's, a network's or another entry's view to refuse.
BEYOND_A_SCHEMA = ('alias', 'duplicate key', 'twice', 'contact', 'broken', 'pattern that is none',
                   'towards strangers', 'empty list',
                   'password', 'path in it', 'scheme', 'that is none')


def cases():
    name, lines = None, []
    for line in (ROOT / 'tests/data/sources_load.txt').read_text(encoding='utf-8').splitlines():
        if line.startswith('=== '):
            name, lines = line[4:], []
        elif line.startswith('!!! '):
            yield name, '\n'.join(lines), line[4:] == 'accepted'
        else:
            lines.append(line)


def main():
    schema = json.loads((ROOT / 'packaging/schemas/sources.schema.json').read_text())
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    count = wrong = 0
    for name, text, accepted in cases():
        if not accepted and any(word in name for word in BEYOND_A_SCHEMA):
            continue
        try:
            fits = validator.is_valid(yaml.safe_load(text))
        except yaml.YAMLError:
            fits = False
        count += 1
        if fits != accepted:
            wrong += 1
            print(f'FAILED: {name}: the loader {"takes" if accepted else "refuses"} it, the schema does not')
    print(f'{count} files, {wrong} wrong')
    return 1 if wrong or count < 25 else 0


if __name__ == '__main__':
    sys.exit(main())
