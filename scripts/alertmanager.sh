#!/usr/bin/env bash
# The real Alertmanager and amtool for the tests: prints the folder that holds both. Debian's package is unpacked, never
# installed: its service would start, and nothing here needs it. Debian's build reads its templates below /usr/share alone:
# in the unpacked copy that path is changed to one of the same length below the folder in which it is started.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

fetch_alertmanager() { # folder
    local dir="$1" temp
    have apt-get && have dpkg-deb ||
        die "prometheus-alertmanager and amtool are missing, which the tests of silences ask. Put both on PATH, then start again."
    mkdir -p "$dir"
    temp="$(mktemp -d "$dir/.fetch.XXXXXX")"
    # shellcheck disable=SC2064
    trap "rm -rf '$temp'" EXIT
    say "Downloading Debian's prometheus-alertmanager"
    (cd "$temp" && { apt-get download -q prometheus-alertmanager >/dev/null 2>&1 || { is_root && apt-get update -q >/dev/null 2>&1; apt-get download -q prometheus-alertmanager >&2; }; }) ||
        die "apt-get could not download prometheus-alertmanager. Put prometheus-alertmanager and amtool on PATH, then start again."
    dpkg-deb -x "$temp"/prometheus-alertmanager_*.deb "$temp/root"
    local from=/usr/share/prometheus/alertmanager to=./././././././././././././././tmpl
    [ "${#from}" = "${#to}" ] || die "The paths differ in length."
    mkdir -p "$dir/tmpl"
    cp "$temp/root$from"/*.tmpl "$dir/tmpl/"
    sed -i "s#$from#$to#g" "$temp/root/usr/bin/prometheus-alertmanager"
    mv -f "$temp/root/usr/bin/amtool" "$temp/root/usr/bin/prometheus-alertmanager" "$dir/"
}

if have prometheus-alertmanager && have amtool; then
    dirname "$(command -v prometheus-alertmanager)"
else
    DIR="${PORTAL_TOOLS_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/kurator-portal/tools}/alertmanager"
    [ -x "$DIR/prometheus-alertmanager" ] && [ -x "$DIR/amtool" ] || fetch_alertmanager "$DIR"
    printf '%s\n' "$DIR"
fi
