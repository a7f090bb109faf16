#!/usr/bin/env bash
# Two synced folders on this machine, against Syncthing with its watcher at one second: latency of a file of 4 KiB while 200 more devices
# listen, 10,000 small files, one file of 2 GiB; then what a changed file costs, and 100,000 files that did not change.
source "$(dirname "$0")/lib.sh"
build
command -v syncthing >/dev/null || apt-get install -y -qq syncthing >/dev/null || need syncthing
export WORK=$work SERVER_URL=$ours_url COMMAND=$command_line

side() {
  start_ours
  python3 bench/sync.py "$1" --side "$2"
  stop
}

for what in latency small large; do
  for ((i = 0; i < rounds; i++)); do
    side $what ours
    side $what syncthing
  done
done
bench/delta.sh
side unchanged ours
