"""The claims `recomputed` and `calibrated`, from the scored blocks: bundle.md sections 4.4 and 4.5."""

import math
import os
import time
from dataclasses import dataclass

from . import blocks, calibration, charge, known
from .codes import Failed, NotChecked
from .gamma import LN10, ln_q
from .opened import rows_of
from .planned import has_panels
from .work import shared

TOLERANCE = 0.001
LEFT_OUT = (
    "not computed by this verifier: power, share, log10E and wrong keys of results, which results "
    "are not testable, the tests `documents` and `tuples`, the documents, the scan of texts"
)


PARTS = {"sum": "0.5", "documents": "0.25", "tuples": "0.25"}
MEMBERS_LEFT_OUT = {"power", "share", "log10E", "tuples", "documents"}


@dataclass
class Options:
    """blocks: a file of decrypted blocks; log: the folder of the log; patience in seconds."""

    blocks: object = None
    log: object = None
    workers: int = max(1, os.cpu_count() or 1)
    patience: float = 600


@dataclass
class Reading:
    """The blocks, read once for both claims."""

    task: blocks.Task
    summary: blocks.Summary
    pieces: list
    workers: int
    patience: float


def recomputed(bundle, eras, options, verdict):
    """Answers `recomputed`; the Reading, or None where there is none that the report counts."""
    try:
        stated_p(bundle.report)
    except Failed as failure:
        verdict.fail("recomputed", failure)
    if eras is None:
        verdict.put("recomputed", "not checked", "the report is not shown to be about committed keys, of this profile")
        return None
    reading = None
    try:
        started = time.monotonic()
        reading = read(bundle, eras, options)
        elapsed = max(time.monotonic() - started, 1e-9)
        verdict.speed = reading.summary.count / elapsed
        evidence(bundle.report, eras, reading.summary)
        corpus_test(bundle.report, eras)
        verdict.put("recomputed", "passed", _beside(bundle, eras))
        verdict.said.append(LEFT_OUT)
    except Failed as failure:
        verdict.fail("recomputed", failure)
    except NotChecked as missing:
        verdict.put("recomputed", "not checked", str(missing))
    return reading


def _beside(bundle, eras):
    shown = {(era.name, key.role, key.name) for era in eras for key in era.keys}
    rows = [(row["era"], row["claim"], row["key"]) for row in bundle.report["results"]]
    closed = [f"{era} {key}" for era, role, key in rows if (era, role, key) not in shown]
    return f"not recomputed, their keys are not opened: {', '.join(closed)}" if closed else ""


def near(stated: str, value: float, tolerance=TOLERANCE) -> bool:
    return abs(float(stated) - value) <= tolerance


def stated_p(report):
    """Every log10P follows from n and S beside it."""
    for row in report["results"]:
        stated, value = row.get("log10P"), ln_q(row["n"], int(row["S"])) / LN10
        absent = stated is None and row["verdict"] != "invalid"
        if absent or (stated is not None and not near(stated, value)):
            raise Failed("P_DIFFERS", f"{row['era']} {row['key']}: {stated}, not {value:.4f}")


def source(bundle, options) -> blocks.BlockFile:
    if options.blocks is not None:
        return blocks.BlockFile(options.blocks, 0, os.path.getsize(options.blocks))
    if "corpus/blocks" in bundle.archive:
        return blocks.BlockFile(bundle.archive.path, *bundle.archive.large["corpus/blocks"])
    if "corpus/blocks.enc" in bundle.archive:
        raise NotChecked("the scored blocks are encrypted: give them, decrypted, with --blocks")
    raise NotChecked("the bundle holds no scored blocks")


def read(bundle, eras, options) -> Reading:
    """4.4, step 1."""
    if not any(era.keys for era in eras):
        raise NotChecked("no drawing key is opened")
    file, report = source(bundle, options), bundle.report
    level = report["corpus"]["sampledOneIn"].bit_length() - 1
    contexts = bundle.profile["scheme"]["contexts"]
    keys = [(e.name, e.coin, [(k.role, k.name, k.key) for k in e.keys]) for e in eras]
    shape = blocks.Shape(contexts["wide"], contexts["narrow"], level)
    task = blocks.Task(file, shape, contexts, keys)
    pieces, summary, began = file.pieces(), blocks.Summary(), time.monotonic()
    workers = options.workers if len(pieces) > 4 else 1
    with shared(workers, task) as run:
        for done, part in enumerate(run(blocks.read_piece, pieces), 1):
            if isinstance(part, Failed):
                raise part
            summary.add(part)
            estimate = (time.monotonic() - began) * len(pieces) / done
            if done >= workers and estimate > options.patience:
                raise NotChecked(_long("the scored blocks", estimate, options))
    shown = summary.count, summary.hex_digest()
    stated = report["corpus"]["distinctTuples"], report["corpus"]["tupleDigest"]
    if shown != stated:
        raise Failed("BLOCKS_DIFFER", f"count and digest are {shown}, not {stated}")
    return Reading(task, summary, pieces, workers, options.patience)


def _long(what, estimate, options):
    return f"{what} take about {estimate:.0f} s, longer than --patience {options.patience:.0f}"


