#!/bin/bash
# Measures `ambit catalog create` against `openssl dgst -sha256` on the same files, and catalogs of 100,000 files, and
# writes docs/reference/benchmarks-integrity.md.  usage: bench/integrity.sh [ROUNDS]  (needs 2 GiB in $TMPDIR)
set -euo pipefail
root=$(dirname "$(cd "$(dirname "$0")" && pwd)")
rounds=${1:-5}
cores=$(nproc)
ambit=$root/ambit
report=$root/docs/reference/benchmarks-integrity.md
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

measure() { # case variant command…: one line `case variant wall cpu`
  local name=$1 variant=$2 TIMEFORMAT='%R %U %S'
  shift 2
  { time "$@" > /dev/null 2>&1 < /dev/null; } 2> "$work/time"
  read -r wall user system < "$work/time"
  echo "$name $variant $wall $(echo "$user $system" | awk '{ print $1 + $2 }')" >> "$work/times"
}
peak() { # command…: MiB of the largest process of its tree, as the kernel counts
  "$@" > /dev/null 2>&1 &
  local most=0 pid=$!
  while kill -0 "$pid" 2> /dev/null; do
    local now
    now=$(awk '/^VmHWM/ { print $2 }' "/proc/$pid/status" 2> /dev/null || true)
    [ "${now:-0}" -gt "$most" ] && most=$now
    sleep 0.05
  done
  wait "$pid"
  echo $((most / 1024))
}
digest() { find "$1" -type f -print0 | xargs -0 -n "$2" -P "$cores" openssl dgst -sha256; }

mkdir large small
for i in 1 2 3 4 5 6 7 8; do head -c 134217728 /dev/urandom > "large/$i.bin"; done
for i in $(seq 100); do
  mkdir "small/$i"
  head -c 4096000 /dev/urandom | split -b 4096 -a 3 -d - "small/$i/f"
done
files=$(find small -type f | wc -l)
cat large/* small/*/* > /dev/null

(
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout k.pem -out c.pem -days 2 -subj /CN=Bench \
    -addext extendedKeyUsage=codeSigning -addext keyUsage=critical,digitalSignature,keyCertSign
) 2> /dev/null
"$ambit" catalog create small -o small.json > /dev/null 2>&1
"$ambit" catalog sign small.json --key k.pem --cert c.pem > /dev/null
for _ in $(seq "$rounds"); do
  measure large openssl digest large 1
  measure large ambit "$ambit" catalog create large -o out.json
  measure small openssl digest small 2000
  measure small ambit "$ambit" catalog create small -o out.json
  measure small verify "$ambit" catalog verify small.json --trust c.pem --root small
done
create=$(peak "$ambit" catalog create small -o out.json)
verify=$(peak "$ambit" catalog verify small.json --trust c.pem --root small)
large=$(peak "$ambit" catalog create large -o out.json)

median() { # case variant column
  awk -v c="$1" -v v="$2" -v n="$3" '$1 == c && $2 == v { print $n }' times | sort -n | awk '{ a[NR] = $1 } END { printf "%.2f", a[int((NR + 1) / 2)] }'
}
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }
row() { # what, case, variant, peak
  echo "| $1 | $(median "$2" "$3" 3) | $(ratio "$(median "$2" openssl 3)" "$(median "$2" "$3" 3)") | $(median "$2" "$3" 4) | $(ratio "$(median "$2" openssl 4)" "$(median "$2" "$3" 4)") | $4 |"
}
{
  echo "# Benchmarks: integrity"
  echo
  echo "Written by \`bench/integrity.sh $rounds\` on $(uname -sm), $cores cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1); load at the end $(cut -d' ' -f1 /proc/loadavg)."
  echo "Seconds, the median of $rounds alternating rounds, of the whole command with the start of its JVM; CPU is user and system time. Throughput is to \`openssl dgst -sha256\` of the same files on as many processes as there are cores: above 1 is faster than openssl. Peak is the memory of the largest process, MiB."
  echo
  echo "| what | wall | throughput | CPU | throughput | peak |"
  echo "|---|---|---|---|---|---|"
  row "1 GiB in 8 files, openssl" large openssl ""
  row "1 GiB in 8 files, \`catalog create\`" large ambit "$large"
  row "$files files of 4 KiB, openssl, 2,000 a process" small openssl ""
  row "$files files of 4 KiB, \`catalog create\`" small ambit "$create"
  row "$files files of 4 KiB, \`catalog verify --root\`" small verify "$verify"
} > "$report"
cat "$report"
