#!/usr/bin/env bash
# Files of 10 KB, 64 in flight over kept connections, by our own load generator; every reply durable.
source "$(dirname "$0")/lib.sh"
build
readonly files=${BENCH_FILES:-40000}

field() { sed -n "s/.*\"$1\":\([0-9.]*\).*/\1/p" <<<"$2"; }

# run NAME ARGUMENTS...: a fresh server each round.
run() {
  local name=$1 report rate=() cpu=() client=() p50=() p99=() p999=() peak=()
  shift
  for ((i = 0; i < rounds; i++)); do
    start_ours "--Gateway:Http2Port=${http2_url##*:}"
    report=$("$load" --json --url "$ours_url" --server-pid "$server" --size 10240 --in-flight 64 "$@")
    stop
    sync
    rate+=("$(field filesPerSecond "$report")") cpu+=("$(field serverCpuMillisecondsPerFile "$report")")
    client+=("$(field clientCpuMillisecondsPerFile "$report")") peak+=("$(field serverPeakMegabytes "$report")")
    p50+=("$(field latencyMillisecondsP50 "$report")") p99+=("$(field latencyMillisecondsP99 "$report")") p999+=("$(field latencyMillisecondsP999 "$report")")
  done
  figure "$name" files/s "${rate[@]}"
  figure "$name, latency p50" ms "${p50[@]}"
  figure "$name, latency p99" ms "${p99[@]}"
  figure "$name, latency p99.9" ms "${p999[@]}"
  figure "$name, server's CPU" ms/file "${cpu[@]}"
  figure "$name, generator's CPU" ms/file "${client[@]}"
  figure "$name, server's peak memory" MB "${peak[@]}"
}

run "10 KB, one PUT each, HTTP/1.1" --mode put --files "$files" --warm-up 8000
run "10 KB, one PUT each, HTTP/2" --mode put --http 2 --load-url "$http2_url" --files "$files" --warm-up 8000
run "10 KB, 100 a request, HTTP/1.1" --mode batch --per-request 100 --files "$((files * 2))" --warm-up 8000 --in-flight 8
run "10 KB, 100 a request, HTTP/2" --mode batch --http 2 --load-url "$http2_url" --per-request 100 --files "$((files * 2))" --warm-up 8000 --in-flight 8
run "10 KB, one GET each, HTTP/1.1" --mode get --files "$files" --warm-up 8000
run "10 KB, one GET each, HTTP/2" --mode get --http 2 --load-url "$http2_url" --files "$files" --warm-up 8000
run "10 KB, PUT and GET in turn, HTTP/1.1" --mode mixed --files "$files" --warm-up 8000

for mode in put batch get; do
  report=$("$load" --json --in-process --mode "$mode" --files 6000 --warm-up 6000 --in-flight 16)
  figure "10 KB, $mode, allocated by the server" bytes/file "$(field allocatedBytesPerFile "$report")"
done
