#!/usr/bin/env bash
# Everything that CI runs. The last line says how many tests passed.
set -euo pipefail
HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=scripts/lib.sh
. "$HERE/lib.sh"
. "$HERE/dotnet.sh"
. "$HERE/postgres.sh"
. "$HERE/browser.sh"

# The quick ones first.
PROJECTS=(Portal.Core.Tests Portal.Web.Tests Portal.Jobs.Tests ClusterSim.Tests Portal.IntegrationTests Portal.EndToEndTests)
RESULTS="$ROOT/artifacts/tests"
PASSED=0 FAILED=0 SKIPPED=0 BROKEN=0

number_after() { # label file: the last figure that the runner printed under it
    sed -n "s/^[[:space:]]*$1:[[:space:]]*\([0-9]\{1,\}\)[[:space:]]*\$/\1/p" "$2" | tail -n 1
}

finish() {
    printf 'tests: %d passed, %d failed, %d skipped\n' "$PASSED" "$((FAILED + BROKEN))" "$SKIPPED"
    [ "$((FAILED + BROKEN))" -eq 0 ]
}

# A step that is not a test counts as one failure when it fails, so that the sum never looks better than it was.
step() { # name command...
    local name="$1" started=$SECONDS
    shift
    say "== $name"
    if "$@" >&2; then
        say "   $name: $((SECONDS - started)) s"
    else
        say "   $name FAILED after $((SECONDS - started)) s"
        BROKEN=$((BROKEN + 1))
        return 1
    fi
}

run_project() { # name
    local name="$1" started=$SECONDS log="$RESULTS/$1.log" code=0 passed failed skipped
    local program="$ROOT/tests/$name/bin/Debug/net10.0/$name"
    say "== $name"
    timeout --kill-after=20 "${PORTAL_TEST_LIMIT:-2400}" "$program" --progress off --results-directory "$RESULTS" 2>&1 </dev/null | tee "$log" >&2 || code=$?
    passed="$(number_after succeeded "$log")" failed="$(number_after failed "$log")" skipped="$(number_after skipped "$log")"
    PASSED=$((PASSED + ${passed:-0})) FAILED=$((FAILED + ${failed:-0})) SKIPPED=$((SKIPPED + ${skipped:-0}))
    if [ "$code" -ne 0 ] && [ "${failed:-0}" -eq 0 ]; then
        say "   $name ended with exit code $code and no failed test: counted as one failure"
        BROKEN=$((BROKEN + 1))
    fi
    TIMES+=("$(printf '%5d s  %-26s %s passed, %s failed, %s skipped' "$((SECONDS - started))" "$name" "${passed:-?}" "${failed:-?}" "${skipped:-?}")")
}

cd "$ROOT"
rm -rf "$RESULTS" "$ROOT/artifacts/screenshots"
mkdir -p "$RESULTS"
TIMES=()
need_dotnet
need_postgres
need_chromium
"$HERE/tools.sh" >/dev/null
"$HERE/prometheus.sh" >/dev/null
if ! step "build (warnings are errors)" dotnet build Kurator.Portal.sln -m:2 -v q --nologo -clp:NoSummary; then
    finish
    exit 1
fi
# Beside the first tests: it needs one core.
FORMAT="$RESULTS/format.log"
dotnet format Kurator.Portal.sln --no-restore --verify-no-changes >"$FORMAT" 2>&1 &
FORMATTING=$!
for project in "${PROJECTS[@]}"; do
    if [ -f "tests/$project/$project.csproj" ]; then run_project "$project"; fi
done
if ! step "format" wait "$FORMATTING"; then cat "$FORMAT" >&2; fi
say ""
say "$(printf '%s\n' "${TIMES[@]}")"
say "total: $SECONDS s"
finish
