"""Shapes of the JSON files of a bundle: bundle.md section 2, plan.md, manifest.md and the schemas."""

import decimal
import hashlib
import re

from . import canonical, merkle, schema
from .canonical import (
    count, fields, hex16, hex32, list_of, matching, read, seconds, text, unbase64,
)  # fmt: skip
from .codes import Failed
from .derivation import NAME, PSEUDONYM

CLAIM = (
    "The material depends on key K: were it independent of K, evidence this strong would appear "
    "with probability at most p. This does not show who copied, when or by what right, and does "
    "not exclude a leaked or imitated key, lawful quotation, or text that reached the source "
    "through a prompt."
)
NO_ROW = {"S": "0", "n": 0}
POINTER = re.compile(r"(/([^~/]|~[01])*)*", re.S)
CONTROL = re.compile("[\0-\x1f\x7f]")
USUAL_LIMITS = {
    "ratio": 100,
    "grace": 1 << 20,
    "memberBytes": 1 << 38,
    "fileBytes": 1 << 42,
    "members": 100_000,
    "decoderBytes": 128 << 20,
}


def document(data: bytes, where: str, check):
    """A canonical file of this shape: JSON_NOT_CANONICAL, then FORMAT."""
    value = read(data, where)
    return shaped(value, where, check)


def shaped(value, where, check, code="FORMAT"):
    try:
        check(value)
    except ValueError as problem:
        raise Failed(code, f"{where}: {problem}") from None
    return value


def require(holds, problem):
    if not holds:
        raise ValueError(problem)


def ascending(items, what):
    require(all(a < b for a, b in zip(items, items[1:])), f"{what} do not ascend")


def words(value, most):
    """Words of one line."""
    units = len(text(value).encode("utf-16-be", "surrogatepass")) // 2
    require(value.strip() and units <= most and not CONTROL.search(value), "no words of one line")


def openings(value):
    fields(value, ("eras", "format"))
    require(value["format"] == "tidemark-openings-v1", "format")
    for era in list_of(value["eras"], 1):
        fields(era, ("deployment", "era", "eraRecord", "fleet", "tenants"))
        matching(era["era"], NAME), matching(era["deployment"], NAME), hex32(era["eraRecord"])
        fleet = era["fleet"]
        if isinstance(fleet, dict) and fleet.get("kind") == "coin":
            fields(fleet, ("coin", "kind"))
            hex16(fleet["coin"])
        else:
            fields(fleet, ("kind", "seed", "tag", "tagSalt"))
            require(fleet["kind"] == "key", "kind of the fleet's opening")
            hex32(fleet["seed"]), hex32(fleet["tag"]), hex32(fleet["tagSalt"])
        for tenant in list_of(era["tenants"]):
            fields(tenant, ("name", "seed", "tag", "tagSalt"))
            matching(tenant["name"], PSEUDONYM)
            hex32(tenant["seed"]), hex32(tenant["tag"]), hex32(tenant["tagSalt"])
        ascending([tenant["name"] for tenant in era["tenants"]], "tenants")
    logged = [era["eraRecord"] for era in value["eras"]]
    require(len(set(logged)) == len(logged), "an era twice")


def record_list(value):
    fields(value, ("format", "records"))
    require(value["format"] == "tidemark-records-v1", "format")
    for item in list_of(value["records"]):
        fields(item, ("entry", "index"))
        count(item["index"])
    ascending([item["index"] for item in value["records"]], "indices")


def software(value):
    fields(value, ("arch", "draws", "format", "jvm", "version"), ("commit",))
    require(value["format"] == "tidemark-software-v1", "format")
    for member in value.values():
        text(member)


def signers(value, least):
    for signer in list_of(value, least):
        fields(signer, ("ed25519", "mldsa65", "name"))
        text(signer["name"])
        require(len(unbase64(signer["ed25519"])) == 32, "an Ed25519 key has 32 bytes")
        require(len(unbase64(signer["mldsa65"])) == 1952, "an ML-DSA-65 key has 1,952 bytes")


def hints(value):
    fields(value, ("format", "logPolicy", "signers", "timeAuthorities"))
    require(value["format"] == "tidemark-hints-v1", "format")
    text(value["logPolicy"])
    signers(value["signers"], 0)
    for authority in list_of(value["timeAuthorities"]):
        text(authority)


def profile(value):
    schema.check(value, "profile.schema.json")
    contexts = value["scheme"]["contexts"]
    require(contexts["narrow"] < contexts["wide"], "narrow is not below wide")
    require(value["rules"]["firstScored"] == contexts["wide"], "firstScored is not wide")


def report(value):
    schema.check(value, "report.schema.json")
    require(value["meaning"] == CLAIM, "meaning")
    for row in value["results"] + value["wrongKeys"] + [value.get("runnerUp", NO_ROW)]:
        most = 45 * row["n"] << 32
        require(len(row["S"]) <= 40 and int(row["S"]) <= most, "S is more than n draws can give")
    for one_in in (value["corpus"]["sampledOneIn"], value["decoys"]["sampledOneIn"]):
        require(one_in & (one_in - 1) == 0 and one_in <= 1 << 24, "sampledOneIn is no level")
    optional_settings(value["settings"])
    planned = value["settings"].get("sampledOneIn", 1)
    require(value["corpus"]["sampledOneIn"] >= planned, "sampledOneIn is finer than the settings")
    members = value["settings"].get("selection", {}).get("members", False)
    require(("excluded" in value["corpus"]) == members, "excluded without globs for members")
    for panel in value["decoys"]["panels"]:
        each = panel.get("decoyZ")
        require(each is None or len(each) == panel["count"], "decoyZ has not one z for each decoy")
    if "files" in value["documents"]:
        files_of(value["documents"])


