"""What the p-values pay for: bundle.md section 4.3, step 7."""

import math
from collections import Counter
from dataclasses import dataclass

from .canonical import seconds
from .codes import Failed, NotChecked
from .gamma import LN10, holm, ln_q
from .opened import rows_of
from .planned import plan_and_result


@dataclass(frozen=True)
class Charged:
    """A line of the table of opened keys; logarithms to base 10."""

    era: str
    key: str
    n: int
    s: int
    log10_p: float
    eras: int
    looks: int
    charged: float
    verdict: str


def adjusted(report, every_key_opened: bool):
    """ln p of each result after paying for its part of alpha, the text forms and every key."""
    results = report["results"]
    forms = 2 if report["settings"]["normaliser"] == "n1" else 1
    plain = [ln_q(result["n"], int(result["S"])) for result in results]
    if every_key_opened:
        return plain, holm([min(0.0, p + math.log(2 * forms)) for p in plain])
    price = math.log(2 * forms * len(results))
    return plain, [min(0.0, p + price) for p in plain]


def table(bundle, trust, eras):
    """A Charged of each opened key, and the failure CHARGED_P, if any."""
    report = bundle.report
    opened = sum(len(era.keys) for era in eras)
    plain, paid = adjusted(report, opened == len(report["results"]))
    looks = _looks(bundle, eras)
    rows, lines, failure = rows_of(report), [], None
    places = {id(result): place for place, result in enumerate(report["results"])}
    for era, (e, l) in zip(eras, looks):
        for key in era.keys:
            row = rows.get((era.name, key.role, key.name))
            if row is None:
                continue
            place = places[id(row)]
            price = math.log(e * l)
            charged = min(0.0, paid[place] + price)
            if row["verdict"] == "marked" and charged > float(trust.alpha.ln()) + 1e-9:
                what = f"era {era.name}, {key.name}: log10 p {charged / LN10:.4f} after N = {e * l}"
                failure = failure or Failed("CHARGED_P", what)
            log10 = plain[place] / LN10
            line = (era.name, key.name, row["n"], int(row["S"]), log10, e, l, charged / LN10)
            lines.append(Charged(*line, row["verdict"]))
    return lines, failure


def _looks(bundle, eras):
    """E and L of each era."""
    try:
        plan, result = plan_and_result(bundle)
    except Failed as failure:
        raise NotChecked(f"N cannot be counted: {failure.where}") from None
    windows = [_window(r.body) for r in bundle.records if r.type == "era-commit"]
    finished = Counter(
        r.body["plan"]
        for r in bundle.records
        if r.type == "result" and r.body["outcome"] == "finished" and r.index <= result.index
    )
    looks = Counter()
    for other in bundle.records:
        if other.type == "plan" and other.index <= plan.index:
            for leaf in other.body["eras"]:
                looks[leaf] += max(1, finished[other.leaf])
    found = []
    for era in eras:
        start, end = _window(era.commit.body)
        overlaps = sum(first < end and start < last for first, last in windows)
        found.append((overlaps, max(1, looks[era.commit.leaf])))
    return found


def _window(body):
    return seconds(body["start"]), seconds(body["end"])
