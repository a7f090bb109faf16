#!/usr/bin/env bash
# The WebDAV door: PROPFIND of 100 entries against Apache, of 100,000 entries, curl both ways, the MOVE that ends an upload of 10 GB, and
# nextcloudcmd with 10,000 small files.
#   ./webdav.sh [propfind] [curl] [nextcloud] [many] [move]    all of them, or the named ones
source "$(dirname "$0")/lib.sh"
need wrk apache2 htpasswd nextcloudcmd openssl
build
make_sets
readonly entries=${BENCH_ENTRIES:-100000} upload_gb=${BENCH_UPLOAD_GB:-10}
readonly tree=$sets/B
readonly apache=$work/apache apache_url=http://127.0.0.1:18084
readonly dav=$ours_url/dav remote=$ours_url/remote.php/dav
count=$(files_below "$tree")
declare -A runs=()

start_apache() {
  rm -rf "$apache"
  mkdir -p "$apache/data"
  htpasswd -sbc "$apache/users" bench@example.org bench 2>/dev/null
  local modules=/usr/lib/apache2/modules module
  {
    printf '%s\n' 'ServerRoot /etc/apache2' 'ServerName localhost' "Listen ${apache_url#http://}" "PidFile $apache/pid" "ErrorLog $apache/log"
    for module in mpm_event authn_core authn_file authz_core authz_user auth_basic alias mime dav dav_fs; do
      echo "LoadModule ${module}_module $modules/mod_$module.so"
    done
    printf '%s\n' 'TypesConfig /etc/mime.types' 'User www-data' 'Group www-data' 'MaxKeepAliveRequests 0' "DocumentRoot $apache/data" "DavLockDB $apache/data.lock" \
      "Alias /dav $apache/data" "<Directory $apache/data>" 'Dav On' 'AuthType Basic' 'AuthName dav' 'AuthBasicProvider file' \
      "AuthUserFile $apache/users" 'Require valid-user' '</Directory>'
  } >"$apache/conf"
  chmod -R a+rX "$work"
  chown -R www-data: "$apache"
  apache2 -D FOREGROUND -f "$apache/conf" &
  server=$!
  wait_for "$apache_url/dav/"
}

# Requests a second on one connection; the properties that clients ask for.
propfind_rate() {
  cat >"$work/propfind.lua" <<'LUA'
function init(arguments) headers = { ["Authorization"] = arguments[1], ["Depth"] = "1", ["Content-Type"] = "application/xml" } end
function request()
  return wrk.format("PROPFIND", nil, headers, '<?xml version="1.0"?><d:propfind xmlns:d="DAV:"><d:prop><d:displayname/><d:getlastmodified/>' ..
    '<d:getcontentlength/><d:resourcetype/><d:getcontenttype/><d:getetag/></d:prop></d:propfind>')
end
LUA
  local out
  wrk -t 1 -c 1 -d 3s -s "$work/propfind.lua" "$1" -- "Basic $(printf '%s' "$2" | base64 -w 0)" >/dev/null
  out=$(wrk -t 1 -c 1 -d 6s -s "$work/propfind.lua" "$1" -- "Basic $(printf '%s' "$2" | base64 -w 0)")
  if grep -q 'Non-2xx' <<<"$out"; then
    echo "error: $out" >&2
    exit 1
  fi
  sed -n 's/Requests\/sec: *//p' <<<"$out"
}

hundred() {
  local url=$1 user=$2 index
  head -c 4096 /dev/urandom >"$work/4k"
  curl -sf -u "$user" -X MKCOL "$url/hundred" -o /dev/null
  for ((index = 0; index < 100; index++)); do
    printf 'upload-file = "%s"\nurl = "%s/hundred/f%03d"\noutput = /dev/null\n' "$work/4k" "$url" "$index"
  done >"$work/up"
  curl -sf -u "$user" -K "$work/up"
  propfind_rate "$url/hundred/" "$user"
}

