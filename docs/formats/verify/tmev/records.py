"""Records of the control log: control-record.schema.json, commitment.md and plan.md."""

import hashlib
import math

from . import canonical, merkle, schema
from .canonical import seconds

NONE = "0" * 64
SCHEMA = "control-record.schema.json"
MAX_ENTRY = 65_535


class Record:
    """A record, its place in the log and its hash as a leaf."""

    def __init__(self, index: int, body: dict, entry: bytes):
        self.index, self.body, self.entry = index, body, entry
        self.type = body["type"]
        self.leaf = merkle.leaf_hash(entry).hex()


class Records(list):
    """Records in the order of the log."""

    def __init__(self, records=()):
        super().__init__(records)
        self._by_leaf, self._of_era = {}, {}
        for record in self:
            self._by_leaf.setdefault(record.leaf, []).append(record)
            self._of_era.setdefault(record.body.get("eraRecord"), []).append(record)

    def with_leaf(self, leaf: str, before: float = math.inf):
        """The record of this hash: of several the last before an index; None without any."""
        found = self._by_leaf.get(leaf, [None])
        return ([found[0]] + [r for r in found if r and r.index < before])[-1]

    def of_era(self, leaf: str):
        """Those that name this era-commit record."""
        return self._of_era.get(leaf, [])


def parse(entry: bytes) -> dict:
    """The record that an entry of the control log is; ValueError if it is none."""
    body = canonical.parse(entry)
    if canonical.write(body) != entry:
        raise ValueError("other bytes than its canonical form")
    check(body)
    return body


def check(body):
    """ValueError unless this is a record."""
    root = schema.load(SCHEMA)
    kinds = {form["properties"]["type"]["const"]: form for form in root["oneOf"]}
    kind = body.get("type") if isinstance(body, dict) else None
    if not isinstance(kind, str) or kind not in kinds:
        raise ValueError("a record of no known type")
    schema.check_part(body, kinds[kind], root)
    for name in ("time", "start", "end", "at", "started", "ended"):
        if name in body:
            seconds(body[name])
    rule = RULES.get(kind)
    if rule and not rule(body):
        raise ValueError(f"values of {kind} do not fit each other")
    if len(canonical.write(body)) > MAX_ENTRY:
        raise ValueError("longer than an entry")


def _beacon(body):
    beacon = body["beacon"]
    if beacon["kind"] == "none":
        return True
    digest = hashlib.sha256(bytes.fromhex(beacon["signature"])).hexdigest()
    return digest == beacon["randomness"]


RULES = {
    "era-commit": lambda r: seconds(r["start"]) < seconds(r["end"])
    and (r["serial"] == 0) == (r["previous"] == NONE),
    "activate": _beacon,
    "key-state": lambda r: ("to" in r) == (r["state"] == "DISCLOSED"),
    "plan": lambda r: all(a < b for a, b in zip(r["eras"], r["eras"][1:])),
    "result": lambda r: seconds(r["started"]) <= seconds(r["ended"])
    and (r["outcome"] != "finished" or (r["report"] != "none" and r["corpus"] != "unknown")),
    "gap": lambda r: r["from"] <= r["to"],
}
