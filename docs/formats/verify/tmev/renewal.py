"""Evidence records (RFC 4998) that renew a time stamp: bundle.md section 4.2, step 2.

The data object is the token; the first archive time stamp covers its hash, each further one of a
chain the time stamp before it, each further chain token and all chains before it. A time stamp has
to be valid until the next one was made, the last one until now.
"""

import hashlib

from . import der, timestamp
from .codes import Failed

MAX_STAMPS = 256


def holds(evidence: bytes, token: bytes, token_chain, roots, now) -> bool:
    """Whether the record shows that the token was renewed while its certificates were valid."""
    try:
        chains = _read(evidence)
        stamps = [stamp for chain in chains for stamp in _expected(chains, chain, token)]
    except (ValueError, IndexError, KeyError):
        return False
    if not 1 <= len(stamps) <= MAX_STAMPS:
        return False
    try:
        ends = [timestamp.read(stamp.raw).made for stamp, _, _ in stamps[1:]] + [now]
        before = token_chain
        for (stamp, algorithm, digest), until in zip(stamps, ends):
            read, chain = timestamp.trusted(stamp.raw, algorithm, digest, roots, until)
            if chain is None or not timestamp.valid(before, read.made):
                return False
            before = chain
        return timestamp.valid(before, now)
    except (Failed, ValueError, IndexError):
        return False


def _read(evidence: bytes):
    """Chains, each its raw bytes and a list of (hash, lists of the tree, time stamp)."""
    parts = der.parse(evidence).expect(der.SEQUENCE).items()
    if len(parts) < 3 or parts[0].integer() != 1:
        raise der.DerError("EvidenceRecord version 1 has three parts")
    chains = []
    for chain in parts[-1].expect(der.SEQUENCE).items():
        stamps = [_stamp(item) for item in chain.expect(der.SEQUENCE).items()]
        if not stamps or len({algorithm for algorithm, _, _ in stamps}) != 1:
            raise der.DerError("a chain has time stamps of one hash")
        chains.append((chain.raw, stamps))
    return chains


def _stamp(item):
    parts = item.expect(der.SEQUENCE).items()
    stamp = parts[-1].expect(der.SEQUENCE)
    tree = []
    for part in parts[:-1]:
        if part.tag == 0xA2:
            tree = [[leaf.octets() for leaf in node.items()] for node in part.items()]
        elif part.tag not in (0xA0, 0xA1):
            raise der.DerError("an unknown part of an ArchiveTimeStamp")
    named = [part for part in parts[:-1] if part.tag == 0xA0]
    oid = named[0].items()[0].oid() if named else timestamp.read(stamp.raw).imprint_hash
    return timestamp.DIGESTS[oid], tree, stamp


def _expected(chains, chain, token):
    """(time stamp, hash, digest that it must be over) of each in a chain."""
    place = chains.index(chain)
    algorithm = chain[1][0][0]
    data = _hash(algorithm, token)
    if place:
        earlier = b"".join(raw for raw, _ in chains[:place])
        data = _hash(algorithm, data + _hash(algorithm, _sequence(earlier)))
    found = []
    for _, tree, stamp in chain[1]:
        found.append((stamp, algorithm, _root(algorithm, data, tree)))
        data = _hash(algorithm, stamp.raw)
    return found


def _hash(algorithm, data: bytes) -> bytes:
    return hashlib.new(algorithm, data).digest()


def _sequence(content: bytes) -> bytes:
    size = len(content)
    if size < 0x80:
        return bytes([0x30, size]) + content
    digits = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([0x30, 0x80 | len(digits)]) + digits + content


def _root(algorithm, data: bytes, tree) -> bytes:
    """Of a reduced hash tree; a node of one hash is that hash."""
    for number, node in enumerate(tree):
        if number == 0 and data not in node:
            raise der.DerError("the tree does not hold the hash")
        leaves = node if number == 0 else [*node, data]
        data = _hash(algorithm, b"".join(sorted(leaves))) if len(leaves) > 1 else leaves[0]
    return data
