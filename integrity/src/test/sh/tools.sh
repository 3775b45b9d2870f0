#!/bin/sh
# The tests hold Ambit against openssl, osslsigncode, git and a token in software. Installs what is missing, or says how.
set -u
packages=
for tool in openssl osslsigncode git; do
  command -v "$tool" >/dev/null 2>&1 || packages="$packages $tool"
done
command -v softhsm2-util >/dev/null 2>&1 || packages="$packages softhsm2"
[ -z "$packages" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  export DEBIAN_FRONTEND=noninteractive
  # shellcheck disable=SC2086 # one word per package
  apt-get install -y $packages >/dev/null 2>&1 ||
    { apt-get update >/dev/null 2>&1 && apt-get install -y $packages >/dev/null 2>&1; } && exit 0
fi
echo "the tests of integrity need$packages; run: apt-get install -y$packages" >&2
exit 1
