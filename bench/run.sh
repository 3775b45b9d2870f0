#!/bin/bash
# Measures plain Node, the guard alone (with a prepared policy manifest), integrity alone (with a prepared list of signed
# files), `ambit run` (warm) and `ambit run` after a change of the project (changed), alternating, and writes
# docs/reference/benchmarks.md.  usage: bench/run.sh [ROUNDS] [NODE]
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
# what was changed within two seconds before a start is looked at again
sleep 3
for program in empty.js express.js "node_modules/eslint/bin/eslint.js eslint.config.js" "node_modules/npm/bin/npm-cli.js --version"; do
  # shellcheck disable=SC2086 # words
  "$ambit" run -C "$app" -- node $program > /dev/null 2>&1 < /dev/null
done
manifest=$(sed -n 's/^AMBIT_MANIFEST=//p' "$work/env")

# a signer for this run
(
  cd "$work"
  printf 'extendedKeyUsage=codeSigning\nkeyUsage=critical,digitalSignature\nbasicConstraints=CA:false\n' > extensions
  ec='-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes'
  openssl req -x509 $ec -keyout ca.key -out ca.pem -days 2 -subj /CN=Authority -addext basicConstraints=critical,CA:true
  openssl req $ec -keyout signer.key -out signer.csr -subj /CN=Signer
  openssl x509 -req -in signer.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile extensions -out signer.pem
) 2> /dev/null
"$ambit" catalog create "$app" -o "$work/catalog.json" > /dev/null
"$ambit" catalog sign "$work/catalog.json" --key "$work/signer.key" --cert "$work/signer.pem" > /dev/null
"$ambit" run -C "$app" --no-containment --enforce-code-integrity --catalog "$work/catalog.json" --trust "$work/ca.pem" -- env 2> /dev/null \
  | grep -E '^(NODE_OPTIONS|AMBIT_INTEGRITY|AMBIT_INTEGRITY_DIGEST)=' > "$work/signed"
mapfile -t signed < "$work/signed"

