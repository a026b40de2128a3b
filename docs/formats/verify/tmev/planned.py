"""The claim `time`, steps 6 to 8: plan and report, and the order of times."""

import hashlib
from fractions import Fraction
from itertools import groupby
from math import ceil

from . import documents
from .canonical import seconds, show_time, write
from .codes import Failed
from .derivation import QUICKNET, first_round, round_time, sha256
from .times import activation_of, commit_of


def material_date(bundle, trust) -> int:
    first = seconds(bundle.manifest["firstKnown"])
    return first if trust.material is None else min(first, trust.material)


def sha256_of(bundle, name) -> str:
    return hashlib.sha256(bundle.archive[name]).hexdigest()


def plan_and_result(bundle):
    """The plan's record and the result's, or RECORD_MISSING."""
    entry = bundle.archive["result.json"]
    result = next((r for r in bundle.records if r.entry == entry), None)
    if result is None:
        raise Failed("RECORD_MISSING", "result.json is not among the records")
    plan = bundle.records.with_leaf(result.body["plan"], result.index)
    if plan is None:
        raise Failed("RECORD_MISSING", f"plan record {result.body['plan']}")
    return plan, result


def logged_documents(bundle):
    """Step 6."""
    plan, result = plan_and_result(bundle)
    own = bundle.plan
    asked = own["corpus"]["root"] if own["corpus"]["kind"] == "manifest" else "paths"
    wanted = ("plan", sha256_of(bundle, "plan.json"), asked)
    body = plan.body
    if own["commitments"] == "none" or (
        plan.type != "plan"
        or (plan.type, body["plan"], body["corpus"]) != wanted
        or body["eras"] != sorted(key["eraRecord"] for key in own["keys"])
    ):
        raise Failed("PLAN_NOT_LOGGED", f"record {plan.index}")
    if result.body["outcome"] != "finished":
        raise Failed("RESULT_OUTCOME", result.body["outcome"])
    if result.body["report"] != sha256_of(bundle, "report.json"):
        raise Failed("REPORT_NOT_LOGGED", f"record {result.index}")
    root = documents.manifest_root(bundle.manifest)
    if result.body["corpus"] != root or asked not in ("paths", root):
        raise Failed("CORPUS_ROOT", f"the manifest's root is {root}")


def report_of_plan(bundle):
    """Step 7."""
    plan, report = bundle.plan, bundle.report
    planned = [key.get("eraRecord") for key in plan["keys"]]
    opened = [era["eraRecord"] for era in bundle.openings["eras"]]
    reported = eras_of(report)
    if planned != opened or reported != [key["era"] for key in plan["keys"]]:
        raise Failed("PLAN_ERAS", f"plan {planned}, openings {opened}, report {reported}"[:300])
    _profile(bundle)
    wanted = {**plan["settings"], "normaliser": plan["normaliser"]}
    for name in sorted(wanted.keys() | report["settings"].keys()):
        if report["settings"].get(name) != wanted.get(name):
            raise Failed("PLAN_SETTINGS", name)
    _sample(plan, report["corpus"])
    _decoys(plan, report)


def _sample(plan, corpus):
    """Whether tuples beyond the budget were kept shows in their number and rate."""
    settings, one_in = plan["settings"], corpus["sampledOneIn"]
    if "exact" in plan:
        kept = one_in == settings.get("sampledOneIn", 1)
    else:
        kept = corpus["distinctTuples"] <= settings["tupleBudget"] or one_in == 1 << 24
    if not kept:
        raise Failed("PLAN_SETTINGS", f"{corpus['distinctTuples']} tuples, one in {one_in}")


def eras_of(report):
    """Names of the eras of the results, in runs."""
    return [name for name, _ in groupby(result["era"] for result in report["results"])]


def of_bundle(bundle) -> bool:
    """Whether the report is of the bundle's profile and opened eras: else it is not recomputed."""
    opened = [era["era"] for era in bundle.openings["eras"]]
    same = bundle.report["profile"]["sha256"] == sha256(write(bundle.profile)).hex()
    return same and eras_of(bundle.report) == opened


def _profile(bundle):
    own = bundle.profile
    wanted = (own["id"], sha256(write(own)).hex(), own["tokenizer"]["fingerprint"])
    places = {"plan.json": bundle.plan["profile"], "report.json": bundle.report["profile"]}
    for era in bundle.openings["eras"]:
        places[f"era {era['era']}"] = commit_of(bundle, era["eraRecord"]).body["profile"]
    for where, profile in places.items():
        if (profile["id"], profile["sha256"], profile["tokenizerFingerprint"]) != wanted:
            raise Failed("PLAN_PROFILE", where)
    if bundle.report["profile"]["tokenizer"] != own["tokenizer"]["name"]:
        raise Failed("PLAN_PROFILE", "report.json, tokenizer")


def panels_of(plan):
    """Kind, era, tier and count of every panel that a plan asks for."""
    wanted, decoys = [], plan["decoys"]
    for key in plan["keys"]:
        wanted.append(("true coin", key["era"], "fleet", decoys["count"]))
        if key["tenants"]:
            wanted.append(("true coin", key["era"], "tenant", decoys["count"]))
        if decoys["full"]:
            wanted.append(("own coin", key["era"], "fleet", decoys["full"]))
    return wanted


def has_panels(plan, report) -> bool:
    panels = [(p["kind"], p["era"], p["tier"], p["count"]) for p in report["decoys"]["panels"]]
    return panels == panels_of(plan)


def _decoys(plan, report):
    if report["decoys"]["seed"] != plan["decoys"]["seed"] or not has_panels(plan, report):
        raise Failed("PLAN_DECOYS", "seed or panels of decoys")


def order_of_times(bundle, trust, log):
    """Step 8."""
    material = material_date(bundle, trust)
    for era in bundle.openings["eras"]:
        commit = commit_of(bundle, era["eraRecord"])
        activation = activation_of(bundle, era["eraRecord"])
        committed, active = log.outside(commit), log.outside(activation)
        if committed >= active:
            raise Failed("ERA_TIME", f"era {era['era']}: activated by {show_time(active)}")
        if active >= material:
            known = f"the material is known since {show_time(material)}"
            raise Failed("MATERIAL_TIME", f"era {era['era']}: active by {show_time(active)}, {known}")
        beacon = commit.body["beacon"]
        if beacon["kind"] == "drand":
            singles = [t for seen in log.holding(commit) for t in seen.single()]
            _round(activation.body["beacon"], beacon, committed, singles)
    plan, result = plan_and_result(bundle)
    if plan.index >= result.index:
        raise Failed("PLAN_TIME", f"plan {plan.index}, result {result.index}")
    if log.outside(plan) > seconds(result.body["started"]):
        raise Failed("PLAN_TIME", f"the scan started at {result.body['started']}")


def _round(beacon, rule, committed: Fraction, singles):
    """BEACON_ROUND; a beacon of another kind or chain is the claim `keys`'s matter."""
    if beacon["kind"] != "drand" or beacon["chain"] != rule["chain"]:
        return
    if rule["chain"] != QUICKNET:
        raise Failed("BEACON_ROUND", f"times of chain {rule['chain']} are not known")
    number, delay = beacon["round"], rule["delay"]
    allowed = {first_round(ceil(at + delay)) for at in singles}
    if number not in allowed or round_time(number) < committed + delay:
        raise Failed("BEACON_ROUND", f"round {number}, not one of {sorted(allowed)[:8]}")
