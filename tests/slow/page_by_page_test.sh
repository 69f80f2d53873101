#!/usr/bin/env bash
# Same bytes out however the work is cut: every page at hand, ours and real ones, all in one call
# and one call a page. Argument: the program.
set -euo pipefail
program=$(readlink -f -- "$1")
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.."
mapfile -t pages < <(find fixtures/pages tests/data/readings ../shared/corpus -type f \
  ! -name '*.yaml' ! -name '*.jsonl' ! -name '*.ndjson' ! -name '*.tsv' 2>/dev/null | sort)
whole=$("$program" extract "${pages[@]}" | sha256sum)
alone=$(for page in "${pages[@]}"; do "$program" extract "$page"; done | sha256sum)
if [[ $whole != "$alone" ]]; then
  echo "the records of ${#pages[@]} pages differ between one call and one call a page" >&2
  exit 1
fi
