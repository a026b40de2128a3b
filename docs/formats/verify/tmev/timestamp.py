"""TimeStampTokens (RFC 3161, RFC 5816) as CMS SignedData (RFC 5652): bundle.md section 4.2, step 2."""

import hashlib
import hmac
import warnings
from dataclasses import dataclass
from fractions import Fraction

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.utils import CryptographyDeprecationWarning

from . import der
from .codes import Failed

SIGNED_DATA, TST_INFO = "1.2.840.113549.1.7.2", "1.2.840.113549.1.9.16.1.4"
CONTENT_TYPE, MESSAGE_DIGEST = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"
SIGNING_CERT, SIGNING_CERT_V2 = "1.2.840.113549.1.9.16.2.12", "1.2.840.113549.1.9.16.2.47"
DIGESTS = {
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}
HASHES = {"sha256": hashes.SHA256, "sha384": hashes.SHA384, "sha512": hashes.SHA512}
RSA, RSA_PSS, ED25519 = "1.2.840.113549.1.1.1", "1.2.840.113549.1.1.10", "1.3.101.112"
RSA_WITH = {
    "1.2.840.113549.1.1.11": "sha256",
    "1.2.840.113549.1.1.12": "sha384",
    "1.2.840.113549.1.1.13": "sha512",
}
ECDSA_WITH = {
    "1.2.840.10045.4.3.2": "sha256",
    "1.2.840.10045.4.3.3": "sha384",
    "1.2.840.10045.4.3.4": "sha512",
}
MAX_CHAIN = 8
WRONG_KEY = (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError)
WRONG_CERTIFICATE = (
    UnsupportedAlgorithm,
    ValueError,
    TypeError,
    CryptographyDeprecationWarning,
    x509.DuplicateExtension,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)


@dataclass(frozen=True)
class Stamp:
    """A verified token: its own time, accuracy included, in seconds, and the key of its root."""

    time: Fraction
    authority: bytes


@dataclass
class Token:
    """A token as it reads, nothing verified."""

    content: bytes
    certificates: list
    signer: list
    imprint_hash: str
    imprint: bytes
    made: Fraction
    accuracy: Fraction


def read(data: bytes) -> Token:
    """DerError (a ValueError) where it is no TimeStampToken."""
    kind, wrapped = _exactly(der.parse(data).expect(der.SEQUENCE).items(), 2)
    if kind.oid() != SIGNED_DATA:
        raise der.DerError("not SignedData")
    (signed,) = _exactly(wrapped.expect(0xA0).items(), 1)
    parts = signed.expect(der.SEQUENCE).items()
    if len(parts) < 4 or parts[0].integer() != 3:
        raise der.DerError("SignedData version 3 has four parts")
    inner = parts[2].expect(der.SEQUENCE).items()
    if len(inner) != 2 or inner[0].oid() != TST_INFO:
        raise der.DerError("not a TSTInfo inside")
    content = _exactly(inner[1].expect(0xA0).items(), 1)[0].octets()
    certificates = []
    for part in parts[3:-1]:
        if part.tag == 0xA0:
            certificates += [item for item in part.items() if item.tag == der.SEQUENCE]
        elif part.tag != 0xA1:
            raise der.DerError("an unknown part of SignedData")
    (signer,) = _exactly(parts[-1].expect(der.SET).items(), 1)
    info = signer.expect(der.SEQUENCE).items()
    if len(info) < 6 or info[3].tag != 0xA0:
        raise der.DerError("SignerInfo without signed attributes")
    hash_, imprint, made, accuracy = _info(content)
    return Token(content, certificates, info, hash_, imprint, made, accuracy)


def _exactly(items, number):
    if len(items) != number:
        raise der.DerError(f"{len(items)} values, not {number}")
    return items


