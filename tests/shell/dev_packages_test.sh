#!/usr/bin/env bash
# ./dev asks dpkg what is missing, installs that and nothing else, and says the exact command
# where it may not. The package tools are stand-ins that write down how they were called.
set -euo pipefail
top=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT
mkdir "$scratch/bin"
for tool in bash cat dirname env grep nproc sed sort; do
  ln -s "$(command -v "$tool")" "$scratch/bin/$tool"
done

stand_in() {  # NAME BODY
  printf '#!/usr/bin/env bash\n%s\n' "$2" >"$scratch/bin/$1"
  chmod +x "$scratch/bin/$1"
}
calls=$scratch/calls
stand_in dpkg-query "\"$top/dev\" packages | grep -vxF -e \"\${MISSING:-none}\" | sed 's/^/installed /'"
stand_in apt-get "echo \"apt-get \$*\" >>'$calls'"
stand_in cmake ":"
stand_in ninja ":"

fail() {
  printf 'FAILED: %s\n' "$*"
  exit 1
}
dev_build() {  # UID MISSING; output in $scratch/output
  : >"$calls"
  stand_in id "echo $1"
  MISSING=$2 PATH="$scratch/bin" "$top/dev" build release >"$scratch/output" 2>&1 </dev/null
}

dev_build 0 none || fail 'build with everything there'
[[ ! -s $calls ]] || fail "nothing is missing, yet: $(cat "$calls")"

dev_build 0 libgumbo-dev || fail 'build as root with a package missing'
grep -qx 'apt-get update -q' "$calls" || fail 'the package lists were not updated'
grep -qx 'apt-get install -y -q --no-install-recommends libgumbo-dev' "$calls" ||
  fail "not the one package installed: $(cat "$calls")"

if dev_build 1000 libgumbo-dev; then fail 'went on without the package and without sudo'; fi
grep -q 'apt-get update && apt-get install -y --no-install-recommends libgumbo-dev' \
  "$scratch/output" || fail 'the exact command is not printed'
[[ ! -s $calls ]] || fail 'apt-get was called without the right to'

stand_in sudo "if [[ \$1 == -n ]]; then exit 0; fi; echo 'sudo' >>'$calls'; exec \"\$@\""
dev_build 1000 libgumbo-dev || fail 'build through sudo'
grep -qx sudo "$calls" || fail 'sudo was not used'
echo 'passed: ./dev installs what is missing'
