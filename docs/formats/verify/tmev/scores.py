"""Draws, coins and scores of tidemark-gumbel-aes-v1.md, in bulk.

u = (w + 1/2) 2^-64, so 1 - u = (2 v + 1) 2^-65 with v the complement of w.
"""

import math
import sys
from array import array
from decimal import Decimal, localcontext
from itertools import compress

from .derivation import encrypt

UNIT = float(1 << 32)
LN2_65 = 65 * math.log(2)
ONES = (1 << 64) - 1
MARGIN = 1e-3  # doubles err by less than 1e-4 units of 2^-32 here
SLOT = (1 << 18) - 1


def score(w: int) -> int:
    """floor(-ln(1 - u) 2^32), exact."""
    odd = 2 * (ONES - w) + 1
    value = (LN2_65 - math.log(odd)) * UNIT
    if MARGIN < value - math.floor(value) < 1 - MARGIN:
        return math.floor(value)
    return _exact(odd)


def _exact(odd: int) -> int:
    digits = 50
    while True:
        with localcontext() as context:
            context.prec = digits
            value = (65 * Decimal(2).ln() - Decimal(odd).ln()) * (1 << 32)
            floor = int(value)
            if min(value - floor, floor + 1 - value) > Decimal(10) ** (20 - digits):
                return floor
        digits *= 2


def draws(key: bytes, blocks: bytes) -> array:
    """First 8 bytes of each output, as numbers."""
    out = array("Q", encrypt(key, blocks))
    if sys.byteorder == "little":
        out.byteswap()
    return out[::2]


def total(key: bytes, blocks: bytes) -> int:
    """Sum of exact scores over all blocks."""
    log, unit, floor, margin, top = math.log, UNIT, math.floor, MARGIN, 1 - MARGIN
    result = 0
    for w in draws(key, blocks):
        odd = 2 * (ONES - w) + 1
        value = (LN2_65 - log(odd)) * unit
        whole = floor(value)
        result += whole if margin < value - whole < top else _exact(odd)
    return result


def rough_total(key: bytes, blocks: bytes) -> float:
    """The same in doubles, in units of 1: to 1e-9 of itself."""
    if not blocks:
        return 0.0
    flipped = int.from_bytes(encrypt(key, blocks), "big") ^ ((1 << 8 * len(blocks)) - 1)
    out = array("Q", flipped.to_bytes(len(blocks), sys.byteorder))
    values = out[1::2] if sys.byteorder == "little" else out[::2]
    try:
        logs = sum(map(math.log, values))
    except ValueError:
        logs = sum(math.log(v + 0.5) for v in values)
    return 64 * math.log(2) * len(values) - logs


def tiers(coin: bytes, blocks: bytes, contexts):
    """(blocks of the fleet's tier, blocks of the tenants') that count under this coin, as masks."""
    out = array("I", encrypt(coin, coin_blocks(blocks, contexts)))
    if sys.byteorder == "little":
        out.byteswap()
    narrow, fleet = contexts["narrowShare"], contexts["fleetShare"]
    a, b, wide = out[::4], out[1::4], blocks[::16]
    counts = [(x < narrow) == (first >= 64) for x, first in zip(a, wide)]
    first = [c and y < fleet for c, y in zip(counts, b)]
    return first, [c and not f for c, f in zip(counts, first)]


def coin_blocks(blocks: bytes, contexts) -> bytes:
    """The coin's block of each draw: slots 1 and 2, domain 10."""
    mask = int.from_bytes(coin_mask() * (len(blocks) // 16), "big")
    domain = int.from_bytes((b"\x80" + bytes(15)) * (len(blocks) // 16), "big")
    return (int.from_bytes(blocks, "big") & mask | domain).to_bytes(len(blocks), "big")


def coin_mask() -> bytes:
    return (SLOT << 18 | SLOT << 36).to_bytes(16, "big")


def pick(blocks: bytes, mask) -> bytes:
    """The blocks where the mask says so."""
    pieces = [blocks[i : i + 16] for i in range(0, len(blocks), 16)]
    return b"".join(compress(pieces, mask))


def block(domain: int, slots) -> bytes:
    value = domain << 126
    for place, token in enumerate(slots):
        value |= token << 18 * place
    return value.to_bytes(16, "big")
