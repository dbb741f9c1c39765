#!/usr/bin/env bash
# What the portal is made of (a CycloneDX bill of materials of the web process, the worker inside), and which of it is known to be vulnerable.
set -euo pipefail
HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=scripts/lib.sh
. "$HERE/lib.sh"
. "$HERE/dotnet.sh"

PROJECT=src/Portal.Web/Portal.Web.csproj
FOLDER="$ROOT/artifacts/sbom"

cd "$ROOT"
need_dotnet
mkdir -p "$FOLDER"
dotnet tool restore >/dev/null
dotnet restore "$PROJECT" -v q
dotnet dotnet-CycloneDX "$PROJECT" --output "$FOLDER" --filename portal.cdx.json --output-format Json --disable-package-restore --exclude-test-projects >"$FOLDER/log" ||
    { cat "$FOLDER/log" >&2; die "the bill of materials could not be written."; }
say "the bill of materials: $FOLDER/portal.cdx.json"

# A feed that knows nothing of vulnerabilities answers that there are none: it is named.
dotnet list "$PROJECT" package --vulnerable --include-transitive | tee "$FOLDER/vulnerable.txt"
if grep -q '^ *>' "$FOLDER/vulnerable.txt"; then die "packages with known vulnerabilities are named above."; fi
