#!/usr/bin/env python3
"""Names functions over 60 lines and headers over 160: places to look, not errors.

Relies on clang-format's layout: at namespace scope a definition starts and ends in column 0.
"""
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent
FUNCTION_CAP, HEADER_CAP = 60, 160
NOT_A_FUNCTION = re.compile(r'^(?:namespace|class|struct|enum|union|#|//|using|\}|\s|$)')


def long_functions(lines):
    start = None
    for number, line in enumerate(lines, 1):
        if line == '}' and start is not None:
            if number - start + 1 > FUNCTION_CAP:
                yield start, number - start + 1
            start = None
        elif line.startswith('}'):
            start = None
        elif start is None and not NOT_A_FUNCTION.match(line):
            start = number
        elif start is not None and line.endswith(';') and not line.startswith((' ', '\t')):
            start = None  # a declaration


def main():
    for path in sorted(p for half in ('extractors', 'pipeline') for p in (ROOT / half).rglob('*')
                       if p.suffix in ('.h', '.cc')):
        name, lines = path.relative_to(ROOT), path.read_text(encoding='utf-8').splitlines()
        for start, length in long_functions(lines):
            print(f'{name}:{start}: warning: function of {length} lines (cap {FUNCTION_CAP})')
        if path.suffix == '.h' and len(lines) > HEADER_CAP:
            print(f'{name}: warning: header of {len(lines)} lines (cap {HEADER_CAP})')


if __name__ == '__main__':
    main()
