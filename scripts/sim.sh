#!/usr/bin/env bash
# The cluster simulator alone.
set -euo pipefail
HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=scripts/lib.sh
. "$HERE/lib.sh"
. "$HERE/dotnet.sh"
. "$HERE/state.sh"

need_dotnet
app="$(publish tests/ClusterSim "$(data_folder)/sim" tests/ClusterSim)"
exec dotnet "$app/ClusterSim.dll" "$@"
