"""The claim `keys`: bundle.md section 4.3, steps 1 to 6."""

from dataclasses import dataclass, field

from . import derivation
from .canonical import seconds, show_time
from .codes import Failed
from .derivation import leaves, root_of
from .planned import material_date
from .times import activation_of, commit_of

STATES = {
    "DISCLOSED": "KEY_DISCLOSED",
    "COMPROMISED": "KEY_COMPROMISED",
    "DESTROYED": "KEY_DESTROYED",
}


@dataclass
class Key:
    """An opened drawing key. role: fleet or tenant."""

    role: str
    name: str
    tag: str
    key: bytes


@dataclass
class Era:
    """An opened era: its records, coin key and drawing keys."""

    name: str
    commit: object
    activation: object
    leaves: list
    coin: bytes = b""
    keys: list = field(default_factory=list)

    def leaf(self, tag: str, commitment: str) -> bool:
        return bytes.fromhex(tag + commitment) in self.leaves


def derive(bundle, trust):
    """Steps 1 to 3 of every opened era."""
    return [_era(bundle, trust, number, o) for number, o in enumerate(bundle.openings["eras"])]


def _era(bundle, trust, number, opening) -> Era:
    commit = commit_of(bundle, opening["eraRecord"])
    activation = activation_of(bundle, opening["eraRecord"])
    body, name = commit.body, f"keys/{number}.commitments"
    if (opening["era"], opening["deployment"]) != (body["era"], body["deployment"]):
        raise Failed("OPENING_ERA", f"era {opening['era']}")
    try:
        found = leaves(bundle.archive[name])
    except ValueError as problem:
        raise Failed("COMMITMENTS_FORMAT", f"{name}: {problem}") from None
    if (len(found), root_of(found).hex()) != (body["count"], body["root"]):
        raise Failed("COMMITMENTS_ROOT", name)
    beacon, rule = activation.body["beacon"], body["beacon"]
    if beacon["kind"] != rule["kind"] or beacon.get("chain") != rule.get("chain"):
        raise Failed("BEACON_KIND", f"era {opening['era']}")
    if trust.beacon_required and rule["kind"] == "none":
        raise Failed("BEACON_REQUIRED", f"era {opening['era']}")
    era = Era(opening["era"], commit, activation, set(found))
    _keys(era, opening, bytes.fromhex(beacon.get("randomness", "0" * 64)))
    return era


def _keys(era, opening, beacon: bytes):
    profile = bytes.fromhex(era.commit.body["profile"]["sha256"])
    fleet = opening["fleet"]
    if fleet["kind"] == "key":
        era.keys.append(_key(era, opening, "fleet", "", fleet, profile, beacon))
        era.coin = derivation.coin_key(era.keys[0].key)
    else:
        era.coin = bytes.fromhex(fleet["coin"])
    shown = derivation.coin_commitment(profile, era.name, era.coin).hex()
    if shown != era.activation.body["coinCommitment"]:
        raise Failed("COIN_NOT_COMMITTED", f"era {era.name}")
    for tenant in opening["tenants"]:
        era.keys.append(_key(era, opening, "tenant", tenant["name"], tenant, profile, beacon))


def _key(era, opening, role, name, shown, profile, beacon) -> Key:
    seed = bytes.fromhex(shown["seed"])
    tag = derivation.tag(opening["deployment"], role, name, bytes.fromhex(shown["tagSalt"]))
    where = f"era {era.name}, {name or role}"
    if tag.hex() != shown["tag"]:
        raise Failed("OPENING_TAG", where)
    commitment = derivation.commitment(tag, profile, era.name, seed)
    if not era.leaf(tag.hex(), commitment.hex()):
        raise Failed("KEY_NOT_COMMITTED", where)
    key = derivation.watermark_key(tag, profile, era.name, seed, beacon)
    return Key(role, name or "fleet", tag.hex(), key)


def of_plan(bundle, trust, eras):
    """Steps 4 to 6 of every opened era."""
    for era in eras:
        where = f"era {era.name}"
        planned = [key for key in bundle.plan["keys"] if key.get("eraRecord") == era.commit.leaf]
        if not planned or planned[0]["era"] != era.name:
            raise Failed("REPORT_KEYS", f"{where}: not in the plan")
        pairs = [(planned[0]["fleetTag"], planned[0]["fleet"])]
        pairs += [(tenant["tag"], tenant["commitment"]) for tenant in planned[0]["tenants"]]
        for tag, commitment in pairs:
            if not era.leaf(tag, commitment):
                raise Failed("PLAN_KEY_NOT_COMMITTED", f"{where}, tag {tag}")
        _reported(bundle, era, planned[0], where)
        _states(bundle, trust, era, planned[0], where)


def _reported(bundle, era, planned, where):
    results = [result for result in bundle.report["results"] if result["era"] == era.name]
    claims = [result["claim"] for result in results]
    names = [result["key"] for result in results]
    tenants = names[1:]
    right = claims == ["fleet"] + ["tenant"] * len(planned["tenants"]) and names[:1] == ["fleet"]
    if not right or any(a >= b for a, b in zip(tenants, tenants[1:])):
        raise Failed("REPORT_KEYS", f"{where}: results of {names}"[:300])
    rows = rows_of(bundle.report)
    tags = {tenant["tag"] for tenant in planned["tenants"]}
    for key in era.keys:
        row = rows.get((era.name, key.role, key.name))
        known = key.tag in tags if key.role == "tenant" else key.tag == planned["fleetTag"]
        if row is None or row["keyId"] != derivation.key_id(key.key) or not known:
            raise Failed("REPORT_KEYS", f"{where}: {key.name}")


def rows_of(report):
    """Results by era, claim and key: the first of each."""
    found = {}
    for result in report["results"]:
        found.setdefault((result["era"], result["claim"], result["key"]), result)
    return found


def _states(bundle, trust, era, planned, where):
    subjects = {key.tag for key in era.keys} | {planned["fleetTag"], "all"}
    material = material_date(bundle, trust)
    for record in bundle.records.of_era(era.commit.leaf):
        body = record.body
        if record.type != "key-state":
            continue
        since = min(seconds(body["at"]), seconds(body["time"]))
        if body["subject"] in subjects and body["state"] in STATES and since <= material:
            what = f"{where}, record {record.index}: since {show_time(since)}"
            raise Failed(STATES[body["state"]], what)
