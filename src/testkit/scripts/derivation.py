#!/usr/bin/env python3
"""Known-answer vectors of docs/formats/derivation.md, commitment.md and the control log's records.

Usage: derivation.py SEED DIR    writes derivation.json, commitment.json, control-record.json
Needs PyPI `cryptography`; uses nothing of this project."""
import hashlib, hmac, json, random, sys
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

ZERO = bytes(32)
QUICKNET = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"

def lp(field):
    field = field.encode() if isinstance(field, str) else field
    return len(field).to_bytes(2, "big") + field

def ctx(label, *fields):
    return lp(label) + b"".join(lp(f) for f in fields)

def mac(root, context):
    return hmac.new(root, context, hashlib.sha256).digest()

def hkdf(ikm, salt, info, length):
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(ikm)

def sha(data):
    return hashlib.sha256(data).digest()

def aes(key, block):
    e = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    return e.update(block) + e.finalize()

OUTPUTS = ["tenantKey", "tagSalt", "tag", "seed", "commitment", "key"]

def derive(t, c=ctx):
    """All outputs for one input; c may be a wrong context encoding."""
    root, profile, beacon = (bytes.fromhex(t[k]) for k in ("root", "profileSha256", "beacon"))
    who = (t["deployment"], t["role"], t["name"])
    tenant_key = mac(root, c("tidemark/tenant/v1", *who))
    salt = mac(root, c("tidemark/tag-salt/v1", *who))
    tag = sha(c("tidemark/tag/v1", *who, salt))
    seed = hkdf(tenant_key, None, c("tidemark/era/v1", profile, t["era"]), 32)
    commitment = sha(c("tidemark/commit/v1", tag, profile, t["era"], seed))
    key = hkdf(seed, beacon, c("tidemark/key/v1", tag, profile, t["era"]), 16)
    out = dict(zip(OUTPUTS, (tenant_key, salt, tag, seed, commitment, key)))
    if t["role"] == "fleet":
        coin = aes(key, bytes([0xC0]) + bytes(15))
        out["coin"] = coin
        out["coinCommitment"] = sha(c("tidemark/coin/v1", profile, t["era"], coin))
    return {k: v.hex() for k, v in out.items()}

def no_lengths(label, *fields):
    return b"".join(f.encode() if isinstance(f, str) else f for f in (label, *fields))

def one_byte_lengths(label, *fields):
    raw = [f.encode() if isinstance(f, str) else f for f in (label, *fields)]
    return b"".join(bytes([len(f) & 255]) + f for f in raw)

def little_endian(label, *fields):
    raw = [f.encode() if isinstance(f, str) else f for f in (label, *fields)]
    return b"".join(len(f).to_bytes(2, "little") + f for f in raw)

def v2(label, *fields):
    return ctx(label.replace("/v1", "/v2"), *fields)

def key_inputs(rnd):
    names = ["acme", "globex", "a", "0", "tenant-1", "x" * 63, "a.b_c-d"]
    eras = ["2026Q4", "2027Q1", "e", "E" * 63, "2026Q4-summary.v2"]
    for i in range(24):
        fleet = i % 3 == 0
        yield {
            "root": rnd.randbytes(32).hex(),
            "deployment": rnd.choice(["example-eu", "d", "Site.7", "z" * 63]),
            "role": "fleet" if fleet else "tenant",
            "name": "" if fleet else rnd.choice(names),
            "profileSha256": rnd.randbytes(32).hex(),
            "era": rnd.choice(eras),
            "beacon": ZERO.hex() if i % 4 == 1 else rnd.randbytes(32).hex(),
        }

def key_tests(rnd):
    tests = []
    for t in key_inputs(rnd):
        tests.append({"comment": "", "flags": [], **t, **derive(t), "result": "valid"})
        flip = lambda h: (bytes.fromhex(h)[:-1] + bytes([bytes.fromhex(h)[-1] ^ 1])).hex()
        wrong = len(tests) // 2 % 8
        good = derive(t)
        bad = dict(good)
        if wrong == 0:
            comment, bad = "fields without lengths", derive(t, no_lengths)
        elif wrong == 1:
            comment, bad = "lengths of one byte", derive(t, one_byte_lengths)
        elif wrong == 2:
            comment, bad = "lengths little-endian", derive(t, little_endian)
        elif wrong == 3:
            comment, bad = "labels of another version", derive(t, v2)
        elif wrong == 4:
            comment = "key without the beacon value"
            other = dict(t, beacon=flip(t["beacon"]))
            bad["key"] = derive(other)["key"]
            for k in ("coin", "coinCommitment"):
                if k in bad:
                    bad[k] = derive(other)[k]
        elif wrong == 5:
            comment, bad = "key of another era", derive(dict(t, era=t["era"][:-1] + "~"))
        elif wrong == 6:
            comment = "commitment over the key instead of the seed"
            c = ctx("tidemark/commit/v1", bytes.fromhex(good["tag"]), bytes.fromhex(t["profileSha256"]),
                    t["era"], bytes.fromhex(good["key"]))
            bad["commitment"] = sha(c).hex()
        else:
            comment = "one bit of the commitment"
            bad["commitment"] = flip(good["commitment"])
        tests.append({"comment": comment, "flags": ["Mistake"], **t, **bad, "result": "invalid"})
    return tests

