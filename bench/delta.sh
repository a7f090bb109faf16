#!/usr/bin/env bash
# Bytes that pass between device and server, both ways, when a file of 200 MB changes. BENCH_VERSIONS: a folder with versions of a file, in the
# order of their names, in place of made ones.
source "$(dirname "$0")/lib.sh"
build
export WORK=$work SERVER_URL=$ours_url COMMAND=$command_line
start_ours
python3 bench/sync.py delta
if [[ -n ${BENCH_VERSIONS:-} ]]; then python3 bench/sync.py delta --versions "$BENCH_VERSIONS"; fi