def evidence(report, eras, summary):
    """4.4, step 2: n, S and p of each opened key."""
    opened, rows = sum(len(era.keys) for era in eras), rows_of(report)
    for era in eras:
        for key in era.keys:
            row = rows.get((era.name, key.role, key.name))
            where = f"{era.name} {key.name}"
            parts = summary.evidence.get((era.name, key.role, key.name), [0] * 4)
            forms = {"raw": tuple(parts[:2]), "normalised": tuple(parts[2:])}
            strongest = min(forms, key=lambda form: (ln_q(*forms[form]), form != "raw"))
            stated = (row["n"], int(row["S"])) if row else None
            if stated != forms[row["form"] if row else "raw"]:
                raise Failed("EVIDENCE_DIFFERS", f"{where}: {forms}, report {stated}")
            if row["form"] != strongest and forms["raw"] != forms["normalised"]:
                raise Failed("EVIDENCE_DIFFERS", f"{where}: the form with the smaller p is {strongest}")
    if opened == len(report["results"]):
        adjusted_p(report)


def adjusted_p(report):
    _, paid = charge.adjusted(report, True)
    for row, value in zip(report["results"], paid):
        stated = row.get("adjustedLog10P")
        if stated is not None and not near(stated, value / LN10):
            what = f"{row['era']} {row['key']}: adjusted {stated}, not {value / LN10:.4f}"
            raise Failed("P_DIFFERS", what)


def shown(report, adjusted: float, verdict: str) -> bool:
    """Whether a verdict is the one of an adjusted log10 p, which may be off by the tolerance."""
    alpha, alert = (math.log10(float(report["settings"][name])) for name in ("alpha", "alert"))
    if verdict == "marked":
        return adjusted <= alpha + TOLERANCE
    if verdict == "alert":
        return alpha - TOLERANCE < adjusted <= alert + TOLERANCE
    return adjusted > alert - TOLERANCE or verdict == "invalid"


def verdict_of_report(report):
    """`invalid` and `incomplete` have their reasons in the report."""
    corpus, verdict = report["corpus"], report["verdict"]
    broken = [p for p in report["decoys"]["panels"] if p["judged"] and float(p["varianceLow"]) > 1]
    unread = corpus["unreadableRecords"] + corpus["unreadableBytes"]
    if (verdict == "invalid" and not broken) or (verdict == "incomplete" and not unread):
        raise Failed("TESTS_DIFFER", f"the report's verdict is {verdict}")


def corpus_test(report, eras):
    """Verdicts that follow from p; where every key is opened, the test `sum` too."""
    verdict_of_report(report)
    for test in report["tests"]:
        if test["alphaPart"] != PARTS[test["test"]]:
            raise Failed("TESTS_DIFFER", f"{test['test']}: alphaPart {test['alphaPart']}")
        stated = test.get("adjustedLog10P")
        if stated is not None and not shown(report, float(stated), test["verdict"]):
            raise Failed("TESTS_DIFFER", f"{test['test']}: {test['verdict']} at {stated}")
    if sum(len(era.keys) for era in eras) != len(report["results"]):
        return
    plain, paid = charge.adjusted(report, True)
    for row, value in zip(report["results"], paid):
        if not shown(report, value / LN10, row["verdict"]):
            what = f"{row['era']} {row['key']}: {row['verdict']} at {value / LN10:.4f}"
            raise Failed("TESTS_DIFFER", what)
    for test in report["tests"]:
        if test["test"] != "sum" or "adjustedLog10P" not in test:
            continue
        if not near(test["adjustedLog10P"], min(paid) / LN10):
            stated = test["adjustedLog10P"]
            raise Failed("TESTS_DIFFER", f"sum: {stated}, not {min(paid) / LN10:.4f}")
        if "log10P" in test and not near(test["log10P"], min(plain) / LN10):
            raise Failed("TESTS_DIFFER", f"sum: {test['log10P']}, not {min(plain) / LN10:.4f}")


def sound(report):
    """4.5, step 1."""
    if report["verdict"] in ("invalid", "incomplete"):
        raise Failed("REPORT_INVALID", report["verdict"])
    for panel in report["decoys"]["panels"]:
        if panel["judged"] and float(panel["varianceLow"]) > 1:
            where = f"{panel['kind']}, {panel['era']}"
            raise Failed("DECOYS_BROKEN", f"{where}: varianceLow {panel['varianceLow']}")


def calibrated(bundle, eras, reading, verdict):
    """Answers `calibrated`."""
    try:
        sound(bundle.report)
        vectors = bundle.archive["profile/vectors.json"]
        if bundle.archive.digests["profile/vectors.json"][1] != known.SHA256:
            raise Failed("VECTORS_OTHER", "profile/vectors.json")
        wrong = known.failures_of(vectors)
        if wrong:
            raise Failed("VECTORS_FAILED", ", ".join(wrong[:5]))
        if reading is None:
            raise NotChecked("there are no scored blocks that are the report's")
        if not has_panels(bundle.plan, bundle.report):
            raise Failed("DECOYS_DIFFER", "the panels are not the plan's")
        calibration.panels(bundle.report, eras, reading)
        verdict.put("calibrated", "passed")
    except Failed as failure:
        verdict.fail("calibrated", failure)
    except NotChecked as missing:
        verdict.put("calibrated", "not checked", str(missing))
