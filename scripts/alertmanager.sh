#!/usr/bin/env bash
# The real Alertmanager and amtool for the tests: prints the folder that holds both. Debian's build reads its templates below /usr/share alone:
# in the unpacked copy that path is changed to one of the same length below the folder in which it is started.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

fetch_alertmanager() { # folder
    local dir="$1" temp
    mkdir -p "$dir"
    temp="$(mktemp -d "$dir/.fetch.XXXXXX")"
    # shellcheck disable=SC2064
    trap "rm -rf '$temp'" EXIT
    unpack_debian prometheus-alertmanager "$temp" ||
        die "prometheus-alertmanager and amtool are missing, which the tests of silences ask, and Debian's package could not be downloaded. Put both on PATH, then start again."
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
