"""Keys, signed notes, checkpoints, cosignatures and proofs: log.md."""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from . import merkle
from .signatures import ed25519_holds, ml_dsa_44_holds

WHITE = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
LOG, COSIGNER, ML_DSA = 1, 4, 6
KINDS = {LOG: "ED25519_LOG", COSIGNER: "ED25519_COSIGNER", ML_DSA: "ML_DSA_44_COSIGNER"}
KEY_BYTES = {LOG: 32, COSIGNER: 32, ML_DSA: 1312}
LAST_TIME = 253402300799
MAX_NOTE, MAX_SIGNATURES, MAX_PROOF = 1_000_000, 100, 1_100_000
PROOF_HEAD = "c2sp.org/tlog-proof@v1"


class LogError(Exception):
    """One of the codes under "What verifiers say" in log.md."""

    def __init__(self, code, problem):
        super().__init__(f"{code}: {problem}")
        self.code = code


def malformed(problem):
    return LogError("MALFORMED", problem)


def utf8(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise malformed("not UTF-8") from None


def unbase64(text: str) -> bytes:
    try:
        decoded = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        raise malformed("not base64") from None
    if base64.b64encode(decoded).decode() != text:
        raise malformed("not the one form of base64")
    return decoded


def decimal(text: str) -> int:
    if not re.fullmatch("0|[1-9][0-9]{0,18}", text) or int(text) >= 2**63:
        raise malformed(f"{text[:30]!r} is no decimal below 2^63")
    return int(text)


def name_of_key(name: str) -> str:
    if not name or any(char in WHITE or char == "+" or char < " " for char in name):
        raise malformed(f"name {name[:80]!r}")
    return name


@dataclass(frozen=True)
class Vkey:
    name: str
    key_id: bytes
    kind: int
    key: bytes

    @staticmethod
    def parse(text: str) -> "Vkey":
        parts = text.split("+", 2)
        if len(parts) != 3:
            raise malformed("a vkey is name+id+key")
        name, digits, coded = name_of_key(parts[0]), parts[1], unbase64(parts[2])
        if not coded or len(coded) - 1 != KEY_BYTES.get(coded[0]):
            raise malformed("type or length of a public key")
        if coded[0] == ML_DSA and len(name.encode()) > 255:
            raise malformed("name of more than 255 bytes")
        key_id = hashlib.sha256(name.encode() + b"\n" + coded).digest()[:4]
        if digits != key_id.hex():
            raise malformed(f"id {digits[:20]!r}, not {key_id.hex()}")
        return Vkey(name, key_id, coded[0], coded[1:])

    def claimed_by(self, line: "Line") -> bool:
        return self.name == line.name and self.key_id == line.key_id


@dataclass(frozen=True)
class Line:
    """A signature line."""

    name: str
    key_id: bytes
    signature: bytes

    @staticmethod
    def parse(text: str) -> "Line":
        parts = text.split(" ")
        if len(parts) != 3 or parts[0] != "\u2014":
            raise malformed("a signature line is dash, name, base64")
        coded = unbase64(parts[2])
        if len(coded) < 5:
            raise malformed("a signature has 5 bytes at least")
        return Line(name_of_key(parts[1]), coded[:4], coded[4:])


@dataclass(frozen=True)
class Note:
    text: str
    lines: tuple

    @staticmethod
    def parse(data: bytes) -> "Note":
        if len(data) > MAX_NOTE:
            raise malformed("a note of more than 1,000,000 bytes")
        note = utf8(data)
        if re.search("[\0-\x09\x0b-\x1f]", note):
            raise malformed("a control character")
        split = note.rfind("\n\n")
        if split < 0 or not note.endswith("\n"):
            raise malformed("no empty line between text and signatures, or the last LF is missing")
        lines = note[split + 2 :].split("\n")[:-1]
        if not 1 <= len(lines) <= MAX_SIGNATURES:
            raise malformed(f"{len(lines)} signatures")
        return Note(note[: split + 1], tuple(map(Line.parse, lines)))


def verify_note(data: bytes, keys) -> Note:
    """A note signed by some of these keys (of type 0x01)."""
    note, known = Note.parse(data), 0
    for line in note.lines:
        for key in keys:
            if key.claimed_by(line):
                verify_line(key, line, note.text, None)
                known += 1
    if not known:
        raise LogError("UNSIGNED", "no signature by a known key")
    return note


@dataclass(frozen=True)
class Checkpoint:
    origin: str
    size: int
    root: bytes
    extensions: tuple = ()

    @staticmethod
    def parse(text: str) -> "Checkpoint":
        if not text.endswith("\n"):
            raise malformed("a checkpoint ends with LF")
        lines = text.split("\n")[:-1]
        if len(lines) < 3 or any(not line for line in lines):
            raise malformed("a checkpoint has three lines at least, none empty")
        if re.search("[\0-\x09\x0b-\x1f]", text):
            raise malformed("a control character")
        size, root = decimal(lines[1]), unbase64(lines[2])
        if len(root) != 32 or (size == 0 and root != merkle.EMPTY):
            raise malformed("root")
        return Checkpoint(lines[0], size, root, tuple(lines[3:]))


def verify_line(key: Vkey, line: Line, text: str, checkpoint):
    """The time of a cosignature (0: none), None for a log's signature; LogError if it is none."""
    bad = LogError("BAD_SIGNATURE", f"signature by {key.name}")
    if key.kind == LOG:
        if len(line.signature) != 64 or not ed25519_holds(key.key, line.signature, text.encode()):
            raise bad
        return None
    if len(line.signature) != (72 if key.kind == COSIGNER else 2428):
        raise bad
    stamp, signature = line.signature[:8], line.signature[8:]
    time = int.from_bytes(stamp, "big")
    if time > LAST_TIME:
        raise LogError("BAD_TIME", f"time {time} of {key.name}")
    if key.kind == COSIGNER:
        message = f"cosignature/v1\ntime {time}\n{text}".encode()
        holds = ed25519_holds(key.key, signature, message)
    else:
        name, origin = key.name.encode(), checkpoint.origin.encode()
        if len(origin) > 255:
            raise bad
        message = b"subtree/v1\n\0" + bytes([len(name)]) + name + stamp
        message += bytes([len(origin)]) + origin + bytes(8)
        message += checkpoint.size.to_bytes(8, "big") + checkpoint.root
        holds = ml_dsa_44_holds(key.key, signature, message)
    if not holds:
        raise bad
    return time


@dataclass(frozen=True)
class Proof:
    """A tlog-proof."""

    index: int
    path: tuple
    note: bytes
    extra: bytes = b""

    @staticmethod
    def parse(data: bytes) -> "Proof":
        if len(data) > MAX_PROOF:
            raise malformed("a proof of more than 1,100,000 bytes")
        head, gap, note = data.partition(b"\n\n")
        lines, extra = utf8(head).split("\n"), b""
        if not gap or lines.pop(0) != PROOF_HEAD:
            raise malformed("no tlog-proof")
        if lines and lines[0].startswith("extra "):
            extra = unbase64(lines.pop(0)[6:])
            if not 1 <= len(extra) <= 65536:
                raise malformed("length of extra data")
        if not lines or not lines[0].startswith("index "):
            raise malformed("no index")
        index, path = decimal(lines[0][6:]), tuple(map(unbase64, lines[1:]))
        if len(path) > merkle.MAX_PATH or any(len(item) != 32 for item in path):
            raise malformed("path")
        Checkpoint.parse(Note.parse(note).text)
        return Proof(index, path, note, extra)


def verify_proof(data: bytes, entry: bytes, policy):
    """The proof and what the policy says of its checkpoint; NOT_INCLUDED if the path leads elsewhere."""
    proof = Proof.parse(data)
    seen = policy.verify(proof.note)
    if not seen.holds(entry, proof):
        raise LogError("NOT_INCLUDED", f"index {proof.index}")
    return proof, seen
