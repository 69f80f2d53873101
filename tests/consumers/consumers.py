#!/usr/bin/env python3
"""Every export read by the tools it is made for, not by a reader of ours.

Usage: consumers.py PROGRAM WORK. WORK/venv, WORK/singer and WORK/node hold the tools (./dev test
--consumers puts them there); a tool that is not there is shown as skipped. Runs the program twice
over the fixture pages with a figure changed in between, writes every format, and prints for each
tool what it read: records in the export against records it got out. 77 means that no tool is
there."""
import csv
import importlib.metadata
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import tomllib
import xml.etree.ElementTree as ElementTree

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Skipped(Exception):
    """The tool is not there."""


class Wrong(Exception):
    """The tool read something else than was written."""


def run(*command, **options):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True,
                          timeout=200, check=False, **options)
    if done.returncode not in options.pop('fine', (0,)):
        raise Wrong(f'{command[0]}: {(done.stderr or done.stdout)[-600:]}')
    return done.stdout


def same(what, wanted, got):
    if wanted != got:
        raise Wrong(f'{what}: wanted {str(wanted)[:200]}, got {str(got)[:200]}')


def module(name):
    try:
        return __import__(name, fromlist=['_'])
    except ImportError as error:
        raise Skipped(str(error)) from error


class Exports:
    """One folder of exports, and the records as the program wrote them."""

    def __init__(self, folder):
        self.folder = folder.resolve()
        self.manifest = json.loads((folder / 'manifest.json').read_text(encoding='utf-8'))
        lines = (folder / 'records.ndjson').read_text(encoding='utf-8').splitlines()
        self.records = [json.loads(line) for line in lines]

    def of(self, kind):
        return [record for record in self.records if record['type'] == kind]

    def values(self, kind='score'):
        """id -> number, of every score."""
        return {record['id']: record['score']['value'] for record in self.of(kind)}

    def written(self, name):
        """Records in the files of a format, as its manifest says."""
        return next(f['records'] for f in self.manifest['formats'] if f['name'] == name)

    def files(self, name):
        return [self.folder / f['name'] for f in self.manifest['files'] if f['format'] == name]


def near(values):
    """Numbers in an order of their own, so that two lists of them compare."""
    return sorted(round(float(value), 9) for value in values)


# ---- one function a tool: returns what it read and how many records came out of how many


def duckdb_ndjson(exports, _):
    duckdb = module('duckdb')
    path = exports.folder / 'records.ndjson'
    rows = duckdb.sql(f"SELECT type, count(*) FROM read_json('{path}', format='newline_delimited', "
                      'union_by_name=true) GROUP BY type').fetchall()
    counts = {kind: count for kind, count in exports.manifest['counts'].items() if kind != 'change'}
    same('records by type', {k: v for k, v in counts.items() if v}, dict(rows))
    return len(exports.records), sum(dict(rows).values())


def duckdb_json(exports, _):
    duckdb = module('duckdb')
    path = exports.folder / 'records.json'
    read = duckdb.sql(f"SELECT unnest(records) AS r FROM read_json('{path}', "
                      "maximum_object_size=100000000)").fetchall()
    return exports.written('json'), len(read)


def duckdb_csv(exports, _):
    duckdb = module('duckdb')
    read = dict(duckdb.sql(f"SELECT id, value FROM read_csv('{exports.folder}/scores.csv')")
                .fetchall())
    same('scores', exports.values(), read)
    specs = duckdb.sql(f"SELECT id FROM read_csv('{exports.folder}/specs.csv')").fetchall()
    return exports.written('csv'), len(read) + len(specs)


def duckdb_parquet(exports, work):
    """The one-liner of out/README.md."""
    duckdb = module('duckdb')
    target = work / 'scores.parquet'
    target.unlink(missing_ok=True)
    line = next(line for line in (ROOT / 'out' / 'README.md').read_text(encoding='utf-8').splitlines()
                if '.parquet' in line and 'COPY' in line)
    statement = re.search(r'"(COPY .*)"', line).group(1)
    statement = statement.replace('scores.csv', str(exports.folder / 'scores.csv'))
    duckdb.sql(statement.replace('scores.parquet', str(target)))
    read = dict(duckdb.sql(f"SELECT id, value FROM '{target}'").fetchall())
    same('scores', exports.values(), read)
    return len(exports.values()), len(read)


