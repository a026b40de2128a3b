"""The claim `authentic`: bundle.md section 4.1."""

import base64
from dataclasses import dataclass

from . import archive as tar
from . import documents, records
from .archive import STATEMENT
from .canonical import count, fields, hex32, list_of, read, seconds, text, unbase64, write
from .codes import Failed
from .documents import document, require, shaped
from .signatures import ed25519_holds, ed25519_id, ml_dsa_65_holds, ml_dsa_65_id

PAYLOAD_TYPE = "application/vnd.in-toto+json"
STATEMENT_TYPE = "https://in-toto.io/Statement/v1"
PREDICATE_TYPE = "https://tidemark.dev/evidence/v1"
SUBJECTS = ("corpus/manifest.json", "report.json")


@dataclass
class Bundle:
    """A bundle whose claim `authentic` holds."""

    archive: tar.Archive
    signer: str
    predicate: dict
    openings: dict = None
    records: list = None
    profile: dict = None
    plan: dict = None
    report: dict = None
    manifest: dict = None
    result: dict = None


def open_bundle(path, trust) -> Bundle:
    """Every rule of 4.1 in its order; Failed with the first broken one."""
    archive = tar.read(path)
    payload, signer = envelope(archive[STATEMENT], trust)
    predicate = statement(payload)
    files(archive, predicate["files"])
    bundle = Bundle(archive, signer, predicate)
    shapes(bundle)
    return bundle


def pae(kind: bytes, body: bytes) -> bytes:
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(body), body)


def envelope(data: bytes, trust):
    """The payload and the name of its signer."""
    value = document(data, STATEMENT, _envelope)
    if value["payloadType"] != PAYLOAD_TYPE:
        raise Failed("PAYLOAD_TYPE", repr(value["payloadType"][:80]))
    if len(value["signatures"]) != 2:
        raise Failed("SIGNATURE_COUNT", f"{len(value['signatures'])} signatures")
    first, second = value["signatures"]
    classic = {ed25519_id(ed): (name, ed) for name, ed, _ in trust.signers}
    lattice = {ml_dsa_65_id(ml): (name, ml) for name, _, ml in trust.signers}
    if first["keyid"] in lattice or second["keyid"] in classic:
        raise Failed("SIGNATURE_ORDER", STATEMENT)
    for signature, known in ((first, classic), (second, lattice)):
        if signature["keyid"] not in known:
            raise Failed("SIGNER_UNKNOWN", f"key id {signature['keyid']}")
    pairs = {(ed25519_id(ed), ml_dsa_65_id(ml)): name for name, ed, ml in trust.signers}
    name = pairs.get((first["keyid"], second["keyid"]))
    if name is None:
        raise Failed("SIGNERS_DIFFER", STATEMENT)
    payload = base64.b64decode(value["payload"])
    message = pae(PAYLOAD_TYPE.encode(), payload)
    if not ed25519_holds(classic[first["keyid"]][1], unbase64(first["sig"]), message):
        raise Failed("SIGNATURE_ED25519", f"by {name}")
    if not ml_dsa_65_holds(lattice[second["keyid"]][1], unbase64(second["sig"]), message):
        raise Failed("SIGNATURE_ML_DSA_65", f"by {name}")
    return payload, name


def _envelope(value):
    fields(value, ("payload", "payloadType", "signatures"))
    unbase64(value["payload"]), text(value["payloadType"])
    for signature in list_of(value["signatures"]):
        fields(signature, ("keyid", "sig"))
        hex32(signature["keyid"]), unbase64(signature["sig"])


def statement(payload: bytes) -> dict:
    """The predicate of the payload."""
    value = read(payload, "payload")
    for name, kind in (("_type", STATEMENT_TYPE), ("predicateType", PREDICATE_TYPE)):
        if value.get(name, kind) != kind:
            raise Failed("STATEMENT_TYPE", f"{name} is not {kind}")
    shaped(value, "payload", _statement)
    listed = {file["name"]: file["sha256"] for file in value["predicate"]["files"]}
    subjects = [(item["name"], item["digest"]["sha256"]) for item in value["subject"]]
    if subjects != [(name, listed.get(name)) for name in SUBJECTS]:
        raise Failed("SUBJECT", "subjects of the payload")
    names = [file["name"].encode() for file in value["predicate"]["files"]]
    shaped(names, "payload", lambda items: documents.ascending(items, "names of files"))
    return value["predicate"]


def _statement(value):
    fields(value, ("_type", "predicate", "predicateType", "subject"))
    predicate = fields(value["predicate"], ("claims", "created", "files", "format", "origin"))
    require(predicate["format"] == "tidemark-evidence-v1", "format")
    require(predicate["claims"] == documents.CLAIM, "claims")
    text(predicate["origin"]), seconds(predicate["created"])
    for file in list_of(predicate["files"]):
        fields(file, ("name", "sha256", "size"))
        text(file["name"]), hex32(file["sha256"]), count(file["size"])
    for subject in list_of(value["subject"]):
        fields(subject, ("digest", "name"))
        text(subject["name"]), hex32(fields(subject["digest"], ("sha256",))["sha256"])


def files(archive, listed):
    known = {file["name"]: (file["size"], file["sha256"]) for file in listed}
    for name in archive.names:
        if name == STATEMENT:
            continue
        if name not in known:
            raise Failed("FILE_NOT_SIGNED", name)
        if archive.digests[name] != known[name]:
            raise Failed("FILE_DIGEST", name)
    for name in known:
        if name not in archive or name == STATEMENT:
            raise Failed("FILE_ABSENT", name[:100])


def _record(item):
    where = f"log/records.json, index {item['index']}"
    body = shaped(item["entry"], where, records.check, "RECORD_FORMAT")
    return records.Record(item["index"], body, write(body))


def _result(data: bytes):
    try:
        body = records.parse(data)
        require(body["type"] == "result", "no result record")
        return body
    except ValueError as problem:
        raise Failed("RECORD_FORMAT", f"result.json: {problem}") from None


def shapes(bundle):
    archive = bundle.archive

    def load(name, check):
        return document(archive[name], name, check)

    documents.custody(archive["custody.jsonl"])
    load("software/software.json", documents.software)
    load("trust/hints.json", documents.hints)
    bundle.openings = load("keys/openings.json", documents.openings)
    listed = load("log/records.json", documents.record_list)["records"]
    bundle.records = records.Records(map(_record, listed))
    bundle.profile = load("profile/profile.json", documents.profile)
    bundle.plan = load("plan.json", documents.plan)
    bundle.report = load("report.json", documents.report)
    bundle.manifest = load("corpus/manifest.json", documents.manifest)
    bundle.result = _result(archive["result.json"])
    for number in range(len(bundle.openings["eras"])):
        if f"keys/{number}.commitments" not in archive:
            raise Failed("FILE_MISSING", f"keys/{number}.commitments")
    for name, match in archive.matching(rf"keys/{tar.NUMBER}\.commitments"):
        if int(match[1]) >= len(bundle.openings["eras"]):
            raise Failed("FILE_UNKNOWN", name)
