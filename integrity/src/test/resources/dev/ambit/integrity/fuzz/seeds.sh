#!/bin/sh
# Makes the seeds of the fuzz targets anew: the catalogs and one signature by Ambit, the other by openssl, the archives by tar.
# Their key is thrown away; the targets demand that nothing of it verifies under the anchor that is kept here.
# Usage: seeds.sh, in a built checkout
set -eu
here=$(cd "$(dirname "$0")" && pwd)
ambit=$(cd "$here/../../../../../../../.." && pwd)/ambit
readers=$here/ReadersFuzzTestInputs
archives=$here/../npm/TarEntriesFuzzTestInputs/entries
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

key() { # NAME CN
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 36500 -subj "/CN=$2" -keyout "$1.key" -out "$1.pem" \
    -addext extendedKeyUsage=codeSigning -addext keyUsage=critical,digitalSignature 2>/dev/null
}
key seed Seed
key anchor Nobody
mkdir app
printf 1\; >app/a.js
printf 22\; >app/b.js
printf '\001\002\003' >content

"$ambit" catalog create -q app -o "$readers/portableCatalog/c.json" --format json --sha512
for version in 1 2; do
  "$ambit" catalog create -q app -o "un$version.cat" --format cat --catalog-version $version
  "$ambit" catalog sign -q "un$version.cat" --key seed.key --cert seed.pem -o "v$version.cat"
done
cp un1.cat un2.cat v1.cat v2.cat "$readers/securityCatalog"
"$ambit" policy sign -q content --key seed.key --cert seed.pem -o s.p7s
openssl cms -sign -binary -in content -signer seed.pem -inkey seed.key -outform DER -nosmimecap -out o.p7s
cp s.p7s o.p7s "$readers/signature"
cp anchor.pem "$here/anchor.pem"

# ustar, pax with a long name, and GNU
long=$(printf 'x%.0s' $(seq 128))
mkdir "$long"
cp app/a.js "$long"
pack() { # FORMAT FILE WHAT
  tar --create --format "$1" --file "$2" --blocking-factor 8 --owner root:0 --group root:0 --mtime 2026-11-21T12:38Z "$3"
}
pack ustar "$archives/t.tar" app
pack pax "$archives/p.tar" app/a.js
pack gnu "$archives/g.tar" "$long/a.js"
