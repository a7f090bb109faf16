#!/usr/bin/env bash
# Idle devices, each on a WebSocket: what one of them adds to the server's resident memory, and how soon it hears of a change in its drive.
source "$(dirname "$0")/lib.sh"
build
# Server and generator each need a file a device, and some.
readonly devices=${BENCH_DEVICES:-$(($(ulimit -n) > 20500 ? 20000 : $(ulimit -n) - 2000))}

field() { sed -n "s/.*\"$1\":\([0-9.]*\).*/\1/p" <<<"$2"; }

kilobytes=() heard99=() heard50=() idle=()
for ((i = 0; i < rounds; i++)); do
  report=$("$load" devices --json --server "$silo" --devices "$devices" "$@")
  echo "$report"
  kilobytes+=("$(field residentKilobytesPerDevice "$report")") idle+=("$(field idleCpuPercent "$report")")
  heard50+=("$(sed -n 's/.*"heard":{[^}]*"p50":\([0-9.]*\).*/\1/p' <<<"$report")")
  heard99+=("$(sed -n 's/.*"heard":{[^}]*"p99":\([0-9.]*\).*/\1/p' <<<"$report")")
done
mkdir -p "$work"
figure "$devices devices, resident memory of one" KiB "${kilobytes[@]}"
figure "$devices devices, CPU when idle" "% of a core" "${idle[@]}"
figure "$devices devices, told of a change, p50" ms "${heard50[@]}"
figure "$devices devices, told of a change, p99" ms "${heard99[@]}"
