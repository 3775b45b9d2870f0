#!/bin/sh
# Lints, checks the types and tests the guard, each test on every Node line. The tools run on the Node 24 line:
# the Node of the system may be too old for all of it.
# usage: check.sh FOLDER_OF_THE_GUARD FOLDER_OF_THE_NODE_LINES
set -eu
guard=$1
lines=$2

case $(uname -m) in
  x86_64) arch=x64 ;;
  aarch64 | arm64) arch=arm64 ;;
  *) echo "no Node binaries for $(uname -m); run on x86_64 or aarch64" >&2; exit 1 ;;
esac

bin() {
  echo "$lines/node_modules/node$1-linux-$arch/bin"
}

sh "$guard/build/install.sh" "$lines"
PATH="$(bin 24):$PATH"
export PATH
sh "$guard/build/install.sh" "$guard"

cd "$guard"
node node_modules/eslint/bin/eslint.js .
node node_modules/typescript/bin/tsc --noEmit
for line in 22 24 26; do
  echo "guard on Node $line"
  "$(bin "$line")/node" --test --test-concurrency=2 --test-reporter=dot "test/*.test.cjs"
done
