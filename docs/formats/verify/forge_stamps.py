"""Time stamps for tests: a certificate authority, a time-stamping one, tokens, evidence records."""

import datetime
import hashlib

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tmev import timestamp
from tmev.canonical import EPOCH


def tlv(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    digits = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(digits)]) + digits + content


def seq(*items):
    return tlv(0x30, b"".join(items))


def set_of(*items):
    return tlv(0x31, b"".join(sorted(items)))


def integer(value):
    return tlv(2, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def octets(value):
    return tlv(4, value)


def oid(text):
    first, second, *rest = map(int, text.split("."))
    out = b""
    for number in (40 * first + second, *rest):
        digits = [number & 0x7F]
        while number := number >> 7:
            digits.append(number & 0x7F | 0x80)
        out += bytes(reversed(digits))
    return tlv(6, out)


def moment(at):
    return EPOCH + datetime.timedelta(seconds=at)


def new_key(kind):
    if kind == "rsa":
        return rsa.generate_private_key(65537, 2048)
    if kind == "ed25519":
        return ed25519.Ed25519PrivateKey.generate()
    return ec.generate_private_key(ec.SECP256R1())


class Authority:
    """A root and a time-stamping certificate under it."""

    def __init__(self, name, start, end, kind="ec", purposes=("stamp",), critical=True):
        self.root_key, self.key = ec.generate_private_key(ec.SECP256R1()), new_key(kind)
        self.root = self._certificate(name, name, self.root_key, start, end, None, True)
        usages = {"stamp": ExtendedKeyUsageOID.TIME_STAMPING, "code": ExtendedKeyUsageOID.CODE_SIGNING}
        usage = (x509.ExtendedKeyUsage([usages[p] for p in purposes]), critical)
        self.certificate = self._certificate(f"{name} TSA", name, self.key, start, end, usage, False)

    def _certificate(self, subject, issuer, key, start, end, usage, ca):
        def name(text):
            return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

        builder = x509.CertificateBuilder(name(issuer), name(subject), key.public_key())
        builder = builder.serial_number(x509.random_serial_number())
        builder = builder.not_valid_before(moment(start)).not_valid_after(moment(end))
        builder = builder.add_extension(x509.BasicConstraints(ca, None), True)
        if usage:
            builder = builder.add_extension(*usage)
        return builder.sign(self.root_key, hashes.SHA256())

    def pem(self) -> str:
        return self.root.public_bytes(Encoding.PEM).decode()

    def stamp(self, message, at, accuracy=1, digest="sha256", over="sha256") -> bytes:
        """A token over the hash of the message, signed with a digest."""
        names = {name: dotted for dotted, name in timestamp.DIGESTS.items()}
        hashed = octets(hashlib.new(over, message).digest())
        imprint = seq(seq(oid(names[over]), b"\5\0"), hashed)
        text = moment(at).strftime("%Y%m%d%H%M%S")
        parts = [integer(1), oid("1.2.3"), imprint, integer(7), tlv(0x18, f"{text}Z".encode())]
        info = seq(*parts, *([seq(integer(accuracy))] if accuracy else []))
        encoded = self.certificate.public_bytes(Encoding.DER)
        ess = seq(seq(seq(octets(hashlib.sha256(encoded).digest()))))
        attributes = [
            seq(oid(timestamp.CONTENT_TYPE), set_of(oid(timestamp.TST_INFO))),
            seq(oid(timestamp.MESSAGE_DIGEST), set_of(octets(hashlib.new(digest, info).digest()))),
            seq(oid(timestamp.SIGNING_CERT_V2), set_of(ess)),
        ]
        signed = set_of(*attributes)
        algorithm, signature = self._sign(signed, digest)
        hash_ = seq(oid(names[digest]), b"\5\0")
        identifier = seq(
            self.certificate.issuer.public_bytes(), integer(self.certificate.serial_number)
        )
        signer = seq(
            integer(1), identifier, hash_, b"\xa0" + signed[1:], algorithm, octets(signature)
        )
        inner = seq(oid(timestamp.TST_INFO), tlv(0xA0, octets(info)))
        data = seq(integer(3), set_of(hash_), inner, tlv(0xA0, encoded), set_of(signer))
        return seq(oid(timestamp.SIGNED_DATA), tlv(0xA0, data))

    def _sign(self, message, digest):
        hash_ = timestamp.HASHES[digest]()
        if isinstance(self.key, rsa.RSAPrivateKey):
            return seq(oid(timestamp.RSA), b"\5\0"), self.key.sign(message, padding.PKCS1v15(), hash_)
        if isinstance(self.key, ed25519.Ed25519PrivateKey):
            return seq(oid(timestamp.ED25519)), self.key.sign(message)
        names = {v: k for k, v in timestamp.ECDSA_WITH.items()}
        return seq(oid(names[digest])), self.key.sign(message, ec.ECDSA(hash_))


def evidence_record(*chains) -> bytes:
    """Each chain is a list of archive time stamps: (token, lists of a reduced hash tree)."""
    algorithm = seq(oid("2.16.840.1.101.3.4.2.1"))
    return seq(integer(1), seq(algorithm), seq(*map(chain_of, chains)))


def chain_of(stamps) -> bytes:
    return seq(*(archive_time_stamp(*stamp) for stamp in stamps))


def archive_time_stamp(token, tree=()) -> bytes:
    nodes = b"".join(seq(*map(octets, node)) for node in tree)
    return seq(*([tlv(0xA2, nodes)] if tree else []), token)
