#!/usr/bin/env bash
# A private PostgreSQL: found, created, started, stopped. Sourced by `portal up`; run by the tests as
#   postgres.sh throwaway        a server in a temporary folder, gone when standard input ends
# It listens on a Unix socket in a folder that only its owner can enter: no port, no password.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# Prints the folder of the server's binaries: PATH first, then Debian's versions, the newest first.
postgres_bin() {
    local initdb dir
    # Links are followed: the programs that belong together are where the real one is.
    if initdb="$(command -v initdb)"; then
        dir="$(dirname "$(readlink -f "$initdb")")"
        if [ -x "$dir/postgres" ] && [ -x "$dir/pg_ctl" ] && [ -x "$dir/psql" ]; then
            printf '%s\n' "$dir"
            return
        fi
    fi
    while read -r dir; do
        if [ -x "$dir/initdb" ] && [ -x "$dir/postgres" ]; then
            printf '%s\n' "$dir"
            return
        fi
    done < <(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -rn)
    return 1
}

need_postgres() {
    postgres_bin >/dev/null || need_packages "is the portal's database" postgresql
    PG_BIN="$(postgres_bin)" || die "No PostgreSQL server was found. Install it (Debian: sudo apt-get install postgresql), then start again."
    if is_root; then
        id postgres >/dev/null 2>&1 || die "PostgreSQL does not run as root, and there is no user 'postgres' to run it. Install Debian's postgresql, or start the portal as another user."
    fi
}

# PostgreSQL refuses to run as root.
as_postgres() {
    if is_root; then
        (cd / && exec runuser -u postgres -- "$@")
    else
        "$@"
    fi
}

postgres_create() { # data
    as_postgres "$PG_BIN/initdb" -D "$1" -U portal -A trust -E UTF8 --locale=C --no-sync >/dev/null
}

# Starts the server and waits until it answers. More arguments go to postgres.
postgres_start() { # data socket-folder log option...
    local data="$1" socket="$2" log="$3"
    shift 3
    as_postgres "$PG_BIN/pg_ctl" start -D "$data" -l "$log" -w -t 60 -s \
        -o "-c listen_addresses='' -c unix_socket_directories='$socket' -c unix_socket_permissions=0700 $*" </dev/null >/dev/null 9>&- ||
        die "PostgreSQL did not start; its log is $log. Its last words: $(as_postgres tail -n 3 "$log" 2>/dev/null | tr '\n' ' ')"
}

postgres_is_running() { # data
    as_postgres "$PG_BIN/pg_ctl" status -D "$1" >/dev/null 2>&1
}

postgres_stop() { # data [mode]
    as_postgres "$PG_BIN/pg_ctl" stop -D "$1" -m "${2:-fast}" -w -t 30 -s >/dev/null 2>&1 || true
}

# The tests' server. Its parent holds our standard input: when that ends, however the parent ended, so do we.
postgres_throwaway() {
    local home word
    need_postgres
    home="$(as_postgres mktemp -d "${TMPDIR:-/tmp}/portal-pg.XXXXXX")"
    # shellcheck disable=SC2064
    trap "postgres_stop '$home/data' immediate; rm -rf '$home'" EXIT
    trap 'exit 0' TERM
    trap '' INT HUP
    postgres_create "$home/data"
    throwaway_start() {
        postgres_start "$home/data" "$home" "$home/log" \
            -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=500 -c wal_level=minimal -c max_wal_senders=0
    }
    throwaway_start
    printf 'ready %s\n' "$home"
    while read -r word; do
        case "$word" in
            stop) postgres_stop "$home/data" immediate && printf 'stopped\n' ;;
            start) throwaway_start && printf 'ready %s\n' "$home" ;;
        esac
    done
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
    case "${1:-}" in
        throwaway) postgres_throwaway ;;
        *) die "usage: postgres.sh throwaway" ;;
    esac
fi