def _info(content: bytes):
    parts = der.parse(content).expect(der.SEQUENCE).items()
    if len(parts) < 5 or parts[0].integer() != 1:
        raise der.DerError("TSTInfo version 1 has five parts")
    parts[1].oid()
    algorithm, imprint = _exactly(parts[2].expect(der.SEQUENCE).items(), 2)
    parts[3].integer()
    made, accuracy = parts[4].time(), Fraction(0)
    if len(parts) > 5 and parts[5].tag == der.SEQUENCE:
        units = {der.INTEGER: Fraction(1), 0x80: Fraction(1, 1000), 0x81: Fraction(1, 10**6)}
        for item in parts[5].items():
            if item.tag not in units or der.implicit_integer(item) < 0:
                raise der.DerError("accuracy")
            accuracy += der.implicit_integer(item) * units[item.tag]
    hash_ = algorithm.expect(der.SEQUENCE).items()[0].oid()
    return hash_, imprint.octets(), made, accuracy


def verify(data: bytes, message: bytes, roots, now, renewed):
    """A Stamp over the SHA-256 of the message; None if it is ignored; else Failed.

    renewed: called with the certificates where one of them is no longer valid; True if the token
    was renewed in time.
    """
    token, chain = trusted(data, "sha256", hashlib.sha256(message).digest(), roots, now)
    if chain is None:
        return None
    if not valid(chain, now) and not renewed(chain):
        raise Failed("TOKEN_CERTIFICATE", "no longer valid, and not renewed")
    return Stamp(token.made + token.accuracy, _key_of(chain[-1]))


def trusted(data: bytes, algorithm: str, digest: bytes, roots, now):
    """The token and its certificates from the signer's to a root, as valid when it was made.

    None instead of the certificates if it leads to no root: such a token is ignored. Failed with
    the first broken rule.
    """
    try:
        token = read(data)
    except (ValueError, IndexError) as problem:
        raise Failed("TOKEN_FORMAT", str(problem)) from None
    known = [item for item in map(_load, token.certificates[:32]) if item]
    signer = next((item for item in known + roots if _names(token.signer[1], item)), None)
    chain = _chain(signer, known, roots, token.made) if signer else None
    if chain is None or not valid(chain, token.made):
        return token, None
    if DIGESTS.get(token.imprint_hash) != algorithm or token.imprint != digest:
        raise Failed("TOKEN_IMPRINT", "over other bytes")
    if token.made > now:
        raise Failed("TOKEN_FUTURE", f"genTime {float(token.made):.0f}, now {now}")
    if not _for_stamping(signer):
        raise Failed("TOKEN_CERTIFICATE", "not for time stamping alone")
    if not _signed(token, signer):
        raise Failed("TOKEN_SIGNATURE", "of the signed attributes")
    return token, chain


def _key_of(certificate) -> bytes:
    return certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _within(certificate, at) -> bool:
    start, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    return start.timestamp() <= at <= end.timestamp()


def valid(chain, at) -> bool:
    """Whether every certificate but the root is valid at this time."""
    return all(_within(item, at) for item in chain[:-1])


def _for_stamping(certificate) -> bool:
    """RFC 3161, section 2.3: for time stamping alone, and critically so."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
        purposes = [purpose.dotted_string for purpose in usage.value]
        return usage.critical and purposes == ["1.3.6.1.5.5.7.3.8"]
    except x509.ExtensionNotFound:
        return False


def _authority(certificate) -> bool:
    """Whether it may sign certificates."""
    try:
        extensions = certificate.extensions
        if not extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
            return False
        return extensions.get_extension_for_class(x509.KeyUsage).value.key_cert_sign
    except x509.ExtensionNotFound as missing:
        return missing.oid == x509.KeyUsage.oid


def _load(value):
    """A certificate; None for what is none, or one that cryptography will soon refuse."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", CryptographyDeprecationWarning)
            certificate = x509.load_der_x509_certificate(value.raw)
            certificate.public_key(), certificate.extensions, certificate.serial_number
        return certificate
    except WRONG_CERTIFICATE:
        return None


