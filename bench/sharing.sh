#!/usr/bin/env bash
# A folder of 100,000 files is shared with 50 accounts, one after the other, moved, and taken back; and how long it takes until a change in it has
# reached a device that waits: of its owner, and of an account with which it is shared.
source "$(dirname "$0")/lib.sh"
build
need python3
start_ours --Search:Indexing=false --Accounts:MaxRegistrations=1000 --Accounts:MaxSignIns=1000
python3 bench/sharing.py "$ours_url" "$token" "${BENCH_FILES:-100000}" "${BENCH_ACCOUNTS:-50}" "${BENCH_SAMPLES:-100}"
stop
