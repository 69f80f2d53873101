#!/usr/bin/env python3
"""Every rule file fits the JSON Schema that editors complete it from; the schemas are closed, and
they ask for the lists the program asks for. 77 means skipped."""
import copy
import json
import pathlib
import re
import sys

try:
    import yaml
    from jsonschema import Draft7Validator
except ImportError:
    print('skipped: python3-jsonschema or python3-yaml is not installed')
    sys.exit(77)

ROOT = pathlib.Path(__file__).resolve().parent.parent
SCHEMAS = ROOT / 'packaging' / 'schemas' / 'rules'
RULES = ROOT / 'rules'


def validator(name):
    schema = json.loads((SCHEMAS / name).read_text(encoding='utf-8'))
    Draft7Validator.check_schema(schema)
    return Draft7Validator(schema)


def schema_of(path):
    return 'check.schema.json' if path.parent.name == 'checks' else path.stem + '.schema.json'


def mappings(value):
    """The mapping itself and the first entry of each list in it: what an unknown key could join."""
    yield value
    for member in value.values():
        if isinstance(member, list) and member and isinstance(member[0], dict):
            yield member[0]


def file_problems(path, known):
    name = path.relative_to(ROOT)
    value = yaml.safe_load(path.read_text(encoding='utf-8'))
    check = known[schema_of(path)]
    for error in check.iter_errors(value):
        yield f"{name} {'/'.join(map(str, error.path))}: {error.message[:200]}"
    for i, _ in enumerate(mappings(value)):
        broken = copy.deepcopy(value)
        list(mappings(broken))[i]['surprise'] = 1
        if check.is_valid(broken):
            yield f'{schema_of(path)} takes a key that the program refuses (mapping {i} of {name})'
    pointer = re.search(r'\$schema=(\S+)', path.read_text(encoding='utf-8'))
    if pointer is None or (path.parent / pointer.group(1)).resolve() != SCHEMAS / schema_of(path):
        yield f'{name} does not point editors at packaging/schemas/rules/{schema_of(path)}'


def list_problems(known):
    """The names in extractors/rule_lists.cc against those in the schemas."""
    code = (ROOT / 'extractors' / 'rule_lists.cc').read_text(encoding='utf-8')
    places = {'kWords': ('words.schema.json', 'lists'), 'kClaimTables': ('claims.schema.json', 'tables'),
              'kCues': ('attribution.schema.json', 'cues')}
    for constant, (file, member) in places.items():
        body = re.search(constant + r'\[\] = \{(.*?)\};', code, re.S).group(1)
        asked = set(re.findall(r'"([a-z_]+)"', body))
        offered = set(known[file].schema['properties'][member]['properties'])
        for name in sorted(asked ^ offered):
            yield f"{file}: {name} is {'missing' if name in asked else 'read by nothing'}"


def main():
    known = {path.name: validator(path.name) for path in sorted(SCHEMAS.glob('*.json'))}
    files = sorted(RULES.glob('*.yaml')) + sorted(RULES.glob('checks/*.yaml'))
    wrong = [line for path in files for line in file_problems(path, known)]
    wrong += list_problems(known)
    wrong += [f'no rule file for {name}' for name in sorted(known.keys() - set(map(schema_of, files)))]
    print('\n'.join(wrong) or f'{len(files)} rule files fit {len(known)} schemas')
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