def _chain(signer, known, roots, at):
    """The certificates from the signer's to a root, both included; None without."""
    chain = [signer]
    while len(chain) <= MAX_CHAIN:
        for root in roots:
            if chain[-1] == root or _issued(chain[-1], root):
                return chain + ([] if chain[-1] == root and len(chain) > 1 else [root])
        above = (c for c in known if c not in chain and _issued(chain[-1], c))
        parent = next((c for c in above if _authority(c) and _within(c, at)), None)
        if parent is None:
            break
        chain.append(parent)
    return None


def _issued(certificate, issuer) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
        return True
    except WRONG_KEY:
        return False


def _names(identifier, certificate) -> bool:
    """Whether a SignerIdentifier is this certificate's."""
    try:
        if identifier.tag == 0x80:
            extension = certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
            return extension.value.digest == identifier.content
        issuer, serial = _exactly(identifier.expect(der.SEQUENCE).items(), 2)
        same = issuer.raw == certificate.issuer.public_bytes()
        return same and serial.integer() == certificate.serial_number
    except (ValueError, x509.ExtensionNotFound):
        return False


def _signed(token, signer) -> bool:
    """Whether the signed attributes fit the content and the signer, and are signed."""
    try:
        digest = DIGESTS[token.signer[2].expect(der.SEQUENCE).items()[0].oid()]
        attributes = {}
        for item in token.signer[3].items():
            name, values = _exactly(item.expect(der.SEQUENCE).items(), 2)
            if name.oid() in attributes:
                return False
            (attributes[name.oid()],) = _exactly(values.expect(der.SET).items(), 1)
        content = hashlib.new(digest, token.content).digest()
        fits = attributes[CONTENT_TYPE].oid() == TST_INFO
        fits &= hmac.compare_digest(attributes[MESSAGE_DIGEST].octets(), content)
        if not fits or not _names_signer(attributes, signer):
            return False
        message = token.signer[3].implicit(der.SET).raw
        _verify(signer.public_key(), token.signer, digest, message)
        return True
    except (KeyError, IndexError, *WRONG_KEY):
        return False


def _names_signer(attributes, signer) -> bool:
    """ESSCertID or ESSCertIDv2 (RFC 5816): the first one is the signer's."""
    name = SIGNING_CERT_V2 if SIGNING_CERT_V2 in attributes else SIGNING_CERT
    first = attributes[name].expect(der.SEQUENCE).items()[0].expect(der.SEQUENCE).items()[0]
    parts = first.expect(der.SEQUENCE).items()
    digest = "sha1" if name == SIGNING_CERT else "sha256"
    if parts[0].tag == der.SEQUENCE:
        digest = DIGESTS[parts[0].items()[0].oid()]
        parts = parts[1:]
    encoded = signer.public_bytes(Encoding.DER)
    return parts[0].octets() == hashlib.new(digest, encoded, usedforsecurity=False).digest()


def _verify(key, info, digest: str, message: bytes):
    algorithm = info[4].expect(der.SEQUENCE).items()
    name, signature = algorithm[0].oid(), info[5].octets()
    if isinstance(key, rsa.RSAPublicKey) and name == RSA_PSS:
        hash_ = HASHES[digest]()
        scheme = padding.PSS(padding.MGF1(hash_), padding.PSS.AUTO)
        key.verify(signature, message, scheme, hash_)
    elif isinstance(key, rsa.RSAPublicKey) and (name == RSA or name in RSA_WITH):
        hash_ = HASHES[RSA_WITH.get(name, digest)]()
        key.verify(signature, message, padding.PKCS1v15(), hash_)
    elif isinstance(key, ec.EllipticCurvePublicKey) and name in ECDSA_WITH:
        key.verify(signature, message, ec.ECDSA(HASHES[ECDSA_WITH[name]]()))
    elif isinstance(key, ed25519.Ed25519PublicKey) and name == ED25519:
        key.verify(signature, message)
    else:
        raise UnsupportedAlgorithm(f"signature {name}")
