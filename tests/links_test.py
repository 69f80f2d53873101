#!/usr/bin/env python3
"""Every link from one document of the project to another file leads somewhere."""
import pathlib
import re
import sys

from paths_test import ROOT, project_files

LINK = re.compile(r'\]\(([^)#\s]+)(?:#[^)]*)?\)')
# Pages that are input, not documents of ours: their links lead into other people's sites.
INPUT = ('fixtures/pages/', 'tests/data/')


def main():
    known = {str(path.relative_to(ROOT)) for path in project_files()}
    checked, broken = 0, []
    for name in sorted(n for n in known if n.endswith('.md') and not n.startswith(INPUT)):
        page = ROOT / name
        for target in LINK.findall(page.read_text(encoding='utf-8')):
            if ':' in target:
                continue
            checked += 1
            path = (page.parent / target).resolve()
            inside = path.is_relative_to(ROOT) and str(path.relative_to(ROOT))
            if not inside or not (inside in known or any(k.startswith(inside + '/') for k in known)):
                broken.append(f'{name}: {target} is not a file of the project')
    print('\n'.join(broken) or f'{checked} links lead somewhere')
    return 1 if broken or not checked else 0


if __name__ == '__main__':
    sys.exit(main())
