#!/bin/bash
# Measures plain Node, the guard alone (with a prepared policy manifest) and `ambit run` (warm), alternating, and
# writes docs/reference/benchmarks.md.  usage: bench/run.sh [ROUNDS] [NODE]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
rounds=${1:-10}
node=${2:-$(ls -d "$root"/e2e/node/node_modules/node24-linux-*/bin/node | head -n 1)}
requests=3000
app=$here/app
report=$root/docs/reference/benchmarks.md
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
PATH=$(dirname "$node"):$PATH
unset NODE_OPTIONS
cd "$app"
[ -d node_modules ] || npm ci --ignore-scripts --no-audit --no-fund > /dev/null
ambit=$root/ambit
rm -f ambit.json ambit.lock.json
"$ambit" init -C "$app" --mode enforce > /dev/null
# a program that is no Node program gets the environment that Node programs would; this warms the caches too
"$ambit" run -C "$app" -- env 2> /dev/null | grep -E '^(NODE_OPTIONS|AMBIT_MANIFEST|AMBIT_MANIFEST_INTEGRITY)=' > "$work/env"
mapfile -t guard < "$work/env"
manifest=$(sed -n 's/^AMBIT_MANIFEST=//p' "$work/env")

TIMEFORMAT='%R %U %S'
one() { # case variant command…: one line `case variant wall cpu`
  local name=$1 variant=$2
  shift 2
  { time "$@" > /dev/null 2>&1 < /dev/null; } 2> "$work/time"
  read -r wall user system < "$work/time"
  echo "$name $variant $wall $(echo "$user $system" | awk '{ print $1 + $2 }')" >> "$work/times"
}
three() { # case, then what follows `node`
  local name=$1
  shift
  one "$name" plain "$node" "$@"
  one "$name" guard env "${guard[@]}" "$node" "$@"
  one "$name" run "$ambit" run -C "$app" -- node "$@"
}
serve() { # variant command…: adds `requests variant wall cpu` and `memory variant peak 0`
  local variant=$1 port seconds
  shift
  "$@" > "$work/server" 2> /dev/null &
  local server=$!
  until port=$(head -n 1 "$work/server" 2> /dev/null) && [ -n "$port" ]; do sleep 0.02; done
  seconds=$("$node" load.js "$port" "$requests")
  wait "$server"
  read -r cpu peak < <(tail -n 1 "$work/server")
  echo "requests $variant $seconds $cpu" >> "$work/times"
  echo "memory $variant $peak $peak" >> "$work/times"
}
for round in $(seq "$rounds"); do
  three empty empty.js
  three express express.js
  three eslint node_modules/eslint/bin/eslint.js eslint.config.js
  three npm node_modules/npm/bin/npm-cli.js --version
  if [ "$round" -le 5 ]; then
    : > "$work/server"; serve plain "$node" server.js
    : > "$work/server"; serve guard env "${guard[@]}" "$node" server.js
  fi
done

table() {
  sort -k1,1 -k2,2 "$work/times" | awk '
    { k = $1 " " $2; n[k]++; wall[k, n[k]] = $3; cpu[k, n[k]] = $4 }
    function order(a, k, i, j, t) { for (i = 2; i <= n[k]; i++) for (j = i; j > 1 && a[k, j] < a[k, j - 1]; j--) { t = a[k, j]; a[k, j] = a[k, j - 1]; a[k, j - 1] = t } }
    function at(a, k, q) { return a[k, int(q * (n[k] - 1) + 1.5)] }
    function show(a, k, unit) { return sprintf(unit " (" unit "–" unit ")", at(a, k, .5), at(a, k, .25), at(a, k, .75)) }
    END {
      split("empty express eslint npm requests memory", cases, " "); split("plain guard run", variants, " ")
      what["empty"] = "empty script"; what["express"] = "express, listen and close"; what["eslint"] = "eslint, one file"
      what["npm"] = "`npm --version`"; what["requests"] = "express, " requests " requests"; what["memory"] = "express under load, peak MiB"
      for (c = 1; c <= 6; c++) { p = cases[c] " plain"; for (v = 1; v <= 3; v++) { k = cases[c] " " variants[v]; order(wall, k); order(cpu, k) }
        for (v = 1; v <= 3; v++) { k = cases[c] " " variants[v]; if (!n[k]) continue
          unit = cases[c] == "memory" ? "%.0f" : "%.3f"
          second = cases[c] == "memory" ? "" : show(cpu, k, unit)
          printf "| %s | %s | %s | %.2f | %s | %s |\n", what[cases[c]], variants[v] == "run" ? "`ambit run`" : variants[v], show(wall, k, unit), at(wall, k, .5) / at(wall, p, .5), second, cases[c] == "memory" ? "" : sprintf("%.2f", at(cpu, k, .5) / at(cpu, p, .5)) } } }
  ' requests="$requests"
}
{
  echo "# Benchmarks"
  echo
  echo "Written by \`bench/run.sh $rounds\` with Node $("$node" -p process.versions.node) on $(uname -sm), $(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(awk '/MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo); load at the end $(cut -d' ' -f1 /proc/loadavg)."
  echo "Seconds: the median of $rounds alternating rounds and the quartiles; of the process tree, CPU is user and system time. Ratios are to plain Node."
  echo "*guard* is the guard alone, with a prepared policy manifest ($(($(wc -c < "$manifest") / 1024)) KiB for $(grep -o '"location"' "$manifest" | wc -l) packages); \`ambit run\` adds the start of a JVM that compares every installed file with its warm cache and compiles the manifest."
  echo "The server's rows are its own CPU time and peak memory; the load comes from another process."
  echo
  echo "| what | how | wall | ratio | CPU | ratio |"
  echo "|---|---|---|---|---|---|"
  table
  "$here/guard.sh" "$node" "$work/env"
} > "$work/report"
mv "$work/report" "$report"
cat "$report"
