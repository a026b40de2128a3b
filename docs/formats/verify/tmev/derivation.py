"""Keys of an era and their commitments: derivation.md and commitment.md."""

import hashlib
import hmac
import re

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from . import merkle

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}")
PSEUDONYM = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")
LEAF = 64
MAX_LEAVES = 1 << 20
COIN_BLOCK = b"\xc0" + bytes(15)
QUICKNET = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
QUICKNET_GENESIS, QUICKNET_PERIOD = 1692803367, 3


def context(label, *fields) -> bytes:
    out = b""
    for item in (label, *fields):
        raw = item.encode() if isinstance(item, str) else item
        out += len(raw).to_bytes(2, "big") + raw
    return out


def mac(root: bytes, data: bytes) -> bytes:
    return hmac.digest(root, data, "sha256")


def hkdf(secret: bytes, salt, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(secret)


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def encrypt(key: bytes, blocks: bytes) -> bytes:
    """AES-128 of whole blocks, each by itself."""
    return Cipher(algorithms.AES(key), modes.ECB()).encryptor().update(blocks)


def tenant_key(root, deployment, role, name):
    return mac(root, context("tidemark/tenant/v1", deployment, role, name))


def tag_salt(root, deployment, role, name):
    return mac(root, context("tidemark/tag-salt/v1", deployment, role, name))


def tag(deployment, role, name, salt: bytes) -> bytes:
    return sha256(context("tidemark/tag/v1", deployment, role, name, salt))


def seed(key_of_tenant, profile: bytes, era) -> bytes:
    return hkdf(key_of_tenant, None, context("tidemark/era/v1", profile, era), 32)


def commitment(tag_: bytes, profile: bytes, era, seed_: bytes) -> bytes:
    return sha256(context("tidemark/commit/v1", tag_, profile, era, seed_))


def watermark_key(tag_, profile: bytes, era, seed_: bytes, beacon: bytes) -> bytes:
    return hkdf(seed_, beacon, context("tidemark/key/v1", tag_, profile, era), 16)


def coin_key(fleet_key: bytes) -> bytes:
    return encrypt(fleet_key, COIN_BLOCK)


def coin_commitment(profile: bytes, era, coin: bytes) -> bytes:
    return sha256(context("tidemark/coin/v1", profile, era, coin))


def key_id(key: bytes) -> str:
    return sha256(b"tidemark-key-id-v1" + key)[:8].hex()


def leaves(data: bytes):
    """The leaves of a commitment file; ValueError if it is none."""
    if len(data) % LEAF or not 1 <= len(data) // LEAF <= MAX_LEAVES:
        raise ValueError(f"{len(data)} bytes are no leaves")
    found = [data[i : i + LEAF] for i in range(0, len(data), LEAF)]
    for before, after in zip(found, found[1:]):
        if before[:32] >= after[:32]:
            raise ValueError("tags do not ascend")
    return found


def root_of(found) -> bytes:
    return merkle.root_of(found)


def first_round(at: int) -> int:
    """The first round of quicknet at or after a whole second."""
    return (at - QUICKNET_GENESIS + QUICKNET_PERIOD - 1) // QUICKNET_PERIOD + 1


def round_time(number: int) -> int:
    return QUICKNET_GENESIS + QUICKNET_PERIOD * (number - 1)
