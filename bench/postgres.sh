#!/usr/bin/env bash
# The small files of small.sh with the metadata in a PostgreSQL server of our own, durable as it comes: into one drive, and over 16, with four
# and with eight uploads of each in flight.
source "$(dirname "$0")/lib.sh"
programs=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[[ -n $programs ]] || { echo "error: PostgreSQL is missing; on Debian: apt-get install postgresql"; exit 2; }
build
readonly files=${BENCH_FILES:-40000}
readonly cluster=$work/postgres
readonly port=18083
postmaster=

# The server does not run as root.
as_server() {
  if ((EUID == 0)); then setpriv --reuid=postgres --regid=postgres --init-groups "$@"; else "$@"; fi
}

start_postgres() {
  rm -rf "$cluster"
  mkdir -p "$cluster"
  if ((EUID == 0)); then chown postgres: "$cluster"; fi
  as_server "$programs/initdb" -D "$cluster/data" -U filestorage -A trust -E UTF8 --locale=C.UTF-8 >/dev/null
  printf '%s\n' "port = $port" "listen_addresses = ''" "unix_socket_directories = '$cluster'" 'shared_buffers = 1GB' 'max_wal_size = 8GB' \
    'checkpoint_timeout = 15min' 'wal_compression = on' >>"$cluster/data/postgresql.conf"
  as_server "$programs/pg_ctl" start -D "$cluster/data" -l "$cluster/data/log" -w >/dev/null
  postmaster=$(head -n 1 "$cluster/data/postmaster.pid")
}

stop_postgres() {
  if [[ -n $postmaster ]]; then
    as_server "$programs/pg_ctl" stop -D "$cluster/data" -m fast -w >/dev/null || true
    postmaster=
  fi
  rm -rf "$cluster"
}
trap 'stop; stop_postgres' EXIT

# User and kernel time of the server and its processes, in milliseconds; of one that has ended, also just now, its parent has it.
postgres_cpu_ms() {
  local pid sum=0
  for pid in "$postmaster" $(pgrep -P "$postmaster"); do
    ((sum += $(sed 's/.*) //' "/proc/$pid/stat" 2>/dev/null | awk '{ sum += ($12 + $13) * 10 } END { print sum + 0 }' || true))) || true
  done
  echo "$sum"
}

field() { sed -n "s/.*\"$1\":\([0-9.]*\).*/\1/p" <<<"$2"; }

run() {
  local name=$1 report rate=() cpu=() database=() p50=() p99=() before done_files
  shift
  for ((i = 0; i < rounds; i++)); do
    start_postgres
    local connection="Host=$cluster;Port=$port;Username=filestorage;Database=postgres"
    "$silo" migrate "--Metadata:Postgres:ConnectionString=$connection" >/dev/null
    start_ours "--Metadata:Postgres:ConnectionString=$connection"
    before=$(postgres_cpu_ms)
    report=$("$load" --json --url "$ours_url" --server-pid "$server" --size 10240 --files "$files" --warm-up 8000 "$@")
    done_files=$((files + 8000))
    database+=("$(divide $(($(postgres_cpu_ms) - before)) "$done_files" 4)")
    stop
    stop_postgres
    rate+=("$(field filesPerSecond "$report")") cpu+=("$(field serverCpuMillisecondsPerFile "$report")")
    p50+=("$(field latencyMillisecondsP50 "$report")") p99+=("$(field latencyMillisecondsP99 "$report")")
  done
  figure "$name" files/s "${rate[@]}"
  figure "$name, latency p50" ms "${p50[@]}"
  figure "$name, latency p99" ms "${p99[@]}"
  figure "$name, silo's CPU" ms/file "${cpu[@]}"
  figure "$name, PostgreSQL's CPU" ms/file "${database[@]}"
}

run "PostgreSQL, 10 KB, one PUT each, one drive" --mode put --in-flight 64
run "PostgreSQL, 10 KB, one PUT each, 16 drives" --mode put --in-flight 64 --drives 16
run "PostgreSQL, 10 KB, one PUT each, 16 drives, 128 in flight" --mode put --in-flight 128 --drives 16
