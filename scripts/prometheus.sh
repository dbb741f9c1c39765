#!/usr/bin/env bash
# The real Prometheus and promtool for the tests: prints the folder that holds both. Debian's package is unpacked, never
# installed: its service would start, and nothing here needs it.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

fetch_prometheus() { # folder
    local dir="$1" temp
    have apt-get && have dpkg-deb ||
        die "prometheus and promtool are missing, which the tests of global queries ask. Put both on PATH, then start again."
    mkdir -p "$dir"
    temp="$(mktemp -d "$dir/.fetch.XXXXXX")"
    # shellcheck disable=SC2064
    trap "rm -rf '$temp'" EXIT
    say "Downloading Debian's prometheus"
    (cd "$temp" && { apt-get download -q prometheus >/dev/null 2>&1 || { is_root && apt-get update -q >/dev/null 2>&1; apt-get download -q prometheus >&2; }; }) ||
        die "apt-get could not download prometheus. Put prometheus and promtool on PATH, then start again."
    dpkg-deb -x "$temp"/prometheus_*.deb "$temp/root"
    mv -f "$temp/root/usr/bin/promtool" "$temp/root/usr/bin/prometheus" "$dir/"
}

if have prometheus && have promtool; then
    dirname "$(command -v prometheus)"
else
    DIR="${PORTAL_TOOLS_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/kurator-portal/tools}/prometheus"
    [ -x "$DIR/prometheus" ] && [ -x "$DIR/promtool" ] || fetch_prometheus "$DIR"
    printf '%s\n' "$DIR"
fi
