#!/usr/bin/env python3
"""`findings --format sarif` fits the SARIF 2.1.0 schema as its authors publish it in the package
@microsoft/jest-sarif, and JUnit output is what its readers take. The package is fetched once into
the build folder. Usage: sarif_test.py PROGRAM; 77 means skipped."""
import json
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import xml.etree.ElementTree as ElementTree

try:
    from jsonschema import Draft7Validator
except ImportError:
    print('skipped: python3-jsonschema is not installed')
    sys.exit(77)

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PACKAGE = '@microsoft/jest-sarif@1.0.0-beta.0'
MEMBER = 'package/lib/schemas/sarif-2.1.0-rtm.5.json'


def fetch_schema(folder):
    """The schema, or None where the package cannot be had."""
    path = folder / 'sarif-2.1.0.json'
    if not path.exists():
        if shutil.which('npm') is None:
            return None
        with tempfile.TemporaryDirectory() as work:
            done = subprocess.run(['npm', 'pack', '--silent', PACKAGE], cwd=work, timeout=120,
                                  capture_output=True, check=False)
            archives = list(pathlib.Path(work).glob('*.tgz'))
            if done.returncode != 0 or not archives:
                return None
            with tarfile.open(archives[0]) as archive:
                folder.mkdir(parents=True, exist_ok=True)
                path.write_bytes(archive.extractfile(MEMBER).read())
    return json.loads(path.read_text(encoding='utf-8'))


def printed(program, form, pages, *more):
    done = subprocess.run([program, 'findings', '--format', form, *more, *pages],
                          capture_output=True, check=True, timeout=200)
    return done.stdout.decode('utf-8')


def sarif_problems(log, schema):
    wrong = [f"{'/'.join(map(str, e.path))}: {e.message[:200]}"
             for e in Draft7Validator(schema).iter_errors(log)]
    results = log['runs'][0]['results']
    rules = [rule['id'] for rule in log['runs'][0]['tool']['driver']['rules']]
    wrong += [f"result of {r['ruleId']}, which is no rule" for r in results
              if r['ruleId'] not in rules]
    wrong += ['no result is suppressed'] * (not any('suppressions' in r for r in results))
    # The schema must be able to refuse, or it proves nothing.
    results[0]['level'] = 'fatal'
    if Draft7Validator(schema).is_valid(log):
        wrong.append('the schema takes a level there is not')
    return wrong


def junit_problems(text):
    """Counts that add up, as continuous integration reads them."""
    top = ElementTree.fromstring(text)
    suites = top.findall('testsuite')
    cases = [case for suite in suites for case in suite.findall('testcase')]
    failed = [case for case in cases if case.find('failure') is not None]
    wrong = []
    if top.tag != 'testsuites' or int(top.get('tests')) != len(cases):
        wrong.append('testsuites does not count its cases')
    if int(top.get('failures')) != len(failed):
        wrong.append('testsuites does not count its failures')
    for suite in suites:
        if int(suite.get('tests')) != len(suite.findall('testcase')):
            wrong.append(f"suite {suite.get('name')} does not count its cases")
    wrong += [f'case without a {name}' for name in ('name', 'classname')
              if any(not case.get(name) for case in cases)]
    return wrong


def main():
    program = sys.argv[1]
    schema = fetch_schema(pathlib.Path(program).resolve().parent / 'tests' / 'sarif')
    if schema is None:
        print(f'skipped: {PACKAGE} cannot be fetched')
        return 77
    pages = sorted(str(p) for p in (ROOT / 'fixtures' / 'pages').glob('*/source.*'))
    with tempfile.TemporaryDirectory() as work:
        silences = pathlib.Path(work) / 'silences.yaml'
        silences.write_text('silences:\n  - {rule: vendor-only, reason: known, until: 2999-12-31}\n',
                            encoding='utf-8')
        log = json.loads(printed(program, 'sarif', pages, '--silences', str(silences)))
    wrong = sarif_problems(log, schema) + junit_problems(printed(program, 'junit', pages))
    print('\n'.join(wrong) or f'{len(log["runs"][0]["results"])} results fit')
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
