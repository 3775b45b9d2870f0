#!/bin/bash
# Measures plain Node beside what Ambit makes of it, alternating, and the peer, and writes docs/reference/benchmarks.md:
# the guard alone (with a prepared policy manifest), integrity alone (with a prepared list of signed files), `ambit run`
# (warm) and `ambit run` after a change of the project (changed).
# usage: bench/run.sh [--quick] [ROUNDS] [NODE]   (quick: three rounds, printed only)
set -euo pipefail
trap 'echo "bench/run.sh: line $LINENO failed" >&2' ERR
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
command="bench/run.sh${*:+ $*}"
quick=
[ "${1-}" != --quick ] || { quick=1 && shift; }
rounds=${1:-$([ -n "$quick" ] && echo 3 || echo 10)}
few=$([ -n "$quick" ] && echo 1 || echo 3) # of what takes long or hardly varies
node=${2:-$(ls -d "$root"/e2e/node/node_modules/node24-linux-*/bin/node 2> /dev/null | head -n 1)}
[ -x "$node" ] || { echo "bench/run.sh: no Node; install the test's ones: mvn -pl e2e -am generate-test-resources, or name one: bench/run.sh 10 /path/to/node" >&2 && exit 2; }
for tool in openssl awk; do
  command -v "$tool" > /dev/null || { echo "bench/run.sh: \`$tool\` is missing; install it: sudo apt install $tool" >&2 && exit 2; }
