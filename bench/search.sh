#!/usr/bin/env bash
# Searching 100,000 names and the text of 20,000 documents over HTTP, how soon an upload is found, what the index takes, and what it costs uploads.
source "$(dirname "$0")/lib.sh"
build

start_ours
WORK=$work SERVER_URL=$ours_url TOKEN=$token SERVER_PID=$server python3 bench/search.py
kill -TERM "$server" && wait "$server" || true
figure "search.db at rest" MB "$(divide "$(stat -c %s "$work/data/search.db")" 1000000 1)"
stop

with=() without=()
for ((i = 0; i < rounds; i++)); do
  for indexing in true false; do
    start_ours --Search:Indexing=$indexing
    rate=$("$load" --json --url "$ours_url" --mode put --files 20000 --warm-up 4000 --in-flight 64 | sed 's/.*"filesPerSecond":\([0-9.]*\).*/\1/')
    if [[ $indexing == true ]]; then with+=("$rate"); else without+=("$rate"); fi
    stop
  done
done
figure "PUT of 10 KB, 64 in flight, with indexing" files/s "${with[@]}"
figure "PUT of 10 KB, 64 in flight, without" files/s "${without[@]}"