def pandas_csv(exports, _):
    pandas = module('pandas')
    scores = pandas.read_csv(exports.folder / 'scores.csv', keep_default_na=False)
    same('scores', exports.values(), dict(zip(scores['id'], scores['value'].astype(float))))
    by_id = {record['id']: record for record in exports.of('score')}
    for row in scores.to_dict('records'):
        for column, wanted in (('model', by_id[row['id']]['model']['raw']),
                               ('benchmark', by_id[row['id']]['benchmark']['raw'])):
            same(column, wanted, str(row[column]).removeprefix("'"))
    specs = pandas.read_csv(exports.folder / 'specs.csv', keep_default_na=False)
    return exports.written('csv'), len(scores) + len(specs)


def pandas_ndjson(exports, _):
    pandas = module('pandas')
    frame = pandas.read_json(exports.folder / 'records.ndjson', lines=True)
    same('ids', [record['id'] for record in exports.records], list(frame['id']))
    return len(exports.records), len(frame)


def python_csv(exports, _):
    """RFC 4180, read strictly; no cell a spreadsheet would run."""
    count = 0
    for path in exports.files('csv'):
        with path.open(encoding='utf-8', newline='') as file:
            rows = list(csv.reader(file, strict=True))
        for row in rows:
            same(f'cells of {path.name}', len(rows[0]), len(row))
            for cell in row:
                if cell[:1] in '=+-@' and not re.fullmatch(r'[-+]?[0-9]*\.?[0-9]*', cell):
                    raise Wrong(f'a spreadsheet would run {cell!r}')
        count += len(rows) - 1
    return exports.written('csv'), count


def frictionless_package(exports, _):
    frictionless = module('frictionless')
    package = frictionless.Package(str(exports.folder / 'datapackage.json'))
    report = package.validate()
    if not report.valid:
        raise Wrong(str(report.flatten(['rowNumber', 'fieldName', 'type', 'message'])[:3]))
    rows = sum(len(resource.read_rows()) for resource in package.resources)
    return exports.written('frictionless'), rows


def croissant(exports, _):
    mlcroissant = module('mlcroissant')
    dataset = mlcroissant.Dataset(jsonld=str(exports.folder / 'croissant.json'))
    errors = dataset.metadata.issues.errors
    if errors:
        raise Wrong(str(list(errors)[:3]))
    count = 0
    for name in ('scores', 'specs'):
        rows = list(dataset.records(name))
        if name == 'scores':
            same('scores', exports.values(), {row['scores/id'].decode(): row['scores/value']
                                              for row in rows})
        count += len(rows)
    return exports.written('croissant'), count


def every_eval_ever(exports, _):
    validate = module('every_eval_ever.validator.validate')
    files = exports.files('every-eval-ever')
    done = subprocess.run([sys.executable, '-m', 'every_eval_ever.validator.validate', '--format',
                           'json', *map(str, files)], capture_output=True, text=True, check=False)
    assert validate
    reports = json.loads(done.stdout)
    for report in reports:
        if not report['valid'] or report['warnings']:
            raise Wrong(f"{report['file']}: {report['errors'] or report['warnings']}")
    same('files', len(files), len(reports))
    read = {}
    types = module('every_eval_ever.eval_types')
    for path in files:
        log = types.EvaluationLog.model_validate_json(path.read_text(encoding='utf-8'))
        for result in log.evaluation_results:
            read[result.evaluation_result_id] = result.score_details.score
    values = exports.values()
    same('scores', {key: values[key] for key in read if key in values}, read)
    return exports.written('every-eval-ever'), len(read)


def hub_eval_results(exports, _):
    hub = module('huggingface_hub')
    yaml = module('yaml')
    values = []
    for path in exports.files('eval-results'):
        data = yaml.safe_load(path.read_text(encoding='utf-8'))
        entries = hub.parse_eval_result_entries(data)
        same(path.name, data, hub.eval_result_entries_to_yaml(entries))
        values += [entry.value for entry in entries]
    every = near(exports.values().values())
    for value in near(values):
        every.remove(value)  # raises where it is none of ours
    return exports.written('eval-results'), len(values)


def hub_model_index(exports, _):
    hub = module('huggingface_hub')
    values = []
    for path in exports.files('model-index'):
        card = hub.ModelCard.load(path)
        if not card.data.eval_results:
            raise Wrong(f'{path}: no results')
        values += [result.metric_value for result in card.data.eval_results]
    return exports.written('model-index'), len(values)