def context_tests(rnd):
    tests = []
    lists = [["a", "bc"], ["ab", "c"], ["abc"], ["abc", ""], ["", "abc"], ["", "", ""], [],
             ["gr\u00fc\u00df", "\u65e5\u672c", "\U0001f310"]]
    lists += [[rnd.randbytes(rnd.randrange(40)) for _ in range(rnd.randrange(1, 6))] for _ in range(8)]
    for fields in lists:
        label = "tidemark/test/v1"
        raw = [f.encode() if isinstance(f, str) else f for f in fields]
        base = {"label": label, "fields": [f.hex() for f in raw]}
        tests.append({"comment": "", "flags": [], **base, "context": ctx(label, *raw).hex(), "result": "valid"})
        wrong = rnd.choice([no_lengths, one_byte_lengths, little_endian])
        tests.append({"comment": wrong.__name__.replace("_", " "), "flags": ["Mistake"], **base,
                      "context": wrong(label, *raw).hex(), "result": "invalid"})
    return tests

# Merkle tree of RFC 6962
def leaf_hash(data):
    return sha(b"\0" + data)

def root_of(leaves):
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha(b"\1" + root_of(leaves[:k]) + root_of(leaves[k:]))

def path_of(index, leaves):
    if len(leaves) == 1:
        return []
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if index < k:
        return path_of(index, leaves[:k]) + [root_of(leaves[k:])]
    return path_of(index - k, leaves[k:]) + [root_of(leaves[:k])]

def file_tests(rnd):
    tests = []
    def add(comment, leaves, root, result, flags):
        tests.append({"comment": comment, "flags": flags, "file": b"".join(leaves).hex(),
                      "count": len(leaves), "root": root.hex(), "result": result})
    for n in (1, 2, 3, 5, 8, 13):
        leaves = sorted(rnd.randbytes(64) for _ in range(n))
        add("", leaves, root_of(leaves), "valid", [])
    a, b, c = sorted(rnd.randbytes(64) for _ in range(3))
    good = root_of([a, b, c])
    add("leaves not sorted", [b, a, c], root_of([b, a, c]), "invalid", ["Order"])
    twin = a[:32] + rnd.randbytes(32)
    pair = sorted([a, twin])
    add("two leaves of one tag", pair, root_of(pair), "invalid", ["Order"])
    add("one leaf twice", [a, a], root_of([a, a]), "invalid", ["Order"])
    add("cut short", [a, b, c[:63]], good, "invalid", ["Length"])
    add("one byte more", [a, b, c + b"\0"], good, "invalid", ["Length"])
    add("no leaf", [], sha(b""), "invalid", ["Length"])
    add("leaf hash without its prefix", [a], sha(a), "invalid", ["Root"])
    add("last leaf paired with itself", [a, b, c], root_of([a, b, c, c]), "invalid", ["Root"])
    low, high = b"\x01" + a[1:], b"\xf0" + b[1:]
    add("sorted as signed bytes", [high, low], root_of([high, low]), "invalid", ["Order"])
    return tests

