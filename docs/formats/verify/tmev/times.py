"""The claim `time`: bundle.md section 4.2."""

from dataclasses import dataclass, field

from . import merkle, records, renewal, tiles, timestamp
from .archive import NUMBER
from .codes import Failed
from .note import LogError, Proof, unbase64

LOG_CODES = {
    "MALFORMED": "PROOF_FORMAT",
    "UNKNOWN_LOG": "LOG_UNKNOWN",
    "UNSIGNED": "LOG_UNKNOWN",
    "BAD_SIGNATURE": "LOG_SIGNATURE",
    "BAD_TIME": "LOG_SIGNATURE",
    "NO_QUORUM": "LOG_QUORUM",
    "NOT_INCLUDED": "LOG_INCLUSION",
}


@dataclass
class Dated:
    """A checkpoint and the times at which others say they saw it."""

    size: int
    witnessed: object
    stamps: list

    def outside(self, quorum: int):
        """Times (a) and (b) of step 3."""
        times = [] if self.witnessed is None else [self.witnessed]
        first = self._authorities()
        return times + first[quorum - 1 : quorum]

    def single(self):
        """The witnesses' time and the earliest of each authority, for the beacon's rule."""
        return ([] if self.witnessed is None else [self.witnessed]) + self._authorities()

    def _authorities(self):
        first = {}
        for stamp in self.stamps:
            first[stamp.authority] = min(stamp.time, first.get(stamp.authority, stamp.time))
        return sorted(first.values())


@dataclass
class Log:
    """What is known of the log after steps 1 to 5."""

    checkpoint: object = None
    dated: list = field(default_factory=list)
    whole: bool = False
    quorum: int = 1

    def outside(self, record):
        """The outside time of a record; TIME_MISSING without any."""
        times = [t for seen in self.holding(record) for t in seen.outside(self.quorum)]
        if not times:
            raise Failed("TIME_MISSING", f"record {record.index}, {record.type}")
        return min(times)

    def holding(self, record):
        return [seen for seen in self.dated if seen.size > record.index]


def logged(error: LogError, where: str) -> Failed:
    return Failed(LOG_CODES[error.code], f"{where}: {error}")


def records_and_anchors(bundle, trust, now, folder=None) -> Log:
    """Steps 1 to 5. folder: the log itself, if the verifier has it."""
    log = Log(quorum=trust.time_quorum)
    seen = proofs(bundle, trust)
    log.checkpoint = seen.checkpoint if seen else None
    if seen:
        log.dated.append(_dated(seen, []))
    anchors(bundle, trust, now, log)
    whole_log(bundle, log, folder)
    eras(bundle)
    return log


def _dated(seen, stamps):
    return Dated(seen.checkpoint.size, seen.witnessed, stamps)


def proofs(bundle, trust):
    """Step 1."""
    archive, seen, first = bundle.archive, None, None
    for record in bundle.records:
        name = f"log/{record.index}.proof"
        if name not in archive:
            raise Failed("PROOF_MISSING", name)
        try:
            proof = Proof.parse(archive[name])
            if proof.index != record.index or proof.extra:
                raise Failed("LOG_INDEX", name)
            if first is not None and proof.note != first:
                raise Failed("LOG_CHECKPOINT", name)
            if first is None:
                first, seen = proof.note, trust.log.verify(proof.note)
                if seen.checkpoint.origin != bundle.predicate["origin"]:
                    raise Failed("LOG_UNKNOWN", f"{name}: not the origin of the statement")
            if not seen.holds(record.entry, proof):
                raise Failed("LOG_INCLUSION", name)
        except LogError as error:
            raise logged(error, name) from None
    indices = {record.index for record in bundle.records}
    for name, match in archive.matching(rf"log/{NUMBER}\.proof"):
        if int(match[1]) not in indices:
            raise Failed("PROOF_SURPLUS", name)
    return seen


def anchors(bundle, trust, now, log):
    """Step 2: checkpoints that others have dated."""
    archive, numbers = bundle.archive, {}
    for name, match in archive.matching(rf"time/{NUMBER}(\..*|-(.*)\.(tsr|ers))"):
        number, stem = match[1], f"time/{match[1]}"
        needed = [f"{stem}.checkpoint", f"{stem}.consistency"]
        if match[4] == "ers":
            needed.append(name.removesuffix("ers") + "tsr")
        if any(other not in archive for other in needed):
            raise Failed("PROOF_SURPLUS", name)
        tokens = numbers.setdefault(int(number), [])
        if match[4] == "tsr":
            tokens.append(name)
    for number, tokens in sorted(numbers.items()):
        anchor = _anchor(bundle, trust, now, log.checkpoint, f"time/{number}", tokens)
        log.dated.append(anchor)


