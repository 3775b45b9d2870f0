#!/bin/sh
# Installs the packages of a folder from its lock file, when they are missing or older than it.
# usage: install.sh FOLDER
set -eu
cd "$1"
stamp=node_modules/.ambit-stamp
if [ -f "$stamp" ] && cmp -s package-lock.json "$stamp"; then
  exit 0
fi
npm ci --no-audit --no-fund
cp package-lock.json "$stamp"