def opening_tests(rnd):
    tests = []
    for i in range(8):
        root_key, profile = rnd.randbytes(32), rnd.randbytes(32)
        deployment, era = "example-eu", rnd.choice(["2026Q4", "2027Q1"])
        subjects = [("fleet", "")] + [("tenant", f"tenant-{k}") for k in range(rnd.randrange(1, 12))]
        rows = []
        for role, name in subjects:
            t = {"root": root_key.hex(), "deployment": deployment, "role": role, "name": name,
                 "profileSha256": profile.hex(), "era": era, "beacon": ZERO.hex()}
            rows.append((t, derive(t)))
        leaves = sorted(bytes.fromhex(o["tag"] + o["commitment"]) for _, o in rows)
        t, o = rnd.choice(rows)
        leaf = bytes.fromhex(o["tag"] + o["commitment"])
        index = leaves.index(leaf)
        test = {"deployment": deployment, "role": t["role"], "name": t["name"], "tagSalt": o["tagSalt"],
                "tag": o["tag"], "profileSha256": profile.hex(), "era": era, "seed": o["seed"],
                "commitment": o["commitment"], "count": len(leaves), "index": index,
                "path": [h.hex() for h in path_of(index, leaves)], "root": root_of(leaves).hex()}
        tests.append({"comment": "", "flags": [], **test, "result": "valid"})
        bad = dict(test)
        comment, field, value = [
            ("another deployment", "deployment", "example-us"),
            ("another salt", "tagSalt", rnd.randbytes(32).hex()),
            ("another tag", "tag", rnd.randbytes(32).hex()),
            ("another profile", "profileSha256", rnd.randbytes(32).hex()),
            ("another era", "era", "2030Q1"),
            ("another seed", "seed", rnd.randbytes(32).hex()),
            ("another place", "index", index + 1),
            ("another root", "root", rnd.randbytes(32).hex()),
        ][i]
        bad[field] = value
        tests.append({"comment": comment, "flags": ["Mistake"], **bad, "result": "invalid"})
    return tests

def canonical(value):
    # RFC 8785 for what records hold: ASCII names, strings and integers
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

def record_tests(rnd):
    h = lambda: rnd.randbytes(32).hex()
    signature = rnd.randbytes(48)
    base = {"format": "tidemark-record-v1", "time": "2026-11-24T11:30:00Z"}
    profile = {"id": "tidemark-gumbel-aes-v1", "sha256": h(), "tokenizerFingerprint": "sha256:" + h()}
    commit = {**base, "type": "era-commit", "deployment": "example-eu", "era": "2026Q4",
              "start": "2026-12-01T00:00:00Z", "end": "2027-03-01T00:00:00Z", "serial": 0,
              "previous": "0" * 64, "profile": profile, "count": 3, "root": h(), "beacon": {"kind": "none"}}
    second = dict(commit, era="2027Q1", serial=1, previous=h(), start="2027-03-01T00:00:00Z",
                  end="2027-06-01T00:00:00Z", beacon={"kind": "drand", "chain": QUICKNET, "delay": 600})
    activate = {**base, "type": "activate", "era": "2027Q1", "eraRecord": h(), "coinCommitment": h(),
                "beacon": {"kind": "drand", "chain": QUICKNET, "round": 34000000,
                           "randomness": sha(signature).hex(), "signature": signature.hex()}}
    state = {**base, "type": "key-state", "era": "2026Q4", "eraRecord": h(), "subject": "all",
             "state": "VERIFY_ONLY", "at": "2027-03-01T00:00:00Z"}
    disclosed = dict(state, subject=h(), state="DISCLOSED", to="expert-1")
    plan = {**base, "type": "plan", "plan": h(), "eras": sorted([h(), h()]), "corpus": "paths"}
    result = {**base, "type": "result", "plan": h(), "outcome": "finished", "corpus": h(), "report": h(),
              "started": "2026-11-24T10:00:00Z", "ended": "2026-11-24T11:00:00Z"}
    good = [commit, second, activate, dict(activate, beacon={"kind": "none"}), state, disclosed,
            dict(state, state="COMPROMISED"), dict(state, state="DESTROYED", subject=h()), plan,
            dict(plan, corpus=h()), result,
            dict(result, outcome="abandoned", corpus="unknown", report="none"),
            dict(result, outcome="failed", report="none"),
            {**base, "type": "ledger-root", "origin": "example.org/ledger", "size": 2**53 - 1, "root": h()},
            {**base, "type": "gap", "node": 3, "from": 17, "to": 17},
            {**base, "type": "build", "version": "0.1.0-SNAPSHOT", "digest": h()},
            {**base, "type": "policy", "sha256": h()}]
    tests = []
    def add(comment, text, result, flags):
        entry = text.encode()
        test = {"comment": comment, "flags": flags, "entry": text, "result": result}
        if result == "valid":
            test["leafHash"] = leaf_hash(entry).hex()
        tests.append(test)
    for record in good:
        add(record["type"], canonical(record), "valid", [])
    def bad(comment, record, *flags):
        add(comment, canonical(record), "invalid", list(flags))
    def less(record, name):
        return {k: v for k, v in record.items() if k != name}
    text = canonical(commit)
    add("a space", text.replace(",", ", ", 1), "invalid", ["NotCanonical"])
    add("a newline at the end", text + "\n", "invalid", ["NotCanonical"])
    add("fields in another order", json.dumps(commit, separators=(",", ":")), "invalid", ["NotCanonical"])
    add("an escape that need not be", text.replace("example-eu", "ex\\u0061mple-eu"), "invalid", ["NotCanonical"])
    add("a float", text.replace('"count":3', '"count":3.0'), "invalid", ["NotCanonical"])
    add("an exponent", text.replace('"count":3', '"count":3e0'), "invalid", ["NotCanonical"])
    add("a field twice", text.replace('"count":3', '"count":3,"count":3'), "invalid", ["NotCanonical"])
    add("cut short", text[:-1], "invalid", ["NotCanonical"])
    bad("another format", dict(commit, format="tidemark-record-v2"), "Value")
    bad("an unknown type", dict(commit, type="era-comit"), "Value")
    bad("an unknown field", dict(commit, note=""), "Field")
    bad("an unknown field inside", dict(commit, profile=dict(profile, name="x")), "Field")
    bad("a missing field", less(commit, "root"), "Field")
    bad("no time", less(state, "time"), "Field")
    bad("a leap second", dict(commit, time="2026-12-31T23:59:60Z"), "Time")
    bad("hour 24", dict(commit, time="2026-12-31T24:00:00Z"), "Time")
    bad("the 30th of February", dict(commit, time="2026-02-30T00:00:00Z"), "Time")
    bad("a fraction of a second", dict(commit, time="2026-11-24T11:30:00.5Z"), "Time")
    bad("an offset", dict(commit, time="2026-11-24T11:30:00+00:00"), "Time")
    bad("a window of no length", dict(commit, end=commit["start"]), "Value")
    bad("serial 0 with a record before", dict(commit, previous=h()), "Value")
    bad("serial 1 without a record before", dict(second, previous="0" * 64), "Value")
    bad("upper-case hex", dict(commit, root=h().upper().replace("0", "A")), "Value")
    bad("no keys", dict(commit, count=0), "Value")
    bad("another delay", dict(second, beacon={"kind": "drand", "chain": QUICKNET, "delay": 0}), "Value")
    bad("a beacon rule with a round", dict(second, beacon=activate["beacon"]), "Field")
    bad("randomness that is not the signature's hash",
        dict(activate, beacon=dict(activate["beacon"], randomness=h())), "Value")
    bad("round 0", dict(activate, beacon=dict(activate["beacon"], round=0)), "Value")
    bad("disclosed to nobody", less(disclosed, "to"), "Field")
    bad("retired to somebody", dict(state, to="expert-1"), "Field")
    bad("a state with a record of its own", dict(state, state="ACTIVE"), "Value")
    bad("plans of no era", dict(plan, eras=[]), "Value")
    bad("eras not sorted", dict(plan, eras=plan["eras"][::-1]), "Value")
    bad("an era twice", dict(plan, eras=[plan["eras"][0]] * 2), "Value")
    bad("finished without a report", dict(result, report="none"), "Value")
    bad("ended before it started", dict(result, ended="2026-11-24T09:00:00Z"), "Value")
    bad("an integer past 2^53 - 1", {**base, "type": "ledger-root", "origin": "o", "size": 2**53, "root": h()},
        "Value")
    bad("a gap backwards", {**base, "type": "gap", "node": 3, "from": 17, "to": 16}, "Value")
    add("an array", "[]", "invalid", ["NotCanonical"])
    add("nothing", "", "invalid", ["NotCanonical"])
    return tests

