#!/usr/bin/env bash
# The real Prometheus and promtool for the tests: prints the folder that holds both.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

fetch_prometheus() { # folder
    local dir="$1" temp
    mkdir -p "$dir"
    temp="$(mktemp -d "$dir/.fetch.XXXXXX")"
    # shellcheck disable=SC2064
    trap "rm -rf '$temp'" EXIT
    unpack_debian prometheus "$temp" ||
        die "prometheus and promtool are missing, which the tests of global queries ask, and Debian's package could not be downloaded. Put both on PATH, then start again."
    mv -f "$temp/root/usr/bin/promtool" "$temp/root/usr/bin/prometheus" "$dir/"
}

if have prometheus && have promtool; then
    dirname "$(command -v prometheus)"
else
    DIR="${PORTAL_TOOLS_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/kurator-portal/tools}/prometheus"
    [ -x "$DIR/prometheus" ] && [ -x "$DIR/promtool" ] || fetch_prometheus "$DIR"
    printf '%s\n' "$DIR"
fi
