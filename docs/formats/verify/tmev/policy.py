"""Log policies (log.md, section Policy): which checkpoints are accepted, and when witnessed."""

import re
from dataclasses import dataclass, field

from . import merkle
from .note import COSIGNER, LOG, ML_DSA, Checkpoint, LogError, Note, Vkey, decimal, malformed
from .note import verify_line

MOST = 256
NEVER = 2**62  # later than all: a witness that gives no time


@dataclass(frozen=True)
class Seen:
    """A verified checkpoint. witnessed: when the quorum was reached; None without a time."""

    checkpoint: Checkpoint
    cosigned: dict
    witnessed: object

    def holds(self, entry: bytes, proof) -> bool:
        leaf, tree = merkle.leaf_hash(entry), self.checkpoint
        return merkle.included(leaf, proof.index, tree.size, proof.path, tree.root)


@dataclass
class Policy:
    logs: list = field(default_factory=list)
    witnesses: dict = field(default_factory=dict)
    groups: dict = field(default_factory=dict)
    quorum: bytes = None

    @staticmethod
    def parse(data: bytes) -> "Policy":
        if len(data) > 1 << 20 or not data.endswith(b"\n"):
            raise malformed("a policy ends with LF and has at most 1 MiB")
        if re.search(rb"[^\t\n\x20-\x7e\x80-\xff]", data):
            raise malformed("an octet that a policy cannot hold")
        policy = Policy()
        for line in data[:-1].split(b"\n"):
            items = [item for item in re.split(rb"[ \t]+", line) if item]
            if items and not items[0].startswith(b"#"):
                policy._line(items)
        if policy.quorum is None:
            raise malformed("no quorum")
        return policy

    def _line(self, items):
        word, args = items[0], items[1:]
        if word == b"log" and len(args) in (1, 2):
            self._distinct(_vkey(args[0], (LOG, ML_DSA)), self.logs)
        elif word == b"witness" and len(args) in (2, 3):
            key, known = _vkey(args[1], (COSIGNER, ML_DSA)), list(self.witnesses.values())
            self._distinct(key, known)
            self._new_name(args[0])
            self.witnesses[args[0]] = key
        elif word == b"group" and len(args) >= 3:
            self._group(args[0], args[1], args[2:])
        elif word == b"quorum" and len(args) == 1 and self.quorum is None:
            if args[0] != b"none" and not self._known(args[0]):
                raise malformed("quorum of an unknown name")
            self.quorum = args[0]
        else:
            raise malformed(f"line {b' '.join(items)[:80]!r}")
        if max(len(self.logs), len(self.witnesses), len(self.groups)) > MOST:
            raise malformed(f"more than {MOST} logs, witnesses or groups")

    def _distinct(self, key, others):
        for other in others:
            if other.key == key.key or (other.name, other.key_id) == (key.name, key.key_id):
                raise malformed(f"{key.name} twice")
        others.append(key)

    def _known(self, name):
        return name in self.witnesses or name in self.groups

    def _new_name(self, name):
        if name == b"none" or self._known(name):
            raise malformed(f"name {name[:80]!r}")

    def _group(self, name, threshold, members):
        self._new_name(name)
        taken = [member for group in self.groups.values() for member in group[1]]
        for i, member in enumerate(members):
            if not self._known(member) or member in taken or member in members[:i]:
                raise malformed(f"member {member[:80]!r}")
        words = {b"all": len(members), b"any": 1}
        needed = words.get(threshold) or decimal(threshold.decode("ascii", "replace"))
        if not 1 <= needed <= len(members):
            raise malformed("threshold")
        self.groups[name] = (needed, members)

    def verify(self, data: bytes, quorum=True) -> Seen:
        """Steps 1 to 5; with quorum=False not the last one."""
        note = Note.parse(data)
        checkpoint = Checkpoint.parse(note.text)
        logs = [key for key in self.logs if key.name == checkpoint.origin]
        if not logs:
            raise LogError("UNKNOWN_LOG", checkpoint.origin[:80])
        claims = [(line, key) for line in note.lines for key in logs if key.claimed_by(line)]
        for line, key in claims:
            verify_line(key, line, note.text, checkpoint)
        if not claims:
            raise LogError("UNSIGNED", "no log of the policy has signed")
        times: dict = {}
        for line in note.lines:
            for name, key in self.witnesses.items():
                if key.claimed_by(line):
                    time = verify_line(key, line, note.text, checkpoint) or NEVER
                    times[name] = min(times.get(name, NEVER), time)
        reached = None if self.quorum == b"none" else self._reached(self.quorum, times)
        if quorum and self.quorum != b"none" and reached is None:
            raise LogError("NO_QUORUM", "too few witnesses")
        return Seen(checkpoint, times, None if reached == NEVER else reached)

    def _reached(self, name, times):
        """When a witness or group was reached; None if it was not."""
        if name in self.witnesses:
            return times.get(name)
        needed, members = self.groups[name]
        reached = sorted(
            time for member in members if (time := self._reached(member, times)) is not None
        )
        return reached[needed - 1] if len(reached) >= needed else None


def _vkey(octets: bytes, kinds) -> Vkey:
    try:
        key = Vkey.parse(octets.decode("utf-8"))
    except UnicodeDecodeError:
        raise malformed("a key that is not UTF-8") from None
    if key.kind not in kinds:
        raise malformed(f"key of type {key.kind}")
    return key
