"""Recomputing the decoy panels of a report: bundle.md section 4.5, step 3."""

import math
import time

from . import blocks, decoys, scores
from .codes import Failed, NotChecked
from .work import shared

TOLERANCE = 1.01e-4  # one in the last of four places
SAMPLE = 16 * 2000


def panels(report, eras, reading):
    """DECOYS_DIFFER; NotChecked where it takes too long."""
    level = _level(report, reading)
    patience(report, reading, level)
    task = reading.task
    jobs = [(piece, level) for piece in reading.pieces]
    with shared(reading.workers, task) as run:
        found = b"".join(run(blocks.slice_piece, jobs))
    by_name = {era.name: era for era in eras}
    for stated in report["decoys"]["panels"]:
        era, where = by_name.get(stated["era"]), f"{stated['kind']}, {stated['era']}"
        if era is None or stated["count"] < 2:
            raise Failed("DECOYS_DIFFER", f"{where}: no such era, or too few decoys")
        own = stated["kind"] == "own coin"
        tier = found if own else _tier(found, era, stated["tier"], task.contexts)
        given = (report["decoys"]["seed"], stated["kind"], tier, task.contexts)
        with shared(reading.workers, given) as run:
            scored = list(run(decoys.score_decoy, range(stated["count"])))
        panel = decoys.panel(scored)
        _compare(stated, panel, where)
        _ranks(stated, panel, era, tier, task.contexts, where)


def _level(report, reading) -> int:
    """The slice's level, from the blocks alone."""
    budget = report["settings"]["decoyTupleBudget"]
    level = reading.summary.slice_level(reading.task.shape.level, budget)
    level = max(level, report["settings"].get("decoySampledOneIn", 1).bit_length() - 1)
    if report["decoys"]["sampledOneIn"] != 1 << level:
        raise Failed("DECOYS_DIFFER", f"the slice is one in {1 << level}")
    return level


def patience(report, reading, level):
    """NotChecked with an estimate where the panels take longer than the verifier waits."""
    tuples = sum(reading.summary.levels[level:])
    sample = bytes(range(256)) * (SAMPLE // 256)
    estimate = 0.0
    for kind in ("true coin", "own coin"):
        given = (report["decoys"]["seed"], kind, sample, reading.task.contexts)
        began = time.monotonic()
        decoys.score_decoy(given, 0)
        each = (time.monotonic() - began) / (SAMPLE // 16)
        count = sum(p["count"] for p in report["decoys"]["panels"] if p["kind"] == kind)
        estimate += each * tuples * count * (0.5 if kind == "true coin" else 1)
    estimate /= reading.workers
    if estimate > reading.patience:
        most = f"longer than --patience {reading.patience:.0f}"
        raise NotChecked(f"the decoys take about {estimate:.0f} s, {most}")


def _tier(found, era, tier, contexts):
    fleet, tenant = scores.tiers(era.coin, found, contexts)
    return scores.pick(found, fleet if tier == "fleet" else tenant)


def _compare(stated, panel, where):
    if stated["n"] != panel.n or stated["judged"] != panel.judged:
        raise Failed("DECOYS_DIFFER", f"{where}: n is {panel.n}")
    values = {
        "mean": panel.mean,
        "sd": math.sqrt(panel.variance),
        "variance": panel.variance,
        "varianceLow": panel.low,
        "varianceHigh": panel.high,
    }
    for name, value in values.items():
        if abs(float(stated[name]) - value) > TOLERANCE:
            raise Failed("DECOYS_DIFFER", f"{where}: {name} {stated[name]}, not {value:.4f}")
    for number, (shown, (n, s)) in enumerate(zip(stated.get("decoyZ", []), panel.scored)):
        value = decoys.z(n, s)
        if abs(float(shown) - value) > TOLERANCE:
            raise Failed("DECOYS_DIFFER", f"{where}: z of decoy {number} is {value:.4f}")


def _ranks(stated, panel, era, tier, contexts, where):
    shown = {rank["key"]: rank for rank in stated["ranks"]}
    for key in era.keys:
        if key.role != stated["tier"]:
            continue
        if stated["kind"] == "own coin":
            n, s = decoys.own_coin(key.key, tier, contexts)
        else:
            n, s = len(tier) // 16, scores.rough_total(key.key, tier)
        rank = panel.rank(stated["kind"], n, s)
        row = shown.get(key.name)
        if row is None or row["rank"] != rank:
            raise Failed("DECOYS_DIFFER", f"{where}: rank of {key.name} is {rank}")
        p = rank / (stated["count"] + 1)
        if abs(float(row["z"]) - decoys.z(n, s)) > TOLERANCE or abs(float(row["p"]) - p) > 1.01e-6:
            raise Failed("DECOYS_DIFFER", f"{where}: z or p of {key.name}")
