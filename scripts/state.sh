# The state folder: who holds it, its key, and where PostgreSQL's files go. Sourced, never run.
# shellcheck shell=bash

data_folder() {
    local data="${PORTAL_DATA:-$ROOT/.portal}"
    case "$data" in
        /*) printf '%s\n' "$data" ;;
        *) printf '%s\n' "$PWD/$data" ;;
    esac
}

# One `up` for one folder: the lock is ours while we live, however we end.
open_state() {
    local left
    DATA="$(data_folder)"
    mkdir -p "$DATA/logs"
    chmod 0711 "$DATA"
    chmod 0700 "$DATA/logs"
    exec 9>"$DATA/up.lock"
    flock --nonblock 9 ||
        die "a portal is running on $DATA already (process $(cat "$DATA/up.pid" 2>/dev/null || echo unknown)). Stop it with ./portal down, or choose another folder: PORTAL_DATA=…"
    # What an `up` that was killed left behind.
    for left in web sim; do
        if [ -f "$DATA/$left.pid" ]; then
            if is_ours "$(cat "$DATA/$left.pid")" "$DATA/"; then stop_process "$(cat "$DATA/$left.pid")" 10; fi
            rm -f "$DATA/$left.pid"
        fi
    done
    if [ -f "$DATA/demo.pids" ]; then
        while read -r left; do
            if is_ours "$left" "$DATA/"; then stop_process "$left" 10; fi
        done <"$DATA/demo.pids"
        rm -f "$DATA/demo.pids"
    fi
    printf '%s\n' "$$" >"$DATA/up.pid"
}

# The key is outside of the database: a copy of the database alone opens no credential.
make_master_key() {
    if [ -n "${PORTAL_MASTER_KEY_FILE:-}" ]; then
        [ -r "$PORTAL_MASTER_KEY_FILE" ] || die "PORTAL_MASTER_KEY_FILE names $PORTAL_MASTER_KEY_FILE, which cannot be read."
        KEY_FILE="$PORTAL_MASTER_KEY_FILE"
    elif [ -n "${PORTAL_MASTER_KEY:-}" ]; then
        KEY_FILE=''
        export Secrets__MasterKey="$PORTAL_MASTER_KEY"
    else
        KEY_FILE="$DATA/master.key"
        if [ ! -s "$KEY_FILE" ]; then
            (umask 077 && head -c 32 /dev/urandom | base64 >"$KEY_FILE.new" && mv "$KEY_FILE.new" "$KEY_FILE")
        fi
    fi
}

# Sets PG_DATA, PG_SOCKET, PG_LOG. As root the server runs as another user, who may not be able to enter the checkout.
choose_postgres_folders() {
    local home="$DATA/postgres" short
    short="$(printf '%s' "$DATA" | sha256sum | cut -c1-12)"
    if is_root; then
        mkdir -p "$home"
        if ! as_postgres test -x "$home"; then
            rmdir "$home" 2>/dev/null || true
            mkdir -p /var/lib/kurator-portal
            home="/var/lib/kurator-portal/$short"
        fi
        mkdir -p "$home"
        chown postgres "$home"
    else
        mkdir -p "$home"
    fi
    chmod 0700 "$home"
    PG_DATA="$home/data" PG_LOG="$home/log" PG_SOCKET="$home"
    # A socket's path has at most 107 characters.
    if [ "${#PG_SOCKET}" -gt 85 ]; then
        PG_SOCKET="/tmp/kurator-portal-$short"
        as_postgres mkdir -p -m 0700 "$PG_SOCKET"
        [ -O "$PG_SOCKET" ] || is_root || die "$PG_SOCKET belongs to somebody else. Choose a shorter PORTAL_DATA."
    fi
}
