"""Runs the known answers of the pages; those of log.md are in test_vectors_log.py."""

import base64
import json
import math
import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from tmev import authentic, blocks, canonical, decoys, derivation, documents  # noqa: E402
from tmev import gamma, known, merkle, records, scores, signatures  # noqa: E402
from tmev.codes import CODES, Failed  # noqa: E402

VECTORS = pathlib.Path(__file__).resolve().parents[3] / "src/testkit/src/main/resources/vectors"


def load(name):
    return json.loads((VECTORS / name).read_text("utf-8"))


def octets(test, name):
    """A text of a test as bytes; NAMEHex stands in its place where it is not UTF-8."""
    return bytes.fromhex(test[name + "Hex"]) if name + "Hex" in test else test[name].encode()


def group_tests(name):
    """(group type, test) of a file, in its order."""
    file = load(name)
    found = [(group["type"], test) for group in file["testGroups"] for test in group["tests"]]
    assert len(found) == file["numberOfTests"]
    return found


def raw(test, *names):
    return [bytes.fromhex(test[name]) for name in names]


class Answers(unittest.TestCase):
    def answer(self, name, checks):
        """checks: group type -> function(test) that is true where the test is valid."""
        for kind, test in group_tests(name):
            with self.subTest(name, tcId=test["tcId"], comment=test["comment"]):
                self.assertEqual(test["result"] == "valid", checks[kind](test))


class KeyVectors(Answers):
    """derivation.json, commitment.json, control-record.json."""

    def test_derivation(self):
        def context(test):
            fields = [bytes.fromhex(item) for item in test["fields"]]
            try:
                return derivation.context(test["label"], *fields).hex() == test["context"]
            except OverflowError:
                return False

        self.answer("derivation.json", {"Context": context, "EraKey": self.era_key})

    def era_key(self, test):
        root, profile, beacon = raw(test, "root", "profileSha256", "beacon")
        subject = test["deployment"], test["role"], test["name"]
        tenant, era = derivation.tenant_key(root, *subject), test["era"]
        salt = derivation.tag_salt(root, *subject)
        tag, seed = derivation.tag(*subject, salt), derivation.seed(tenant, profile, era)
        key = derivation.watermark_key(tag, profile, era, seed, beacon)
        values = {
            "tenantKey": tenant,
            "tagSalt": salt,
            "tag": tag,
            "seed": seed,
            "commitment": derivation.commitment(tag, profile, era, seed),
            "key": key,
        }
        if test["role"] == "fleet":
            values["coin"] = derivation.coin_key(key)
            values["coinCommitment"] = derivation.coin_commitment(profile, era, values["coin"])
        return all(test[name] == value.hex() for name, value in values.items())

    def test_commitments(self):
        def file(test):
            try:
                found = derivation.leaves(bytes.fromhex(test["file"]))
            except ValueError:
                return False
            return (len(found), derivation.root_of(found).hex()) == (test["count"], test["root"])

        self.answer("commitment.json", {"CommitmentFile": file, "Opening": self.opening})

    def opening(self, test):
        salt, tag, profile, seed, root = raw(
            test, "tagSalt", "tag", "profileSha256", "seed", "root"
        )
        if derivation.tag(test["deployment"], test["role"], test["name"], salt) != tag:
            return False
        commitment = derivation.commitment(tag, profile, test["era"], seed)
        leaf = merkle.leaf_hash(tag + commitment)
        path = [bytes.fromhex(item) for item in test["path"]]
        proven = merkle.included(leaf, test["index"], test["count"], path, root)
        return proven and commitment.hex() == test["commitment"]

    def test_records(self):
        def record(test):
            try:
                records.parse(test["entry"].encode())
            except ValueError:
                return False
            leaf = merkle.leaf_hash(test["entry"].encode()).hex()
            return leaf == test["leafHash"]

        self.answer("control-record.json", {"ControlRecord": record})


class PlanVectors(Answers):
    """plan/plan.json, manifest.json, blocks.json."""

    def test_plans(self):
        def plan(test):
            data = test["plan"].encode()
            try:
                documents.document(data, "plan", documents.plan)
            except Failed:
                return False
            return derivation.sha256(data).hex() == test["sha256"]

        self.answer("plan/plan.json", {"Plan": plan})

    def test_manifests(self):
        def manifest(test):
            data = test["manifest"].encode()
            try:
                value = documents.document(data, "manifest", documents.manifest)
            except Failed:
                return False
            return documents.manifest_root(value) == test["root"]

        self.answer("plan/manifest.json", {"Manifest": manifest})

    def test_blocks(self):
        def file(test):
            shape = blocks.Shape(test["wide"], test["narrow"], test["level"])
            try:
                found = blocks.summarise(bytes.fromhex(test["blocks"]), shape)
            except Failed:
                return False
            self.assertEqual(
                (test["count"], test["digest"], test["slice"]),
                (found.count, found.hex_digest(), found.slice_level(test["level"], test["budget"])),
            )
            return True

        def evidence(test):
            contexts = {name: test[name] for name in ("narrowShare", "fleetShare")}
            fleet, tenant, coin = raw(test, "fleet", "tenant", "coin")
            keys = [("fleet", "f", fleet), ("tenant", "t", tenant)]
            data = bytes.fromhex(test["blocks"])
            found = blocks.evidence(data, contexts, [("e", coin, keys)])
            return all(
                found["e", role, role[0]][at : at + 2]
                == [test[role + form]["n"], int(test[role + form]["S"])]
                for role in ("fleet", "tenant")
                for at, form in ((0, "Raw"), (2, "Normalised"))
            )

        self.answer("plan/blocks.json", {"BlockFile": file, "Evidence": evidence})


