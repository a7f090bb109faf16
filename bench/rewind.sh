#!/usr/bin/env bash
# A folder of 100,000 files of which 1,000 changed is looked at as it was, rewound, and rewound back: by curl, from request to answer.
source "$(dirname "$0")/lib.sh"
build
readonly files=${BENCH_FILES:-100000} changed=1000
readonly tree=$work/rewind-tree
look=() preview=() there=() back=() moves=() cpu=()

make_tree() {
  python3 - "$tree" "$files" <<'PYTHON'
import os, sys
root, files = sys.argv[1], int(sys.argv[2])
for index in range(files):
    folder = f"{root}/{index // 1000:03}"
    if index % 1000 == 0:
        os.makedirs(folder, exist_ok=True)
    with open(f"{folder}/{index:06}.txt", "w") as file:
        file.write(f"{index} " * 40)
PYTHON
}

change_tree() {
  local index
  for ((index = 0; index < changed; index++)); do
    echo "changed $index" >"$tree/$(printf '%03d/%06d.txt' "$((index / 10))" "$((index / 10 * 1000 + index % 10))")"
  done
}

api() { curl -sf -H "Authorization: Bearer $token" "$ours_url/api/v1/$1" "${@:2}"; }

field() { sed -n "s/.*\"$1\":\([0-9]*\).*/\1/p" <<<"$2"; }

newest() { field undoNumber "$(api "rewind/changes?path=/&limit=1&number=0")"; }

rewind() { api rewind -H 'content-type: application/json' -d "{\"itemId\":\"$1\",\"number\":$2}"; }

rm -rf "$tree"
make_tree
start_ours --Search:Indexing=false
ours put -r "$tree" /tree >/dev/null 2>&1
then=$(newest)
change_tree
ours put -r "$tree" /tree >/dev/null 2>&1
folder=$(api "items?path=/tree" | sed 's/.*"id":"\([^"]*\)".*/\1/')
[[ $(($(newest) - then)) == "$changed" ]] || { echo "error: $(($(newest) - then)) changes, not $changed"; exit 1; }

for ((i = 0; i < rounds; i++)); do
  look+=("$(seconds api "rewind/children?path=/tree/050&number=$then&limit=1000")")
  preview+=("$(seconds api "rewind/changes?path=/tree&number=$then&limit=20")")
  now_number=$(newest)
  begun=$(cpu_ms "$server")
  there+=("$(seconds rewind "$folder" "$then")")
  cpu+=("$(awk -v a="$begun" -v b="$(cpu_ms "$server")" 'BEGIN { printf "%.2f", (b - a) / 1000 }')")
  back+=("$(seconds rewind "$folder" "$now_number")")
done

# Changes of the tree only: a folder with a thousand files in it moved away and another one deleted, one file in each of a thousand moved.
before=$(newest)
ours mv /tree/001 /elsewhere >/dev/null
ours rm /tree/002 >/dev/null
names=()
for ((i = 0; i < changed; i++)); do names+=("/tree/003/$(printf '%06d' "$((3000 + i))").txt"); done
ours mv "${names[@]}" /tree/004/ >/dev/null
[[ $(($(newest) - before)) == "$((changed + 2))" ]] || { echo "error: $(($(newest) - before)) changes, not $((changed + 2))"; exit 1; }
for ((i = 0; i < rounds; i++)); do
  at=$(newest)
  moves+=("$(seconds rewind "$folder" "$before")")
  rewind "$folder" "$at" >/dev/null
done
stop
rm -rf "$tree"

figure "rewind of $files files, $changed contents changed" s "${there[@]}"
figure "the same, undone" s "${back[@]}"
figure "the same, server's CPU" s "${cpu[@]}"
figure "what it would do" s "${preview[@]}"
figure "a folder of 1,000 of them as it was" s "${look[@]}"
figure "rewind of $changed files moved, one folder moved, one deleted" s "${moves[@]}"
