#!/bin/bash
# Measures `ambit catalog create` against `openssl dgst -sha256` on the same files, catalogs of 100,000 files, and the start
# of express where only signed files run against plain Node, and writes docs/reference/benchmarks-integrity.md.
# usage: bench/integrity.sh [ROUNDS] [NODE]   (needs 3 GiB in $TMPDIR, and as much memory for the files to stay in)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
rounds=${1:-5}
node=${2:-$(ls -d "$root"/e2e/node/node_modules/node24-linux-*/bin/node | head -n 1)}
starts=$((rounds * 4))
cores=$(nproc)
ambit=$root/ambit
app=$here/app
report=$root/docs/reference/benchmarks-integrity.md
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
PATH=$(dirname "$node"):$PATH
export XDG_CACHE_HOME=$work/cache
unset NODE_OPTIONS
cd "$app"
[ -d node_modules ] || npm ci --ignore-scripts --no-audit --no-fund > /dev/null
cd "$work"

measure() { # case variant command…: one line `case variant wall cpu`; CPU is that of the whole tree of processes
  local name=$1 variant=$2 TIMEFORMAT='%R %U %S'
  shift 2
  { time "$@" > /dev/null 2>&1 < /dev/null; } 2> "$work/time"
  read -r wall user system < "$work/time"
  echo "$name $variant $wall $(echo "$user $system" | awk '{ print $1 + $2 }')" >> "$work/times"
}
peak() { # command…: MiB, the most that the kernel counted for it
  local most=0 now pid
  "$@" > /dev/null 2>&1 &
  pid=$!
  while now=$(awk '/^VmHWM/ { print $2 }' "/proc/$pid/status" 2> /dev/null) && [ -n "$now" ]; do
    most=$now
    sleep 0.02
  done
  wait "$pid"
  echo $((most / 1024))
}
openssl_on() { find "$1" -type f -print0 | xargs -0 -n "$2" -P "$3" openssl dgst -sha256; }

mkdir large small
for i in $(seq 16); do head -c 134217728 /dev/urandom > "large/$i.bin"; done
for i in $(seq 100); do
  mkdir "small/$i"
  head -c 4096000 /dev/urandom | split -b 4096 -a 3 -d - "small/$i/f"
done
files=$(find small -type f | wc -l)
find large small -type f -exec cat {} + > /dev/null

# a signer for this run
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout k.pem -out c.pem -days 2 -subj /CN=Bench \
  -addext extendedKeyUsage=codeSigning -addext keyUsage=critical,digitalSignature,keyCertSign 2> /dev/null
for folder in small "$app"; do
  name=$(basename "$folder")
  "$ambit" catalog create "$folder" -o "$name.json" > /dev/null 2>&1
  "$ambit" catalog sign "$name.json" --key k.pem --cert c.pem > /dev/null
done
# a program that is no Node program gets the environment that Node programs would
"$ambit" run -C "$app" --no-containment --enforce-code-integrity --catalog app.json --trust c.pem -- env 2> /dev/null \
  | grep -E '^(NODE_OPTIONS|AMBIT_INTEGRITY|AMBIT_INTEGRITY_DIGEST)=' > signed
mapfile -t signed < signed
listed=$(($(wc -l < "$(sed -n 's/^AMBIT_INTEGRITY=//p' signed)") - 1))

for _ in $(seq "$rounds"); do
  measure large one openssl_on large 100000 1
  measure large create "$ambit" catalog create large -o out.json
  measure large all openssl_on large 1 "$cores"
  measure small one openssl_on small 100000 1
  measure small create "$ambit" catalog create small -o out.json
  measure small all openssl_on small 2000 "$cores"
  measure small verify "$ambit" catalog verify small.json --trust c.pem --root small
done
cd "$app"
for _ in $(seq "$starts"); do
  for program in empty express; do
    # `env` for both: its own start counts
    measure "$program" plain env -u NODE_OPTIONS "$node" "$program.js"
    measure "$program" signed env "${signed[@]}" "$node" "$program.js"
  done
done
cd "$work"
create=$(peak "$ambit" catalog create small -o out.json)
verify=$(peak "$ambit" catalog verify small.json --trust c.pem --root small)
large=$(peak "$ambit" catalog create large -o out.json)

at() { # case variant column quantile
  awk -v c="$1" -v v="$2" -v n="$3" '$1 == c && $2 == v { print $n }' times | sort -n |
    awk -v q="$4" '{ a[NR] = $1 } END { printf "%.3f", a[int(q * (NR - 1) + 1.5)] }'
}
show() { echo "$(at "$1" "$2" "$3" .5) ($(at "$1" "$2" "$3" .25)–$(at "$1" "$2" "$3" .75))"; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }
against() { # case variant other column: how many times as fast
  ratio "$(at "$1" "$3" "$4" .5)" "$(at "$1" "$2" "$4" .5)"
}
hash_row() { # what case variant peak
  echo "| $1 | $(show "$2" "$3" 3) | $(against "$2" "$3" one 3) | $(show "$2" "$3" 4) | $(against "$2" "$3" one 4) | $4 |"
}
start_row() { # what case variant
  echo "| $1 | $(show "$2" "$3" 3) | $(against "$2" plain "$3" 3) | $(show "$2" "$3" 4) | $(against "$2" plain "$3" 4) |"
}
{
  echo "# Benchmarks: integrity"
  echo
  echo "Written by \`bench/integrity.sh $rounds\` with Node $("$node" -p process.versions.node) and $(openssl version | cut -d' ' -f1,2) on $(uname -sm), $cores cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(awk '/MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo); load at the end $(cut -d' ' -f1 /proc/loadavg)."
  echo "Seconds of the whole command, the median and the quartiles of $rounds alternating rounds ($starts for starts); CPU is user and system time."
  echo
  echo "## Hashing"
  echo
  echo "Throughput is to \`openssl dgst -sha256\` of the same files, one process at a time: above 1 is faster than openssl. \`ambit\` has its JVM to start, which the 2 GiB hide; it hashes on all cores, as the second openssl does. Peak is the resident memory of the process, MiB."
  echo
  echo "| what | wall | throughput | CPU | throughput | peak |"
  echo "|---|---|---|---|---|---|"
  hash_row "2 GiB in 16 files, openssl, one at a time" large one ""
  hash_row "2 GiB in 16 files, openssl, a process for each file, $cores at once" large all ""
  hash_row "2 GiB in 16 files, \`catalog create\`" large create "$large"
  hash_row "$files files of 4 KiB, openssl, one at a time" small one ""
  hash_row "$files files of 4 KiB, openssl, a process for 2,000 files, $cores at once" small all ""
  hash_row "$files files of 4 KiB, \`catalog create\`" small create "$create"
  hash_row "$files files of 4 KiB, \`catalog verify --root\`" small verify "$verify"
  echo
  echo "## Start"
  echo
  echo "Node without containment, where only the $listed files of a signed catalog run (a prepared list, as children get it); ratios are to plain Node."
  echo
  echo "| what | wall | ratio | CPU | ratio |"
  echo "|---|---|---|---|---|"
  start_row "empty script, plain" empty plain
  start_row "empty script, signed" empty signed
  start_row "express, listen and close, plain" express plain
  start_row "express, listen and close, signed" express signed
} > report
mv report "$report"
cat "$report"