def toml_models(exports, _):
    values, facts = [], 0
    for path in exports.files('models-dev'):
        model = tomllib.loads(path.read_text(encoding='utf-8'))
        same(f'{path}: name', True, bool(model['name']))
        for entry in model.get('benchmarks', []):
            unknown = set(entry) - {'name', 'score', 'metric', 'harness', 'variant', 'dataset',
                                    'version', 'source', 'date'}
            same(f'{path}: keys', set(), unknown)
            values.append(entry['score'])
        facts += len(set(model) & {'release_date', 'knowledge', 'open_weights', 'license'})
        facts += len(model.get('limit', {})) + len(model.get('modalities', {}))
    every = near(exports.values().values())
    for value in near(values):
        every.remove(value)  # raises where it is none of ours
    return exports.written('models-dev'), len(values) + facts


def singer_target(exports, work):
    target = work / 'singer' / 'bin' / 'target-csv'
    if not target.exists():
        raise Skipped('target-csv is not there')
    folder = work / 'singer-out'
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    config = work / 'singer.json'
    config.write_text(json.dumps({'output_path_prefix': f'{folder}/'}), encoding='utf-8')
    with (exports.folder / 'singer.jsonl').open(encoding='utf-8') as messages:
        run(target, '--config', config, stdin=messages, cwd=folder)
    counts = {}
    for path in folder.glob('*.csv'):
        with path.open(encoding='utf-8', newline='') as file:
            counts[path.stem] = len(list(csv.DictReader(file)))
    same('streams', {kind: len(exports.of(kind)) for kind in counts}, counts)
    return exports.written('singer'), sum(counts.values())


def singer_schemas(exports, _):
    """Each record of each stream fits the schema that came before it."""
    jsonschema = module('jsonschema')
    validators, count = {}, 0
    for line in (exports.folder / 'singer.jsonl').read_text(encoding='utf-8').splitlines():
        message = json.loads(line)
        if message['type'] == 'SCHEMA':
            validators[message['stream']] = jsonschema.Draft7Validator(message['schema'])
        elif message['type'] == 'RECORD':
            validators[message['stream']].validate(message['record'])
            count += 1
    return exports.written('singer'), count


def sarif(exports, _):
    loader = module('sarif.loader')
    data = loader.load_sarif_files(str(exports.folder / 'findings.sarif'))
    records = data.get_records()
    same('results', len(exports.of('finding')), len(records))
    return exports.written('sarif'), len(records)


def python_schemas(exports, _):
    jsonschema = module('jsonschema')
    validators = {}
    for path in (ROOT / 'packaging' / 'schemas').glob('*.schema.json'):
        schema = json.loads(path.read_text(encoding='utf-8'))
        validators[schema['title']] = jsonschema.Draft7Validator(schema)
    for record in exports.records:
        validators[record['type']].validate(record)
    validators['manifest'].validate(exports.manifest)
    return len(exports.records), len(exports.records)


def sqlite_utils_export(exports, _):
    sqlite_utils = module('sqlite_utils')
    database = sqlite_utils.Database(str(exports.folder / 'benchledger.sqlite'))
    same('integrity', [('ok',)], database.execute('PRAGMA integrity_check').fetchall())
    same('scores', exports.values(), {row['id']: row['value'] for row in database['score'].rows})
    return exports.written('sqlite'), sum(database[table].count for table in
                                          ('document', 'spec', 'score', 'claim', 'finding'))


def sqlite_utils_ledger(exports, work):
    """The ledger itself, opened by somebody else's program."""
    sqlite_utils = module('sqlite_utils')
    with sqlite3.connect(f"file:{work / 'out' / '.state' / 'ledger.db'}?mode=ro", uri=True) as file:
        database = sqlite_utils.Database(file)
        held = database.execute('SELECT count(*) FROM record WHERE last_run IS NULL').fetchone()[0]
        scores = dict(database.execute('SELECT id, value FROM score').fetchall())
    same('scores', exports.values(), scores)
    return len(exports.records), held


def datasette_ledger(exports, work):
    datasette = work / 'venv' / 'bin' / 'datasette'
    if not datasette.exists():
        raise Skipped('datasette is not there')
    page = run(datasette, '--get', '/ledger.json?sql=select+count(*)+from+score&_shape=arrays',
               work / 'out' / '.state' / 'ledger.db')
    return len(exports.values()), json.loads(page)['rows'][0][0]


