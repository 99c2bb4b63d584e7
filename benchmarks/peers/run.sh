#!/bin/sh
# Compares Spoor with Langfuse's official Node SDK: processor time for a tree of an agent, a tool and a generation, delivered.
# Needs a built benchmarks.jar, node, and npm with its registry; not part of the build. Ends with 1 if a goal is missed.
# Arguments: trees (default 200000), rounds (default 2).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
jar=$(ls -t "$here"/../target/quick/benchmarks.jar "$here"/../target/benchmarks.jar 2>/dev/null | head -1)
[ -n "$jar" ] || { echo "Build it first: mvn -q package -Dquick -pl benchmarks -am" >&2; exit 2; }
command -v node >/dev/null || { echo "node is not installed" >&2; exit 2; }
work="$here/../target/peers"
mkdir -p "$work"
cp "$here"/node/* "$work"/
[ -d "$work/node_modules" ] || (cd "$work" && npm install --legacy-peer-deps --no-audit --no-fund --silent)
exec java -cp "$jar" dev.spoor.benchmarks.langfuse.PeersMain "$work/tree.mjs" "${1:-200000}" "${2:-2}"
