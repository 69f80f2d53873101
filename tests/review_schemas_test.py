#!/usr/bin/env python3
"""The schemas of decisions and policies say what the program says: each line of `review export` fits
its schema, and of lines with something in them changed, and of the policies in
tests/data/policies.txt, both take the same ones. Usage: review_schemas_test.py PROGRAM; 77 means
skipped."""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

try:
    import jsonschema
    import yaml
except ImportError:
    print('skipped: python3-jsonschema and python3-yaml are not installed')
    sys.exit(77)

ROOT = pathlib.Path(__file__).resolve().parent.parent


def validator(name):
    schema = json.loads((ROOT / f'packaging/schemas/{name}.schema.json').read_text(encoding='utf-8'))
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


class Workspace:
    """Two nights with changes between them that wait for review."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        shutil.copytree(ROOT / 'fixtures/pages', folder / 'pages')
        shutil.copy(ROOT / 'fixtures/sources.yaml', folder)
        self.call('run', '--sources', str(folder / 'sources.yaml'))
        for page in (folder / 'pages').glob('*/source.*'):
            text = page.read_bytes()
            page.write_bytes(re.sub(rb'\b([5-8])([0-9])\.([0-9])\b', rb'\1\3.\2', text, count=3))
        self.call('run', '--sources', str(folder / 'sources.yaml'))

    def call(self, *arguments):
        return subprocess.run([self.program, *arguments, '--out', str(self.folder / 'out')],
                              capture_output=True, text=True, check=False, timeout=100)

    def decisions(self):
        waiting = [json.loads(line)['record']
                   for line in self.call('--json', 'review', 'list').stdout.splitlines()]
        assert len(waiting) > 3, waiting
        self.call('review', 'accept', waiting[0], '--note', 'as on the "card"\nof the model')
        self.call('review', 'reject', waiting[1])
        self.call('review', 'snooze', waiting[2])
        self.call('review', 'accept', waiting[3])
        self.call('review', 'undo')
        policy = self.folder / 'policy.yaml'
        policy.write_text('rules:\n  - {id: rest, decision: accept, causes: [source]}\n')
        self.call('review', '--policy', str(policy))
        return self.call('review', 'export').stdout.splitlines()

    def takes_decision(self, decision):
        path = self.folder / 'decisions.ndjson'
        path.write_text(json.dumps(decision) + '\n', encoding='utf-8')
        return self.call('review', 'import', str(path)).returncode != 2

    def takes_policy(self, text):
        path = self.folder / 'policy.yaml'
        path.write_text(text, encoding='utf-8')
        return self.call('review', '--policy', str(path), '--dry-run').returncode != 2


def changed(decision):
    """Lines that are no decisions, one thing wrong in each."""
    yield {**decision, 'surprise': 1}
    for key in decision:
        yield {k: v for k, v in decision.items() if k != key}
        yield {**decision, key: {'surprise': 1}}
    yield {**decision, 'verdict': 'perhaps'}


def policies():
    name, lines = None, []
    for line in (ROOT / 'tests/data/policies.txt').read_text(encoding='utf-8').splitlines():
        if line.startswith('=== '):
            name, lines = line[4:], []
        elif line.startswith('!!! '):
            yield name, '\n'.join(lines) + '\n', line[4:] == 'accepted'
        else:
            lines.append(line)


def main(program):
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        space = Workspace(program, pathlib.Path(folder))
        schema = validator('decision')
        lines = space.decisions()
        said = [json.loads(line) for line in lines]
        for kind in ({'accept', 'reject', 'snooze'} - {one['verdict'] for one in said}):
            wrong.append(f'nobody decided to {kind}')
        for one in said:
            wrong += [f'{one["record"]}: {error.message}' for error in schema.iter_errors(one)]
        for one in changed(said[0]):
            if schema.is_valid(one) or space.takes_decision(one):
                wrong.append(f'a decision for the {"schema" if schema.is_valid(one) else "program"}: '
                             f'{json.dumps(one)}')
        schema = validator('policy')
        for name, text, accepted in policies():
            if schema.is_valid(yaml.safe_load(text)) != accepted:
                wrong.append(f'{name}: not for the schema')
            if space.takes_policy(text) != accepted:
                wrong.append(f'{name}: not for the program')
    print('\n'.join(wrong) or f'{len(said)} decisions fit, and so do the policies')
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))
