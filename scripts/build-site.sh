#!/bin/sh
# Builds what browsers load into target/site: two WebAssembly bundles, styles, icons, public.js.
# Usage: scripts/build-site.sh debug|release
set -eu

mode=${1:-debug}
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$root"
PATH="$root/.tools/bin:$root/end2end/node_modules/.bin:$PATH"
site="$root/target/site"
mkdir -p "$site"

fail() {
    printf 'site: %s\n' "$1" >&2
    exit 1
}

case $mode in
    debug) profile=dev folder=debug ;;
    release) profile=wasm-release folder=wasm-release ;;
    *) fail "say debug or release, not '$mode'" ;;
esac

command -v wasm-bindgen >/dev/null 2>&1 || fail "wasm-bindgen is missing: run 'make tools'"
if [ "$mode" = release ] && ! command -v wasm-opt >/dev/null 2>&1; then
    fail "wasm-opt is missing: run 'make tools'"
fi

started=$(date +%s)
cargo build --quiet --package portal --package console --target wasm32-unknown-unknown --profile "$profile"
target=$(cargo metadata --format-version 1 --no-deps | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')
built="$target/wasm32-unknown-unknown/$folder"

# Bundles of the other mode must not be taken for fresh ones.
stamp="$site/.mode"
[ "$(cat "$stamp" 2>/dev/null || true)" = "$mode" ] || rm -f "$site/portal.wasm" "$site/console.wasm"

for face in portal console; do
    source="$built/$face.wasm"
    [ -n "$(find "$site/$face.wasm" -newer "$source" 2>/dev/null)" ] && continue
    wasm-bindgen --target web --no-typescript --out-name "$face" --out-dir "$site" "$source"
    if [ "$mode" = release ]; then
        wasm-opt -Oz --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext \
            --enable-mutable-globals --enable-reference-types --enable-multivalue \
            "$site/${face}_bg.wasm" --output "$site/${face}_opt.wasm"
        mv "$site/${face}_opt.wasm" "$site/${face}_bg.wasm"
    fi
    mv "$site/${face}_bg.wasm" "$site/$face.wasm"
done
printf '%s' "$mode" >"$stamp"

# Styles: main.css with its imports put in place. Comments go, rules stay as they are.
awk -v folder="style/" '
    /^@import url\("/ {
        file = $0
        sub(/^@import url\("/, "", file)
        sub(/"\);$/, "", file)
        while ((getline line < (folder file)) > 0) print line
        close(folder file)
        next
    }
    { print }
' style/main.css | awk -v mode="$mode" '
    mode == "debug" { print; next }
    {
        line = $0
        out = ""
        while (length(line)) {
            if (inside) {
                end = index(line, "*/")
                if (!end) { line = ""; break }
                line = substr(line, end + 2)
                inside = 0
            } else {
                start = index(line, "/*")
                if (!start) { out = out line; line = ""; break }
                out = out substr(line, 1, start - 1)
                line = substr(line, start + 2)
                inside = 1
            }
        }
        gsub(/^[ \t]+|[ \t]+$/, "", out)
        if (length(out)) print out
    }
' >"$site/style.css"
cp style/icons.svg style/favicon.svg style/public.js "$site/"
printf 'site: %s build in %s s\n' "$mode" "$(($(date +%s) - started))"
