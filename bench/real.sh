#!/usr/bin/env bash
# Real input: the .NET SDK's folder and a file of 6 GB go in, come back and are compared byte for byte; the same tree under a second
# account adds almost nothing to the disk; a check of everything is clean.
source "$(dirname "$0")/lib.sh"
build
mkdir -p "$work"
if [[ ! -f $work/six ]]; then
  openssl enc -aes-256-ctr -pass pass:six -nosalt -in /dev/zero 2>/dev/null | head -c 6000000000 >"$work/six" || true
fi
start_ours
reset_peak "$server"
figure "the SDK's folder in" s "$(seconds ours put -r "$dotnet_folder" /sdk)"
figure "a file of 6 GB in" s "$(seconds ours put "$work/six" /six)"
rm -rf "$work/out"
figure "the SDK's folder out" s "$(seconds ours get -r /sdk "$work/out")"
figure "a file of 6 GB out" s "$(seconds ours get /six "$work/six-back")"
diff -rq --no-dereference "$dotnet_folder" "$work/out" && cmp "$work/six" "$work/six-back" && echo "all of it came back identical"
rm -rf "$work/out" "$work/six-back"
before=$(bytes_below "$work/data")
token=$(open_account second@example.org)
figure "the SDK's folder in, second account" s "$(seconds ours put -r "$dotnet_folder" /sdk)"
figure "what the second account added to the disk" MB "$(divide "$(($(bytes_below "$work/data") - before))" 1000000)"
figure "server's peak memory" MB "$(peak_mb "$server")"
token=$(curl -sf "$ours_url/api/v1/sign-in" -H 'content-type: application/json' \
  -d '{"email":"bench@example.org","password":"benchmark password","deviceName":"check"}' | sed 's/.*"token":"\([^"]*\)".*/\1/')
figure "admin check of everything" s "$(seconds ours admin check)"