def psql_ledger(exports, work):
    """The same two nights in a shared ledger, read by PostgreSQL's own client."""
    if shutil.which('psql') is None:
        raise Skipped('psql is not there')
    script = ROOT / 'tests' / 'postgresql.sh'
    with tempfile.TemporaryDirectory() as folder:
        started = subprocess.run(['bash', script, 'start', folder, str(os.getpid())],
                                 capture_output=True, text=True, check=False)
        if started.returncode == 77:
            raise Skipped(started.stderr.strip())
        try:
            address = started.stdout.strip() + '/postgres'
            shutil.rmtree(work / 'shared', ignore_errors=True)
            (work / 'shared').mkdir()
            shutil.copy(work / 'sources.yaml', work / 'shared')
            for pages in (ROOT / 'fixtures' / 'pages', work / 'pages'):
                shutil.copytree(pages, work / 'shared' / 'pages', dirs_exist_ok=True)
                run(exports.program, 'run', '--sources', work / 'shared' / 'sources.yaml',
                    '--out', work / 'shared' / 'out', '--ledger', address)
            ask = ['psql', '-X', '-A', '-t', '-F', ' ', address, '-c']
            scores = dict(line.split() for line in
                          run(*ask, 'SELECT id, value FROM score').splitlines())
            held = run(*ask, 'SELECT count(*) FROM record WHERE last_run IS NULL')
        finally:
            subprocess.run(['bash', script, 'stop', folder], check=True)
    same('scores', exports.values(), {id_: float(value) for id_, value in scores.items()})
    return len(exports.records), int(held)


def duckdb_ledger(exports, work):
    duckdb = module('duckdb')
    extensions = module('duckdb_extensions')
    with duckdb.connect(config={'extension_directory': str(work / 'duckdb')}) as database:
        extensions.import_extension('sqlite_scanner', con=database)
        database.execute('LOAD sqlite_scanner')
        database.execute(f"ATTACH '{work / 'out' / '.state' / 'ledger.db'}' AS l (TYPE sqlite)")
        held = database.sql('SELECT id FROM l.record WHERE last_run IS NULL').fetchall()
    return len(exports.records), len(held)


def atom_feed(exports, _):
    """Well-formed, with what RFC 4287 asks of a feed and its entries."""
    atom = '{http://www.w3.org/2005/Atom}'
    feed = ElementTree.parse(exports.folder / 'changes.atom').getroot()
    entries = feed.findall(f'{atom}entry')
    for element in [feed, *entries]:
        for name in ('id', 'title', 'updated'):
            same(name, 1, len(element.findall(atom + name)))
    same('ids', len(entries), len({entry.find(f'{atom}id').text for entry in entries}))
    return exports.written('atom'), len(entries)


def node(name, version_of):
    """A check of check.mjs; it prints the records it read."""
    def check(exports, work):
        if not (work / 'node' / 'node_modules' / version_of).exists():
            raise Skipped(f'{version_of} is not there')
        script = work / 'node' / 'check.mjs'
        shutil.copy(ROOT / 'tests' / 'consumers' / 'check.mjs', script)
        done = json.loads(run('node', script, name, exports.folder, ROOT / 'packaging' / 'schemas'))
        return done['in'], done['out']
    return check


