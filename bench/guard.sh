#!/bin/bash
# Prints the section on the guard itself: its size, for every line is a liability, and what it adds to the start of Node.
# usage: bench/guard.sh NODE ENVIRONMENT [ROUNDS]   (ENVIRONMENT: a file with the variables that start the guard, as run.sh makes it)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
node=$1
mapfile -t guard < "$2"
rounds=${3:-20}
sources=$here/../guard/src
empty=$here/app/empty.js
TIMEFORMAT='%R'
times=$(mktemp)
trap 'rm -f "$times"' EXIT
one() { # variant command…
  local variant=$1
  shift
  { time "$@" > /dev/null 2>&1 < /dev/null; } 2> "$times.one"
  echo "$variant $(cat "$times.one")" >> "$times"
  rm -f "$times.one"
}
cd "$here/app"
for _ in $(seq "$rounds"); do
  one plain "$node" -e 0
  one guard env "${guard[@]}" "$node" "$empty"
done
median() { grep "^$1 " "$times" | cut -d' ' -f2 | sort -n | awk '{ a[NR] = $1 } END { print 1000 * a[int((NR + 1) / 2)] }'; }
plain=$(median plain)
guarded=$(median guard)
find "$sources" -name '*.cjs' -exec cat {} + > "$times.all"
lines=$(wc -l < "$times.all")
code=$(grep -cvE '^\s*(//|/?\*|$)' "$times.all" || true)
bytes=$(wc -c < "$times.all")
rm -f "$times.all"
echo
echo "## The guard"
echo
echo "Written by \`bench/guard.sh\`; medians of $rounds alternating starts; load $(cut -d" " -f1 /proc/loadavg)."
echo
echo "| what | |"
echo "|---|---|"
echo "| files of \`guard/src\` | $(find "$sources" -name '*.cjs' | wc -l) |"
echo "| lines | $lines, of them $code neither comment nor empty |"
echo "| bytes | $bytes |"
echo "| \`node -e 0\` | $(printf '%.0f' "$plain") ms |"
echo "| an empty program with the guard | $(printf '%.0f' "$guarded") ms, $(awk "BEGIN { printf \"%.2f\", $guarded / $plain }") times \`node -e 0\` |"
