#!/usr/bin/env bash
# The tree of 10,000 small files: one curl with 8 in parallel against ours and `rclone serve webdav`, in turn; then `filestorage put -r`.
source "$(dirname "$0")/lib.sh"
need rclone
build
make_sets
tree=$sets/B
count=$(files_below "$tree")
declare -A runs=()

# configuration URL: curl's list of what to send and to fetch.
configuration() {
  (cd "$tree" && find . -type f -printf '%P\n' | sort) >"$work/names"
  awk -v tree="$tree" -v url="$1" '{ printf "upload-file = \"%s/%s\"\nurl = \"%s/B/%s\"\noutput = /dev/null\n", tree, $0, url, $0 }' "$work/names" >"$work/up"
  awk -v out="$work/out" -v url="$1" '{ printf "url = \"%s/B/%s\"\noutput = \"%s/%s\"\n", url, $0, out, $0 }' "$work/names" >"$work/down"
  rm -rf "$work/out"
  (cd "$tree" && find . -type d) | (mkdir -p "$work/out" && cd "$work/out" && xargs mkdir -p)
}

round() {
  local name=$1 url=$2 taken before
  shift 2
  configuration "$url"
  warm "$tree"
  before=$(cpu_ms "$server")
  taken=$(seconds curl -sS -f -Z --no-progress-meter --parallel-max 8 -H Expect: "$@" -K "$work/up")
  runs[$name up]+=" $(divide "$count" "$taken" 0)"
  runs[$name up cpu]+=" $(divide "$(($(cpu_ms "$server") - before))" "$count" 3)"
  before=$(cpu_ms "$server")
  taken=$(seconds curl -sS -f -Z --no-progress-meter --parallel-max 8 "$@" -K "$work/down")
  runs[$name down]+=" $(divide "$count" "$taken" 0)"
  runs[$name down cpu]+=" $(divide "$(($(cpu_ms "$server") - before))" "$count" 3)"
  diff -rq "$tree" "$work/out"
}

for ((i = 0; i < rounds; i++)); do
  start_ours
  (cd "$tree" && find . -type d -printf '%P\n') | while read -r folder; do
    curl -sf -o /dev/null "$ours_url/api/v1/folders" -H "authorization: Bearer $token" -H 'content-type: application/json' -d "{\"path\":\"/B/$folder\",\"parents\":true}"
  done
  round ours "$ours_url/api/v1/content" -H "authorization: Bearer $token"
  stop
  sync
  start_rclone
  (cd "$tree" && find . -type d -printf '%P\n') | while read -r folder; do mkdir -p "$work/rclone/B/$folder"; done
  round rclone "$rclone_url" -u bench:bench
  stop
  sync
  start_ours
  warm "$tree"
  taken=$(seconds ours put -r "$tree" /B)
  runs[put]+=" $(divide "$count" "$taken" 0)"
  taken=$(seconds ours put -r "$tree" /B)
  runs[again]+=" $(divide "$count" "$taken" 0)"
  rm -rf "$work/out"
  taken=$(seconds ours get -r /B "$work/out")
  runs[get]+=" $(divide "$count" "$taken" 0)"
  diff -rq "$tree" "$work/out"
  stop
  sync
done
# shellcheck disable=SC2086 # the runs are words
for name in ours rclone; do
  figure "10,000 small files up, one curl, $name" files/s ${runs[$name up]}
  figure "10,000 small files up, one curl, $name, server's CPU" ms/file ${runs[$name up cpu]}
  figure "10,000 small files down, one curl, $name" files/s ${runs[$name down]}
  figure "10,000 small files down, one curl, $name, server's CPU" ms/file ${runs[$name down cpu]}
done
# shellcheck disable=SC2086
{
  figure "10,000 small files, filestorage put -r" files/s ${runs[put]}
  figure "10,000 small files, filestorage put -r, nothing changed" files/s ${runs[again]}
  figure "10,000 small files, filestorage get -r" files/s ${runs[get]}
}
