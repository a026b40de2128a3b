"""Runs the vectors of log.md."""

import unittest

from test_vectors import load, octets
from tmev import merkle, note, policy, tiles


class LogVectors(unittest.TestCase):
    def run_file(self, name, answers):
        """answers: group type -> function(group, test) that checks a valid test or raises LogError."""
        ran = 0
        for group in load(f"log/{name}.json")["testGroups"]:
            for test in group["tests"]:
                with self.subTest(name, tcId=test["tcId"], comment=test["comment"]):
                    ran += 1
                    if test["result"] == "valid":
                        answers[group["type"]](group, test)
                    else:
                        with self.assertRaises(note.LogError) as caught:
                            answers[group["type"]](group, test)
                        self.assertEqual(test["error"], caught.exception.code)
        self.assertEqual(load(f"log/{name}.json")["numberOfTests"], ran)

    def test_keys(self):
        def vkey(_, test):
            key = note.Vkey.parse(test["vkey"])
            shown = (note.KINDS[key.kind], key.name, key.key_id.hex(), key.key.hex())
            self.assertEqual(
                (test["kind"], test["name"], test["keyId"], test["publicKey"]), shown
            )

        self.run_file("keys", {"Vkey": vkey})

    def test_notes(self):
        def signed(group, test):
            keys = [note.Vkey.parse(key) for key in group["keys"]]
            found = note.verify_note(octets(test, "note"), keys)
            self.assertEqual(test["text"], found.text)
            names = [key.name for line in found.lines for key in keys if key.claimed_by(line)]
            self.assertEqual(test["verified"], list(dict.fromkeys(names)))

        self.run_file("notes", {"Note": signed})

    def test_checkpoints(self):
        def checkpoint(_, test):
            found = note.Checkpoint.parse(test["body"])
            shown = (found.origin, str(found.size), found.root.hex(), list(found.extensions))
            self.assertEqual(
                (test["origin"], test["size"], test["root"], test["extensions"]), shown
            )

        self.run_file("checkpoints", {"Checkpoint": checkpoint})

    def test_cosignatures(self):
        def cosignature(group, test):
            key, body = note.Vkey.parse(group["key"]), group["body"]
            body = test.get("body", body)
            line = note.Line.parse(test["line"].removesuffix("\n"))
            if not key.claimed_by(line):
                raise note.LogError("BAD_SIGNATURE", "of another key")
            time = note.verify_line(key, line, body, note.Checkpoint.parse(body))
            self.assertEqual(test["time"], time)

        self.run_file("cosignatures", {"Cosignature": cosignature})

    def test_policies(self):
        def checkpoint(group, test):
            seen = policy.Policy.parse(octets(group, "policy")).verify(octets(test, "note"))
            self.assertEqual(test["witnessedAt"], seen.witnessed)
            times = {k.decode(): v for k, v in seen.cosigned.items() if v != policy.NEVER}
            self.assertEqual(test["cosigned"], times)

        def syntax(_, test):
            policy.Policy.parse(octets(test, "policy"))

        self.run_file("policies", {"Policy": checkpoint, "PolicySyntax": syntax})

    def test_proofs(self):
        def proof(group, test):
            rules = policy.Policy.parse(octets(group, "policy"))
            found, seen = note.verify_proof(octets(test, "proof"), octets(test, "entry"), rules)
            self.assertEqual(int(test["index"]), found.index)
            self.assertEqual(int(test["size"]), seen.checkpoint.size)

        self.run_file("proofs", {"Proof": proof})

    def test_merkle(self):
        def root(group, test):
            entries = [bytes.fromhex(entry) for entry in group["entries"]]
            self.assertEqual(test["root"], merkle.root_of(entries[: test["size"]]).hex())

        def inclusion(_, test):
            path = [bytes.fromhex(item) for item in test["path"]]
            leaf, root = bytes.fromhex(test["leafHash"]), bytes.fromhex(test["root"])
            if not merkle.included(leaf, int(test["index"]), int(test["size"]), path, root):
                raise note.LogError("NOT_INCLUDED", "")

        def consistency(_, test):
            proof = [bytes.fromhex(item) for item in test["proof"]]
            old, root = bytes.fromhex(test["oldRoot"]), bytes.fromhex(test["root"])
            sizes = int(test["oldSize"]), int(test["size"])
            if not merkle.consistent(sizes[0], old, sizes[1], root, proof):
                raise note.LogError("NOT_CONSISTENT", "")

        self.run_file("merkle", {"Root": root, "Inclusion": inclusion, "Consistency": consistency})

    def test_tiles(self):
        def path(_, test):
            found = tiles.parse_path(test["path"])
            expected = test["level"], int(test["index"]), test["width"]
            self.assertEqual(expected, found)
            self.assertEqual(test["path"], tiles.path_of(*expected))

        def edge(_, test):
            self.assertEqual(test["paths"], tiles.edge(int(test["size"])))

        def bundle(_, test):
            found = tiles.entries(bytes.fromhex(test["bundle"]), test["width"])
            self.assertEqual(test["entries"], [entry.hex() for entry in found])

        def tile(_, test):
            found = tiles.hashes(bytes.fromhex(test["tile"]), test["width"])
            self.assertEqual(test["hashes"], [item.hex() for item in found])

        answers = {"TilePath": path, "Edge": edge, "EntryBundle": bundle, "Tile": tile}
        self.run_file("tiles", answers)

    def test_public_log(self):
        log = load("log/public-log.json")
        found = note.Checkpoint.parse(note.Note.parse(log["checkpoint"].encode()).text)
        for test in log["vectors"]:
            with self.subTest(index=test["index"]):
                leaf = merkle.leaf_hash(test["entry"].encode())
                path = [note.unbase64(item) for item in test["path"]]
                self.assertTrue(
                    merkle.included(leaf, test["index"], found.size, path, found.root)
                )
                self.assertFalse(
                    merkle.included(leaf, test["index"] + 1, found.size, path, found.root)
                )


if __name__ == "__main__":
    unittest.main()
