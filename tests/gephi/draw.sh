#!/bin/sh
# Draws a graph file as Gephi's preview does: tests/gephi/draw.sh FILE PICTURE.png (needs Java and chromium)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/tifagraph/gephi
"$here/fetch.sh" "$cache"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
java -Djava.awt.headless=true -cp "$cache"/gephi-toolkit-*-all.jar "$here/Import.java" "$1" "$work/graph.svg" >/dev/null 2>"$work/log" ||
    { cat "$work/log" >&2; exit 1; }
echo '<body style="margin:0"><div style="padding:30px 60px"><img src="graph.svg" style="width:100%">' >"$work/page.html"
chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size=2000,1240 --screenshot="$2" \
    "file://$work/page.html" >/dev/null 2>&1
