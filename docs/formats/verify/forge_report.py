"""The part of a forged bundle that is about numbers: profile, scored blocks, report."""

import math

from tmev import blocks, decoys, derivation, documents, gamma, scores

ERA, TENANTS = "2026Q1", ("t-one", "t-two")


def four(value):
    return f"{value:.4f}"


class Reports:
    """Expects coin, keys, random and the settings of a Forge."""

    def make_profile(self):
        contexts = {"kind": "coined", "wide": 4, "narrow": 2}
        contexts |= {"narrowShare": 1 << 30, "fleetShare": 1 << 31}
        return {
            "format": "tidemark-profile-v1",
            "id": "tidemark-gumbel-aes-v1",
            "scheme": {"kind": "gumbel", "prf": "aes128-block18", "contexts": contexts},
            "tokenizer": {"name": "test", "fingerprint": "sha256:" + "7" * 64},
            "rules": {
                "dedup": "tuple",
                "firstScored": 4,
                "idLimit": 262144,
                "controlTokens": "end-document",
                "eos": "candidate",
            },
        }

    def profile_names(self):
        return {
            "id": self.profile["id"],
            "sha256": self.profile_hash.hex(),
            "tokenizerFingerprint": self.profile["tokenizer"]["fingerprint"],
        }

    def make_blocks(self):
        """Random tuples; of the fleet's tier the stronger of two candidates."""
        found, contexts = {}, self.profile["scheme"]["contexts"]
        while len(found) < self.tuples:
            domain = self.random.choice((0, 0, 0, 1))
            context = [self.random.randrange(1 << 18) for _ in range((4, 2)[domain])]
            choice = [scores.block(domain, [self.random.randrange(1 << 18), *context]) for _ in "ab"]
            (fleet,), _ = scores.tiers(self.coin, choice[0], contexts)
            key = self.keys["fleet"]
            best = max(choice, key=lambda b: scores.total(key, b)) if fleet else choice[0]
            found[best] = self.random.choice((1, 2, 3, 3, 3)) if self.normaliser == "n1" else 3
        self.blocks = b"".join(b + bytes([found[b]]) for b in sorted(found))
        self.files = {"a.txt": b"some text", "b.txt": b"more"}

    def settings(self):
        return {
            "alpha": "0.000001",
            "alert": "0.001",
            "fdr": "0.01",
            "excess": "0.5",
            "incomplete": "0.01",
            "field": "/text",
            "textBytes": 1 << 20,
            "tupleBudget": 1 << 20,
            "decoyTupleBudget": 400,
            "documentRule": "bh",
        }

    def make_report(self):
        contexts = self.profile["scheme"]["contexts"]
        listed = [("fleet", "fleet")] + [("tenant", name) for name in TENANTS]
        keys = [(role, name, self.keys[name]) for role, name in listed]
        found = blocks.evidence(self.blocks, contexts, [(ERA, self.coin, keys)])
        results = []
        for role, name in listed:
            parts = found[ERA, role, name]
            plain = [gamma.ln_q(*parts[:2]), gamma.ln_q(*parts[2:])]
            form = 0 if plain[0] <= plain[1] else 1
            results.append(
                {
                    "claim": role,
                    "era": ERA,
                    "form": ("raw", "normalised")[form],
                    "key": name,
                    "keyId": derivation.key_id(self.keys[name]),
                    "n": parts[2 * form],
                    "S": str(parts[2 * form + 1]),
                    "log10P": four(min(plain) / gamma.LN10),
                    "power": "0.9",
                    "verdict": "not shown",
                    "share": {"estimate": "0.1", "low": "0", "high": "1"},
                }
            )
        forms = 2 if self.normaliser == "n1" else 1
        plain = [gamma.ln_q(r["n"], int(r["S"])) for r in results]
        paid = gamma.holm([min(0.0, p + math.log(2 * forms)) for p in plain])
        for result, value in zip(results, paid):
            result["adjustedLog10P"] = four(value / gamma.LN10)
            result["verdict"] = "marked" if value <= math.log(1e-6) else "not shown"
        self.report = self.whole_report(results, min(plain), min(paid))

    def whole_report(self, results, plain, paid):
        summary = blocks.summarise(self.blocks, blocks.Shape(4, 2, 0))
        level = summary.slice_level(0, 400)
        none = {"unreadableRecords": 0, "unreadableBytes": 0, "skipped": {}}
        kinds = "documents ignorables bidiControls variationSelectors spaces styled confusables"
        corpus = {
            **{name: 2 for name in ("files", "records", "documents", "bytes", "tokens", "positions")},
            "distinctTuples": summary.count,
            "tupleDigest": summary.hex_digest(),
            "sampledOneIn": 1,
            "normalised": {name: 0 for name in f"{kinds} composed".split()},
            **none,
        }
        whole = {"test": "sum", "alphaPart": "0.5", "n": results[0]["n"]}
        whole |= {"log10P": four(plain / gamma.LN10), "verdict": "marked"}
        whole |= {"adjustedLog10P": four(paid / gamma.LN10)}
        profile = {**self.profile_names(), "tokenizer": "test"}
        return {
            "format": "tidemark-report-v1",
            "verdict": "marked",
            "meaning": documents.CLAIM,
            "profile": profile,
            "settings": {**self.settings(), "normaliser": self.normaliser},
            "corpus": corpus,
            "tests": [whole, {"test": "documents", "alphaPart": "0.25", "n": 2, "verdict": "not shown"}],
            "results": results,
            "wrongKeys": [],
            "decoys": {"seed": "tidemark", "sampledOneIn": 1 << level, "panels": self._panels(level)},
            "documents": {
                "scored": 2,
                "testable": 0,
                "minimumTuples": 30,
                "flagged": 0,
                "acceptedTenants": [],
                "histogram": [],
                "files": {
                    "listed": [],
                    "others": {"files": 2, "withFlagged": 0, **self.no_flags(2)},
                },
            },
        }

    def no_flags(self, scored):
        return {"scored": scored, "testable": 0, "flagged": 0, "flaggedTokens": 0}

    def _panels(self, level):
        contexts = self.profile["scheme"]["contexts"]
        found = blocks.sliced(self.blocks, level)
        masks = dict(zip(("fleet", "tenant"), scores.tiers(self.coin, found, contexts)))
        panels = []
        for kind, tier, count in (
            ("true coin", "fleet", self.count),
            ("true coin", "tenant", self.count),
            ("own coin", "fleet", self.full),
        ):
            own, names = kind == "own coin", ("fleet",) if tier == "fleet" else TENANTS
            part = found if own else scores.pick(found, masks[tier])
            panel = decoys.panel(
                [decoys.score_decoy(("tidemark", kind, part, contexts), i) for i in range(count)]
            )
            ranks = []
            for name in names:
                key = self.keys[name]
                n, s = len(part) // 16, scores.rough_total(key, part)
                n, s = decoys.own_coin(key, part, contexts) if own else (n, s)
                rank = panel.rank(kind, n, s)
                p = f"{rank / (count + 1):.6f}"
                ranks.append({"key": name, "z": four(decoys.z(n, s)), "rank": rank, "p": p})
            panels.append(
                {
                    "kind": kind,
                    "era": ERA,
                    "tier": tier,
                    "n": panel.n,
                    "count": count,
                    "mean": four(panel.mean),
                    "sd": four(math.sqrt(panel.variance)),
                    "variance": four(panel.variance),
                    "varianceLow": four(panel.low),
                    "varianceHigh": four(panel.high),
                    "judged": panel.judged,
                    "decoyZ": [four(decoys.z(n, s)) for n, s in panel.scored],
                    "ranks": ranks,
                }
            )
        return panels
