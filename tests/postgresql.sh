#!/usr/bin/env bash
# A PostgreSQL server of a test's own, as an unprivileged user, on a socket in its folder alone.
#   tests/postgresql.sh start FOLDER PID   prints its address without a database's name; the server
#                                          ends when process PID does
#   tests/postgresql.sh stop FOLDER
# 77: there is no PostgreSQL here, or no user to run it as.
set -euo pipefail

skip() {
  printf 'skipped: %s\n' "$*" >&2
  exit 77
}

# Debian keeps the server's programs out of PATH.
server_programs() {
  local folder
  for folder in /usr/lib/postgresql/*/bin "$(dirname "$(command -v initdb || printf /none)")"; do
    if [[ -x $folder/initdb && -x $folder/postgres ]]; then
      printf '%s\n' "$folder"
      return
    fi
  done
}

# The server refuses to run as root.
unprivileged() {
  if (($(id -u) != 0)); then "$@"; else setpriv --reuid postgres --regid postgres --clear-groups "$@"; fi
}

start() {
  local folder=$1 watched=$2 programs
  programs=$(server_programs)
  [[ -n $programs ]] || skip 'no PostgreSQL server (Debian: postgresql)'
  if (($(id -u) == 0)); then
    id postgres >/dev/null 2>&1 || skip 'no user postgres to run the server as'
    chown postgres: "$folder"
    chmod 755 "$folder"
  fi
  cd "$folder"
  unprivileged "$programs/initdb" --pgdata="$folder/data" --username=benchledger --auth=trust \
    --encoding=UTF8 --locale=C --no-sync >"$folder/log" 2>&1
  # Nothing here outlives the test: no write waits for a disk.
  unprivileged "$programs/postgres" -D "$folder/data" -k "$folder" -c listen_addresses= \
    -c fsync=off -c max_connections=40 >>"$folder/log" 2>&1 </dev/null &
  local server=$!
  (
    while kill -0 "$watched" 2>/dev/null && kill -0 "$server" 2>/dev/null; do sleep 1; done
    kill -INT "$server" 2>/dev/null || true
  ) >/dev/null 2>&1 </dev/null &
  local waited
  for ((waited = 0; waited < 300; ++waited)); do
    if [[ -S $folder/.s.PGSQL.5432 ]] && grep -q 'ready to accept' "$folder/log"; then
      printf 'postgresql://benchledger@%s\n' "${folder//\//%2F}"
      return
    fi
    sleep 0.1
  done
  cat "$folder/log" >&2
  return 1
}

stop() {
  local server
  if server=$(head -1 "$1/data/postmaster.pid" 2>/dev/null); then
    kill -INT "$server"
    while kill -0 "$server" 2>/dev/null; do sleep 0.05; done
  fi
}

case ${1:-} in
  start) start "$2" "$3" ;;
  stop) stop "$2" ;;
  *)
    sed -n 's/^# \{0,1\}//p' "$0" | sed 1d >&2
    exit 2
    ;;
esac
