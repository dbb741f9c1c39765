# Shared by every script here. Sourced, never run.
# shellcheck shell=bash

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

say() { printf '%s\n' "$*" >&2; }

# What happened, why, and what to do: then out.
die() {
    say "portal: $*"
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

is_root() { [ "$(id -u)" -eq 0 ]; }

# Installs Debian packages, or says how to get them.
need_packages() { # why package...
    local why="$1"
    shift
    if is_root && have apt-get; then
        say "Installing $* ($why)"
        if DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >/dev/null 2>&1; then
            return 0
        fi
        apt-get update -q >/dev/null 2>&1 || true
        DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >&2 ||
            die "apt-get could not install $*, which $why. Install it by hand, then start again."
    else
        die "$* is missing, which $why. Install it (Debian: sudo apt-get install $*), then start again."
    fi
}

unpack_debian() { # package folder: unpacks Debian's package there, never installs it: its service would start
    have apt-get && have dpkg-deb || return 1
    say "Downloading Debian's $1"
    (cd "$2" && { apt-get download -q "$1" >/dev/null 2>&1 || { is_root && apt-get update -q >/dev/null 2>&1; apt-get download -q "$1" >&2; }; }) &&
        dpkg-deb -x "$2/$1"_*.deb "$2/root"
}
