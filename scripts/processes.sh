# Processes that a script starts, and stops again: those and no others. Sourced, never run.
# shellcheck shell=bash

# True while PID lives and is the program it was when its pid file was written (a pid may be given to another).
is_ours() { # pid word-of-its-command-line
    [ -n "$1" ] && [ -r "/proc/$1/cmdline" ] && tr '\0' ' ' <"/proc/$1/cmdline" 2>/dev/null | grep -qF -- "$2"
}

# SIGTERM, then SIGKILL when the bound is over.
stop_process() { # pid seconds
    local pid="$1" tenths=$(($2 * 10))
    kill -TERM "$pid" 2>/dev/null || return 0
    while kill -0 "$pid" 2>/dev/null && [ "$(process_state "$pid")" != Z ]; do
        if [ "$tenths" -le 0 ]; then
            kill -KILL "$pid" 2>/dev/null || true
            return 0
        fi
        tenths=$((tenths - 1))
        sleep 0.1
    done
}

process_state() { sed -n 's/^[0-9]* (.*) \(.\) .*/\1/p' "/proc/$1/stat" 2>/dev/null || true; }

port_is_taken() { # port
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# A port on which nothing listened a moment ago, of those that the system does not give away by itself.
free_port() {
    local port
    while :; do
        port=$((20000 + RANDOM % 12000))
        if ! port_is_taken "$port"; then
            printf '%s\n' "$port"
            return 0
        fi
    done
}

# bash cannot trap what it inherited as ignored, as when it is started in the background: start over with it restored.
heed_interrupt() { # script argument...
    local ignored
    ignored="$(sed -n 's/^SigIgn:[[:space:]]*//p' "/proc/$$/status" 2>/dev/null || true)"
    if [ -n "$ignored" ] && [ $((16#$ignored & 2)) -ne 0 ] && env --default-signal=INT true 2>/dev/null; then
        exec env --default-signal=INT bash "$@"
    fi
}