class SchemeVectors(unittest.TestCase):
    def test_known_answers(self):
        data = (VECTORS / "tidemark-gumbel-aes-v1.json").read_bytes()
        self.assertEqual(known.SHA256, derivation.sha256(data).hex())
        self.assertEqual([], known.failures(json.loads(data)))

    def test_a_wrong_answer_shows(self):
        vectors = load("tidemark-gumbel-aes-v1.json")
        score = vectors["scores"][700]
        score["s"] = str(int(score["s"]) + 1)
        vectors["documents"][0]["positions"][3]["counted"] ^= True
        vectors["answers"][1]["steps"][-1]["keyed"] ^= True
        self.assertEqual(["scores/700", "documents/0", "answers/1"], known.failures(vectors))

    def test_tails(self):
        cases = [case for case in load("golden-tails.json")["cases"] if case["kind"] == "gamma"]
        self.assertGreater(len(cases), 200)
        for case in cases:
            value, exact = gamma.ln_q(int(case["n"]), int(case["S"])), float(case["lnP"])
            self.assertLess(abs(value - exact), 1e-9 * (1 + 1e-3 * abs(exact)), case)

    def test_sums(self):
        data = b"".join(derivation.sha256(bytes([i, j])) for i in range(8) for j in range(256))
        self.assertAlmostEqual(
            scores.total(bytes(16), data) / 2**32, scores.rough_total(bytes(16), data), 5
        )
        words = scores.draws(bytes(16), data)
        self.assertEqual(sum(map(scores.score, words)), scores.total(bytes(16), data))

    def test_chi_square(self):
        # P(chi-square of 2 n degrees > q) = Q(n, q / 2)
        for normal, upper in ((decoys.NORMAL, 0.0005), (-decoys.NORMAL, 0.9995)):
            half = decoys.quantile(200, normal) / 2
            p = math.exp(gamma.ln_q(100, int(half * 2**32)))
            self.assertAlmostEqual(upper, p, delta=2e-5)


class DsseVectors(unittest.TestCase):
    def test_examples(self):
        cases = load("dsse/pae.json")["cases"]
        self.assertGreater(len(cases), 3)
        for case in cases:
            payload = base64.b64decode(case["payload"])
            message = authentic.pae(case["payloadType"].encode(), payload)
            self.assertEqual(case["pae"], message.hex(), case["comment"])
            for signed in case["signatures"]:
                key, signature = raw(signed, "ed25519", "sig")
                self.assertTrue(signatures.ed25519_holds(key, signature, message))
                self.assertFalse(signatures.ed25519_holds(key, signature, message + b"x"))


class CanonicalVectors(unittest.TestCase):
    """The vectors on the page itself."""

    PAGE = VECTORS.parents[4].parent / "docs/formats/canonical-json.md"

    def lines(self, word):
        text = self.PAGE.read_text("utf-8")
        found = re.search(rf"^{word}.*?\n```\n(.*?)\n```", text, re.M | re.S)
        return found[1].split("\n")

    def test_valid(self):
        for line in self.lines("Valid"):
            with self.subTest(line):
                data = line.encode()
                self.assertEqual(data, canonical.write(canonical.read(data, "vector")))

    def test_invalid(self):
        for line in self.lines("Invalid"):
            data = re.split(" {2,}", line)[0].replace("}\\n", "}\n").encode()
            with self.subTest(line), self.assertRaises(Failed) as caught:
                canonical.read(data, "vector")
            self.assertEqual("JSON_NOT_CANONICAL", caught.exception.code)

    def test_codes_are_the_pages(self):
        text = (self.PAGE.parent / "bundle.md").read_text("utf-8")
        rows = re.findall(r"^\| `([A-Z0-9_]+)` \| ([a-z]+) \| (.*) \|$", text, re.M)
        self.assertEqual({name: (claim, rule) for name, claim, rule in rows}, CODES)


if __name__ == "__main__":
    unittest.main()
