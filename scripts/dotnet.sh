# The .NET SDK: checked, and used to build what changed. Sourced, never run.
# shellcheck shell=bash

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# Build processes end with the build: nothing is left running.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false

dotnet_wanted() { sed -n 's/.*"version": *"\([0-9]*\.[0-9]*\).*/\1/p' "$ROOT/global.json"; }

dotnet_is_there() { have dotnet && (cd "$ROOT" && dotnet --version >/dev/null 2>&1); }

need_dotnet() {
    dotnet_is_there && return
    die "the .NET SDK $(dotnet_wanted) was not found (dotnet --list-sdks shows what is there).
Get it at https://dotnet.microsoft.com/download/dotnet/$(dotnet_wanted), or with
  curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel $(dotnet_wanted)
and put it on PATH."
}

# One word that changes whenever the named sources do.
sources_key() { # path...
    (cd "$ROOT" && find "$@" Directory.Build.props Directory.Packages.props global.json \
        \( -name bin -o -name obj \) -prune -o -type f -print0 |
        sort -z | xargs -0 sha256sum | sha256sum | cut -c1-16)
}

# Publishes a project into a folder named after its sources, unless it is there. Prints the folder.
publish() { # project target-folder source-path...
    local project="$1" target="$2" key temp
    shift 2
    key="$(sources_key "$@")"
    if [ ! -d "$target/$key" ]; then
        say "Building $(basename "$project")"
        mkdir -p "$target"
        temp="$(mktemp -d "$target/.build.XXXXXX")"
        if ! (cd "$ROOT" && dotnet publish "$project" -c Release -o "$temp/out" -v q --nologo -clp:NoSummary >"$temp/log" 2>&1); then
            cat "$temp/log" >&2
            rm -rf "$temp"
            die "$project does not build; the errors are above."
        fi
        rm -rf "${target:?}"/[0-9a-f]*
        mv "$temp/out" "$target/$key"
        rm -rf "$temp"
    fi
    printf '%s\n' "$target/$key"
}
