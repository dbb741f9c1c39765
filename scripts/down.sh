#!/usr/bin/env bash
# Stops a running `portal up` of this state folder, and waits until all it started is gone.
set -euo pipefail
HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=scripts/lib.sh
. "$HERE/lib.sh"
. "$HERE/processes.sh"
. "$HERE/state.sh"

DATA="$(data_folder)"
pid="$(cat "$DATA/up.pid" 2>/dev/null || true)"
if ! is_ours "$pid" up.sh; then
    say "No portal is running on $DATA."
    exit 0
fi
stop_process "$pid" 60
say "The portal on $DATA is stopped."
