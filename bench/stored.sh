#!/usr/bin/env bash
# Stored bytes and intake of C (office tree) and D (the .NET SDK's folder): `filestorage put -r` and `restic backup`, in turn.
source "$(dirname "$0")/lib.sh"
need restic
build
make_sets
declare -A runs=()
export RESTIC_PASSWORD=x RESTIC_REPOSITORY=$work/restic RESTIC_CACHE_DIR=$work/restic-cache

for ((i = 0; i < rounds; i++)); do
  for set in C D; do
    tree=$sets/$set
    if [[ $set == D ]]; then tree=$dotnet_folder; fi
    size=$(bytes_below "$tree")
    warm "$tree"
    start_ours
    taken=$(seconds ours put -r "$tree" "/$set")
    runs[$set ours MB/s]+=" $(divide "$((size / 1000000))" "$taken")"
    # At rest: the write-ahead log of a running server is no stored byte.
    kill -TERM "$server" && wait "$server" || true
    runs[$set ours percent]+=" $(divide "$(($(bytes_below "$work/data") * 100))" "$size")"
    runs[$set ours chunks percent]+=" $(divide "$(($(bytes_below "$work/data/chunks") * 100))" "$size")"
    stop
    sync
    rm -rf "$work/restic" "$work/restic-cache"
    restic init --repository-version 2 >/dev/null
    warm "$tree"
    taken=$(seconds restic backup --quiet --compression auto "$tree")
    runs[$set restic MB/s]+=" $(divide "$((size / 1000000))" "$taken")"
    runs[$set restic percent]+=" $(divide "$(($(bytes_below "$work/restic") * 100))" "$size")"
    rm -rf "$work/restic" "$work/restic-cache"
    sync
  done
done
# shellcheck disable=SC2086 # the runs are words
for set in C D; do
  figure "$set, filestorage put -r" MB/s ${runs[$set ours MB/s]}
  figure "$set, restic backup" MB/s ${runs[$set restic MB/s]}
  figure "$set, stored by ours, everything" "% of its size" ${runs[$set ours percent]}
  figure "$set, stored by ours, chunks" "% of its size" ${runs[$set ours chunks percent]}
  figure "$set, stored by restic" "% of its size" ${runs[$set restic percent]}
done
