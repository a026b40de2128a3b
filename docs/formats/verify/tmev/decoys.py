"""Decoy panels: bundle.md section 4.5, step 3. Sums in doubles: four places need no more."""

import hashlib
import math
from dataclasses import dataclass

from . import scores
from .derivation import coin_key
from .gamma import ln_q

UNIT = 1 << 32
NORMAL = 3.2905267314918945  # standard normal quantile of 0.9995


def decoy(seed: str, number: int) -> bytes:
    text = b"tidemark-decoy-v1\0" + seed.encode() + number.to_bytes(8, "big")
    return hashlib.sha256(text).digest()[:16]


def own_coin(key: bytes, blocks: bytes, contexts):
    """n and S (in units of 1) of a fleet key with its own coin."""
    fleet, _ = scores.tiers(coin_key(key), blocks, contexts)
    picked = scores.pick(blocks, fleet)
    return len(picked) // 16, scores.rough_total(key, picked)


def score_decoy(given, number):
    """(n, S) of decoy number i; given: seed, kind, blocks of the slice (of the tier), contexts."""
    seed, kind, blocks, contexts = given
    if kind == "own coin":
        return own_coin(decoy(seed, (1 << 32) + number), blocks, contexts)
    return len(blocks) // 16, scores.rough_total(decoy(seed, number), blocks)


def z(n: int, s: float) -> float:
    return (s - n) / math.sqrt(n) if n else 0.0


@dataclass
class Panel:
    """A recomputed panel."""

    n: int
    mean: float
    variance: float
    low: float
    high: float
    scored: list

    @property
    def judged(self):
        return self.n >= 30

    def rank(self, kind, n, s) -> int:
        """1 + decoys that show at least as much as (n, s)."""
        if kind == "true coin":
            return 1 + sum(other >= s - 1e-7 for _, other in self.scored)
        own = ln_q(n, round(s * UNIT))
        return 1 + sum(ln_q(m, round(other * UNIT)) <= own + 1e-9 for m, other in self.scored)


def panel(scored) -> Panel:
    values = [z(n, s) for n, s in scored]
    mean = math.fsum(values) / len(values)
    squares = math.fsum((value - mean) ** 2 for value in values)
    freedom = len(values) - 1
    return Panel(
        min(n for n, _ in scored),
        mean,
        squares / freedom,
        squares / quantile(freedom, NORMAL),
        squares / quantile(freedom, -NORMAL),
        scored,
    )


def quantile(freedom: int, normal: float) -> float:
    """Chi-square quantile (Wilson and Hilferty 1931)."""
    r = 2 / (9 * freedom)
    return freedom * (1 - r + normal * math.sqrt(r)) ** 3
