#!/usr/bin/env bash
# Every figure of docs/performance.md, one script after the other.
set -euo pipefail
here=$(dirname "$0")
for script in idle small open devices tree large stored real sync rewind search webdav postgres; do
  echo "== $script"
  "$here/$script.sh"
done