# What curl found of 100,000 entries: seconds to the first byte, to the last, bytes; and what the server's memory grew by.
many() {
  local flat=$work/flat before out
  rm -rf "$flat"
  mkdir -p "$flat"
  python3 - "$flat" "$entries" <<'PYTHON'
import sys
for index in range(int(sys.argv[2])):
    with open(f"{sys.argv[1]}/{index:06}.txt", "w") as file:
        file.write(f"{index} " * 40)
PYTHON
  ours put -r "$flat" /flat >/dev/null 2>&1
  rm -rf "$flat"
  for ((i = 0; i < rounds; i++)); do
    reset_peak "$server"
    before=$(resident_mb "$server")
    out=$(curl -sf -u "$user" -X PROPFIND -H 'Depth: 1' -o "$work/listed" -w '%{time_starttransfer} %{time_total}' "$dav/flat/")
    runs[many memory]+=" $(($(peak_mb "$server") - before))"
    runs[many first]+=" $(awk '{ printf "%.0f", $1 * 1000 }' <<<"$out")"
    runs[many all]+=" $(awk '{ printf "%.2f", $2 }' <<<"$out")"
    local found
    found=$(grep -o '</[a-zA-Z]*:response>' "$work/listed" | wc -l)
    ((found == entries + 1)) || { echo "error: $found entries were listed"; exit 1; }
  done
}

# A file in parts of 100 MB, as Nextcloud's clients send it; the time of the MOVE that makes it a file.
move_upload() {
  local id=bench-$1 part parts=$((upload_gb * 10)) folder=$remote/uploads/bench@example.org/bench-$1
  curl -sf -u "$user" -X MKCOL -H "Destination: $remote/files/bench@example.org/$id" "$folder"
  for ((part = 1; part <= parts; part++)); do
    head -c 100000000 /dev/zero | openssl enc -aes-256-ctr -K "$(printf '%064x' "$1")" -iv "$(printf '%08x%024x' "$part" 0)" |
      curl -sf -u "$user" -T - -H 'Content-Length: 100000000' -H 'Transfer-Encoding:' -o /dev/null "$folder/$(printf '%05d' "$part")"
  done
  runs[move]+=" $(seconds curl -sf -u "$user" -X MOVE -H "OC-Total-Length: $((parts * 100000000))" \
    -H "Destination: $remote/files/bench@example.org/$id" "$folder/.file")"
  local length
  length=$(curl -sfI -u "$user" "$dav/$id" | tr -d '\r' | awk 'tolower($1) == "content-length:" { print $2 }')
  [[ $length == $((parts * 100000000)) ]] || { echo "error: the file has $length bytes"; exit 1; }
}

# Until the server has indexed what came and is idle: under 20 ms of CPU in a second.
settle() {
  local before tries=0
  while before=$(cpu_ms "$server"); sleep 1; (($(cpu_ms "$server") - before > 20)); do
    ((++tries < 120)) || { echo "error: the server does not come to rest"; exit 1; }
  done
}

nextcloud() {
  local up=$work/nextcloud-up down=$work/nextcloud-down before taken
  rm -rf "$up" "$down"
  mkdir -p "$up" "$down"
  cp -r "$tree" "$up/B"
  for side in up down; do
    settle
    before=$(cpu_ms "$server")
    taken=$(HOME=$work XDG_CONFIG_HOME=$work QT_QPA_PLATFORM=offscreen seconds nextcloudcmd --non-interactive -s -u bench@example.org -p "$token" "$work/nextcloud-$side" "$ours_url")
    runs[nextcloud $side]+=" $(divide "$count" "$taken" 0)"
    runs[nextcloud $side cpu]+=" $(divide "$(($(cpu_ms "$server") - before))" "$count" 3)"
  done
  diff -rq "$tree" "$down/B"
  rm -rf "$up" "$down"
}

