# shellcheck shell=sh disable=SC3013
# What the scripts share; sourced, not run. Expects `set -eu`.

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$root" || exit
PATH="$root/.tools/bin:$root/end2end/node_modules/.bin:$PATH"

# At a terminal cargo shows how far it is; elsewhere only what is wrong.
quiet=
[ -t 2 ] || quiet=--quiet

note() {
    printf '   %s\n' "$*"
}

die() {
    printf '\n!! %s\n' "$*" >&2
    exit 1
}

# step NAME REMEDY COMMAND…: says what it does and how long it took; on failure, how to mend it.
step() {
    step_name=$1
    step_remedy=$2
    shift 2
    printf '== %s\n' "$step_name"
    step_start=$(now_ms)
    if "$@"; then
        printf '   %s: done in %s\n' "$step_name" "$(since "$step_start")"
    else
        step_status=$?
        printf '\n!! %s failed after %s. %s\n' "$step_name" "$(since "$step_start")" "$step_remedy" >&2
        return "$step_status"
    fi
}

now_ms() {
    date +%s%3N
}

# since MS: the time gone since then, as a person says it.
since() {
    spent=$(($(now_ms) - $1))
    if [ "$spent" -ge 60000 ]; then
        printf '%d min %02d s' $((spent / 60000)) $((spent % 60000 / 1000))
    else
        printf '%d.%d s' $((spent / 1000)) $((spent % 1000 / 100))
    fi
}

has() {
    command -v "$1" >/dev/null 2>&1
}

# Where cargo keeps its artefacts.
target_dir() {
    if [ -n "${CARGO_TARGET_DIR:-}" ]; then
        case $CARGO_TARGET_DIR in
            /*) printf '%s' "$CARGO_TARGET_DIR" ;;
            *) printf '%s/%s' "$root" "$CARGO_TARGET_DIR" ;;
        esac
    else
        cargo metadata --format-version 1 --no-deps --offline | sed 's/.*"target_directory":"\([^"]*\)".*/\1/'
    fi
}

# The version that Cargo.toml pins exactly.
pinned() {
    sed -n "s/^$1 = \"=\([^\"]*\)\"/\1/p" Cargo.toml
}

# place_agent FOLDER: puts the agent found there, without debug information, where the server offers it for download.
# It leaves the path in agent_home.
place_agent() {
    agent_home=target/site/agent/linux-$(uname -m)
    if [ ! "$agent_home/gatehouse-agent" -nt "$1/gatehouse-agent" ]; then
        mkdir -p "$agent_home"
        strip -o "$agent_home/.new" "$1/gatehouse-agent"
        chmod 755 "$agent_home/.new"
        mv -f "$agent_home/.new" "$agent_home/gatehouse-agent"
    fi
}