done
[ -x /usr/bin/time ] || { echo "bench/run.sh: GNU time is missing; install it: sudo apt install time" >&2 && exit 2; }
requests=10000
app=$here/app
report=$root/docs/reference/benchmarks.md
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2> /dev/null || :; rm -rf "$work"' EXIT
PATH=$(dirname "$node"):$PATH
export XDG_CACHE_HOME=$work/cache # nothing that was cached before
unset NODE_OPTIONS AMBIT_MANIFEST AMBIT_CODE AMBIT_INTEGRITY
for folder in "$app" "$here/peers"; do
  [ "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ] ||
    npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund > /dev/null
done
cd "$app"
ambit=$root/ambit
peer="$node $here/peers/node_modules/lavamoat/src/cli.js"
peer_name="LavaMoat $("$node" -p "require('$here/peers/node_modules/lavamoat/package.json').version")"
eslint=node_modules/eslint/bin/eslint.js
npm=node_modules/npm/bin/npm-cli.js
say() { echo "$(date +%T) $*" >&2; }

say "preparing"
rm -f ambit.json ambit.lock.json
"$ambit" init -C "$app" --mode enforce > /dev/null
# a program that is no Node program gets the environment that Node programs would; this warms the caches too
"$ambit" run -C "$app" -- env 2> /dev/null | grep -E '^(NODE_OPTIONS|AMBIT_MANIFEST|AMBIT_MANIFEST_INTEGRITY)=' > "$work/env"
mapfile -t guard < "$work/env"
manifest=$(sed -n 's/^AMBIT_MANIFEST=//p' "$work/env")

# a signer for this run
(
  cd "$work"
  printf 'extendedKeyUsage=codeSigning\nkeyUsage=critical,digitalSignature\nbasicConstraints=CA:false\n' > extensions
  ec='-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes'
  # shellcheck disable=SC2086 # words
  openssl req -x509 $ec -keyout ca.key -out ca.pem -days 2 -subj /CN=Authority -addext basicConstraints=critical,CA:true
  # shellcheck disable=SC2086
  openssl req $ec -keyout signer.key -out signer.csr -subj /CN=Signer
  openssl x509 -req -in signer.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile extensions -out signer.pem
) 2> /dev/null
"$ambit" catalog create "$app" -o "$work/catalog.json" > /dev/null 2>&1
"$ambit" catalog sign "$work/catalog.json" --key "$work/signer.key" --cert "$work/signer.pem" > /dev/null
"$ambit" run -C "$app" --no-containment --enforce-code-integrity --catalog "$work/catalog.json" --trust "$work/ca.pem" -- env 2> /dev/null \
  | grep -E '^(NODE_OPTIONS|AMBIT_INTEGRITY|AMBIT_INTEGRITY_DIGEST)=' > "$work/signed"
mapfile -t signed < "$work/signed"

# the peer's policies, and why it cannot run what it cannot run
: > "$work/reasons"
peer_policy() { # case, then the program and its arguments
  local name=$1 policy
  shift
  policy=(--policyPath "$work/peer/$name.json" --policyOverridePath "$work/peer/none.json")
  # shellcheck disable=SC2086
  timeout 120 $peer "$1" --autopolicy "${policy[@]}" > /dev/null 2>&1 < /dev/null || :
  # shellcheck disable=SC2086
  if [ "$name" = requests ]; then # a server that runs on until it is stopped
    timeout 10 $peer "$@" "${policy[@]}" > "$work/peer/output" 2> "$work/peer/error" < /dev/null || :
    if grep -qE '^[0-9]+$' "$work/peer/output"; then return; fi
  elif timeout 120 $peer "$@" "${policy[@]}" > /dev/null 2> "$work/peer/error" < /dev/null; then
    return
  fi
  echo "$name|fails: $(grep -m 1 -oE '[A-Za-z]*Error: .*|required package not in allowlist' "$work/peer/error" | cut -c 1-80 | tr '|`' "/'" || echo "no answer")" >> "$work/reasons"
}
mkdir -p "$work/peer"
peer_policy empty empty.js
peer_policy express express.js
peer_policy eslint $eslint eslint.config.js
peer_policy webpack webpack.js
peer_policy npm $npm --version
peer_policy requests server.js
if [ -n "$quick" ]; then echo "micro|left out" >> "$work/reasons"; else peer_policy micro micro.js; fi

TIMEFORMAT='%R %U %S'
checked() { # runs a command; what fails is no measurement
  "$@" > "$work/output" 2>&1 < /dev/null || { echo "bench/run.sh: failed: $*" >&2 && tail -n 20 "$work/output" >&2 && exit 1; }
}
round=0
one() { # case variant command…
  local name=$1 variant=$2
  shift 2
  { time checked "$@"; } 2> "$work/time" || { cat "$work/time" >&2 && exit 1; }
  read -r wall user system < "$work/time"
  echo "$name|$variant|$round|$wall|$(echo "$user $system" | awk '{ print $1 + $2 }')" >> "$work/times"
  [ "$round" -le "$few" ] || return 0
  checked /usr/bin/time -q -f %M -o "$work/peak" "$@"
  echo "$name|$variant|$round|$(awk '{ print $1 / 1024 }' "$work/peak")" >> "$work/memory"
}
every() { # case, then what follows `node`
  local name=$1 code=$work/code-$1
  shift
  one "$name" plain "$node" "$@"
  # as `ambit run` would: with the record of an earlier run of the same program
  [ -f "$code.integrity" ] || checked env "${guard[@]}" "AMBIT_CODE=$code" "$node" "$@"
  one "$name" guard env "${guard[@]}" "AMBIT_CODE=$code" "AMBIT_CODE_INTEGRITY=$(cat "$code.integrity" 2> /dev/null || :)" "$node" "$@"
  one "$name" run "$ambit" run -C "$app" -- node "$@"
  one "$name" integrity env "${signed[@]}" "$node" "$@"
  # shellcheck disable=SC2086
  grep -q "^$name|" "$work/reasons" ||
    one "$name" peer $peer "$@" --policyPath "$work/peer/$name.json" --policyOverridePath "$work/peer/none.json"
}
serve() { # variant command…
  local variant=$1 port seconds
  shift
  : > "$work/server"
  "$@" > "$work/server" 2> "$work/output" &
  server=$!
  until port=$(head -n 1 "$work/server") && [ -n "$port" ]; do
    kill -0 "$server" 2> /dev/null || { cat "$work/output" >&2 && exit 1; }
    sleep 0.02
  done
  seconds=$("$node" load.js "$port" "$requests")
  wait "$server"
  server=
  read -r cpu peak < <(tail -n 1 "$work/server")
  echo "requests|$variant|$round|$seconds|$cpu" >> "$work/times"
  echo "requests|$variant|$round|$peak" >> "$work/memory"
}
micro() { # variant command…: adds `case|variant|nanoseconds`
  local variant=$1 name time _
  shift
  "$@" 2> /dev/null | while IFS=$'\t' read -r name time _; do echo "$name|$variant|$time"; done >> "$work/micro"
}
# what was changed within two seconds before a start is looked at again, and the first start with a cache makes its `node`
sleep 3
for _ in 1 2; do
  for program in empty.js express.js "$eslint eslint.config.js" webpack.js "$npm --version"; do
    # shellcheck disable=SC2086 # words
    checked "$ambit" run -C "$app" -- node $program
  done
done
[ -d "$XDG_CACHE_HOME/ambit/warm" ] || { echo "bench/run.sh: \`ambit run\` wrote no warm record" >&2 && exit 1; }
for round in $(seq "$rounds"); do
  say "round $round of $rounds"
  every empty empty.js
  every express express.js
  every eslint $eslint eslint.config.js
  every npm $npm --version
  one version plain "$node" -e 0
  one version run "$ambit" --version
  [ "$round" -gt "$([ -n "$quick" ] && echo 1 || echo 5)" ] || every webpack webpack.js
  if [ "$round" -le 5 ]; then
    serve plain "$node" server.js
    code=$work/code-server
    serve guard env "${guard[@]}" "AMBIT_CODE=$code" "AMBIT_CODE_INTEGRITY=$(cat "$code.integrity" 2> /dev/null || :)" "$node" server.js
    serve integrity env "${signed[@]}" "$node" server.js
    # shellcheck disable=SC2086
    grep -q "^requests|" "$work/reasons" ||
      serve peer $peer server.js --policyPath "$work/peer/requests.json" --policyOverridePath "$work/peer/none.json"
  fi
  if [ "$round" -le "$few" ]; then
    micro plain "$node" micro.js
    micro guard env "${guard[@]}" "$node" micro.js
    # shellcheck disable=SC2086
    grep -q "^micro|" "$work/reasons" ||
      micro peer $peer micro.js --policyPath "$work/peer/micro.json" --policyOverridePath "$work/peer/none.json"
  fi
done
# last: after a change the next start is no warm one
for round in $(seq "$([ -n "$quick" ] && echo 1 || echo 5)"); do
  touch package.json
  one empty changed "$ambit" run -C "$app" -- node empty.js
  touch package.json
  one express changed "$ambit" run -C "$app" -- node express.js
done
say "writing"

table() { # wall, cpu or memory; then the cases and the variants
  awk -v table="$1" -v cases="$2" -v variants="$3" -v peer="$peer_name" -v requests="$requests" -f "$here/tables.awk" \
    "$work/reasons" "$([ "$1" = memory ] && echo "$work/memory" || echo "$work/times")"
}
micro_table() { # nanoseconds a turn, the best of all rounds
  awk -F'|' -v peer="$peer_name" '
    { k = $1 SUBSEP $2; if (!(k in best) || $3 < best[k]) best[k] = $3; if (!($1 in seen)) { seen[$1] = 1; order[++n] = $1 } if ($2 == "peer") peers = 1 }
    END {
      print "| what | plain, ns | guard, ns | guard |" (peers ? " " peer " |" : "")
      print "|---|---|---|---|" (peers ? "---|" : "")
      for (i = 1; i <= n; i++) { p = best[order[i], "plain"]; r = best[order[i], "guard"] / p; sum += log(r)
        line = sprintf("| %s | %.0f | %.0f | %.2f |", order[i], p, best[order[i], "guard"], r)
        if (peers) { r = best[order[i], "peer"] / p; all += log(r); line = line sprintf(" %.2f |", r) }
        print line }
      print sprintf("| geometric mean | | | %.2f |", exp(sum / n)) (peers ? sprintf(" %.2f |", exp(all / n)) : "") }' "$work/micro"
}
cases='empty express eslint webpack npm requests'
{
  echo "# Benchmarks"
  echo
  echo "Written by \`$command\` with Node $("$node" -p process.versions.node) on $(. /etc/os-release && echo "$PRETTY_NAME") ($(uname -srm)), $(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(awk '/MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo); load at the end $(cut -d' ' -f1 /proc/loadavg)."
  echo "What is run: $("$node" -p "Object.entries(require('./package.json').dependencies).map(([n, v]) => n + ' ' + v).join(', ')"), and an application of ours (\`bench/app\`)."
  echo
  echo "*plain* is Node without anything, the median of $rounds alternating rounds and the quartiles; all else is the ratio to it, each run to the plain one of the same round, again median and quartiles."
  echo
  echo "- *guard* is the guard alone, with the record of an earlier run and a prepared policy manifest ($(($(wc -c < "$manifest") / 1024)) KiB for $(grep -o '"location"' "$manifest" | wc -l) packages)."
  echo "- \`ambit run\` adds the launcher, which looks whether anything changed since the last start; *changed* is the first start after a change of package.json, with the start of a JVM that reads the project again and compiles the manifest."
  echo "- *integrity* is integrity without containment: only files of a signed catalog run, all else is as plain (a prepared list of $(($(wc -l < "$(sed -n 's/^AMBIT_INTEGRITY=//p' "$work/signed")") - 1)) files)."
  echo "- The peer runs with the policy that it generated for the same program, unmodified, which is not counted; where it fails, its own message stands."
  echo "- Requests: the server's own CPU time while it serves, its start left out; the load comes from another process."
  echo
  echo "## CPU, user and system, of the process tree"
  echo
  table cpu "$cases" "plain guard run changed integrity peer"
  echo
  echo "A command of Ambit without a program to run:"
  echo
  table cpu "version" "plain run"
  echo
  echo "The launcher, warm: \`ambit run\` to the guard alone, CPU of the same round:"
  echo
  table cpu "empty express eslint npm webpack" "guard run"
  echo
  echo "## Wall clock"
  echo
  table wall "$cases" "plain guard run changed integrity peer"
  echo
  echo "## Peak memory, of the largest process"
  echo
  table memory "$cases" "plain guard run changed integrity peer"
  echo
  echo "## Hot builtins"
  echo
  echo "Nanoseconds a turn of \`bench/app/micro.js\`, the best of all rounds, and the ratio."
  echo
  micro_table
  "$here/guard.sh" "$node" "$work/env" "$([ -n "$quick" ] && echo 5 || echo 20)"
} > "$work/report"
cat "$work/report"
[ -n "$quick" ] || cp "$work/report" "$report"
