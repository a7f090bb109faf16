# Shared by the benchmarks: starting and stopping both sides, and what is read off them. Sourced, not run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly work=${BENCH_DIR:-/tmp/filestorage-bench}
readonly sets=${BENCH_SETS:-$work/sets}
readonly rounds=${BENCH_ROUNDS:-3}
readonly ours_url=http://127.0.0.1:18080
readonly http2_url=http://127.0.0.1:18082
readonly rclone_url=http://127.0.0.1:18081
readonly silo=$PWD/artifacts/bin/Silo/release/FileStorage.Silo
readonly command_line=$PWD/artifacts/bin/Cli/release/filestorage
readonly load=$PWD/artifacts/bin/Load/release/FileStorage.Bench.Load
dotnet_folder=$(dirname "$(readlink -f "$(command -v dotnet)")")
readonly dotnet_folder
server= token=

need() {
  local tool
  for tool in "$@"; do
    command -v "$tool" >/dev/null || { echo "error: $tool is missing; on Debian: apt-get install $tool"; exit 2; }
  done
}

build() {
  # BENCH_BUILT=1: what is in artifacts is what is wanted.
  if [[ -n ${BENCH_BUILT:-} ]]; then return; fi
  need dotnet curl python3
  local project
  for project in src/Silo src/Cli bench/Load; do
    dotnet build "$project" -c Release -v quiet -nodeReuse:false >/dev/null </dev/null || { echo "error: $project does not build"; exit 2; }
  done
}

make_sets() {
  mkdir -p "$work"
  python3 bench/datasets.py "$sets"
}

now() { echo "${EPOCHREALTIME/,/.}"; }

# seconds COMMAND...: runs it and prints how long it took.
seconds() {
  local begun ended
  begun=$(now)
  "$@" >/dev/null
  ended=$(now)
  awk -v a="$begun" -v b="$ended" 'BEGIN { printf "%.4f", b - a }'
}

divide() { awk -v a="$1" -v b="$2" -v d="${3:-1}" 'BEGIN { printf "%.*f", d, a / b }'; }

median() { printf '%s\n' "$@" | sort -g | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

# User and kernel time of a process so far, in milliseconds.
cpu_ms() { sed 's/.*) //' "/proc/$1/stat" | awk '{ print ($12 + $13) * 10 }'; }

peak_mb() { awk '/VmHWM/ { printf "%.0f", $2 / 1000 }' "/proc/$1/status"; }

resident_mb() { awk '/VmRSS/ { printf "%.0f", $2 / 1000 }' "/proc/$1/status"; }

reset_peak() { echo 5 >"/proc/$1/clear_refs"; }

bytes_below() { find "$@" -type f -printf '%s\n' | awk '{ s += $1 } END { printf "%d", s }'; }

files_below() { find "$@" -type f | wc -l; }

wait_for() {
  local tries=0
  until curl -s -o /dev/null "$1"; do
    ((++tries < 3000)) || { echo "error: $1 does not answer"; exit 2; }
    sleep 0.01
  done
}

start_ours() {
  rm -rf "$work/data"
  mkdir -p "$work"
  "$silo" --urls "$ours_url" --data "$work/data" "$@" >"$work/server.log" 2>&1 </dev/null &
  server=$!
  wait_for "$ours_url/api/v1/me"
  token=$(open_account bench@example.org)
}

# open_account EMAIL: prints its token.
open_account() {
  curl -sf "$ours_url/api/v1/accounts" -H 'content-type: application/json' \
    -d "{\"email\":\"$1\",\"password\":\"benchmark password\"}" >/dev/null
  curl -sf "$ours_url/api/v1/sign-in" -H 'content-type: application/json' \
    -d "{\"email\":\"$1\",\"password\":\"benchmark password\",\"deviceName\":\"bench\"}" | sed 's/.*"token":"\([^"]*\)".*/\1/'
}

start_rclone() {
  need rclone
  rm -rf "$work/rclone"
  mkdir -p "$work/rclone"
  rclone serve webdav "$work/rclone" --addr "${rclone_url#http://}" --user bench --pass bench --config /dev/null >"$work/rclone.log" 2>&1 </dev/null &
  server=$!
  wait_for "$rclone_url/"
}

# stop [FOLDER]: ends the server that was started last and removes what it stored.
stop() {
  if [[ -n $server ]]; then
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
    server=
  fi
  rm -rf "$work/data" "$work/rclone"
}
trap stop EXIT

# ours ARGUMENTS...: the filestorage command for the benchmark's account.
ours() {
  FILESTORAGE_URL=$ours_url FILESTORAGE_TOKEN=$token FILESTORAGE_CONFIG=$work/config.json "$command_line" "$@"
}

# figure NAME UNIT VALUES...: one line for people, one for programs.
figure() {
  local name=$1 unit=$2
  shift 2
  printf '%-58s %10s %s   (%s)\n' "$name" "$(median "$@")" "$unit" "$*"
  printf '{"figure":"%s","unit":"%s","median":%s,"runs":[%s]}\n' "$name" "$unit" "$(median "$@")" "$(IFS=,; echo "$*")" >>"$work/figures.jsonl"
}

warm() { find "$@" -type f -print0 | xargs -0 cat >/dev/null; }
