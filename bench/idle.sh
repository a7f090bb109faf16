#!/usr/bin/env bash
# Start to first answered request, memory when idle, and metadata a file at rest.
source "$(dirname "$0")/lib.sh"
build
start=() idle=() restart=() metadata=() index=() after=()
readonly files=20000

for ((i = 0; i < rounds; i++)); do
  rm -rf "$work/empty"
  begun=$(now)
  "$silo" --urls "$ours_url" --data "$work/empty" >"$work/server.log" 2>&1 </dev/null &
  server=$!
  wait_for "$ours_url/api/v1/me"
  start+=("$(awk -v a="$begun" -v b="$(now)" 'BEGIN { printf "%.2f", b - a }')")
  sleep 10
  idle+=("$(resident_mb "$server")")
  stop

  start_ours
  "$load" --json --url "$ours_url" --mode batch --files "$files" --warm-up 100 --size 1024 --in-flight 8 >/dev/null
  kill -TERM "$server" && wait "$server" || true
  index+=("$(divide "$(stat -c %s "$work/data/search.db")" "$((files + 100))" 0)")
  metadata+=("$(divide "$(($(bytes_below "$work/data") - $(bytes_below "$work/data/chunks") - $(stat -c %s "$work/data/search.db")))" "$((files + 100))" 0)")
  begun=$(now)
  "$silo" --urls "$ours_url" --data "$work/data" >"$work/server.log" 2>&1 </dev/null &
  server=$!
  wait_for "$ours_url/api/v1/me"
  restart+=("$(awk -v a="$begun" -v b="$(now)" 'BEGIN { printf "%.2f", b - a }')")
  sleep 10
  after+=("$(resident_mb "$server")")
  stop
done
figure "start to first answer, empty" s "${start[@]}"
figure "start to first answer, $files files" s "${restart[@]}"
figure "resident when idle, empty" MB "${idle[@]}"
figure "resident when idle, $files files" MB "${after[@]}"
figure "metadata at rest" bytes/file "${metadata[@]}"
figure "search index at rest" bytes/file "${index[@]}"
