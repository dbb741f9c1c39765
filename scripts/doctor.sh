#!/usr/bin/env bash
# Says what is missing and how to get it. Exits with 1 when something is that `up` needs.
set -euo pipefail
HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=scripts/lib.sh
. "$HERE/lib.sh"
. "$HERE/dotnet.sh"
. "$HERE/postgres.sh"
. "$HERE/processes.sh"
. "$HERE/state.sh"
. "$HERE/browser.sh"

missing=0
good() { printf 'ok       %s\n' "$*"; }
note() { printf 'note     %s\n' "$*"; }
lacks() {
    printf 'MISSING  %s\n' "$*"
    missing=1
}
# What `up` installs by itself when it may.
fixable() {
    if is_root && have apt-get; then note "$1 is missing; ./portal up installs it"; else lacks "$1. Get it: $2"; fi
}

if dotnet_is_there; then
    good ".NET SDK $(cd "$ROOT" && dotnet --version)"
else
    lacks ".NET SDK $(dotnet_wanted). Get it: https://dotnet.microsoft.com/download/dotnet/$(dotnet_wanted)"
fi
if bin="$(postgres_bin)"; then
    good "$("$bin/postgres" --version) in $bin"
else
    fixable "PostgreSQL server" "sudo apt-get install postgresql (or set ConnectionStrings__Portal)"
fi
for tool in curl flock npm; do
    if have "$tool"; then good "$tool"; else fixable "$tool" "sudo apt-get install $tool"; fi
done
tools="${PORTAL_TOOLS_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/kurator-portal/tools}"
if [ -x "$tools/helm" ] && [ -x "$tools/kubectl" ]; then
    good "helm and kubectl in $tools"
else
    note "helm 4.1.4 and kubectl 1.35.2 are downloaded by the first ./portal up"
fi
if browser="$(chromium_path)"; then
    good "Chromium in $browser (for ./portal test)"
else
    note "Chromium is missing; only ./portal test needs it. Get it: sudo apt-get install chromium"
fi
data="$(data_folder)"
if is_ours "$(cat "$data/up.pid" 2>/dev/null || true)" up.sh; then
    good "a portal is running on $data"
elif port_is_taken "${PORTAL_PORT:-8080}"; then
    lacks "port ${PORTAL_PORT:-8080} is in use by another program. Choose another: PORTAL_PORT=8081 ./portal up"
else
    good "port ${PORTAL_PORT:-8080} is free"
fi
exit "$missing"
