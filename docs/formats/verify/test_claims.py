"""Honest bundles, and forged ones with one rule of `keys`, `recomputed`, `calibrated` broken."""

import tempfile
import unittest

from cases import CLAIMS, Case, claims, copied, edited, forge, honest, verify
from forge_report import four
from tmev import gamma


class Honest(Case):
    def test_passes(self):
        verdict = verify(honest().bundle(), honest().trust())
        self.assertEqual({"passed"}, {answer.state for answer in verdict.answers.values()})
        self.assertTrue(verdict.holds(CLAIMS))
        self.assertEqual(["fleet", "t-one", "t-two"], [line.key for line in verdict.table])

    def test_coin_alone(self):
        story = copied()
        story.open_fleet, story.opened_tenants = False, ["t-two"]
        verdict = verify(story.bundle(), story.trust())
        self.expect(verdict)
        self.assertEqual(["t-two"], [line.key for line in verdict.table])
        self.assertIn("2026Q1 fleet", verdict.answers["recomputed"].why)

    def test_without_blocks_and_log(self):
        files = honest().contents()
        blocks = files.pop("corpus/blocks")
        del files["log/entries"]
        data = honest().bundle(files)
        verdict = verify(data, honest().trust())
        self.expect(verdict)
        states = [verdict.answers[claim].state for claim in CLAIMS]
        self.assertEqual(["passed"] * 3 + ["not checked"] * 2, states)
        self.assertIn(claims.NO_LOG, verdict.said)
        self.assertFalse(verdict.holds(CLAIMS))
        with tempfile.NamedTemporaryFile() as file:
            file.write(blocks)
            file.flush()
            verdict = verify(data, honest().trust(), blocks=file.name)
        self.assertTrue(verdict.holds(CLAIMS))

    def test_patience(self):
        verdict = verify(honest().bundle(), honest().trust(), patience=1e-6)
        self.assertEqual("not checked", verdict.answers["recomputed"].state)
        self.assertIn("patience", verdict.answers["recomputed"].why)


class Keys(Case):
    def opening(self, change, code, **others):
        files = edited(honest().contents(), "keys/openings.json", change)
        self.check(honest().bundle(files), keys=code, **others)

    def test_openings(self):
        self.opening(lambda o: o["eras"][0].update(deployment="other"), "OPENING_ERA")
        self.opening(lambda o: o["eras"][0]["fleet"].update(tagSalt="0" * 64), "OPENING_TAG")
        self.opening(lambda o: o["eras"][0]["fleet"].update(seed="0" * 64), "KEY_NOT_COMMITTED")
        coin = {"kind": "coin", "coin": "0" * 32}
        self.opening(lambda o: o["eras"][0].update(fleet=coin), "COIN_NOT_COMMITTED")

    def test_commitments(self):
        files, good = honest().contents(), honest().commitments
        for data, code in (
            (good[:-1], "COMMITMENTS_FORMAT"),
            (good[64:] + good[:64], "COMMITMENTS_FORMAT"),
            (good[64:], "COMMITMENTS_ROOT"),
        ):
            self.check(honest().bundle({**files, "keys/0.commitments": data}), keys=code)

    def test_states(self):
        for state, hours, code in (
            ("DISCLOSED", 100, "KEY_DISCLOSED"),
            ("COMPROMISED", 100, "KEY_COMPROMISED"),
            ("DESTROYED", 100, "KEY_DESTROYED"),
            ("VERIFY_ONLY", 100, None),
            ("COMPROMISED", 250, None),
        ):

            class State(forge.Forge):
                def log_plan(self):
                    more = {"to": "court"} if state == "DISCLOSED" else {}
                    self.record(
                        "key-state", hours, era=forge.ERA, eraRecord=self.era_record,
                        subject="all", state=state, at=forge.at(hours), **more,
                    )  # fmt: skip
                    super().log_plan()

            story = State().story()
            self.check(story.bundle(), story.trust(), **({"keys": code} if code else {}))

    def test_beacon(self):
        class Without(forge.Forge):
            drand = False

        story = Without().story()
        self.check(story.bundle(), story.trust(), keys="BEACON_REQUIRED")
        self.check(story.bundle(), story.trust(beacon="optional"))

    def test_charge(self):
        class Many(forge.Forge):
            """Other plans about the same era before this one: 6.8 decades are not enough for them."""

            def log_plan(self):
                for number in range(self.others):
                    digest = forge.hashlib.sha256(b"%d" % number).hexdigest()
                    eras = [self.era_record]
                    self.record("plan", 301, plan=digest, eras=eras, corpus="paths")
                super().log_plan()

        for others, code in ((4, None), (9, "CHARGED_P")):
            story = Many()
            story.others = others
            story.story()
            verdict = verify(story.bundle(), story.trust())
            self.expect(verdict, **({"keys": code} if code else {}))
            self.assertEqual(others + 1, verdict.table[0].looks)

    def test_report(self):
        class Other(forge.Forge):
            def log_result(self):
                self.report["results"][1]["keyId"] = "0" * 16
                super().log_result()

        story = Other().story()
        verdict = verify(story.bundle(), story.trust())
        self.expect(verdict, keys="REPORT_KEYS")
        self.assertEqual("not checked", verdict.answers["recomputed"].state)


