#!/usr/bin/env python3
"""Known-answer vectors of docs/formats/plan.md, manifest.md and blocks.md.

Usage: plan.py SEED DIR    writes plan.json, manifest.json, blocks.json
Needs PyPI `cryptography` and `mpmath`; uses nothing of this project."""
import copy, hashlib, json, random, sys
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from mpmath import mp, mpf, log, floor

mp.prec = 200
M64 = (1 << 64) - 1

def canonical(value):
    """RFC 8785 for strings without escapes beyond JSON's, integers and ASCII names."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

def sha(data):
    return hashlib.sha256(data).hexdigest()

def leaf(data):
    return hashlib.sha256(b"\0" + data).digest()

def root(leaves):
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while 2 * split < len(leaves):
        split *= 2
    return hashlib.sha256(b"\1" + root(leaves[:split]) + root(leaves[split:])).digest()

def mix(hi, lo):
    x = (hi * 0x9E3779B97F4A7C15 & M64) ^ ((lo << 32 | lo >> 32) & M64)
    x = ((x ^ x >> 30) * 0xBF58476D1CE4E5B9 + lo) & M64
    x = (x ^ x >> 27) * 0x94D049BB133111EB & M64
    return x ^ x >> 31

def zeros(block):
    return min(24, 64 - mix(block >> 64, block & M64).bit_length())

def aes(key, block):
    e = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    return e.update(block.to_bytes(16, "big")) + e.finalize()

def score(w):
    return int(floor(-log(mpf(2 ** 65 - 2 * w - 1) / 2 ** 65) * 2 ** 32))

def plans(rnd):
    h = lambda: rnd.randbytes(32).hex()
    tenants = sorted(({"tag": h(), "commitment": h()} for _ in range(3)), key=lambda t: t["tag"])
    base = {
        "format": "tidemark-plan-v1", "question": "Does this data set depend on our output?",
        "commitments": "log",
        "profile": {"id": "tidemark-gumbel-aes-v1", "sha256": h(), "tokenizerFingerprint": "sha256:" + h()},
        "keys": [{"era": "2026Q4", "eraRecord": h(), "fleetTag": h(), "fleet": h(), "tenants": tenants},
                 {"era": "2026Q3", "eraRecord": h(), "fleetTag": h(), "fleet": h(), "tenants": []}],
        "normaliser": "n1",
        "settings": {"alpha": "0.000001", "alert": "0.001", "fdr": "0.01", "excess": "0.5", "incomplete": "0.001",
                     "field": "/text", "textBytes": 16777216, "tupleBudget": 50000000,
                     "decoyTupleBudget": 262144, "documentRule": "bh"},
        "decoys": {"count": 999, "full": 99, "seed": "tidemark"},
        "corpus": {"kind": "manifest", "root": h()}, "created": "2026-11-24T11:30:00Z"}
    tests = []

    def add(comment, value, result="valid", flags=()):
        text = value if isinstance(value, str) else canonical(value)
        tests.append({"comment": comment, "flags": list(flags), "plan": text,
                      "sha256": sha(text.encode()), "result": result})

    def bad(comment, *path_and_value):
        *path, value = path_and_value
        changed = copy.deepcopy(base)
        at = changed
        for step in path[:-1]:
            at = at[step]
        if value is None:
            del at[path[-1]]
        else:
            at[path[-1]] = value
        add(comment, changed, "invalid", ["Value" if value is not None else "Field"])

    add("a manifest and two eras", base)
    add("paths", {**base, "corpus": {"kind": "paths", "paths": ["corpus", "more/c.jsonl", "Tiefe \u00dcbung"]}})
    add("no commitments", {**base, "commitments": "none", "keys": [
        {"era": "2026Q4", "fleetId": "0123456789abcdef", "tenantIds": ["00000000000000aa", "00000000000000ab"]}]})
    add("no full decoys, e-BH, no normaliser", {**base, "normaliser": "none",
        "decoys": {"count": 99, "full": 0, "seed": ""}, "settings": {**base["settings"], "documentRule": "ebh"}})
    add("a question with many kinds of character", {**base, "question": "\u00e4 \U0001F30A \"quoted\" \\ /"})
    for name in base:
        bad("without " + name, name, None)
    bad("another format", "format", "tidemark-plan-v2")
    bad("a blank question", "question", " ")
    bad("a question of two lines", "question", "a\nb")
    bad("commitments of another kind", "commitments", "file")
    bad("keys of the other kind", "commitments", "none")
    bad("no era", "keys", [])
    bad("an era twice", "keys", 1, "era", "2026Q4")
    bad("upper-case hex", "keys", 0, "fleet", "A" * 64)
    bad("tenants out of order", "keys", 0, "tenants", tenants[::-1])
    bad("a tenant twice", "keys", 0, "tenants", [tenants[0], tenants[0]])
    bad("the fleet among the tenants", "keys", 0, "fleetTag", tenants[1]["tag"])
    bad("a number written with an exponent", "settings", "alpha", "1e-6")
    bad("a number with a trailing zero", "settings", "alpha", "0.0000010")
    bad("a number as a float", "settings", "alpha", 0.000001)
    bad("alpha above alert", "settings", "alpha", "0.01")
    bad("fdr of 1", "settings", "fdr", "1")
    bad("excess of 0", "settings", "excess", "0")
    bad("a field that is no pointer", "settings", "field", "text")
    bad("no room for tuples", "settings", "tupleBudget", 63)
    bad("98 decoys", "decoys", "count", 98)
    bad("50 full decoys", "decoys", "full", 50)
    bad("no path", "corpus", {"kind": "paths", "paths": []})
    bad("a path twice", "corpus", {"kind": "paths", "paths": ["a", "a"]})
    bad("a corpus of two kinds", "corpus", {"kind": "paths", "paths": ["a"], "root": "0" * 64})
    bad("a time with a fraction", "created", "2026-11-24T11:30:00.0Z")
    bad("a time that does not exist", "created", "2026-02-30T11:30:00Z")
    bad("an unknown field", "note", "x")
    later(base, add)
    text = canonical(base)
    add("a newline at the end", text + "\n", "invalid", ["NotCanonical"])
    add("a space", text.replace(":", ": ", 1), "invalid", ["NotCanonical"])
    add("names out of order", json.dumps(base, separators=(",", ":")), "invalid", ["NotCanonical"])
    add("an escape that is not needed", text.replace("Does", "\\u0044oes"), "invalid", ["NotCanonical"])
    add("a field twice", text.replace("{", "{\"alpha\":1,\"alpha\":1,", 1), "invalid", ["NotCanonical"])
    add("a prefix", text[:-1], "invalid", ["NotCanonical"])
    add("an array", "[]", "invalid", ["NotCanonical"])
    return [{"type": "Plan", "tests": tests}]

def later(base, add):
    """Members that came later: absent at their usual values."""
    limits = {"ratio": 50, "grace": 1048576, "memberBytes": 16777216, "fileBytes": 1 << 42,
              "members": 100000, "decoderBytes": 134217728}
    usual = {**limits, "ratio": 100, "memberBytes": 1 << 38}
    globs = {"include": ["*.jsonl"], "exclude": ["tmp/**"]}

    def settings(**more):
        return {**base, "settings": {**base["settings"], **more}}

    add("a rate fixed beforehand", settings(sampledOneIn=64))
    add("rates of tuples and decoys", settings(sampledOneIn=4, decoySampledOneIn=4096))
    add("a rate of decoys alone", settings(decoySampledOneIn=2))
    add("the coarsest rates", settings(sampledOneIn=1 << 24, decoySampledOneIn=1 << 24))
    add("every tuple kept", {**base, "exact": True})
    add("every tuple of a sample kept", {**settings(sampledOneIn=2), "exact": True})
    add("other limits of a file", settings(sourceLimits=limits))
    add("globs for files alone", settings(selection=globs))
    add("globs for members too", settings(selection={**globs, "members": True}))
    for comment, value in (
            ("a rate of 1", settings(sampledOneIn=1)),
            ("a rate that is no power of two", settings(sampledOneIn=6)),
            ("a rate beyond the coarsest", settings(sampledOneIn=1 << 25)),
            ("a rate as a string", settings(sampledOneIn="2")),
            ("decoys that see more than all", settings(sampledOneIn=8, decoySampledOneIn=4)),
            ("not exact, said", {**base, "exact": False}),
            ("exact among the settings", settings(exact=True)),
            ("the usual limits", settings(sourceLimits=usual)),
            ("limits without one", settings(sourceLimits={k: v for k, v in limits.items() if k != "grace"})),
            ("a ratio of 0", settings(sourceLimits={**limits, "ratio": 0})),
            ("a selection of everything", settings(selection={"include": [], "exclude": []})),
            ("members without a glob", settings(selection={"include": [], "exclude": [], "column": "a", "members": True})),
            ("members denied", settings(selection={**globs, "members": False}))):
        add(comment, value, "invalid", ["Value"])

def manifests(rnd):
    def file(path, data):
        return {"path": path, "size": len(data), "sha256": sha(data)}
    files = [file("a.txt", b"abc"), file("empty.jsonl", b""), file("sub/b.jsonl", rnd.randbytes(100)),
             file("\ue000", b"x"), file("\U00010000", b"y")]
    base = {"format": "tidemark-manifest-v1", "files": files, "source": "hub.example/data, version 1",
            "obtained": {"when": "2026-11-20T08:00:00Z", "by": "lab-2"}, "firstKnown": "2026-11-02T00:00:00Z"}
    tests = []

    def add(comment, value, result="valid", flags=()):
        text = value if isinstance(value, str) else canonical(value)
        listed = [] if isinstance(value, str) else value.get("files", [])
        known = root([leaf(canonical(f).encode()) for f in listed]).hex() if result == "valid" else ""
        tests.append({"comment": comment, "flags": list(flags), "manifest": text, "root": known, "result": result})

    add("five files, sorted by their bytes", base)
    for n in (1, 2, 3, 7, 8, 9):
        add(f"{n} files", {**base, "files": [file(f"f{i}", rnd.randbytes(5)) for i in range(n)]})
    def bad(comment, value, flag="Value"):
        add(comment, value, "invalid", [flag])
    for name in base:
        bad("without " + name, {k: v for k, v in base.items() if k != name}, "Field")
    bad("no file", {**base, "files": []})
    bad("sorted by UTF-16 units", {**base, "files": files[:3] + files[:2:-1]})
    bad("a file twice", {**base, "files": [files[0], files[0]]})
    for path in ("", "/a", "a/", "a//b", ".", "..", "./a", "a/../b", "a\\b", "a\tb", "a\ufffdb"):
        bad("path " + json.dumps(path), {**base, "files": [file(path, b"")]})
    bad("upper-case hex", {**base, "files": [{**files[0], "sha256": "A" * 64}]})
    bad("a size below 0", {**base, "files": [{**files[0], "size": -1}]})
    bad("a size past 2^53 - 1", {**base, "files": [{**files[0], "size": 2 ** 53}]})
    bad("a file with a note", {**base, "files": [{**files[0], "note": ""}]}, "Field")
    bad("known after it was obtained", {**base, "firstKnown": "2026-11-20T08:00:01Z"})
    bad("a day alone", {**base, "firstKnown": "2026-11-02"})
    bad("a blank source", {**base, "source": " "})
    bad("obtained by nobody", {**base, "obtained": {"when": "2026-11-20T08:00:00Z"}}, "Field")
    text = canonical(base)
    bad("a newline at the end", text + "\n", "NotCanonical")
    bad("a size as a float", text.replace("\"size\":3", "\"size\":3.0"), "NotCanonical")
    bad("a field twice", text.replace("\"size\":3", "\"size\":3,\"size\":3"), "NotCanonical")
    return [{"type": "Manifest", "tests": tests}]

def block(domain, ids):
    """ids[0] is the candidate."""
    return domain << 126 | sum(t << 18 * i for i, t in enumerate(ids))

def record(b, forms):
    return b.to_bytes(16, "big") + bytes([forms])

def digest(records):
    first = second = 0
    for b, f in records:
        hi, lo = b >> 64, b & M64
        first = first + mix(hi, lo) * (2 * f + 1) & M64
        second = second + mix(mix(hi, lo) ^ lo, hi) * (2 * f + 1) & M64
    return f"{first:016x}{second:016x}"

def tuples(rnd, n):
    ids = [rnd.randrange(40) if rnd.random() < .5 else rnd.randrange(1 << 18) for _ in range(n + 4)]
    found = {}
    for i in range(4, len(ids)):
        for domain, width in ((0, 4), (1, 2)):
            b = block(domain, ids[i::-1][:width + 1])
            found[b] = found.get(b, 0) | rnd.choice((1, 2, 3))
    return sorted(found.items())

def level_of(records, least, budget):
    level = least
    while level < 24 and sum(zeros(b) >= level for b, _ in records) > budget:
        level += 1
    return level

def block_files(rnd):
    tests = []

    def add(comment, records, level=0, result="valid", flags=(), raw=None):
        data = b"".join(record(*r) for r in records) if raw is None else raw
        test = {"comment": comment, "flags": list(flags), "blocks": data.hex(), "level": level,
                "wide": 4, "narrow": 2, "result": result}
        if result == "valid":
            test.update(count=len(records), digest=digest(records), budget=20, slice=level_of(records, level, 20))
        tests.append(test)

    all_of = tuples(rnd, 120)
    add("no tuple", [])
    add("everything", all_of)
    for level in (1, 2, 3):
        add(f"a sample of one in {2 ** level}", [r for r in all_of if zeros(r[0]) >= level], level)
    def bad(comment, records, level=0, raw=None):
        add(comment, records, level, "invalid", ["Record"], raw)
    some = all_of[:5]
    bad("a byte short", [], 0, b"".join(record(*r) for r in some)[:-1])
    bad("two records the other way round", [some[1], some[0]])
    bad("a record twice", [some[0], some[0]])
    bad("signed order", [(block(1, [1, 2, 3]), 3), (block(0, [1, 2, 3, 4, 5]), 3)])
    bad("no text form", [(some[0][0], 0)])
    bad("a third text form", [(some[0][0], 4)])
    bad("a coin's block", [(2 << 126 | 1 << 18, 3)])
    bad("the derivation block", [(3 << 126, 3)])
    bad("a wide block of six tokens", [(block(0, [1, 2, 3, 4, 5, 6]), 3)])
    bad("a narrow block of four tokens", [(block(1, [1, 2, 3, 4]), 3)])
    bad("a tuple that the sample does not hold", [r for r in all_of if zeros(r[0]) == 0][:1], 1)
    return tests

def evidence(rnd):
    tests = []
    for case in range(4):
        records = tuples(rnd, 60)
        fleet, tenant = rnd.randbytes(16), rnd.randbytes(16)
        coin = aes(fleet, 3 << 126)
        narrow, fleet_share = ((1 << 30, 1 << 31), (1 << 30, 1 << 31), (0, 1 << 32), (1 << 32, 1 << 30))[case]
        sums = {}
        for b, f in records:
            c = aes(coin, 2 << 126 | b & ((1 << 36) - 1) << 18)
            domain = 1 if int.from_bytes(c[:4], "big") < narrow else 0
            if b >> 126 != domain:
                continue
            own = int.from_bytes(c[4:8], "big") < fleet_share
            s = score(int.from_bytes(aes(fleet if own else tenant, b)[:8], "big"))
            for bit, form in ((1, "raw"), (2, "normalised")):
                if f & bit:
                    n, total = sums.get((own, form), (0, 0))
                    sums[own, form] = (n + 1, total + s)
        test = {"comment": f"narrow {narrow}, fleet {fleet_share}", "flags": [],
                "blocks": b"".join(record(*r) for r in records).hex(), "level": 0, "wide": 4, "narrow": 2,
                "narrowShare": narrow, "fleetShare": fleet_share,
                "fleet": fleet.hex(), "tenant": tenant.hex(), "coin": coin.hex()}
        for tier in ("fleet", "tenant"):
            for form in ("raw", "normalised"):
                n, total = sums.get((tier == "fleet", form), (0, 0))
                test[tier + form.capitalize()] = {"n": n, "S": str(total)}
        test["result"] = "valid"
        tests.append(test)
        wrong = copy.deepcopy(test)
        wrong["comment"], wrong["flags"], wrong["result"] = "one more in the last digit", ["Sum"], "invalid"
        for name in ("fleetRaw", "tenantRaw", "fleetNormalised"):
            if wrong[name]["n"]:
                wrong[name]["S"] = str(int(wrong[name]["S"]) + 1)
                break
        tests.append(wrong)
    return tests

def write(path, seed, algorithm, header, groups):
    number = 0
    for group in groups:
        for i, test in enumerate(group["tests"]):
            number += 1
            group["tests"][i] = {"tcId": number, **test}
    with open(path, "w") as out:
        json.dump({"algorithm": algorithm, "generatorVersion": f"plan.py {seed}", "numberOfTests": number,
                   "header": header, "testGroups": groups}, out, indent=1, ensure_ascii=True)
        out.write("\n")

def main():
    seed, folder = int(sys.argv[1]), sys.argv[2]
    rnd = random.Random(seed)
    write(f"{folder}/plan.json", seed, "tidemark-plan-v1", ["Valid: the text is a plan, with that hash."], plans(rnd))
    write(f"{folder}/manifest.json", seed, "tidemark-manifest-v1",
          ["Valid: the text is a manifest, with that root."], manifests(rnd))
    write(f"{folder}/blocks.json", seed, "tidemark blocks v1",
          ["BlockFile: the bytes are a block file at that level; slice is the level at which at most budget tuples are left.",
           "Evidence: n and S of the fleet key on the fleet tier and of the tenant key on the tenant tier, per text form."],
          [{"type": "BlockFile", "tests": block_files(rnd)}, {"type": "Evidence", "tests": evidence(rnd)}])

main()
