#!/bin/sh
# Makes the files of this folder once more, with the tools that people have. The files are checked in: tests need
# none of the tools. Needs openssl 3, keytool, pk12util and certutil (libnss3-tools), certtool (gnutls-bin), gpgsm,
# python3, and the crate pkcs12 0.2.0-pre.0 in cargo's registry, whose tests hold files of Windows, macOS and Firefox.
#
# `files.txt` says of each: its name, its password, and what is in it: `alias: subject`, `?: subject` where the alias
# differs from one making to the next, or `refused: why`.
set -eu
cd "$(dirname -- "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rm -f ./*.p12
: >files.txt

note() { printf '%s\t%s\t%s\n' "$1" "$2" "$3" >>files.txt; }

# A chain of two authorities, and people below it with keys of every kind.
days=9000
openssl req -x509 -newkey rsa:2048 -nodes -days $days -subj "/CN=Vellmere Root" -keyout "$work/root.key" -out "$work/root.pem" 2>"$work/log"
openssl req -newkey rsa:2048 -nodes -subj "/CN=Vellmere Mail CA 2" -keyout "$work/ca.key" -out "$work/ca.csr" 2>"$work/log"
printf 'basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign\n' >"$work/ca.ext"
openssl x509 -req -in "$work/ca.csr" -CA "$work/root.pem" -CAkey "$work/root.key" -CAcreateserial -days $days -extfile "$work/ca.ext" -out "$work/ca.pem" 2>"$work/log"
cat "$work/ca.pem" "$work/root.pem" >"$work/chain.pem"
printf 'keyUsage=critical,digitalSignature,keyEncipherment\nextendedKeyUsage=emailProtection,clientAuth\nsubjectAltName=email:amira.haddad@vellmere.example\n' >"$work/person.ext"
person() { # name, subject, arguments for the key
    name=$1 subject=$2
    shift 2
    openssl genpkey "$@" -out "$work/$name.key" 2>"$work/log"
    openssl req -new -utf8 -key "$work/$name.key" -subj "$subject" -out "$work/$name.csr"
    openssl x509 -req -in "$work/$name.csr" -CA "$work/ca.pem" -CAkey "$work/ca.key" -CAcreateserial -days $days -extfile "$work/person.ext" -out "$work/$name.pem" 2>"$work/log"
}
person rsa "/CN=Amira Haddad/OU=Research" -algorithm RSA -pkeyopt rsa_keygen_bits:2048
person rsa2 "/CN=Amira Haddad/OU=Signing" -algorithm RSA -pkeyopt rsa_keygen_bits:3072
person p256 "/CN=Jonas Weiß" -algorithm EC -pkeyopt ec_paramgen_curve:P-256
person p384 "/CN=Jonas Weiß" -algorithm EC -pkeyopt ec_paramgen_curve:P-384
person p521 "/CN=Jonas Weiß" -algorithm EC -pkeyopt ec_paramgen_curve:P-521
person ed25519 "/CN=Li Na" -algorithm ED25519
person ed448 "/CN=Li Na" -algorithm ED448

made() { # file, key, password, what is in it, more arguments
    file=$1 key=$2 password=$3 holds=$4
    shift 4
    openssl pkcs12 -export -inkey "$work/$key.key" -in "$work/$key.pem" -passout "pass:$password" -out "$file.p12" "$@"
    note "$file" "$password" "$holds"
}
amira="CN=Amira Haddad, OU=Research"
made openssl3 rsa "correct horse" "Mail 2026: $amira" -name "Mail 2026" -certfile "$work/chain.pem"
made openssl3-aes128 rsa secret "-: $amira" -keypbe AES-128-CBC -certpbe AES-128-CBC
made openssl3-aes192-sha512 rsa secret "-: $amira" -keypbe AES-192-CBC -certpbe AES-192-CBC -macalg sha512
made openssl3-des3-pbes2 rsa secret "-: $amira" -keypbe DES-EDE3-CBC -certpbe DES-EDE3-CBC -macalg sha384
made openssl3-certificate-open rsa secret "-: $amira" -certpbe NONE
made openssl3-all-open rsa "" "-: $amira" -certpbe NONE -keypbe NONE -nomac
made openssl3-no-mac rsa secret "-: $amira" -nomac
made openssl3-no-iterations rsa secret "-: $amira" -noiter -nomaciter
made openssl3-empty-password rsa "" "-: $amira"
made openssl3-letters rsa "Zürich-東京-🔑" "Schlüssel für Amira: $amira" -name "Schlüssel für Amira"
made openssl1 rsa secret "Mail 2024: $amira" -legacy -name "Mail 2024" -certfile "$work/chain.pem"
made openssl1-descert rsa secret "-: $amira" -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1
made openssl1-rc2-128 rsa secret "-: $amira" -legacy -keypbe PBE-SHA1-RC2-128 -certpbe PBE-SHA1-RC2-128 -macalg sha1
made openssl1-two-key rsa secret "-: $amira" -legacy -keypbe PBE-SHA1-2DES -certpbe PBE-SHA1-RC2-40 -macalg sha1
made openssl1-letters rsa "Zürich-東京-🔑" "-: $amira" -legacy
made openssl1-rc4 rsa secret "refused: UnknownProtection" -legacy -keypbe PBE-SHA1-RC4-128 -certpbe PBE-SHA1-RC4-128 -macalg sha1
made openssl3-p256 p256 secret "-: CN=Jonas Weiß"
made openssl3-p384 p384 secret "-: CN=Jonas Weiß"
made openssl3-p521 p521 secret "-: CN=Jonas Weiß"
made openssl3-ed25519 ed25519 secret "-: CN=Li Na"
made openssl3-ed448 ed448 secret "refused: UnknownKey"
# What the file says of itself is as Windows says it.
made openssl3-as-windows rsa secret "te-8f2b: $amira" -legacy -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-RC2-40 -macalg sha1 \
    -name "te-8f2b" -CSP "Microsoft Enhanced Cryptographic Provider v1.0" -LMK
openssl pkcs12 -export -nokeys -in "$work/rsa.pem" -passout pass:secret -out openssl3-no-key.p12
note openssl3-no-key secret "refused: NoPrivateKey"
openssl pkcs12 -export -inkey "$work/rsa.key" -nocerts -passout pass:secret -out openssl3-no-certificate.p12 2>"$work/log" &&
    note openssl3-no-certificate secret "refused: NoCertificate"
made openssl3-costly rsa secret "refused: TooCostly" -iter 1000001

# Java: several in one file.
keytool -genkeypair -storetype PKCS12 -keystore keytool.p12 -storepass secret -alias signing -dname "CN=Amira Haddad, OU=Signing" -keyalg RSA -keysize 2048 -validity $days 2>"$work/log"
keytool -genkeypair -storetype PKCS12 -keystore keytool.p12 -storepass secret -alias sign-in -dname "CN=Amira Haddad, OU=Sign in" -keyalg EC -groupname secp256r1 -validity $days 2>"$work/log"
note keytool secret "signing: OU=Signing, CN=Amira Haddad; sign-in: OU=Sign in, CN=Amira Haddad"
keytool -J-Dkeystore.pkcs12.legacy -importkeystore -srckeystore keytool.p12 -srcstorepass secret -destkeystore keytool-legacy.p12 -deststoretype PKCS12 -deststorepass secret 2>"$work/log"
note keytool-legacy secret "signing: OU=Signing, CN=Amira Haddad; sign-in: OU=Sign in, CN=Amira Haddad"

# NSS, which is in Firefox and Thunderbird.
mkdir "$work/nss"
certutil -N -d "$work/nss" --empty-password
pk12util -i openssl3.p12 -d "$work/nss" -W "correct horse" -K "" >"$work/log"
pk12util -o nss.p12 -n "Mail 2026" -d "$work/nss" -W "secret" -K "" >"$work/log"
note nss secret "Mail 2026: $amira"
pk12util -o nss-letters.p12 -n "Mail 2026" -d "$work/nss" -W "Zürich-東京" -K "" >"$work/log"
note nss-letters "Zürich-東京" "Mail 2026: $amira"
pk12util -o nss-legacy.p12 -n "Mail 2026" -d "$work/nss" -W "secret" -K "" -c "PKCS #12 V2 PBE With SHA-1 And 3KEY Triple DES-CBC" -C "PKCS #12 V2 PBE With SHA-1 And 40 Bit RC2 CBC" >"$work/log"
note nss-legacy secret "Mail 2026: $amira"

# GnuTLS.
for cipher in aes-256 3des-pkcs12 rc2-40; do
    certtool --to-p12 --load-privkey "$work/rsa.key" --load-certificate "$work/rsa.pem" --p12-name "GnuTLS" --password secret --pkcs-cipher $cipher --outder --outfile gnutls-$cipher.p12 2>"$work/log"
    note gnutls-$cipher secret "GnuTLS: $amira"
done

# GnuPG, which writes lengths that are not said.
export GNUPGHOME="$work/gnupg"
mkdir -m 700 "$GNUPGHOME"
printf 'allow-loopback-pinentry\nallow-preset-passphrase\n' >"$GNUPGHOME/gpg-agent.conf"
printf 'disable-crl-checks\npinentry-mode loopback\n' >"$GNUPGHOME/gpgsm.conf"
openssl x509 -in "$work/root.pem" -noout -fingerprint -sha1 | sed 's/.*=//; s/$/ S/' >"$GNUPGHOME/trustlist.txt"
gpgsm --batch --import "$work/root.pem" "$work/ca.pem" 2>"$work/log" || true
echo secret | gpgsm --batch --passphrase-fd 0 --import openssl1-descert.p12 2>"$work/log" || cat "$work/log"
echo secret | gpgsm --batch --passphrase-fd 0 --export-secret-key-p12 "Amira Haddad" >gpgsm.p12 2>"$work/log" || cat "$work/log"
gpgconf --kill gpg-agent
note gpgsm secret "?: $amira"

# Integrity as RFC 9579 has it, which OpenSSL writes from 3.4 on; and the whole in lengths that are not said.
python3 other.py openssl3-no-mac.p12 secret pbmac1.p12 indefinite.p12
note pbmac1 secret "-: $amira"
note indefinite secret "-: $amira"

# Windows 10, macOS 14 and Firefox themselves (Apache-2.0 or MIT, from the tests of the crate pkcs12).
origin=$(find "${CARGO_HOME:-$HOME/.cargo}/registry/src" -type d -path '*pkcs12-0.2.0-pre.0/tests/examples' | head -n 1)
for from in _windows_aes.p12.pfx _windows_tdes.p12.pfx _macos.p12 _firefox.p12 .p12; do
    name=$(echo "own$from" | sed 's/\..*//; s/own_/real-/; s/own/real-openssl/; s/_/-/g')
    cp "$origin/ValidCertificatePathTest1EE$from" "$name.p12"
    note "$name" password "?: C=US, O=Test Certificates 2011, CN=Valid EE Certificate Test1"
done
