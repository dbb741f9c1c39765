#!/usr/bin/env bash
# The benchmarks: see tests/Portal.Benchmarks and docs/operators/benchmarks.md. Arguments choose some of them by name.
set -euo pipefail
HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=scripts/lib.sh
. "$HERE/lib.sh"
. "$HERE/dotnet.sh"
. "$HERE/postgres.sh"
. "$HERE/browser.sh"

need_dotnet
need_postgres
need_chromium
"$HERE/tools.sh" >/dev/null
cd "$ROOT"
dotnet build tests/Portal.Benchmarks -c Release -m:2 -v q --nologo -clp:NoSummary >&2
exec tests/Portal.Benchmarks/bin/Release/net10.0/Portal.Benchmarks "$@"
