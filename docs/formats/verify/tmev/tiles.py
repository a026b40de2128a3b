"""Tiles and bundles of entries as static files: log.md, section Files."""

import re

from .note import malformed

PATH = re.compile(r"tile/(entries|[0-7])/((?:x[0-9]{3}/)*)([0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


def parse_path(path: str):
    """(level, -1 for entries; index; width)."""
    parts = PATH.fullmatch(path)
    if not parts or parts[2].startswith("x000/"):
        raise malformed(f"path {path[:80]!r}")
    index = int(re.sub("[x/]", "", parts[2]) + parts[3])
    width = int(parts[4]) if parts[4] else 256
    if (parts[4] and width > 255) or index >= 2**63:
        raise malformed(f"path {path[:80]!r}")
    return (-1 if parts[1] == "entries" else int(parts[1])), index, width


def path_of(level: int, index: int, width: int = 256) -> str:
    digits = str(index)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    name = "/".join(["x" + group for group in groups[:-1]] + groups[-1:])
    end = f".p/{width}" if width < 256 else ""
    return f"tile/{'entries' if level < 0 else level}/{name}{end}"


def edge(size: int):
    """Paths of the last tile of each level, entries first."""
    paths, level, hashes = [], 0, size
    while hashes:
        index, width = (hashes - 1) // 256, (hashes - 1) % 256 + 1
        if level == 0:
            paths.append(path_of(-1, index, width))
        paths.append(path_of(level, index, width))
        level, hashes = level + 1, hashes >> 8
    return paths


def entries(data: bytes, width: int):
    found, at = [], 0
    while at < len(data):
        length = int.from_bytes(data[at : at + 2], "big")
        end = at + 2 + length
        if at + 2 > len(data) or end > len(data):
            raise malformed("an entry is cut")
        found.append(data[at + 2 : end])
        at = end
    if len(found) != width:
        raise malformed(f"{len(found)} entries, not {width}")
    return found


def hashes(data: bytes, width: int):
    if len(data) != 32 * width:
        raise malformed(f"{len(data)} bytes, not {32 * width}")
    return [data[i : i + 32] for i in range(0, len(data), 32)]


def read_log(folder, size: int):
    """The first entries of a log, in order, from its entry bundles; it may have grown since."""
    done = 0
    while done < size:
        width = min(256, size - done)
        name, wide = _bundle(folder, done // 256, width)
        if name.stat().st_size > 256 * 65537:
            raise malformed(f"{name} is too large")
        yield from entries(name.read_bytes(), wide)[:width]
        done += width


def _bundle(folder, index: int, least: int):
    """The bundle of this index with this many entries at least, and its width."""
    for width in [256, *range(least, 256)]:
        name = folder / path_of(-1, index, width)
        if name.exists():
            return name, width
    raise malformed(f"no bundle {index} of {least} entries")
