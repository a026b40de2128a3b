"""The scheme's known answers, run against this verifier: profile/vectors.json."""

import functools
import json
import math

from . import scores
from .derivation import coin_key, encrypt
from .gamma import ln_q

SHA256 = "b255806b9191b70046773f080e7601605f41f8ab8fb566086ab28dbda603004a"
DOMAINS = {"wide": 0, "narrow": 1, "coin": 2, "derivation": 3}


@functools.cache
def failures_of(data: bytes):
    """The same for the bytes of the file."""
    return failures(json.loads(data))


def failures(vectors):
    """Names of the cases that this verifier computes otherwise; all cases are run."""
    bad = []
    for name, run in (
        ("blocks", _block),
        ("coinKeys", _coin),
        ("scores", lambda case: scores.score(int(case["w"])) == int(case["s"])),
        ("documents", _document),
        ("answers", _answer),
    ):
        bad += [f"{name}/{i}" for i, case in enumerate(vectors[name]) if not run(case)]
    return bad


def _block(case):
    slots = case["slots"]
    block = scores.block(DOMAINS[case["domain"]], slots)
    return (block.hex(), encrypt(bytes.fromhex(case["key"]), block).hex()) == (
        case["block"],
        case["aes"],
    )


def _coin(case):
    return coin_key(bytes.fromhex(case["fleetKey"])).hex() == case["coinKey"]


class _Keys:
    """Keys and profile of a document or an answer of the vectors."""

    def __init__(self, case):
        profile = case["profile"]
        self.wide, self.narrow = profile["W"], profile["N"]
        self.shares = profile["narrow"], profile["fleet"]
        self.fleet = bytes.fromhex(case["fleetKey"])
        self.tenant = bytes.fromhex(case["tenantKey"]) if case.get("tenantKey") else self.fleet
        self.coin = coin_key(self.fleet)

    def toss(self, before):
        """(a, b), domain, key and tier at a position; before: the ids before it, newest first."""
        out = encrypt(self.coin, scores.block(2, [0, before[0], before[1]]))
        a, b = int.from_bytes(out[:4], "big"), int.from_bytes(out[4:8], "big")
        tier = "fleet" if b < self.shares[1] else "tenant"
        domain = "narrow" if a < self.shares[0] else "wide"
        return [a, b], domain, self.fleet if tier == "fleet" else self.tenant, tier

    def context(self, domain, before):
        return tuple(before[: self.wide if domain == "wide" else self.narrow])

    def draw(self, key, domain, candidate, context) -> int:
        block = scores.block(DOMAINS[domain], [candidate, *context])
        return int.from_bytes(encrypt(key, block)[:8], "big")


def _document(case):
    keys, ids, seen = _Keys(case), case["ids"], set()
    evidence = {"fleet": [0, 0], "tenant": [0, 0]}
    for shown in case["positions"]:
        i = shown["i"]
        before = ids[i - keys.wide : i][::-1]
        scored = all(token < 1 << 18 for token in ids[i - keys.wide : i + 1])
        if scored != shown["scored"]:
            return False
        if not scored:
            continue
        coin, domain, key, tier = keys.toss(before)
        context = keys.context(domain, before)
        w = keys.draw(key, domain, ids[i], context)
        s = scores.score(w)
        counted = (domain, ids[i], context) not in seen
        seen.add((domain, ids[i], context))
        own = (coin, domain, tier, str(w), str(s), counted)
        if own != tuple(shown[name] for name in ("coin", "domain", "tier", "w", "s", "counted")):
            return False
        evidence[tier][0] += counted
        evidence[tier][1] += s * counted
    both = [sum(pair) for pair in zip(*evidence.values())]
    return all(
        (str(n), str(s)) == (str(shown["n"]), shown["S"])
        and abs(ln_q(n, s) - float(shown["lnP"])) < 1e-8
        for shown, (n, s) in (
            (case["evidence"][tier], both if tier == "both" else evidence[tier])
            for tier in case["evidence"]
        )
    )


def _answer(case):
    keys, ids, used = _Keys(case), [], set()
    for step in case["steps"]:
        before, keyed = ids[-keys.wide :][::-1], False
        if len(ids) >= keys.wide and max(before + step["candidates"]) < 1 << 18:
            _, domain, key, _ = keys.toss(before)
            context = keys.context(domain, before)
            keyed = (domain, context) not in used
        if keyed != step["keyed"]:
            return False
        if keyed:
            used.add((domain, context))
            drawn = [
                (math.log((keys.draw(key, domain, c, context) + 0.5) / 2**64) / q, -c)
                for c, q in zip(step["candidates"], step["q"])
                if q > 0
            ]
            if -max(drawn)[1] != step["token"]:
                return False
        ids.append(step["token"])
    return True