def write(path, seed, algorithm, header, groups):
    number = 0
    for group in groups:
        for test in group["tests"]:
            number += 1
            test["tcId"] = number
        group["tests"] = [{"tcId": t.pop("tcId"), **t} for t in group["tests"]]
    with open(path, "w") as out:
        json.dump({"algorithm": algorithm, "generatorVersion": f"derivation.py {seed}",
                   "numberOfTests": number, "header": header, "testGroups": groups},
                  out, indent=1, ensure_ascii=True)
        out.write("\n")

def main():
    seed, folder = int(sys.argv[1]), sys.argv[2]
    rnd = random.Random(seed)
    write(f"{folder}/derivation.json", seed, "tidemark derivation v1",
          ["Invalid: at least one of the outputs is not the one that the page gives."],
          [{"type": "Context", "tests": context_tests(rnd)}, {"type": "EraKey", "tests": key_tests(rnd)}])
    write(f"{folder}/commitment.json", seed, "tidemark commitment v1",
          ["CommitmentFile: the file parses and has that count and root.",
           "Opening: name and salt give the tag, the seed gives the commitment, and its leaf lies under the root."],
          [{"type": "CommitmentFile", "tests": file_tests(rnd)}, {"type": "Opening", "tests": opening_tests(rnd)}])
    write(f"{folder}/control-record.json", seed, "tidemark-record-v1",
          ["Valid: the entry is a record in its canonical form, with that leaf hash."],
          [{"type": "ControlRecord", "tests": record_tests(rnd)}])

main()
