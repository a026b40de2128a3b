"""Forged bundles, one rule broken in each, and the code that each must get."""

import copy
import functools
import json
import pathlib
import random
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import forge  # noqa: E402
import forge_stamps  # noqa: E402
from tmev import canonical, claims, numbers, trust  # noqa: E402
from tmev.codes import CLAIMS  # noqa: E402

NOW = canonical.seconds(forge.NOW)


@functools.cache
def honest():
    return forge.Forge().story()


def copied():
    return copy.copy(honest())


def verify(data, policy, now=NOW, **options):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "test.tmev")
        path.write_bytes(data)
        rules = trust.parse(json.dumps(policy).encode())
        return claims.verify(str(path), rules, now, numbers.Options(workers=1, **options))


def edited(files, name, change):
    """The files with a JSON file changed in place."""
    value = canonical.parse(files[name])
    change(value)
    return {**files, name: canonical.write(value)}


class Case(unittest.TestCase):
    def expect(self, verdict, **codes):
        """The codes by claim; the other claims must have passed or not been checked."""
        shown = {claim: answer.code for claim, answer in verdict.answers.items() if answer.code}
        self.assertEqual(codes, shown, {c: a.show() for c, a in verdict.answers.items()})
        self.assertEqual(set(CLAIMS), set(verdict.answers))

    def check(self, data, policy=None, **codes):
        self.expect(verify(data, policy or honest().trust()), **codes)


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


