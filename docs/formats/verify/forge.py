"""Makes small bundles for tests: everything from one seed, every step open to a change."""

import base64
import hashlib
import random

from cryptography.hazmat.primitives.asymmetric import ed25519, mldsa

from forge_report import ERA, TENANTS, Reports
from forge_stamps import Authority
from tmev import archive, authentic, canonical, derivation, documents, merkle, signatures
from tmev.codes import CLAIMS
from tmev.note import Vkey

ORIGIN, DEPLOYMENT = "log.example/control", "example-eu"
START = canonical.seconds("2026-01-01T00:00:00Z")
NOW = "2026-11-24T12:00:00Z"
VECTORS = documents.schema.FOLDER.parents[1] / "src/testkit/src/main/resources/vectors"


def at(hours):
    return canonical.show_time(START + 3600 * hours)


def b64(data):
    return base64.b64encode(data).decode()


def ustar(files) -> bytes:
    out = b""
    for name in sorted(files):
        data = files[name]
        out += archive.header(name.encode(), len(data)) + data + bytes(-len(data) % 512)
    return out + bytes(1024)


class Forge(Reports):
    """Attributes are made by methods of the same story; a test overrides what it tampers with."""

    normaliser, tuples, count, full, alpha = "n1", 700, 99, 99, "0.000001"
    drand = True

    def __init__(self, seed=1):
        self.random = random.Random(seed)
        self.signer = ed25519.Ed25519PrivateKey.generate(), mldsa.MLDSA65PrivateKey.generate()
        self.log_key = ed25519.Ed25519PrivateKey.generate()
        self.authority = Authority("Example Root", START - 10**6, START + 10**9)
        self.entries, self.stamped, self.opened_tenants = [], [], list(TENANTS)
        self.open_fleet = True
        self.profile = self.make_profile()
        self.profile_hash = hashlib.sha256(canonical.write(self.profile)).digest()

    # The log

    def record(self, kind, hours, **members):
        body = {"format": "tidemark-record-v1", "type": kind, "time": at(hours), **members}
        self.entries.append(canonical.write(body))
        return merkle.leaf_hash(self.entries[-1]).hex()

    def tree(self, size):
        return merkle.root_of(self.entries[:size])

    def path(self, index, entries):
        if len(entries) == 1:
            return []
        k = 1 << (len(entries) - 1).bit_length() - 1
        if index < k:
            return self.path(index, entries[:k]) + [merkle.root_of(entries[k:])]
        return self.path(index - k, entries[k:]) + [merkle.root_of(entries[:k])]

    def consistency(self, m, entries, whole=True):
        if m == len(entries):
            return [] if whole else [merkle.root_of(entries)]
        k = 1 << (len(entries) - 1).bit_length() - 1
        if m <= k:
            return self.consistency(m, entries[:k], whole) + [merkle.root_of(entries[k:])]
        return self.consistency(m - k, entries[k:], False) + [merkle.root_of(entries[:k])]

    def checkpoint(self, size) -> bytes:
        text = f"{ORIGIN}\n{size}\n{b64(self.tree(size))}\n"
        key = b"\1" + self.log_key.public_key().public_bytes_raw()
        key_id = hashlib.sha256(ORIGIN.encode() + b"\n" + key).digest()[:4]
        return f"{text}\n\u2014 {ORIGIN} {b64(key_id + self.log_key.sign(text.encode()))}\n".encode()

    def log_policy(self):
        key = b"\1" + self.log_key.public_key().public_bytes_raw()
        key_id = hashlib.sha256(ORIGIN.encode() + b"\n" + key).digest()[:4]
        vkey = f"{ORIGIN}+{key_id.hex()}+{b64(key)}"
        Vkey.parse(vkey)
        return f"log {vkey}\nquorum none\n"

    # Keys

    def derive(self):
        root = self.random.randbytes(32)
        self.subjects = {}
        for role, name in [("fleet", "")] + [("tenant", t) for t in TENANTS]:
            key = derivation.tenant_key(root, DEPLOYMENT, role, name)
            salt = derivation.tag_salt(root, DEPLOYMENT, role, name)
            tag = derivation.tag(DEPLOYMENT, role, name, salt)
            seed = derivation.seed(key, self.profile_hash, ERA)
            commitment = derivation.commitment(tag, self.profile_hash, ERA, seed)
            self.subjects[name or "fleet"] = [role, name, salt, tag, seed, commitment]
        pairs = [tag + commitment for _, _, _, tag, _, commitment in self.subjects.values()]
        self.commitments = b"".join(sorted(pairs))

    def commit(self):
        rule = {"kind": "drand", "chain": derivation.QUICKNET, "delay": 600}
        self.era_record = self.record(
            "era-commit",
            0,
            deployment=DEPLOYMENT,
            era=ERA,
            start=at(0),
            end=at(24 * 90),
            serial=0,
            previous="0" * 64,
            profile=self.profile_names(),
            count=len(self.commitments) // 64,
            root=derivation.root_of(derivation.leaves(self.commitments)).hex(),
            beacon=rule if self.drand else {"kind": "none"},
        )
        self.anchor(1)

    def anchor(self, hours):
        self.stamped.append((len(self.entries), START + 3600 * hours))

    def round(self):
        return derivation.first_round(START + 3600 + 1 + 600)

    def activate(self):
        signature = bytes(48)
        beacon, value = {"kind": "none"}, bytes(32)
        if self.drand:
            value = hashlib.sha256(signature).digest()
            beacon = {"kind": "drand", "chain": derivation.QUICKNET, "round": self.round()}
            beacon |= {"randomness": value.hex(), "signature": signature.hex()}
        self.keys = {
            name: derivation.watermark_key(tag, self.profile_hash, ERA, seed, value)
            for name, (_, _, _, tag, seed, _) in self.subjects.items()
        }
        self.coin = derivation.coin_key(self.keys["fleet"])
        coin = derivation.coin_commitment(self.profile_hash, ERA, self.coin).hex()
        self.record(
            "activate", 2, era=ERA, eraRecord=self.era_record, beacon=beacon, coinCommitment=coin
        )
        self.anchor(3)

    # Plan and result

    def make_plan(self):
        self.manifest = {
            "format": "tidemark-manifest-v1",
            "files": [
                {"path": p, "size": len(d), "sha256": hashlib.sha256(d).hexdigest()}
                for p, d in sorted(self.files.items())
            ],
            "source": "example",
            "obtained": {"when": at(300), "by": "lab"},
            "firstKnown": at(200),
        }
        corpus = documents.manifest_root(self.manifest)
        tenants = sorted(
            ({"tag": s[3].hex(), "commitment": s[5].hex()} for n, s in self.subjects.items() if s[1]),
            key=lambda t: t["tag"],
        )
        fleet = self.subjects["fleet"]
        key = {"era": ERA, "eraRecord": self.era_record, "tenants": tenants}
        key |= {"fleetTag": fleet[3].hex(), "fleet": fleet[5].hex()}
        self.plan = {
            "format": "tidemark-plan-v1",
            "question": "Is it marked?",
            "commitments": "log",
            "profile": self.profile_names(),
            "keys": [key],
            "normaliser": self.normaliser,
            "settings": self.settings(),
            "decoys": {"count": self.count, "full": self.full, "seed": "tidemark"},
            "corpus": {"kind": "manifest", "root": corpus},
            "created": at(300),
        }

    def log_plan(self):
        digest = hashlib.sha256(canonical.write(self.plan)).hexdigest()
        corpus = self.plan["corpus"]["root"]
        self.plan_record = self.record(
            "plan", 301, plan=digest, eras=[self.era_record], corpus=corpus
        )
        self.anchor(302)

    def log_result(self):
        report = hashlib.sha256(canonical.write(self.report)).hexdigest()
        corpus = documents.manifest_root(self.manifest)
        times = {"started": at(303), "ended": at(304)}
        self.record(
            "result", 305, plan=self.plan_record, outcome="finished", corpus=corpus, report=report, **times
        )

    # The bundle

    def story(self):
        for step in ("derive", "commit", "activate", "make_blocks", "make_plan", "log_plan"):
            getattr(self, step)()
        self.make_report()
        self.log_result()
        return self

    def openings(self):
        def shown(name):
            _, _, salt, tag, seed, _ = self.subjects[name]
            return {"seed": seed.hex(), "tag": tag.hex(), "tagSalt": salt.hex()}

        fleet = {"kind": "key", **shown("fleet")}
        if not self.open_fleet:
            fleet = {"kind": "coin", "coin": self.coin.hex()}
        tenants = [{"name": name, **shown(name)} for name in sorted(self.opened_tenants)]
        era = {"era": ERA, "deployment": DEPLOYMENT, "eraRecord": self.era_record}
        return {"format": "tidemark-openings-v1", "eras": [{**era, "fleet": fleet, "tenants": tenants}]}

    def contents(self):
        """Files of the bundle but the statement."""
        size, note = len(self.entries), self.checkpoint(len(self.entries))
        items = [{"index": i, "entry": canonical.parse(e)} for i, e in enumerate(self.entries)]
        line = {"prev": "0" * 64, "what": "made", "when": at(306), "who": "lab"}
        software = {"arch": "x", "draws": "aes", "format": "tidemark-software-v1", "jvm": "25", "version": "1"}
        hints = {"format": "tidemark-hints-v1", "logPolicy": "", "signers": [], "timeAuthorities": []}
        values = {
            "corpus/manifest.json": self.manifest,
            "keys/openings.json": self.openings(),
            "log/records.json": {"format": "tidemark-records-v1", "records": items},
            "plan.json": self.plan,
            "profile/profile.json": self.profile,
            "report.json": self.report,
            "software/software.json": software,
            "trust/hints.json": hints,
        }
        files = {name: canonical.write(value) for name, value in values.items()}
        files |= {"custody.jsonl": canonical.write(line) + b"\n", "result.json": self.entries[-1]}
        files |= {"corpus/blocks": self.blocks, "keys/0.commitments": self.commitments}
        files["profile/vectors.json"] = (VECTORS / "tidemark-gumbel-aes-v1.json").read_bytes()
        files["log/entries"] = b"".join(len(e).to_bytes(2, "big") + e for e in self.entries)
        for index in range(size):
            hashes = "".join(f"{b64(item)}\n" for item in self.path(index, self.entries))
            head = f"c2sp.org/tlog-proof@v1\nindex {index}\n{hashes}\n".encode()
            files[f"log/{index}.proof"] = head + note
        for number, (old, when) in enumerate(self.stamped):
            anchor = self.checkpoint(old)
            proof = self.consistency(old, self.entries)
            files[f"time/{number}.checkpoint"] = anchor
            files[f"time/{number}.consistency"] = "".join(f"{b64(h)}\n" for h in proof).encode()
            files[f"time/{number}-example.tsr"] = self.authority.stamp(anchor, when)
        return files

    def statement(self, files) -> bytes:
        listed = [
            {"name": n, "size": len(d), "sha256": hashlib.sha256(d).hexdigest()}
            for n, d in sorted(files.items())
        ]
        digests = {file["name"]: file["sha256"] for file in listed}
        predicate = {"claims": documents.CLAIM, "created": at(307), "files": listed}
        predicate |= {"format": "tidemark-evidence-v1", "origin": ORIGIN}
        return canonical.write(
            {
                "_type": authentic.STATEMENT_TYPE,
                "predicate": predicate,
                "predicateType": authentic.PREDICATE_TYPE,
                "subject": [
                    {"digest": {"sha256": digests.get(n, "0" * 64)}, "name": n}
                    for n in authentic.SUBJECTS
                ],
            }
        )

    def sign(self, payload) -> dict:
        message = authentic.pae(authentic.PAYLOAD_TYPE.encode(), payload)
        pairs = zip(self.signer, (signatures.ed25519_id, signatures.ml_dsa_65_id))
        signed = [
            {"keyid": name(key.public_key().public_bytes_raw()), "sig": b64(key.sign(message))}
            for key, name in pairs
        ]
        return {"payload": b64(payload), "payloadType": authentic.PAYLOAD_TYPE, "signatures": signed}

    def bundle(self, files=None) -> bytes:
        files = dict(files or self.contents())
        envelope = canonical.write(self.sign(self.statement(files)))
        return ustar({**files, "statement.dsse.json": envelope})

    def trust(self, **changes) -> dict:
        raw = [key.public_key().public_bytes_raw() for key in self.signer]
        return {
            "format": "tidemark-trust-v1",
            "signers": [{"name": "lab", "ed25519": b64(raw[0]), "mldsa65": b64(raw[1])}],
            "logPolicy": self.log_policy(),
            "timeAuthorities": [self.authority.pem()],
            "timeQuorum": 1,
            "beacon": "required",
            "alpha": self.alpha,
            "required": list(CLAIMS),
            **changes,
        }
