"""Writes a PKCS#12 file without integrity once more: with PBMAC1 (RFC 9579), and with indefinite lengths."""

import hashlib
import hmac
import sys


def element(tag, content):
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    digits = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(digits)]) + digits + content


def split(data):
    tag, size, start = data[0], data[1], 2
    if size & 0x80:
        start += size & 0x7F
        size = int.from_bytes(data[2:start], "big")
    return tag, data[start : start + size], data[start + size :]


def elements(data):
    while data:
        tag, content, data = split(data)
        yield tag, content


def indefinite(tag, content):
    """The element in lengths that are not said, its strings in parts of 500 bytes."""
    if tag & 0x20:
        return bytes([tag, 0x80]) + b"".join(indefinite(*each) for each in elements(content)) + b"\0\0"
    if tag in (0x04, 0x80) and len(content) > 500:
        parts = [element(0x04, content[at : at + 500]) for at in range(0, len(content), 500)]
        return bytes([tag | 0x20, 0x80]) + b"".join(parts) + b"\0\0"
    return element(tag, content)


source, password, pbmac1_to, indefinite_to = sys.argv[1:]
pfx = open(source, "rb").read()
_, body, _ = split(pfx)
version, safe = list(elements(body))[:2]
_, explicit = list(elements(safe[1]))[1]
_, content, _ = split(explicit)

oid = lambda *digits: element(0x06, bytes(digits))
hmac_sha256 = element(0x30, oid(0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 2, 9) + element(0x05, b""))
salt, rounds = b"saltsalt", 2048
key = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, rounds, 32)
value = hmac.new(key, content, "sha256").digest()
pbkdf2 = element(
    0x30,
    oid(0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 5, 12)
    + element(
        0x30,
        element(0x04, salt) + element(0x02, rounds.to_bytes(2, "big")) + element(0x02, b"\x20") + hmac_sha256,
    ),
)
pbmac1 = element(
    0x30, oid(0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 5, 14) + element(0x30, pbkdf2 + hmac_sha256)
)
mac = element(
    0x30,
    element(0x30, pbmac1 + element(0x04, value)) + element(0x04, b"NOT USED") + element(0x02, b"\x01"),
)
open(pbmac1_to, "wb").write(element(0x30, element(*version) + element(*safe) + mac))

# The contents are a document of their own, inside a string.
inner = indefinite(*split(content)[:2])
whole = element(0x30, oid(0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 1) + element(0xA0, element(0x04, inner)))
open(indefinite_to, "wb").write(indefinite(*split(element(0x30, element(*version) + whole))[:2]))
