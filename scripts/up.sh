#!/usr/bin/env bash
# Starts the portal: PostgreSQL (unless one is given), the web app with the worker inside, and for --demo the simulator.
set -euo pipefail
HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=scripts/lib.sh
. "$HERE/lib.sh"
. "$HERE/dotnet.sh"
. "$HERE/postgres.sh"
. "$HERE/processes.sh"
. "$HERE/state.sh"
. "$HERE/demo.sh"

heed_interrupt "$HERE/up.sh" "$@"

DEMO=false
for argument in "$@"; do
    case "$argument" in
        --demo) DEMO=true ;;
        *) die "up has no option '$argument'; it has --demo." ;;
    esac
done
PORT="${PORTAL_PORT:-8080}"
[[ "$PORT" =~ ^[0-9]+$ ]] && [ "$PORT" -ge 1 ] && [ "$PORT" -le 65535 ] || die "PORTAL_PORT is '$PORT': give a port from 1 to 65535."
URL="http://127.0.0.1:$PORT"
WEB_PID='' SIM_PID='' PG_STARTED=false

# In order: nobody talks to what is already gone. Each has its bound.
stop_all() {
    trap '' INT TERM HUP
    if [ -n "$WEB_PID" ]; then stop_process "$WEB_PID" 30; fi
    stop_demo
    if [ -n "$SIM_PID" ]; then stop_process "$SIM_PID" 5; fi
    if $PG_STARTED; then postgres_stop "$PG_DATA" fast; fi
    rm -f "$DATA/up.pid" "$DATA/web.pid" "$DATA/first-password"
}

check_requirements() {
    need_dotnet
    have curl || need_packages "asks whether the portal is ready" curl
    have flock || need_packages "guards the state folder" util-linux
    PORTAL_TOOLS="$("$HERE/tools.sh")"
    if [ -z "${ConnectionStrings__Portal:-}" ]; then need_postgres; fi
    if port_is_taken "$PORT"; then
        die "port $PORT is in use by another program. Stop it, or choose another port: PORTAL_PORT=8081 ./portal up"
    fi
}

start_database() {
    if [ -n "${ConnectionStrings__Portal:-}" ]; then return; fi
    local database=portal
    choose_postgres_folders
    if [ ! -f "$PG_DATA/PG_VERSION" ]; then
        say "Creating a private PostgreSQL in $PG_DATA"
        postgres_create "$PG_DATA"
    fi
    PG_STARTED=true
    postgres_is_running "$PG_DATA" || postgres_start "$PG_DATA" "$PG_SOCKET" "$PG_LOG" -c max_connections=200
    if $DEMO; then
        database=portal_demo
        as_postgres "$PG_BIN/dropdb" -h "$PG_SOCKET" -U portal --if-exists --force "$database"
    fi
    if [ -z "$(as_postgres "$PG_BIN/psql" -h "$PG_SOCKET" -U portal -d postgres -Atc "SELECT 1 FROM pg_database WHERE datname = '$database'")" ]; then
        as_postgres "$PG_BIN/createdb" -h "$PG_SOCKET" -U portal "$database"
    fi
    export ConnectionStrings__Portal="Host=$PG_SOCKET;Username=portal;Database=$database"
}

start_web() {
    local app
    app="$(publish src/Portal.Web "$DATA/app" src)"
    export ASPNETCORE_ENVIRONMENT="${ASPNETCORE_ENVIRONMENT:-Production}"
    export ASPNETCORE_URLS="$URL" Worker__Inside=true
    export Egress__AllowLoopback="${Egress__AllowLoopback:-true}"
    export Tools__Helm="${Tools__Helm:-$PORTAL_TOOLS/helm}" Tools__Kubectl="${Tools__Kubectl:-$PORTAL_TOOLS/kubectl}"
    export Secrets__MasterKeyFile="$KEY_FILE" PORTAL_FIRST_PASSWORD_FILE="$DATA/first-password"
    rm -f "$DATA/first-password"
    # A session of its own: the terminal's Ctrl-C reaches us, and we stop things in order.
    (cd "$app" && exec setsid dotnet "$app/Portal.Web.dll") >"$DATA/logs/web.log" 2>&1 </dev/null 9>&- &
    WEB_PID=$!
    printf '%s\n' "$WEB_PID" >"$DATA/web.pid"
}

await_ready() {
    local tries=0
    until [ "$(curl -s -o /dev/null -w '%{http_code}' --max-time 3 "$URL/readyz" 2>/dev/null)" = 200 ]; do
        if ! kill -0 "$WEB_PID" 2>/dev/null; then
            tail -n 20 "$DATA/logs/web.log" >&2
            die "the web app stopped while starting; its last words are above, all of them in $DATA/logs/web.log."
        fi
        tries=$((tries + 1))
        if [ "$tries" -gt 600 ]; then
            tail -n 20 "$DATA/logs/web.log" >&2
            die "the web app did not become ready in two minutes; its log is $DATA/logs/web.log."
        fi
        sleep 0.2
    done
}

open_state
trap stop_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
check_requirements
make_master_key
start_database
if $DEMO; then start_sim; fi
start_web
await_ready
printf 'ready: %s\n' "$URL"
if [ -s "$DATA/first-password" ]; then
    printf 'sign in as admin with the one-time password: %s\n' "$(cat "$DATA/first-password")"
    rm -f "$DATA/first-password"
fi
say "The log is $DATA/logs/web.log. Ctrl-C stops the portal."
code=0
wait "$WEB_PID" || code=$?
tail -n 20 "$DATA/logs/web.log" >&2
die "the web app stopped by itself (exit code $code); its log is $DATA/logs/web.log."
