"""Signatures of people in OpenSSH's form (SSHSIG), from docs/record.md alone. verify_bundle.py uses it. What does not count raises ValueError."""
import base64, hashlib
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

CURVES = {
    b"nistp256": (ec.SECP256R1(), hashes.SHA256()),
    b"nistp384": (ec.SECP384R1(), hashes.SHA384()),
    b"nistp521": (ec.SECP521R1(), hashes.SHA512()),
}
KINDS = {b"ssh-ed25519": None, b"ssh-rsa": None, b"sk-ssh-ed25519@openssh.com": None, b"sk-ecdsa-sha2-nistp256@openssh.com": b"nistp256"}
KINDS |= {b"ecdsa-sha2-" + curve: curve for curve in CURVES}
RSA = {b"rsa-sha2-256": hashes.SHA256(), b"rsa-sha2-512": hashes.SHA512()}
DIGESTS = {b"sha256": hashlib.sha256, b"sha512": hashlib.sha512}


def sure(condition):
    if not condition:
        raise ValueError("no key or signature of OpenSSH that counts")


def strings(blob, count):
    """So many strings, and what is left behind them."""
    parts = []
    for _ in range(count):
        end = 4 + int.from_bytes(blob[:4], "big")
        sure(4 <= len(blob) and end <= len(blob))
        parts.append(blob[4:end])
        blob = blob[end:]
    return *parts, blob


def positive(raw):
    """A number above 0 in as few bytes as keep its sign."""
    sure(raw and (0 < raw[0] < 128 or raw[0] == 0 and raw[1:2] > b"\x7f"))
    return int.from_bytes(raw, "big")


class Person:
    """A public key."""

    def __init__(self, blob):
        self.blob, self.application = blob, None
        self.kind, rest = strings(blob, 1)
        sure(self.kind in KINDS)
        self.curve = KINDS[self.kind]
        if self.curve:
            curve, point, rest = strings(rest, 2)
            sure(curve == self.curve and point[:1] == b"\4")
            self.key = ec.EllipticCurvePublicKey.from_encoded_point(CURVES[curve][0], point)
        elif self.kind == b"ssh-rsa":
            e, n, rest = strings(rest, 2)
            e, n = positive(e), positive(n)
            sure(2048 <= n.bit_length() <= 16384 and n & e & 1 and 1 < e < 1 << 64)
            self.key = rsa.RSAPublicNumbers(e, n).public_key()
        else:
            raw, rest = strings(rest, 1)
            self.key = Ed25519PublicKey.from_public_bytes(raw)
        if self.kind.startswith(b"sk-"):
            self.application, rest = strings(rest, 1)
        sure(not rest)

    @property
    def line(self):
        return self.kind.decode() + " " + base64.b64encode(self.blob).decode()

    def check(self, signature, message):
        """Raises unless the key made the signature over the message."""
        algorithm, raw, more = strings(signature, 2)
        sure(algorithm in (RSA if self.kind == b"ssh-rsa" else [self.kind]))
        if self.application is not None:  # a security key says whether it was touched, and counts
            sure(len(more) == 5 and more[0] & 1)
            message, more = hashlib.sha256(self.application).digest() + more + hashlib.sha256(message).digest(), b""
        sure(not more)
        if self.kind == b"ssh-rsa":
            size = (self.key.key_size + 7) // 8
            sure(0 < len(raw) <= size)
            self.key.verify(raw.rjust(size, b"\0"), message, padding.PKCS1v15(), RSA[algorithm])
        elif self.curve:
            r, s, rest = strings(raw, 2)
            sure(not rest)
            self.key.verify(utils.encode_dss_signature(positive(r), positive(s)), message, ec.ECDSA(CURVES[self.curve][1]))
        else:
            self.key.verify(raw, message)


def registered(line):
    """Raises unless a line of the registry is a public key that counts."""
    sure(Person(base64.b64decode(line.split(" ")[1], validate=True)).line == line)


def signer(text, purpose, message):
    """The line of the key that made an armored signature over the message."""
    lines = [line.removesuffix("\r") for line in text.split("\n") if line]
    sure(len(lines) > 2 and lines[0] == "-----BEGIN SSH SIGNATURE-----" and lines[-1] == "-----END SSH SIGNATURE-----")
    base = "".join(lines[1:-1]).encode()
    blob = base64.b64decode(base, validate=True)
    sure(blob[:10] == b"SSHSIG\0\0\0\1" and base64.b64encode(blob) == base)
    key, namespace, reserved, hashed, signature, rest = strings(blob[10:], 5)
    sure(namespace == purpose and not reserved and not rest and hashed in DIGESTS)
    parts = [purpose, b"", hashed, DIGESTS[hashed](message).digest()]
    person = Person(key)
    try:
        person.check(signature, b"SSHSIG" + b"".join(len(part).to_bytes(4, "big") + part for part in parts))
    except InvalidSignature:
        raise ValueError("a signature that does not fit")
    return person.line