class Numbers(Case):
    def story(self, change, **codes):
        class Other(forge.Forge):
            def log_result(self):
                change(self.report)
                super().log_result()

        story = Other().story()
        self.check(story.bundle(), story.trust(), **codes)

    def test_numbers(self):
        def result(**values):
            return lambda report: report["results"][0].update(values)

        n, s = honest().report["results"][0]["n"], int(honest().report["results"][0]["S"])
        self.story(result(log10P="-9.0000"), recomputed="P_DIFFERS")
        self.story(result(adjustedLog10P="-9.0000"), recomputed="P_DIFFERS")
        self.story(result(S=str(s + 1)), recomputed="EVIDENCE_DIFFERS")
        self.story(result(n=n + 1, log10P=self.p(n + 1, s)), recomputed="EVIDENCE_DIFFERS")
        self.story(
            lambda r: r["tests"][0].update(adjustedLog10P="-9.0000"), recomputed="TESTS_DIFFER"
        )
        self.story(
            lambda r: r["corpus"].update(tupleDigest="0" * 32), recomputed="BLOCKS_DIFFER"
        )

    def test_verdicts(self):
        self.story(
            lambda r: r["results"][0].update(verdict="not shown"), recomputed="TESTS_DIFFER"
        )
        self.story(lambda r: r["results"][1].update(verdict="alert"), recomputed="TESTS_DIFFER")
        self.story(lambda r: r["tests"][0].update(verdict="alert"), recomputed="TESTS_DIFFER")
        self.story(lambda r: r["tests"][1].update(alphaPart="0.5"), recomputed="TESTS_DIFFER")
        self.story(lambda r: r["results"][1].update(verdict="not testable"))

    @staticmethod
    def p(n, s):
        return four(gamma.ln_q(n, s) / gamma.LN10)

    def test_blocks(self):
        good = honest().blocks
        for data, code in (
            (good[:-1], "BLOCKS_FORMAT"),
            (good[17:34] + good[:17] + good[34:], "BLOCKS_FORMAT"),
            (good[:16] + b"\4" + good[17:], "BLOCKS_FORMAT"),
            (good[17:], "BLOCKS_DIFFER"),
        ):
            files = {**honest().contents(), "corpus/blocks": data}
            self.check(honest().bundle(files), recomputed=code)

    def test_files(self):
        row = {"file": "b", "members": 3, "scored": 2, "testable": 2, "flagged": 1}
        row |= {"flaggedTokens": 900, "smallestLog10P": "-9.0000"}
        other = {**row, "file": "a", "flagged": 2}
        rest = {"files": 1, "withFlagged": 0, "scored": 5, "testable": 1, "flagged": 0}
        rest |= {"flaggedTokens": 0, "smallestLog10P": "-0.1000"}

        def report(listed, others, **totals):
            found = {"scored": 9, "testable": 5, "flagged": 3, **totals}
            files = {"listed": listed, "others": {**rest, **others}}
            return lambda r: r["documents"].update({**found, "files": files})

        self.story(lambda r: r["documents"].pop("files"))
        self.story(report([other, row], {}))
        for listed, others, totals in (
            ([row, other], {}, {}),
            ([other, row], {}, {"scored": 10}),
            ([other, row], {}, {"flagged": 4}),
            ([other, {**row, "members": 0}], {}, {}),
            ([other, row, {**row, "flagged": 0}], {}, {"scored": 11, "testable": 7}),
            ([{**other, "scored": 1}, row], {}, {"scored": 8}),
            ([other, row], {"files": 6}, {}),
            ([other, row], {"withFlagged": 1, "flagged": 1}, {"flagged": 4}),
            ([other, row], {"flagged": 1}, {"flagged": 4}),
            ([other, row], {"testable": 0}, {"testable": 4}),
        ):
            self.story(report(listed, others, **totals), authentic="FORMAT")

    def test_calibration(self):
        def panel(place, **values):
            return lambda report: report["decoys"]["panels"][place].update(values)

        for place in range(3):
            self.story(panel(place, mean="0.5000"), calibrated="DECOYS_DIFFER")
        self.story(panel(0, n=1), calibrated="DECOYS_DIFFER")

        def decoy(report):
            values = report["decoys"]["panels"][1]["decoyZ"]
            values[-1] = four(float(values[-1]) + 0.01)

        self.story(decoy, calibrated="DECOYS_DIFFER")
        self.story(lambda r: r["decoys"]["panels"][1]["decoyZ"].pop(), authentic="FORMAT")
        self.story(lambda r: r["decoys"].update(sampledOneIn=4096), calibrated="DECOYS_DIFFER")
        for verdict in ("invalid", "incomplete"):
            codes = {"recomputed": "TESTS_DIFFER", "calibrated": "REPORT_INVALID"}
            self.story(lambda r: r.update(verdict=verdict), **codes)

        def rank(report):
            report["decoys"]["panels"][0]["ranks"][0]["rank"] += 1

        self.story(rank, calibrated="DECOYS_DIFFER")
        files = {**honest().contents(), "profile/vectors.json": b"{}"}
        self.check(honest().bundle(files), calibrated="VECTORS_OTHER")


if __name__ == "__main__":
    unittest.main()
