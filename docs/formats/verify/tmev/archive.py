"""The archive: bundle.md section 1. One byte sequence per set of files, read in one pass."""

import hashlib
import re
from dataclasses import dataclass, field

from .codes import Failed

BLOCK = 512
MAX_FILES = 20_000
MAX_FILE = 64 << 20
MAX_TOTAL = 256 << 20
STATEMENT, MAX_STATEMENT = "statement.dsse.json", 16 << 20
LARGE = ("corpus/blocks", "corpus/blocks.enc", "log/entries")
NAME = re.compile(rb"[a-z0-9._-]+(/[a-z0-9._-]+)*")
NUMBER = r"(0|[1-9][0-9]{0,14})"
REQUIRED = (
    "corpus/manifest.json",
    "custody.jsonl",
    "keys/openings.json",
    "log/records.json",
    "plan.json",
    "profile/profile.json",
    "profile/vectors.json",
    "report.json",
    "result.json",
    "software/software.json",
    "statement.dsse.json",
    "trust/hints.json",
)
KNOWN = re.compile(
    "|".join(map(re.escape, REQUIRED + LARGE))
    + rf"|keys/{NUMBER}\.commitments|log/{NUMBER}\.proof|time/{NUMBER}\.(checkpoint|consistency)"
    + rf"|time/{NUMBER}-[a-z0-9_-]{{1,40}}\.(tsr|ers)"
)


@dataclass
class Archive:
    """Small files by name; large ones by (offset, size) in the file; all with size and SHA-256."""

    path: str
    names: list = field(default_factory=list)
    small: dict = field(default_factory=dict)
    large: dict = field(default_factory=dict)
    digests: dict = field(default_factory=dict)

    def __contains__(self, name):
        return name in self.digests

    def __getitem__(self, name) -> bytes:
        return self.small[name]

    def matching(self, pattern):
        """(name, match) of every name that is this."""
        found = ((name, re.fullmatch(pattern, name)) for name in self.names)
        return [(name, match) for name, match in found if match]

    def stream(self, name, piece=17 << 16):
        """The bytes of a large file, in pieces."""
        offset, left = self.large[name]
        with open(self.path, "rb") as file:
            file.seek(offset)
            while left:
                data = file.read(min(piece, left))
                if not data:
                    raise OSError(f"{self.path} became shorter while it was read")
                left -= len(data)
                yield data


def header(name: bytes, size: int) -> bytes:
    """The only header of a file."""
    head = bytearray(BLOCK)
    head[0 : len(name)] = name
    head[100:108] = b"0000644\0"
    head[108:116] = head[116:124] = b"0000000\0"
    head[124:136] = b"%011o\0" % size
    head[136:148] = b"00000000000\0"
    head[148:156] = b" " * 8
    head[156:157] = b"0"
    head[257:265] = b"ustar\x0000"
    head[329:337] = head[337:345] = b"0000000\0"
    head[148:156] = b"%06o\0 " % sum(head)
    return bytes(head)


def _take(file, length) -> bytes:
    data = file.read(length)
    if len(data) != length:
        raise Failed("ARCHIVE_TRUNCATED", f"ends {length - len(data)} bytes early")
    return data


def _name_and_size(head: bytes):
    raw = head[:100].split(b"\0", 1)[0]
    good = NAME.fullmatch(raw) and not any(part in (b".", b"..") for part in raw.split(b"/"))
    if not good:
        raise Failed("ARCHIVE_NAME", f"{raw[:100]!r}")
    digits = head[124:135]
    size = int(digits, 8) if re.fullmatch(rb"[0-7]{11}", digits) else None
    if size is None or header(raw, size) != head:
        raise Failed("ARCHIVE_HEADER", raw.decode())
    return raw.decode(), size


def read(path: str) -> Archive:
    """All of an archive; Failed with the code of the first broken rule."""
    archive, total = Archive(path), 0
    with open(path, "rb") as file:
        while True:
            head = _take(file, BLOCK)
            if head == bytes(BLOCK):
                if _take(file, BLOCK) != bytes(BLOCK):
                    raise Failed("ARCHIVE_PADDING", "one block of zeros, then another block")
                break
            name, size = _name_and_size(head)
            if archive.names and archive.names[-1] >= name:
                raise Failed("ARCHIVE_ORDER", f"{name} after {archive.names[-1]}")
            if len(archive.names) == MAX_FILES:
                raise Failed("ARCHIVE_LIMIT", f"more than {MAX_FILES} files")
            if not KNOWN.fullmatch(name):
                raise Failed("FILE_UNKNOWN", name)
            if name not in LARGE:
                total += size
                most = MAX_STATEMENT if name == STATEMENT else MAX_FILE
                if size > most or total > MAX_TOTAL:
                    raise Failed("ARCHIVE_LIMIT", name)
            _content(file, archive, name, size)
            if any(_take(file, -size % BLOCK)):
                raise Failed("ARCHIVE_PADDING", f"behind {name}")
        if file.read(1):
            raise Failed("ARCHIVE_TRAILING", "bytes behind the end of the archive")
    for name in REQUIRED:
        if name not in archive:
            raise Failed("FILE_MISSING", name)
    return archive


def _content(file, archive, name, size):
    digest, left = hashlib.sha256(), size
    if name in LARGE:
        archive.large[name] = (file.tell(), size)
        while left:
            piece = _take(file, min(left, 1 << 20))
            digest.update(piece)
            left -= len(piece)
    else:
        data = _take(file, size)
        digest.update(data)
        archive.small[name] = data
    archive.names.append(name)
    archive.digests[name] = (size, digest.hexdigest())
