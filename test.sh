#!/usr/bin/env bash
# Installs what the tests need and runs all of them. The last line is always "N passed, N failed, N skipped".
#
#   ./test.sh                 everything
#   ./test.sh Core.Tests      only the named projects below tests/
#
# FILESTORAGE_TEST_KILLS (end to end) and FILESTORAGE_SEEDS (simulation) make the long tests longer.
set -uo pipefail
cd "$(dirname "$0")"

# Where mount.davfs is, for those who are not root.
export PATH=$PATH:/usr/sbin
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
readonly configuration=Release
readonly project_timeout=25m
passed=0 failed=0 skipped=0

summary() {
  local status=$?
  # Leaving early (a failed build, an interrupt) is a failure even when no test said so.
  if ((status != 0 && failed == 0)); then failed=1; fi
  echo "$passed passed, $failed failed, $skipped skipped"
  if ((failed != 0)); then exit 1; fi
}
trap summary EXIT
trap 'exit 130' INT TERM

fail() {
  echo "error: $*"
  failed=$((failed + 1))
}

# Runs one built test project and adds up its counts. A host that dies before its summary counts as one failure.
run_project() {
  local name=$1 program=$2 log status counts total errors broken ignored
  log=$(mktemp)
  echo "== $name"
  timeout "$project_timeout" "$program" -noColor -noLogo </dev/null 2>&1 | tee "$log"
  status=${PIPESTATUS[0]}
  counts=$(sed -nE 's/.*Total: ([0-9]+), Errors: ([0-9]+), Failed: ([0-9]+), Skipped: ([0-9]+), Not Run: ([0-9]+).*/\1 \2 \3 \4/p' "$log" | tail -n 1)
  rm -f "$log"
  if [[ -z $counts ]]; then
    fail "$name ended with status $status and without a summary"
    return
  fi
  read -r total errors broken ignored <<<"$counts"
  passed=$((passed + total - broken - ignored))
  failed=$((failed + broken + errors))
  skipped=$((skipped + ignored))
  if ((total == 0)); then
    fail "$name holds no test"
  elif ((status != 0 && broken + errors == 0)); then
    fail "$name ended with status $status"
  fi
}

if ! dotnet --version >/dev/null 2>&1; then
  echo "error: the .NET 10 SDK is needed (https://dotnet.microsoft.com/download); global.json says which"
  exit 1
fi
if ! command -v curl >/dev/null; then
  echo "== installing curl"
  if ! { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends curl; } </dev/null; then
    echo "error: curl is needed by tests/EndToEnd and could not be installed"
    exit 1
  fi
fi

# The clients of other makers that tests/EndToEnd runs, and the packages that have them.
declare -A clients=([litmus]=litmus [cadaver]=cadaver [rclone]=rclone [nextcloudcmd]=nextcloud-desktop-cmd [owncloudcmd]=owncloud-client-cmd [mount.davfs]=davfs2)
missing_clients=()
for client in "${!clients[@]}"; do
  command -v "$client" >/dev/null || missing_clients+=("${clients[$client]}")
done
if ((${#missing_clients[@]} > 0)); then
  echo "== installing ${missing_clients[*]}"
  if ! { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing_clients[@]}"; } </dev/null; then
    echo "error: ${missing_clients[*]} are needed by tests/EndToEnd and could not be installed"
    exit 1
  fi
fi

if ! command -v pdftotext >/dev/null; then
  echo "== installing poppler-utils"
  if ! { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends poppler-utils; } </dev/null; then
    echo "error: pdftotext is needed by tests/Api.Tests and could not be installed"
    exit 1
  fi
fi

if ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && ! command -v initdb >/dev/null; then
  echo "== installing postgresql"
  if ! { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql; } </dev/null; then
    echo "error: PostgreSQL is needed by tests/Storage.Metadata.Tests and tests/EndToEnd and could not be installed"
    exit 1
  fi
fi

# Object stores of this machine, for the chunk stores on Azure Blob and S3, and the client of tus. They go to artifacts/, which is not committed.
readonly npm_packages=(azurite@3.35.0 s3rver@3.7.1 tus-js-client@4.3.1)
if ! command -v npm >/dev/null; then
  echo "== installing Node.js"
  if ! { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nodejs npm; } </dev/null; then
    echo "error: npm is needed for Azurite, s3rver and tus-js-client and could not be installed"
    exit 1
  fi
fi
if [[ $(cat artifacts/npm/installed 2>/dev/null) != "${npm_packages[*]}" ]]; then
  echo "== installing ${npm_packages[*]}"
  if ! { mkdir -p artifacts/npm && npm install --silent --no-audit --no-fund --prefix artifacts/npm "${npm_packages[@]}"; } </dev/null; then
    echo "error: ${npm_packages[*]} are needed by the tests and could not be installed"
    exit 1
  fi
  echo "${npm_packages[*]}" >artifacts/npm/installed
fi

# Style and naming are checked by the build itself; white space here.
echo "== formatting"
dotnet format whitespace --folder . --exclude artifacts data --verify-no-changes || fail "run: dotnet format whitespace --folder ."

echo "== build"
dotnet build FileStorage.sln -c "$configuration" -nodeReuse:false -v quiet </dev/null || { echo "error: the build failed"; exit 1; }

if (($# > 0)); then
  projects=("$@")
else
  # The quick ones first, the processes that are killed again and again last.
  mapfile -t projects < <(find tests -mindepth 2 -maxdepth 2 -name '*.csproj' -printf '%f\n' | sed 's/\.csproj$//' | grep -vxE 'EndToEnd|Cluster' | sort; echo EndToEnd)
fi

# The simulation needs the embedded scheduler; the other tests do not care which runtime carries them. What they need is built beside EndToEnd,
# which mostly waits.
readonly on_microsoft=(Runtime Grains.Tests)
build_on_microsoft() {
  local project
  for project in src/Silo "${on_microsoft[@]/#/tests/}"; do
    nice -n 19 dotnet build "$project" -c "$configuration" -p:OrleansRuntime=microsoft -nodeReuse:false -v quiet </dev/null \
      || { echo "the build of $project with -p:OrleansRuntime=microsoft failed"; return 1; }
  done
}

microsoft_log=$(mktemp) microsoft_builder=
for name in "${projects[@]}"; do
  if [[ $# == 0 && $name == EndToEnd ]] && timeout 120 dotnet restore src/Silo -p:OrleansRuntime=microsoft -v quiet </dev/null >/dev/null 2>&1; then
    build_on_microsoft >"$microsoft_log" 2>&1 &
    microsoft_builder=$!
  fi
  run_project "$name" "artifacts/bin/$name/${configuration,,}/FileStorage.Tests.$name"
done

if (($# == 0)); then
  echo "== the same sources on Microsoft Orleans: the silo builds, the contract suite and the grains' tests run"
  if [[ -z $microsoft_builder ]]; then
    echo "The tests on the microsoft runtime did not run: the packages Microsoft.Orleans.* do not restore from this machine's feeds."
  elif ! wait "$microsoft_builder"; then
    cat "$microsoft_log"
    fail "the sources do not build on Microsoft Orleans"
  else
    for name in "${on_microsoft[@]}"; do
      run_project "$name (microsoft)" "artifacts/microsoft/bin/$name/${configuration,,}/FileStorage.Tests.$name"
    done
    run_project Cluster "artifacts/bin/Cluster/${configuration,,}/FileStorage.Tests.Cluster"
  fi
fi
rm -f "$microsoft_log"