class Time(Case):
    def test_proofs(self):
        files = honest().contents()

        def check(change, code):
            data = dict(files)
            change(data)
            self.check(honest().bundle(data), time=code)

        check(lambda f: f.pop("log/1.proof"), "PROOF_MISSING")
        check(lambda f: f.update({"log/9.proof": b""}), "PROOF_SURPLUS")
        check(lambda f: f.update({"log/1.proof": b"x"}), "PROOF_FORMAT")
        check(lambda f: f.update({"log/1.proof": f["log/0.proof"]}), "LOG_INDEX")
        other = honest().checkpoint(2)
        head = files["log/1.proof"].partition(b"\n\n")[0]
        check(lambda f: f.update({"log/1.proof": head + b"\n\n" + other}), "LOG_CHECKPOINT")
        swapped = files["log/1.proof"].replace(b"index 1", b"index 0")
        check(lambda f: f.update({"log/0.proof": swapped}), "LOG_INCLUSION")
        check(lambda f: f.pop("time/0.consistency"), "PROOF_SURPLUS")
        check(lambda f: f.update({"time/0.consistency": b"x"}), "PROOF_FORMAT")
        check(lambda f: f.update({"time/0.consistency": b""}), "LOG_CONSISTENCY")
        check(lambda f: f.update({"log/entries": f["log/entries"][:-1]}), "LOG_ENTRIES")
        check(lambda f: f.update({"log/entries": b""}), "LOG_ENTRIES")
        hidden = edited(files, "log/records.json", lambda v: v["records"].pop(0))
        hidden.pop("log/0.proof")
        self.check(honest().bundle(hidden), time="RECORD_WITHHELD")
        hidden.pop("log/entries")
        self.check(honest().bundle(hidden), time="RECORD_MISSING")

    def test_log(self):
        other = forge.Forge(3)
        self.check(
            honest().bundle(), honest().trust(logPolicy=other.log_policy()), time="LOG_UNKNOWN"
        )
        witness = forge.Forge(4).log_policy().split()[1]
        name, _, key = witness.split("+", 2)
        raw = b"\4" + forge.base64.b64decode(key)[1:]
        digest = forge.hashlib.sha256(b"w\n" + raw).hexdigest()[:8]
        quorum = f"witness w w+{digest}+{forge.b64(raw)}\nquorum w\n"
        policy = honest().log_policy().replace("quorum none\n", quorum)
        self.check(honest().bundle(), honest().trust(logPolicy=policy), time="LOG_QUORUM")

    def token(self, token, code, now=NOW):
        data = honest().bundle({**honest().contents(), "time/0-example.tsr": token})
        codes = {"time": code} if code else {}
        self.expect(verify(data, honest().trust(), now), **codes)

    def test_tokens(self):
        note, authority = honest().checkpoint(1), honest().authority
        when = forge.START + 3600
        good = authority.stamp(note, when)
        self.token(good, None)
        self.token(good[:-1], "TOKEN_FORMAT")
        self.token(authority.stamp(b"other", when), "TOKEN_IMPRINT")
        self.token(good[:-1] + bytes([good[-1] ^ 1]), "TOKEN_SIGNATURE")
        self.token(good, "TOKEN_CERTIFICATE", now=forge.START + 2 * 10**9)
        self.token(authority.stamp(note, NOW + 10), "TOKEN_FUTURE")
        stranger = forge_stamps.Authority("Stranger", 0, 2 * 10**9)
        self.token(stranger.stamp(note, when), "ERA_TIME")

    def authority(self, code, **kind):
        authority = forge_stamps.Authority("Other", forge.START - 10, forge.START + 10**9, **kind)
        token = authority.stamp(honest().checkpoint(1), forge.START + 3600)
        data = honest().bundle({**honest().contents(), "time/0-other.tsr": token})
        policy = honest().trust(timeAuthorities=[honest().authority.pem(), authority.pem()])
        self.check(data, policy, **({"time": code} if code else {}))

    def test_authorities(self):
        for kind in ("rsa", "ed25519", "ec"):
            self.authority(None, kind=kind)
        self.authority("TOKEN_CERTIFICATE", purposes=("code",))
        self.authority("TOKEN_CERTIFICATE", purposes=("stamp", "code"))
        self.authority("TOKEN_CERTIFICATE", critical=False)

    def renewed(self, chains, now, *authorities):
        files, story = honest().contents(), honest()
        for number, (size, when) in enumerate(story.stamped):
            token = authorities[0].stamp(story.checkpoint(size), when)
            files[f"time/{number}-example.tsr"] = token
            files[f"time/{number}-example.ers"] = forge_stamps.evidence_record(*chains(token))
        policy = story.trust(timeAuthorities=[authority.pem() for authority in authorities])
        return verify(story.bundle(files), policy, now)

    def test_renewal(self):
        day, make, sha = 86400, forge_stamps.Authority, forge.hashlib.sha256
        start = forge.START
        old = make("Old", start - day, start + 300 * day)
        new = make("New", start + 100 * day, start + 600 * day)
        next_ = make("Next", start + 500 * day, start + 900 * day)
        late = make("Late", start + 400 * day, start + 600 * day)
        leaf = sha(b"other").digest()

        def one(authority, at):
            return lambda token: [[(authority.stamp(token, start + at * day),)]]

        def tree(token):
            own = sha(token).digest()
            node = sha(b"".join(sorted([own, leaf]))).digest()
            root = b"".join(sorted([node, leaf]))
            return [[(new.stamp(root, start + 200 * day), [[own, leaf], [leaf]])]]

        def two(token):
            first = new.stamp(token, start + 200 * day)
            return [[(first,), (next_.stamp(first, start + 550 * day),)]]

        def rehashed(token):
            first = [(new.stamp(token, start + 200 * day),)]
            earlier = forge_stamps.seq(forge_stamps.chain_of(first))
            hash_ = forge.hashlib.sha512
            data = hash_(token).digest() + hash_(earlier).digest()
            again = next_.stamp(data, start + 550 * day, digest="sha512", over="sha512")
            return [first, [(again,)]]

        until = start + 590 * day
        for name, chains, authorities, now, code in (
            ("in time", one(new, 200), (old, new), until, None),
            ("in a tree", tree, (old, new), until, None),
            ("too late", one(late, 450), (old, late), until, "TOKEN_CERTIFICATE"),
            ("other bytes", lambda t: one(new, 200)(b""), (old, new), until, "TOKEN_CERTIFICATE"),
            ("expired too", one(new, 200), (old, new), until + 50 * day, "TOKEN_CERTIFICATE"),
            ("unknown root", one(new, 200), (old,), until, "TOKEN_CERTIFICATE"),
            ("twice", two, (old, new, next_), start + 800 * day, None),
            ("rehashed", rehashed, (old, new, next_), start + 800 * day, None),
            ("not needed", lambda t: [], (old,), start + 290 * day, None),
        ):
            with self.subTest(name):
                verdict = self.renewed(chains, now, *authorities)
                self.expect(verdict, **({"time": code} if code else {}))

    def test_quorum(self):
        data, two = honest().bundle(), honest().trust(timeQuorum=2)
        self.check(data, two, time="TIME_MISSING")
        self.check(data, honest().trust(timeAuthorities=[]), time="TIME_MISSING")
        second = forge_stamps.Authority("Second", forge.START - 10, forge.START + 10**9)
        files = honest().contents()
        for number, (size, when) in enumerate(honest().stamped):
            token = second.stamp(honest().checkpoint(size), when - 100)
            files[f"time/{number}-second.tsr"] = token
        roots = [honest().authority.pem(), second.pem()]
        self.check(honest().bundle(files), honest().trust(timeAuthorities=roots, timeQuorum=2))

    def test_order(self):
        self.check(honest().bundle(), honest().trust(material=forge.at(3)), time="MATERIAL_TIME")

        class Late(forge.Forge):
            def round(self):
                return super().round() + 1

        class Early(forge.Forge):
            def round(self):
                return super().round() - 1

        for kind in (Late, Early):
            story = kind().story()
            self.check(story.bundle(), story.trust(), time="BEACON_ROUND")

    def test_plan(self):
        def story(change, **codes):
            class Other(forge.Forge):
                def log_plan(self):
                    change(self)
                    super().log_plan()

            other = Other().story()
            self.check(other.bundle(), other.trust(), **codes)

        story(lambda s: s.plan["settings"].update(alpha="0.00001"), time="PLAN_SETTINGS")
        story(lambda s: s.plan["decoys"].update(count=100), time="PLAN_DECOYS")
        story(lambda s: s.plan["corpus"].update(root="0" * 64), time="CORPUS_ROOT")
        files = edited(honest().contents(), "plan.json", lambda p: p.update(question="Other?"))
        self.check(honest().bundle(files), time="PLAN_NOT_LOGGED")
        files = edited(honest().contents(), "report.json", lambda p: p.update(meaning="Guilty."))
        self.check(honest().bundle(files), time="REPORT_NOT_LOGGED")

        class Slow(forge.Forge):
            def anchor(self, hours):
                super().anchor(400 if hours == 302 else hours)

        slow = Slow().story()
        self.check(slow.bundle(), slow.trust(), time="PLAN_TIME")


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
        self.check(story.bundle(), story.trust(), keys="REPORT_KEYS")


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

    @staticmethod
    def p(n, s):
        return forge.four(forge.gamma.ln_q(n, s) / forge.gamma.LN10)

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

    def test_calibration(self):
        def panel(place, **values):
            return lambda report: report["decoys"]["panels"][place].update(values)

        for place in range(3):
            self.story(panel(place, mean="0.5000"), calibrated="DECOYS_DIFFER")
        self.story(panel(0, n=1), calibrated="DECOYS_DIFFER")
        self.story(lambda r: r["decoys"].update(sampledOneIn=4096), calibrated="DECOYS_DIFFER")
        self.story(lambda r: r.update(verdict="invalid"), calibrated="REPORT_INVALID")

        def rank(report):
            report["decoys"]["panels"][0]["ranks"][0]["rank"] += 1

        self.story(rank, calibrated="DECOYS_DIFFER")
        files = {**honest().contents(), "profile/vectors.json": b"{}"}
        self.check(honest().bundle(files), calibrated="VECTORS_OTHER")


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
