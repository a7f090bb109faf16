#!/usr/bin/env bash
# Requests that arrive at random moments, whatever the answers take: each mix through the grains directly and through the gateway.
source "$(dirname "$0")/lib.sh"
build
readonly seconds=${BENCH_SECONDS:-20}
readonly rate=${BENCH_RATE:-400}

field() { sed -n "s/.*\"$1\":\([0-9.]*\).*/\1/p" <<<"$2"; }

# run NAME ARGUMENTS...
run() {
  local name=$1 report rate=() p50=() p99=() p999=() lost=() cpu=()
  shift
  for ((i = 0; i < rounds; i++)); do
    report=$("$load" open --json --seconds "$seconds" "$@") || true
    rate+=("$(field donePerSecond "$report")") cpu+=("$(field serverCpuMillisecondsPerOperation "$report")")
    p50+=("$(field latencyMillisecondsP50 "$report")") p99+=("$(field latencyMillisecondsP99 "$report")") p999+=("$(field latencyMillisecondsP999 "$report")")
    lost+=("$(($(field failed "$report") + $(field dropped "$report")))")
  done
  figure "$name" operations/s "${rate[@]}"
  figure "$name, latency p50" ms "${p50[@]}"
  figure "$name, latency p99" ms "${p99[@]}"
  figure "$name, latency p99.9" ms "${p999[@]}"
  figure "$name, CPU" ms/operation "${cpu[@]}"
  figure "$name, failed or not sent" operations "${lost[@]}"
}

mkdir -p "$work"
for mix in small mixed hot-drive hot-chunk devices; do
  run "open, grains, $mix, $rate/s" --direct --mix "$mix" --rate "$rate"
  run "open, HTTP, $mix, $rate/s" --server "$silo" --mix "$mix" --rate "$rate"
done
run "open, grains, large (64 chunks), 20/s" --direct --mix large --rate 20
run "open, HTTP, large (8 MiB), 5/s" --server "$silo" --mix large --rate 5
