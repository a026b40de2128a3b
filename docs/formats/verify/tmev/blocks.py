"""Scored blocks: blocks.md. Read in pieces, by several processes."""

import struct
from dataclasses import dataclass, field

from . import scores
from .codes import Failed

RECORD = 17
MASK = (1 << 64) - 1
A, B, C = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
PIECE = 1 << 15
MOST_LEVEL = 24


def mix(hi: int, lo: int) -> int:
    """The hash m of blocks.md."""
    x = (hi * A & MASK) ^ ((lo << 32 | lo >> 32) & MASK)
    x = ((x ^ (x >> 30)) * B + lo) & MASK
    x = (x ^ (x >> 27)) * C & MASK
    return x ^ (x >> 31)


@dataclass
class Shape:
    """What a block file must have: context widths, and the level of the report's sample."""

    wide: int
    narrow: int
    level: int


@dataclass
class Summary:
    """What one reading finds: count, digest, tuples by level, and evidence by era and key."""

    count: int = 0
    digest: list = field(default_factory=lambda: [0, 0])
    levels: list = field(default_factory=lambda: [0] * (MOST_LEVEL + 1))
    evidence: dict = field(default_factory=dict)

    def add(self, other: "Summary"):
        self.count += other.count
        self.digest = [(a + b) & MASK for a, b in zip(self.digest, other.digest)]
        self.levels = [a + b for a, b in zip(self.levels, other.levels)]
        for name, parts in other.evidence.items():
            mine = self.evidence.setdefault(name, [0] * 4)
            self.evidence[name] = [a + b for a, b in zip(mine, parts)]

    def hex_digest(self) -> str:
        return "".join(f"{part:016x}" for part in self.digest)

    def slice_level(self, least: int, budget: int) -> int:
        """The least level from `least` on that leaves at most this many tuples."""
        left = sum(self.levels[least:])
        while left > budget and least < MOST_LEVEL:
            left -= self.levels[least]
            least += 1
        return least


def summarise(data: bytes, shape: Shape, last: int = -1) -> Summary:
    """Checks records and counts them; last: the block before the first, as a number."""
    if len(data) % RECORD:
        raise Failed("BLOCKS_FORMAT", f"{len(data)} bytes are no records of {RECORD}")
    summary = Summary(count=len(data) // RECORD)
    limits = {0: 18 * (shape.wide + 1), 1: 18 * (shape.narrow + 1)}
    first = second = 0
    levels = summary.levels
    for hi, lo, forms in struct.iter_unpack(">QQB", data):
        block = hi << 64 | lo
        m = mix(hi, lo)
        level = min(64 - m.bit_length(), MOST_LEVEL)
        width = limits.get(hi >> 62, 0)
        unused = (block & ((1 << 126) - 1)) >> width
        if block <= last or not 1 <= forms <= 3 or not width or unused or level < shape.level:
            raise Failed("BLOCKS_FORMAT", f"block {block:032x}, forms {forms}")
        last = block
        odd = 2 * forms + 1
        first += m * odd
        second += mix(m ^ lo, hi) * odd
        levels[level] += 1
    summary.digest = [first & MASK, second & MASK]
    return summary


def split(data: bytes):
    """The blocks, joined, and their forms."""
    blocks = bytearray(data)
    forms = bytes(blocks[16::17])
    del blocks[16::17]
    return bytes(blocks), forms


def sliced(data: bytes, level: int, form: int = 1) -> bytes:
    """The blocks of this form in the sample of this level."""
    limit, out = 1 << (64 - level), []
    for at, (hi, lo, forms) in enumerate(struct.iter_unpack(">QQB", data)):
        if forms & form and mix(hi, lo) < limit:
            out.append(data[RECORD * at : RECORD * at + 16])
    return b"".join(out)


def evidence(data: bytes, contexts, eras):
    """By (era, role, key name): n and S on the raw form, n and S on the normalised one.

    eras: (name, coin, [(role, name, key)]).
    """
    blocks, forms = split(data)
    found = {}
    for era, coin, keys in eras:
        masks = dict(zip(("fleet", "tenant"), scores.tiers(coin, blocks, contexts)))
        tiers = {}
        for tier in {role for role, _, _ in keys}:
            tiers[tier] = [
                scores.pick(blocks, [m and f == form for m, f in zip(masks[tier], forms)])
                for form in (1, 2, 3)
            ]
        for role, name, key in keys:
            counts = [len(part) // 16 for part in tiers[role]]
            sums = [scores.total(key, part) for part in tiers[role]]
            found[era, role, name] = [
                counts[0] + counts[2],
                sums[0] + sums[2],
                counts[1] + counts[2],
                sums[1] + sums[2],
            ]
    return found


class BlockFile:
    """A block file: a part of another file."""

    def __init__(self, path, offset: int, size: int):
        self.path, self.offset, self.size = path, offset, size

    def pieces(self):
        """(start, length) in bytes of the file, whole records each but maybe the last."""
        step = PIECE * RECORD
        return [(at, min(step, self.size - at)) for at in range(0, self.size, step)]

    def read(self, start: int, length: int) -> bytes:
        with open(self.path, "rb") as file:
            file.seek(self.offset + start)
            return file.read(length)

    def before(self, start: int) -> int:
        """The block before this place, as a number; -1 at the start."""
        return int.from_bytes(self.read(start - RECORD, 16), "big") if start else -1


@dataclass
class Task:
    """What every process needs to read pieces."""

    file: BlockFile
    shape: Shape
    contexts: dict
    eras: list


def read_piece(task: Task, piece):
    """One piece: summary with evidence, or the Failed that it shows."""
    start, length = piece
    data = task.file.read(start, length)
    try:
        summary = summarise(data, task.shape, task.file.before(start))
    except Failed as failure:
        return failure
    summary.evidence = evidence(data, task.contexts, task.eras)
    return summary


def slice_piece(task: Task, job):
    """The blocks of a piece, as found, in the sample of a level."""
    (start, length), level = job
    return sliced(task.file.read(start, length), level)