TIMEFORMAT='%R %U %S'
one() { # case variant command…: one line `case variant wall cpu`
  local name=$1 variant=$2
  shift 2
  { time "$@" > /dev/null 2>&1 < /dev/null; } 2> "$work/time"
  read -r wall user system < "$work/time"
  echo "$name $variant $wall $(echo "$user $system" | awk '{ print $1 + $2 }')" >> "$work/times"
}
four() { # case, then what follows `node`
  local name=$1
  shift
  one "$name" plain "$node" "$@"
  # as `ambit run` would: with the record of an earlier run of the same program
  local code=$work/code-$name
  [ -f "$code.integrity" ] || env "${guard[@]}" "AMBIT_CODE=$code" "$node" "$@" > /dev/null 2>&1 < /dev/null || :
  one "$name" guard env "${guard[@]}" "AMBIT_CODE=$code" "AMBIT_CODE_INTEGRITY=$(cat "$code.integrity" 2> /dev/null || :)" "$node" "$@"
  one "$name" integrity env "${signed[@]}" "$node" "$@"
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
micro() { # variant command…: adds `micro|case|variant|nanoseconds`
  local variant=$1 name time _
  shift
  "$@" micro.js 2> /dev/null | while IFS=$'\t' read -r name time _; do echo "$name|$variant|$time"; done >> "$work/micro"
}
for round in $(seq "$rounds"); do
  four empty empty.js
  four express express.js
  four eslint node_modules/eslint/bin/eslint.js eslint.config.js
  four npm node_modules/npm/bin/npm-cli.js --version
  if [ "$round" -le 5 ]; then
    : > "$work/server"; serve plain "$node" server.js
    code=$work/code-server
    : > "$work/server"; serve guard env "${guard[@]}" "AMBIT_CODE=$code" "AMBIT_CODE_INTEGRITY=$(cat "$code.integrity" 2> /dev/null || :)" "$node" server.js
  fi
  if [ "$round" -le 3 ]; then
    micro plain "$node"
    micro guard env "${guard[@]}" "$node"
  fi
done
# last: after a change the next start is no warm one
for round in $(seq "$rounds"); do
  touch package.json
  one empty changed "$ambit" run -C "$app" -- node empty.js
  touch package.json
  one express changed "$ambit" run -C "$app" -- node express.js
done

table() {
  sort -k1,1 -k2,2 "$work/times" | awk '
    { k = $1 " " $2; n[k]++; wall[k, n[k]] = $3; cpu[k, n[k]] = $4 }
    function order(a, k, i, j, t) { for (i = 2; i <= n[k]; i++) for (j = i; j > 1 && a[k, j] < a[k, j - 1]; j--) { t = a[k, j]; a[k, j] = a[k, j - 1]; a[k, j - 1] = t } }
    function at(a, k, q) { return a[k, int(q * (n[k] - 1) + 1.5)] }
    function show(a, k, unit) { return sprintf(unit " (" unit "–" unit ")", at(a, k, .5), at(a, k, .25), at(a, k, .75)) }
    END {
      split("empty express eslint npm requests memory", cases, " "); split("plain guard integrity run changed", variants, " ")
      what["empty"] = "empty script"; what["express"] = "express, listen and close"; what["eslint"] = "eslint, one file"
      what["npm"] = "`npm --version`"; what["requests"] = "express, " requests " requests"; what["memory"] = "express under load, peak MiB"
      for (c = 1; c <= 6; c++) { p = cases[c] " plain"; for (v = 1; v <= 5; v++) { k = cases[c] " " variants[v]; order(wall, k); order(cpu, k) }
        for (v = 1; v <= 5; v++) { k = cases[c] " " variants[v]; if (!n[k]) continue
          unit = cases[c] == "memory" ? "%.0f" : "%.3f"
          second = cases[c] == "memory" ? "" : show(cpu, k, unit)
          printf "| %s | %s | %s | %.2f | %s | %s |\n", what[cases[c]], variants[v] == "run" ? "`ambit run`" : variants[v] == "changed" ? "`ambit run`, changed" : variants[v], show(wall, k, unit), at(wall, k, .5) / at(wall, p, .5), second, cases[c] == "memory" ? "" : sprintf("%.2f", at(cpu, k, .5) / at(cpu, p, .5)) } } }
  ' requests="$requests"
}
micro_table() { # nanoseconds a turn, the best of all rounds
  awk -F'|' '
    { k = $1 SUBSEP $2; if (!(k in best) || $3 < best[k]) best[k] = $3; if (!($1 in seen)) { seen[$1] = 1; order[++n] = $1 } }
    END {
      for (i = 1; i <= n; i++) { r = best[order[i], "guard"] / best[order[i], "plain"]; sum += log(r)
        printf "| %s | %.0f | %.0f | %.2f |\n", order[i], best[order[i], "plain"], best[order[i], "guard"], r }
      printf "| geometric mean | | | %.2f |\n", exp(sum / n) }' "$work/micro"
}
{
  echo "# Benchmarks"
  echo
  echo "Written by \`bench/run.sh $rounds\` with Node $("$node" -p process.versions.node) on $(uname -sm), $(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(awk '/MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo); load at the end $(cut -d' ' -f1 /proc/loadavg)."
  echo "Seconds: the median of $rounds alternating rounds and the quartiles; of the process tree, CPU is user and system time. Ratios are to plain Node."
  echo "*guard* is the guard alone, with the record of an earlier run and a prepared policy manifest ($(($(wc -c < "$manifest") / 1024)) KiB for $(grep -o '"location"' "$manifest" | wc -l) packages); \`ambit run\` adds the launcher, which looks whether anything changed since the last start; *changed* is the first start after a change of package.json, with the start of a JVM that reads the project again and compiles the manifest."
  echo "*integrity* is integrity without containment: only files of a signed catalog run, all else is as plain (a prepared list of $(($(wc -l < "$(sed -n 's/^AMBIT_INTEGRITY=//p' "$work/signed")") - 1)) files)."
  echo "The server's rows are its own CPU time and peak memory; the load comes from another process."
  echo
  echo "| what | how | wall | ratio | CPU | ratio |"
  echo "|---|---|---|---|---|---|"
  table
  echo
  echo "## Hot builtins"
  echo
  echo "Nanoseconds a turn of \`bench/app/micro.js\`, the best of all rounds."
  echo
  echo "| what | plain | guard | ratio |"
  echo "|---|---|---|---|"
  micro_table
  "$here/guard.sh" "$node" "$work/env"
} > "$work/report"
mv "$work/report" "$report"
cat "$report"