# One large file and a tree of small ones by curl, as large.sh and tree.sh do it through the other door.
by_curl() {
  local url=$1 name=$2 taken
  shift 2
  warm "$sets/A"
  taken=$(seconds curl -sS -f -H Expect: -o /dev/null "$@" -T "$sets/A/a.bin" "$url/a.bin")
  runs[$name large up]+=" $(divide "$(($(stat -c %s "$sets/A/a.bin") / 1000000))" "$taken" 0)"
  taken=$(seconds curl -sS -f -o /dev/null "$@" "$url/a.bin")
  runs[$name large down]+=" $(divide "$(($(stat -c %s "$sets/A/a.bin") / 1000000))" "$taken" 0)"
  (cd "$tree" && find . -type f -printf '%P\n' | sort) >"$work/names"
  awk -v tree="$tree" -v url="$url" '{ printf "upload-file = \"%s/%s\"\nurl = \"%s/B/%s\"\noutput = /dev/null\n", tree, $0, url, $0 }' "$work/names" >"$work/up"
  awk -v url="$url" '{ printf "url = \"%s/B/%s\"\noutput = /dev/null\n", url, $0 }' "$work/names" >"$work/down"
  taken=$(seconds curl -sS -f -Z --no-progress-meter --parallel-max 8 -H Expect: "$@" -K "$work/up")
  runs[$name tree up]+=" $(divide "$count" "$taken" 0)"
  taken=$(seconds curl -sS -f -Z --no-progress-meter --parallel-max 8 "$@" -K "$work/down")
  runs[$name tree down]+=" $(divide "$count" "$taken" 0)"
}

folders() { (cd "$tree" && find . -type d -printf '%P\n' | sort); }

# report NAME UNIT RUNS: what a part has measured.
report() {
  # shellcheck disable=SC2086 # the runs are words
  figure "$1" "$2" ${runs[$3]}
}

run_propfind() {
  for ((i = 0; i < rounds; i++)); do
    start_ours
    runs[hundred ours]+=" $(hundred "$dav" "bench@example.org:$token")"
    stop
    start_apache
    runs[hundred apache]+=" $(hundred "$apache_url/dav" bench@example.org:bench)"
    stop
  done
  report "PROPFIND of 100 entries, one connection, ours" requests/s "hundred ours"
  report "PROPFIND of 100 entries, one connection, Apache" requests/s "hundred apache"
}

run_curl() {
  local name side
  for ((i = 0; i < rounds; i++)); do
    start_ours
    user=bench@example.org:$token
    folders | while read -r folder; do curl -sf -u "$user" -X MKCOL -o /dev/null "$dav/B/$folder"; done
    by_curl "$dav" dav -u "$user"
    stop
    sync
    start_ours
    folders | while read -r folder; do
      curl -sf -o /dev/null "$ours_url/api/v1/folders" -H "authorization: Bearer $token" -H 'content-type: application/json' -d "{\"path\":\"/B/$folder\",\"parents\":true}"
    done
    by_curl "$ours_url/api/v1/content" own -H "authorization: Bearer $token"
    stop
    sync
    start_rclone
    folders | while read -r folder; do mkdir -p "$work/rclone/B/$folder"; done
    by_curl "$rclone_url" rclone -u bench:bench
    stop
    sync
  done
  for name in dav own rclone; do
    for side in up down; do
      report "curl, 2 GiB $side, $name" MB/s "$name large $side"
      report "curl, 10,000 small files $side, $name" files/s "$name tree $side"
    done
  done
}

run_nextcloud() {
  local side
  for ((i = 0; i < rounds; i++)); do
    start_ours
    nextcloud
    stop
    sync
  done
  for side in up down; do
    report "nextcloudcmd, 10,000 small files $side" files/s "nextcloud $side"
    report "nextcloudcmd, 10,000 small files $side, server's CPU" ms/file "nextcloud $side cpu"
  done
}

run_many() {
  start_ours --Search:Indexing=false
  user=bench@example.org:$token
  many
  stop
  report "PROPFIND of $entries entries, first byte" ms "many first"
  report "PROPFIND of $entries entries, all" s "many all"
  report "PROPFIND of $entries entries, memory of the server" MB "many memory"
}

run_move() {
  start_ours
  user=bench@example.org:$token
  ours admin quota bench@example.org 1000GB >/dev/null
  for ((i = 0; i < rounds; i++)); do move_upload "$i"; done
  stop
  report "MOVE that ends an upload of $upload_gb GB" s move
}

(($# > 0)) || set -- propfind curl nextcloud many move
for part in "$@"; do
  "run_$part"
done
rm -rf "$apache"
