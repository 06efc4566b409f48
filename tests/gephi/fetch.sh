#!/bin/sh
# Puts what tests/test_gephi.py needs into a folder, once: the Gephi Toolkit (Maven Central, CDDL-1.0 or GPL-3.0)
# and the parsers of Gephi Lite (npm, MIT). Usage: tests/gephi/fetch.sh FOLDER
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=$1
version=0.10.1
jar=gephi-toolkit-$version-all.jar
sum=3e4f5fd6c7d1d75c1e0bfbeae42cc58a1d22ae7c5d793a498e6c5842f22bf027
mkdir -p "$folder"
if command -v mvn >/dev/null && ! [ -f "$folder/$jar" ]; then
    mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:2.8:copy \
        -Dartifact="org.gephi:gephi-toolkit:$version:jar:all" -DoutputDirectory="$folder/new"
    echo "$sum  $folder/new/$jar" | sha256sum --check --quiet
    mv "$folder/new/$jar" "$folder/$jar"
fi
if command -v npm >/dev/null && ! cmp -s "$here/package.json" "$folder/lite/installed"; then
    mkdir -p "$folder/lite"
    cp "$here/package.json" "$folder/lite/package.json"
    npm install --silent --no-audit --no-fund --no-package-lock --prefix "$folder/lite"
    cp "$here/package.json" "$folder/lite/installed"
fi