def optional_settings(settings):
    """Members that are absent at their usual values."""
    tuples, decoys = (settings.get(name, 1) for name in ("sampledOneIn", "decoySampledOneIn"))
    require(tuples & (tuples - 1) == 0 and decoys & (decoys - 1) == 0, "a rate is no power of two")
    require("decoySampledOneIn" not in settings or decoys >= tuples, "decoys see more than all")
    require(settings.get("sourceLimits") != USUAL_LIMITS, "the usual limits are left out")
    selection = settings.get("selection")
    if selection is not None:
        globs = selection["include"] + selection["exclude"]
        require(globs or "members" not in selection, "members without a glob")
        require(globs or len(selection) > 2, "a selection of everything is left out")


def files_of(found):
    """Files add up to all documents and stand in their order."""
    listed, others = found["files"]["listed"], found["files"]["others"]
    for name in ("scored", "testable", "flagged"):
        total = sum(part[name] for part in [*listed, others])
        require(total == found[name], f"files: {name} does not add up")
    for part in [*listed, others]:
        require(part["flagged"] <= part["testable"] <= part["scored"], "files: more than it holds")
    order = [(-one["flagged"], one["file"]) for one in listed]
    require(order == sorted(order), "files: not in their order")
    hidden = others["withFlagged"]
    require(hidden <= others["files"] <= others["scored"], "files: too many others")
    require(hidden == 0 or len(listed) == 100, "files: a place in the list is free")
    most = hidden * listed[-1]["flagged"] if hidden else 0
    require(hidden <= others["flagged"] <= most, "files: flagged others")
    least = "smallestLog10P" in others
    require(least == (others["testable"] > 0), "files: smallest p of the others")


def manifest(value):
    schema.check(value, "manifest.schema.json")
    for file in value["files"]:
        path = file["path"].encode()
        parts = file["path"].split("/")
        require(1 <= len(path) <= 4096 and not {"", ".", ".."} & set(parts), f"path {path[:80]!r}")
        require(not re.search("[\0-\x1f\x7f-\x9f\\\\\ufffd]", file["path"]), f"path {path[:80]!r}")
    ascending([file["path"].encode() for file in value["files"]], "paths")
    words(value["source"], 1000)
    words(value["obtained"]["by"], 1000)
    require(
        seconds(value["firstKnown"]) <= seconds(value["obtained"]["when"]),
        "known after it was obtained",
    )


def manifest_root(value) -> str:
    return merkle.root_of(canonical.write(file) for file in value["files"]).hex()


def shortest(value) -> decimal.Decimal:
    """A decimal in the shortest form that reads back as the same double."""
    form = format(decimal.Decimal(repr(float(value))), "f")
    form = form.rstrip("0").rstrip(".") if "." in form else form
    require(form == value, f"{value[:40]} is not the shortest form")
    return decimal.Decimal(value)


def plan(value):
    schema.check(value, "plan.schema.json")
    words(value["question"], 2000)
    settings, decoys = value["settings"], value["decoys"]
    names = ("alpha", "alert", "fdr", "excess", "incomplete")
    alpha, alert, fdr, excess, incomplete = (shortest(settings[name]) for name in names)
    require(0 < alpha <= alert < 1 and 0 < fdr < 1, "alpha, alert or fdr")
    require(0 < excess <= 10 and 0 <= incomplete <= 1, "excess or incomplete")
    require(POINTER.fullmatch(settings["field"]), "field is no JSON pointer")
    require(decoys["full"] == 0 or decoys["full"] >= 99, "full decoys")
    optional_settings(settings)
    eras = [key["era"] for key in value["keys"]]
    require(len(set(eras)) == len(eras), "an era twice")
    for key in value["keys"]:
        require(("eraRecord" in key) == (value["commitments"] == "log"), "keys of the other kind")
        if "eraRecord" in key:
            tags = [tenant["tag"] for tenant in key["tenants"]]
            require(key["fleetTag"] not in tags, "the fleet among the tenants")
            ascending(tags, "tags")
        else:
            ascending(key["tenantIds"], "key ids")
    if value["corpus"]["kind"] == "paths":
        paths = value["corpus"]["paths"]
        require(len(set(paths)) == len(paths), "a path twice")
    seconds(value["created"])


def custody(data: bytes):
    """Lines, each naming the one before."""
    previous, where = "0" * 64, "custody.jsonl"
    lines = data.split(b"\n")
    rest = lines.pop()
    for number, line in enumerate(lines, 1):
        entry = document(line, f"{where} line {number}", lambda value: hex32(value.get("prev")))
        if entry["prev"] != previous:
            raise Failed("CUSTODY_CHAIN", f"{where} line {number}")
        shaped(entry, f"{where} line {number}", custody_line)
        previous = hashlib.sha256(line).hexdigest()
    if rest or not lines:
        raise Failed("FORMAT", f"{where}: lines each ended by a newline, at least one")


def custody_line(value):
    fields(value, ("prev", "what", "when", "who"))
    seconds(value["when"]), text(value["what"]), text(value["who"])
