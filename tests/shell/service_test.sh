#!/usr/bin/env bash
# The systemd units are well-formed and the service is locked up: exposure below 2.0 of 10.
# Argument: the program.
set -euo pipefail
program=$(readlink -f -- "$1")
top=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
command -v systemd-analyze >/dev/null || exit 77
systemd-analyze security --help 2>&1 | grep -q -- --offline || exit 77
scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT
export LC_ALL=C

sed "s|/usr/bin/benchledger|$program|" "$top/packaging/systemd/benchledger.service" >"$scratch/benchledger.service"
cp -- "$top/packaging/systemd/benchledger.timer" "$scratch"
complaints=$(systemd-analyze verify "$scratch/benchledger.service" "$scratch/benchledger.timer" 2>&1 | grep -F benchledger || true)
[[ -z $complaints ]] || { printf 'FAILED: systemd-analyze verify: %s\n' "$complaints"; exit 1; }

systemd-analyze security --offline=true --threshold=19 --no-pager "$scratch/benchledger.service" >"$scratch/security" ||
  { printf 'FAILED: exposure is not below 2.0:\n'; grep -E '^✗|exposure' "$scratch/security"; exit 1; }

# Every option the service and the cron line give is one the program has.
grep -ohE -- '--[a-z-]+' "$top/packaging/systemd/benchledger.service" "$top/packaging/cron/benchledger" | sort -u >"$scratch/options"
{ "$program" --help; "$program" run --help; } >"$scratch/help"
while read -r option; do
  [[ $option == --notify ]] || grep -qF -- "$option" "$scratch/help" ||
    { printf 'FAILED: the program has no %s\n' "$option"; exit 1; }
done <"$scratch/options"
grep -oE 'exposure level.*' "$scratch/security"
