#!/usr/bin/env bash
# One incompressible file of 2 GiB, PUT and GET by curl: ours and `rclone serve webdav`, in turn.
source "$(dirname "$0")/lib.sh"
need rclone
build
make_sets
file=$sets/A/a.bin
size=$(stat -c %s "$file")
declare -A runs=()

round() {
  local name=$1 url=$2 taken
  shift 2
  warm "$sets/A"
  rm -rf "$work/out"
  reset_peak "$server"
  taken=$(seconds curl -sS -f -H Expect: -o /dev/null "$@" -T "$file" "$url")
  runs[$name put]+=" $(divide "$((size / 1000000))" "$taken" 0)"
  taken=$(seconds curl -sS -f -o "$work/out" "$@" "$url")
  runs[$name get to a file]+=" $(divide "$((size / 1000000))" "$taken" 0)"
  cmp "$file" "$work/out"
  rm -f "$work/out"
  taken=$(seconds curl -sS -f -o /dev/null "$@" "$url")
  runs[$name get]+=" $(divide "$((size / 1000000))" "$taken" 0)"
  runs[$name peak]+=" $(peak_mb "$server")"
  runs[$name cpu]+=" $(cpu_ms "$server")"
}

for ((i = 0; i < rounds; i++)); do
  start_ours
  round ours "$ours_url/api/v1/content/a.bin" -H "authorization: Bearer $token"
  stop
  sync
  start_rclone
  round rclone "$rclone_url/a.bin" -u bench:bench
  stop
  sync
done
for name in ours rclone; do
  # shellcheck disable=SC2086 # the runs are words
  {
    figure "2 GiB PUT by curl, $name" MB/s ${runs[$name put]}
    figure "2 GiB GET by curl, $name" MB/s ${runs[$name get]}
    figure "2 GiB GET by curl to a file, $name" MB/s ${runs[$name get to a file]}
    figure "2 GiB, server's peak memory, $name" MB ${runs[$name peak]}
    figure "2 GiB up and down twice, server's CPU time, $name" ms ${runs[$name cpu]}
  }
done