# (tool, its package, what it reads, check)
CHECKS = [
    ('Every Eval Ever validator', 'every-eval-ever', 'every-eval-ever', every_eval_ever),
    ('huggingface_hub', 'huggingface-hub', 'eval-results', hub_eval_results),
    ('huggingface_hub', 'huggingface-hub', 'model-index', hub_model_index),
    ('DuckDB', 'duckdb', 'ndjson', duckdb_ndjson),
    ('DuckDB', 'duckdb', 'json', duckdb_json),
    ('DuckDB', 'duckdb', 'csv', duckdb_csv),
    ('DuckDB', 'duckdb', 'csv to Parquet', duckdb_parquet),
    ('DuckDB', 'duckdb', 'ledger', duckdb_ledger),
    ('pandas', 'pandas', 'csv', pandas_csv),
    ('pandas', 'pandas', 'ndjson', pandas_ndjson),
    ('Python csv', '', 'csv', python_csv),
    ('Frictionless', 'frictionless', 'frictionless', frictionless_package),
    ('mlcroissant', 'mlcroissant', 'croissant', croissant),
    ('target-csv (Singer)', 'meltanolabs-target-csv', 'singer', singer_target),
    ('jsonschema', 'jsonschema', 'singer', singer_schemas),
    ('jsonschema', 'jsonschema', 'ndjson, manifest', python_schemas),
    ('ajv', 'ajv', 'ndjson', node('ajv', 'ajv')),
    ('sarif-tools', 'sarif-tools', 'sarif', sarif),
    ('Python tomllib', '', 'models-dev', toml_models),
    ('smol-toml', 'smol-toml', 'models-dev', node('toml', 'smol-toml')),
    ('Python ElementTree', '', 'atom', atom_feed),
    ('rss-parser', 'rss-parser', 'atom', node('atom', 'rss-parser')),
    ('marked', 'marked', 'pull-request', node('markdown', 'marked')),
    ('sqlite-utils', 'sqlite-utils', 'sqlite', sqlite_utils_export),
    ('sqlite-utils', 'sqlite-utils', 'ledger', sqlite_utils_ledger),
    ('Datasette', 'datasette', 'ledger', datasette_ledger),
    ('psql', 'psql', 'shared ledger', psql_ledger),
]


def version_of(package, work):
    if not package:
        return '.'.join(map(str, sys.version_info[:3]))
    if package == 'psql':
        version = shutil.which('psql') and re.search(r'[\d.]+', run('psql', '--version'))
        return version.group() if version else '-'
    manifest = work / 'node' / 'node_modules' / package / 'package.json'
    if manifest.exists():
        return json.loads(manifest.read_text(encoding='utf-8'))['version']
    path = [*sys.path, *map(str, (work / 'singer').glob('lib/python*/site-packages'))]
    for found in importlib.metadata.distributions(name=package, path=path):
        return found.version
    return '-'


def make_exports(program, work):
    """Two runs with a figure changed in between, then every format."""
    pages = work / 'pages'
    for name in ('pages', 'out', 'handover', 'handover-claims'):
        shutil.rmtree(work / name, ignore_errors=True)
    shutil.copytree(ROOT / 'fixtures' / 'pages', pages)
    shutil.copy(ROOT / 'fixtures' / 'sources.yaml', work)
    ingest = [program, 'run', '--sources', work / 'sources.yaml', '--out', work / 'out']
    run(*ingest)
    changed = 0
    for page in sorted(pages.glob('*/source.*')):
        text = page.read_text(encoding='utf-8', errors='surrogateescape')
        edited, count = re.subn(r'\b4([0-9])\.([0-9])\b', r'3\1.\2', text, count=2)
        page.write_text(edited, encoding='utf-8', errors='surrogateescape')
        changed += count
    same('pages to edit', True, changed > 0)
    run(*ingest)
    export = [program, 'export', '--format', 'all', '--out', work / 'out']
    report = run(*export, '--to', work / 'handover')
    run(*export, '--to', work / 'handover-claims', '--include-claims')
    return report


def main():
    program, work = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    report = make_exports(program, work)
    exports = Exports(work / 'handover' / 'latest')
    exports.program = program
    print(f"{'consumer':<27}{'version':<10}{'read':<19}{'in':>6}{'out':>6}")
    failures = skipped = 0
    for tool, package, what, check in CHECKS:
        row = f'{tool:<27}{version_of(package, work):<10}{what:<19}'
        try:
            wanted, got = check(exports, work)
            fine = wanted == got
            failures += not fine
            print(f"{row}{wanted:>6}{got:>6}{'' if fine else '  DIFFERENT'}")
        except Skipped as why:
            skipped += 1
            print(f'{row}  SKIPPED: {why}')
        except Exception as why:  # whatever a tool raises is its verdict
            failures += 1
            print(f'{row}  FAILED: {type(why).__name__}: {str(why)[:500]}')
    print('\nWhat each format leaves out of this run:\n' + report)
    print(f'{len(CHECKS) - failures - skipped} of {len(CHECKS)} agree, {failures} do not, '
          f'{skipped} skipped')
    if failures:
        return 1
    return 77 if skipped > len(CHECKS) / 2 else 0


if __name__ == '__main__':
    sys.exit(main())
