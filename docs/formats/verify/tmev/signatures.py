"""Ed25519 and ML-DSA through PyPI cryptography; a key is raw bytes, an answer is a bool."""

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ed25519, mldsa

ED25519_SPKI = bytes.fromhex("302a300506032b6570032100")
ML_DSA_65_SPKI = bytes.fromhex("308207b2300b0609608648016503040312038207a100")


def _holds(load, key: bytes, signature: bytes, message: bytes) -> bool:
    try:
        load(key).verify(signature, message)
        return True
    except (InvalidSignature, ValueError):
        return False


def ed25519_holds(key, signature, message):
    return _holds(ed25519.Ed25519PublicKey.from_public_bytes, key, signature, message)


def ml_dsa_44_holds(key, signature, message):
    return _holds(mldsa.MLDSA44PublicKey.from_public_bytes, key, signature, message)


def ml_dsa_65_holds(key, signature, message):
    return _holds(mldsa.MLDSA65PublicKey.from_public_bytes, key, signature, message)


def ed25519_id(key: bytes) -> str:
    return hashlib.sha256(ED25519_SPKI + key).hexdigest()


def ml_dsa_65_id(key: bytes) -> str:
    return hashlib.sha256(ML_DSA_65_SPKI + key).hexdigest()
