"""Forged bundles, one rule of `authentic` broken in each; and mutants."""

import random
import unittest

from cases import CLAIMS, Case, canonical, edited, forge, honest, verify


class Authentic(Case):
    def flip(self, at, value, code):
        data = bytearray(honest().bundle())
        data[at] = value
        self.check(bytes(data), authentic=code)

    def test_archive(self):
        data = honest().bundle()
        self.flip(100, ord("1"), "ARCHIVE_HEADER")
        self.flip(0, ord("C"), "ARCHIVE_NAME")
        self.check(data[:-1], authentic="ARCHIVE_TRUNCATED")
        self.check(data[:-512], authentic="ARCHIVE_TRUNCATED")
        self.check(data + b"\0", authentic="ARCHIVE_TRAILING")
        self.check(data[:-512] + b"\1" * 512, authentic="ARCHIVE_PADDING")
        self.flip(len(data) - 1100, 1, "ARCHIVE_PADDING")
        self.check(b"", authentic="ARCHIVE_TRUNCATED")

    def test_names(self):
        files = {**honest().contents(), "statement.dsse.json": b"{}"}
        self.check(forge.ustar({**files, "corpus/other": b""}), authentic="FILE_UNKNOWN")
        self.check(forge.ustar({**files, "log/01.proof": b""}), authentic="FILE_UNKNOWN")
        self.check(forge.ustar({**files, "a/../b": b""}), authentic="ARCHIVE_NAME")
        del files["plan.json"]
        self.check(forge.ustar(files), authentic="FILE_MISSING")
        one = forge.archive.header(b"plan.json", 0)
        self.check(one + one + bytes(1024), authentic="ARCHIVE_ORDER")
        big = forge.archive.header(b"plan.json", (64 << 20) + 1)
        self.check(big + bytes(1024), authentic="ARCHIVE_LIMIT")

    def envelope(self, change, code, policy=None):
        files = honest().contents()
        value = honest().sign(honest().statement(files))
        change(value)
        data = forge.ustar({**files, "statement.dsse.json": canonical.write(value)})
        self.check(data, policy, authentic=code)

    def test_envelope(self):
        def zero(place):
            def change(value):
                size = len(forge.base64.b64decode(value["signatures"][place]["sig"]))
                value["signatures"][place]["sig"] = forge.b64(bytes(size))

            return change

        self.envelope(zero(0), "SIGNATURE_ED25519")
        self.envelope(zero(1), "SIGNATURE_ML_DSA_65")
        self.envelope(lambda v: v["signatures"].reverse(), "SIGNATURE_ORDER")
        self.envelope(lambda v: v["signatures"].pop(), "SIGNATURE_COUNT")
        self.envelope(lambda v: v.update(payloadType="text/plain"), "PAYLOAD_TYPE")
        self.envelope(lambda v: v.update(more=1), "FORMAT")
        self.envelope(lambda v: v["signatures"][0].update(keyid="0" * 64), "SIGNER_UNKNOWN")
        other = forge.Forge(2)
        own, foreign = honest().trust()["signers"][0], other.trust()["signers"][0]
        mixed = [{**own, "mldsa65": foreign["mldsa65"]}, {**foreign, "mldsa65": own["mldsa65"]}]
        self.envelope(lambda v: None, "SIGNERS_DIFFER", honest().trust(signers=mixed))
        self.envelope(lambda v: None, "SIGNER_UNKNOWN", honest().trust(signers=[foreign]))

    def statement(self, change, code):
        files = honest().contents()
        value = canonical.parse(honest().statement(files))
        change(value)
        signed = honest().sign(canonical.write(value))
        data = forge.ustar({**files, "statement.dsse.json": canonical.write(signed)})
        self.check(data, authentic=code)

    def test_statement(self):
        self.statement(lambda v: v.update(predicateType="x"), "STATEMENT_TYPE")
        self.statement(lambda v: v["subject"].reverse(), "SUBJECT")
        self.statement(lambda v: v["predicate"].update(claims="guilty"), "FORMAT")
        self.statement(lambda v: v["predicate"]["files"].reverse(), "FORMAT")
        self.statement(lambda v: v["predicate"]["files"].pop(), "FILE_NOT_SIGNED")
        self.statement(lambda v: v["predicate"]["files"][-2].update(size=1), "FILE_DIGEST")
        more = {"name": "x", "sha256": "0" * 64, "size": 0}
        self.statement(lambda v: v["predicate"]["files"].append(more), "FILE_ABSENT")

    def test_shapes(self):
        files = honest().contents()

        def check(name, data, code):
            self.check(honest().bundle({**files, name: data}), authentic=code)

        check("custody.jsonl", files["custody.jsonl"] * 2, "CUSTODY_CHAIN")
        check("custody.jsonl", b"", "FORMAT")
        check("plan.json", files["plan.json"] + b"\n", "JSON_NOT_CANONICAL")
        check("report.json", b"[" * 5000, "JSON_NOT_CANONICAL")
        check("report.json", b'{"n":%s}' % (b"9" * 5000), "JSON_NOT_CANONICAL")
        check("software/software.json", b"{}", "FORMAT")
        check("result.json", files["plan.json"], "RECORD_FORMAT")
        check("keys/1.commitments", b"", "FILE_UNKNOWN")
        record = edited(
            files, "log/records.json", lambda v: v["records"][0]["entry"].update(serial=7)
        )
        self.check(honest().bundle(record), authentic="RECORD_FORMAT")
        del files["keys/0.commitments"]
        self.check(honest().bundle(files), authentic="FILE_MISSING")


class Hostile(Case):
    """Whatever the bytes are, there is an answer."""

    def test_flips(self):
        chance, data = random.Random(5), honest().bundle()
        for _ in range(150):
            mutant = bytearray(data)
            mutant[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            verdict = verify(bytes(mutant), honest().trust())
            self.assertEqual("failed", verdict.answers["authentic"].state)

    def test_signed_nonsense(self):
        """Files changed before they are signed: any code, no crash, never five times passed."""
        chance, files = random.Random(6), honest().contents()
        words = {"software/software.json", "custody.jsonl", "corpus/manifest.json"}
        names = sorted(set(files) - {"profile/vectors.json"} - words)
        for turn in range(120):
            name = names[turn % len(names)]
            data = bytearray(files[name])
            kind = chance.randrange(3)
            if kind == 0:
                data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            elif kind == 1:
                del data[chance.randrange(len(data)) :]
            else:
                at = chance.randrange(len(data))
                data[at:at] = data[at : at + chance.randrange(1, 40)]
            if bytes(data) == files[name]:
                continue
            verdict = verify(honest().bundle({**files, name: bytes(data)}), honest().trust())
            with self.subTest(name=name, turn=turn, kind=kind):
                self.assertFalse(verdict.holds(CLAIMS))


if __name__ == "__main__":
    unittest.main()
