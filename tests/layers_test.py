#!/usr/bin/env python3
"""The layers of tests/layers.txt hold, and third-party headers stay with their owners.

A file's rank is the line its name stands on; it may include only project headers of a lower
rank, and its own. NAME stands for NAME.h and NAME.cc, unless NAME.cc has a line of its own: so
does the source file of a door, which knows what the header hides. extractors/ ranks below
pipeline/ as a whole.
"""
import fnmatch
import pathlib
import re
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.M)


class Layers:
    def __init__(self, text):
        self.rank = {}  # "extractors/span" or a pattern -> line number in the order
        self.owners = {}  # header prefix -> patterns of files
        section, order = None, 0
        for line in text.splitlines():
            line = line.split('#', 1)[0].strip()
            if not line:
                continue
            if line.startswith('['):
                section = line.strip('[]')
            elif section == 'owners':
                header, files = line.split(':', 1)
                self.owners[header.strip()] = files.split()
            else:
                order += 1
                for name in line.split():
                    key = f'{section}/{name}'
                    if key in self.rank:
                        raise ValueError(f'{key} stands twice in the list')
                    self.rank[key] = order

    def entry(self, path):
        """The list's name for a file: with its ending, without it, else the first pattern that fits."""
        stem = path.rsplit('.', 1)[0]
        for name in (path, stem):
            if name in self.rank:
                return name
        return next((p for p in self.rank if '*' in p and fnmatch.fnmatchcase(stem, p)), None)

    def violations(self, files):
        """files: path -> text, paths relative to the root. Yields one line for each violation."""
        for path, text in sorted(files.items()):
            entry = self.entry(path)
            if entry is None:
                yield f'{path}: not in tests/layers.txt; say between which layers it stands'
                continue
            for quote, header in INCLUDE.findall(text):
                if quote == '"':
                    yield from self.own_header(path, entry, header)
                yield from self.foreign_header(path, header)
        for name in self.rank:
            if '*' not in name and not any(name in (f, f.rsplit('.', 1)[0]) for f in files):
                yield f'tests/layers.txt: {name} names no file'

    def own_header(self, path, entry, header):
        if header.rsplit('.', 1)[0] == path.rsplit('.', 1)[0]:
            return
        other = self.entry(header)
        if other is None:
            yield f'{path}: includes "{header}", which is not in tests/layers.txt'
        elif self.rank[other] >= self.rank[entry]:
            yield f'{path}: includes "{header}", which does not stand above it'

    def foreign_header(self, path, header):
        for prefix, owners in self.owners.items():
            if header.startswith(prefix) and not any(fnmatch.fnmatchcase(path, o) for o in owners):
                yield f'{path}: includes <{header}>, which belongs to {", ".join(owners)}'


def project_files():
    found = {}
    for half in ('extractors', 'pipeline'):
        for path in (ROOT / half).rglob('*'):
            if path.suffix in ('.h', '.cc'):
                found[path.relative_to(ROOT).as_posix()] = path.read_text(encoding='utf-8')
    return found


class LayersHold(unittest.TestCase):
    def test_project(self):
        layers = Layers((ROOT / 'tests/layers.txt').read_text(encoding='utf-8'))
        found = list(layers.violations(project_files()))
        self.assertEqual(found, [], '\n' + '\n'.join(found))


class LayersTestCanFail(unittest.TestCase):
    LIST = '[extractors]\nspan\ntext number\npage\n[pipeline]\nhttp\ncmd_*\n[owners]\ncurl/: pipeline/http.cc\n'

    def found(self, **extra):
        files = {f'extractors/{n}.h': '' for n in ('span', 'text', 'number', 'page')}
        files['pipeline/http.cc'] = ''
        files.update({k.replace('__', '/').replace('_H', '.h').replace('_C', '.cc'): v
                      for k, v in extra.items()})
        return list(Layers(self.LIST).violations(files))

    def test_clean(self):
        self.assertEqual(self.found(extractors__page_C='#include "extractors/page.h"\n'
                                    '#include "extractors/text.h"\n#include <string>\n'), [])

    def test_upward(self):
        self.assertEqual(len(self.found(extractors__text_H='#include "extractors/page.h"\n')), 1)

    def test_sibling(self):
        self.assertEqual(len(self.found(extractors__text_H='#include "extractors/number.h"\n')), 1)

    def test_other_half(self):
        self.assertEqual(len(self.found(extractors__page_C='#include "pipeline/http.h"\n')), 1)

    def test_unlisted(self):
        self.assertEqual(len(self.found(extractors__grid_C='')), 1)

    def test_source_file_of_a_door(self):
        layers = Layers('[extractors]\ndoor\nroom\ndoor.cc\n')
        files = {'extractors/door.h': '', 'extractors/room.h': '#include "extractors/door.h"\n',
                 'extractors/door.cc': '#include "extractors/door.h"\n#include "extractors/room.h"\n'}
        self.assertEqual(list(layers.violations(files)), [])
        files['extractors/door.h'] = '#include "extractors/room.h"\n'
        self.assertEqual(len(list(layers.violations(files))), 1)

    def test_owner(self):
        self.assertEqual(len(self.found(pipeline__cmd_run_C='#include <curl/curl.h>\n')), 1)

    def test_list_names_no_file(self):
        files = {'extractors/span.h': ''}
        self.assertEqual(len(list(Layers('[extractors]\nspan\ntext\n').violations(files))), 1)


if __name__ == '__main__':
    sys.exit(unittest.main())
