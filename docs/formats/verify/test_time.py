"""Forged bundles, one rule of `time` broken in each."""

import pathlib
import random
import tempfile
import unittest

from cases import NOW, Case, edited, forge, honest, verify
from forge_stamps import Authority, chain_of, evidence_record, seq
from tmev import canonical, merkle, renewal, timestamp
from tmev.codes import Failed


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

    def test_log_in_a_folder(self):
        """A log that has grown since: what the bundle leaves out shows."""
        files = honest().contents()
        coded = files.pop("log/entries")
        hidden = edited(files, "log/records.json", lambda v: v["records"].pop(2))
        hidden.pop("log/2.proof")
        with tempfile.TemporaryDirectory() as folder:
            bundles = pathlib.Path(folder, "tile/entries/000.p")
            bundles.mkdir(parents=True)
            (bundles / "3").write_bytes(b"")
            (bundles / "5").write_bytes(coded + b"\0\1x")
            known = {"log": pathlib.Path(folder)}
            verdict = verify(honest().bundle(files), honest().trust(), **known)
            self.expect(verdict)
            self.assertEqual("", verdict.answers["time"].why)
            verdict = verify(honest().bundle(hidden), honest().trust(), **known)
            self.expect(verdict, time="RECORD_WITHHELD")
            (bundles / "5").write_bytes(coded[:-1] + b"!\0\1x")
            verdict = verify(honest().bundle(files), honest().trust(), **known)
            self.expect(verdict, time="LOG_ENTRIES")

    def test_witness(self):
        """Times from a witness alone, no authority; the last checkpoint is seen late."""

        class Witnessed(forge.Forge):
            late = 310

            def checkpoint(self, size):
                key = forge.hashlib.sha256(b"witness").digest()
                signer = forge.ed25519.Ed25519PrivateKey.from_private_bytes(key)
                raw = b"\4" + signer.public_key().public_bytes_raw()
                key_id = forge.hashlib.sha256(b"w\n" + raw).digest()[:4]
                self.witness = f"witness w w+{key_id.hex()}+{forge.b64(raw)}\nquorum w\n"
                note = super().checkpoint(size)
                text = note[: note.index(b"\n\n") + 1]
                when = dict(self.stamped).get(size, forge.START + 3600 * self.late)
                signature = signer.sign(b"cosignature/v1\ntime %d\n" % when + text)
                line = forge.b64(key_id + when.to_bytes(8, "big") + signature)
                return note + f"\u2014 w {line}\n".encode()

            def round(self):
                return forge.derivation.first_round(forge.START + 3600 + 600)

            def log_policy(self):
                return super().log_policy().replace("quorum none\n", self.witness)

        story = Witnessed().story()
        files = {n: d for n, d in story.contents().items() if not n.endswith(".tsr")}
        self.check(story.bundle(files), story.trust(timeAuthorities=[]))
        missing = {n: d for n, d in files.items() if not n.startswith("time/2")}
        self.check(story.bundle(missing), story.trust(timeAuthorities=[]), time="PLAN_TIME")
        quorum = story.trust(logPolicy=forge.Forge.log_policy(story), timeAuthorities=[])
        self.check(story.bundle(files), quorum, time="TIME_MISSING")
        story.witness = story.witness.replace("quorum w", "quorum none")
        self.check(story.bundle(files), story.trust(timeAuthorities=[]), time="TIME_MISSING")

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
        stranger = Authority("Stranger", 0, 2 * 10**9)
        self.token(stranger.stamp(note, when), "ERA_TIME")

    def authority(self, code, **kind):
        authority = Authority("Other", forge.START - 10, forge.START + 10**9, **kind)
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
            files[f"time/{number}-example.ers"] = evidence_record(*chains(token))
        policy = story.trust(timeAuthorities=[authority.pem() for authority in authorities])
        return verify(story.bundle(files), policy, now)

    def test_renewal(self):
        day, make, sha = 86400, Authority, forge.hashlib.sha256
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
            earlier = seq(chain_of(first))
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

    def test_mutants_of_tokens(self):
        """No byte of a token or of an evidence record can change unseen, or crash the reader."""
        chance, story = random.Random(7), honest()
        note, authority, when = story.checkpoint(1), story.authority, forge.START + 3600
        token, root = authority.stamp(note, when), [authority.root]
        later = when + 100
        record = evidence_record([(authority.stamp(token, when + 50),)])
        chain = [authority.certificate, authority.root]
        for _ in range(3000):
            bad = self.mutant(chance, token)
            try:
                stamp = timestamp.verify(bad, note, root, later, lambda chain: False)
            except Failed:
                stamp = None
            if stamp is not None:  # other bytes that nobody signs: certificates, parameters
                self.assertEqual(when + 1, stamp.time)
            renewal.holds(self.mutant(chance, record), token, chain, root, later)

    @staticmethod
    def mutant(chance, data):
        bad = bytearray(data)
        if chance.random() < 0.8:
            bad[chance.randrange(len(bad))] ^= 1 << chance.randrange(8)
        else:
            at = chance.randrange(len(bad))
            del bad[at : at + chance.randrange(1, 9)]
        return bytes(bad)

    def test_quorum(self):
        data, two = honest().bundle(), honest().trust(timeQuorum=2)
        self.check(data, two, time="TIME_MISSING")
        self.check(data, honest().trust(timeAuthorities=[]), time="TIME_MISSING")
        second = Authority("Second", forge.START - 10, forge.START + 10**9)
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

    def test_eras(self):
        def chain(code, **changes):
            class More(forge.Forge):
                def log_plan(self):
                    first = canonical.parse(self.entries[0])
                    previous = merkle.leaf_hash(self.entries[0]).hex()
                    more = {"serial": 1, "previous": previous, "era": "2026Q2", **changes}
                    self.entries.append(canonical.write({**first, **more}))
                    super().log_plan()

            story = More().story()
            self.check(story.bundle(), story.trust(), **({"time": code} if code else {}))

        chain(None)
        chain("ERA_CHAIN", serial=2)
        chain("ERA_CHAIN", previous="1" * 64)
        chain("ERA_CHAIN", era=forge.ERA)

        class Twice(forge.Forge):
            def log_plan(self):
                self.entries.append(self.entries[1])
                super().log_plan()

        story = Twice().story()
        self.check(story.bundle(), story.trust(), time="ERA_ACTIVATED_TWICE")

    def test_plan(self):
        def story(change, **codes):
            class Other(forge.Forge):
                def log_plan(self):
                    change(self)
                    super().log_plan()

            other = Other().story()
            self.check(other.bundle(), other.trust(), **codes)

        story(lambda s: s.plan["settings"].update(alpha="0.00001"), time="PLAN_SETTINGS")
        codes = {"time": "PLAN_DECOYS", "calibrated": "DECOYS_DIFFER"}
        story(lambda s: s.plan["decoys"].update(count=100), **codes)
        story(lambda s: s.plan["corpus"].update(root="0" * 64), time="CORPUS_ROOT")
        files = edited(honest().contents(), "plan.json", lambda p: p.update(question="Other?"))
        self.check(honest().bundle(files), time="PLAN_NOT_LOGGED")
        files = edited(honest().contents(), "report.json", lambda p: p.update(verdict="alert"))
        self.check(honest().bundle(files), time="REPORT_NOT_LOGGED")

        class Foreign(forge.Forge):
            def log_result(self):
                self.report["profile"]["sha256"] = "0" * 64
                super().log_result()

        foreign = Foreign().story()
        verdict = verify(foreign.bundle(), foreign.trust())
        self.expect(verdict, time="PLAN_PROFILE")
        self.assertEqual("not checked", verdict.answers["recomputed"].state)

        class Slow(forge.Forge):
            def anchor(self, hours):
                super().anchor(400 if hours == 302 else hours)

        slow = Slow().story()
        self.check(slow.bundle(), slow.trust(), time="PLAN_TIME")


if __name__ == "__main__":
    unittest.main()