def _anchor(bundle, trust, now, head, stem, tokens):
    archive, name = bundle.archive, f"{stem}.checkpoint"
    try:
        seen = trust.log.verify(archive[name], quorum=False)
    except LogError as error:
        raise logged(error, name) from None
    old = seen.checkpoint
    if old.origin != bundle.predicate["origin"]:
        raise Failed("LOG_UNKNOWN", f"{name}: not the origin of the statement")
    if head is None:
        raise Failed("LOG_CONSISTENCY", f"{name}: there is no proof to be consistent with")
    if old.size == head.size and old.root != head.root:
        raise Failed("LOG_SPLIT", name)
    path = _consistency(archive[f"{stem}.consistency"], f"{stem}.consistency")
    if old.size < 1 or not merkle.consistent(old.size, old.root, head.size, head.root, path):
        raise Failed("LOG_CONSISTENCY", name)
    stamps = []
    for token in tokens:
        record = token.removesuffix("tsr") + "ers"
        evidence = archive[record] if record in archive else None
        stamp = _stamp(archive[token], archive[name], trust.roots, now, evidence, token)
        if stamp:
            stamps.append(stamp)
    return _dated(seen, stamps)


def _consistency(data: bytes, name):
    try:
        lines = data.decode("ascii").split("\n")
        if lines.pop():
            raise ValueError("the last newline is missing")
        path = [unbase64(line) for line in lines]
        if any(len(item) != 32 for item in path) or len(path) > merkle.MAX_PATH:
            raise ValueError("a hash has 32 bytes")
        return path
    except (ValueError, LogError) as problem:
        raise Failed("PROOF_FORMAT", f"{name}: {problem}") from None


def _stamp(token, note, roots, now, evidence, name):
    def renewed(chain):
        return evidence is not None and renewal.holds(evidence, token, chain, roots, now)

    try:
        return timestamp.verify(token, note, roots, now, renewed)
    except Failed as failure:
        raise Failed(failure.code, f"{name}: {failure.where}") from None


def whole_log(bundle, log, folder):
    """Step 4."""
    entries = None
    if "log/entries" in bundle.archive:
        entries = _coded(bundle.archive)
    elif folder is not None and log.checkpoint is not None:
        entries = tiles.read_log(folder, log.checkpoint.size)
    if entries is None:
        return
    tree, matters = merkle.Tree(), Matters(bundle)
    try:
        for index, entry in enumerate(entries):
            body = records.parse(entry)
            leaf = merkle.leaf_hash(entry)
            tree.add(leaf)
            matters.add(index, body, leaf.hex())
    except (ValueError, LogError, OSError) as problem:
        raise Failed("LOG_ENTRIES", f"entry {tree.size}: {problem}") from None
    head = log.checkpoint
    if head is None or (tree.size, tree.root()) != (head.size, head.root):
        raise Failed("LOG_ENTRIES", f"{tree.size} entries have not the root of the checkpoint")
    shown = {record.index for record in bundle.records}
    for index in matters.needed():
        if index not in shown:
            raise Failed("RECORD_WITHHELD", f"entry {index} of the log")
    log.whole = True


def _coded(archive):
    rest = b""
    for piece in archive.stream("log/entries"):
        data, at = rest + piece, 0
        while at + 2 <= len(data):
            end = at + 2 + int.from_bytes(data[at : at + 2], "big")
            if end > len(data):
                break
            yield data[at + 2 : end]
            at = end
        rest = data[at:]
    if rest:
        raise ValueError("the last entry is cut")


class Matters:
    """Which entries of a log belong in log/records.json (bundle.md section 2)."""

    def __init__(self, bundle):
        self._opened = {era["eraRecord"] for era in bundle.openings["eras"]}
        self._indices, self._results, self._plans = [], [], set()

    def add(self, index, body, leaf):
        kind = body["type"]
        if kind == "era-commit":
            self._indices.append(index)
        elif kind in ("activate", "key-state") and body["eraRecord"] in self._opened:
            self._indices.append(index)
        elif kind == "plan" and self._opened & set(body["eras"]):
            self._indices.append(index)
            self._plans.add(leaf)
        elif kind == "result":
            self._results.append((index, body["plan"]))

    def needed(self):
        return sorted(self._indices + [i for i, plan in self._results if plan in self._plans])


def eras(bundle):
    """Step 5."""
    commits = [record for record in bundle.records if record.type == "era-commit"]
    previous, names = records.NONE, set()
    for serial, record in enumerate(commits):
        own = record.body["serial"], record.body["previous"]
        if own != (serial, previous) or record.body["era"] in names:
            raise Failed("ERA_CHAIN", f"record {record.index}")
        previous = record.leaf
        names.add(record.body["era"])
    for era in bundle.openings["eras"]:
        commit = commit_of(bundle, era["eraRecord"])
        named = bundle.records.of_era(commit.leaf)
        active = [record for record in named if record.type == "activate"]
        if len(active) != 1:
            code = "ERA_ACTIVATED_TWICE" if active else "RECORD_MISSING"
            raise Failed(code, f"activations of era {era['era']}: {len(active)}")
        if active[0].index <= commit.index:
            raise Failed("ERA_TIME", f"record {active[0].index} stands before its commitment")
        for record in named:
            if record.body["era"] != commit.body["era"]:
                raise Failed("ERA_NAME", f"record {record.index}")


def commit_of(bundle, leaf: str):
    record = bundle.records.with_leaf(leaf)
    if record is None or record.type != "era-commit":
        raise Failed("RECORD_MISSING", f"era-commit {leaf}")
    return record


def activation_of(bundle, leaf: str):
    return next(record for record in bundle.records.of_era(leaf) if record.type == "activate")
