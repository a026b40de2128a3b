"""What the texts show: per answer by `tidemark detect`, together by `tidemark scan`, and what the fleet tier could show."""

from pathlib import Path

from proxy import detect, run_java, scan


def attach(rows, model: Path, work: Path) -> None:
    """Adds what the detector says about each answer's text."""
    files = [Path(row["text"]) for row in rows]
    for row, found in zip(rows, detect(work, model, files), strict=True):
        del row["text"]  # its file is gone after the run; results never hold text
        row["detected"] = {"tokens": found["tokens"], "positions": found["positions"], "verdict": found["verdict"]}
        for finding in found["findings"]:
            row["detected"][finding["claim"]] = {k: finding[k] for k in ("n", "S", "log10P", "power", "verdict")}


def corpus(model: Path, work: Path, mode: str) -> dict:
    """What a scan says about all texts of one mode together, every distinct tuple once."""
    report = scan(work, model, work / mode)
    kept = ("claim", "n", "S", "log10P", "adjustedLog10P", "verdict")
    return {
        "verdict": report["verdict"],
        "documents": report["documents"],
        "distinctTuples": report["corpus"]["distinctTuples"],
        "results": [{k: r[k] for k in kept} for r in report["results"]],
    }


def powers(java: Path, rows, length: int) -> list[dict]:
    """The fleet tier's power for fleet shares 1/4, 1/2 and 1, by the product's own formula, from what was measured."""
    asked = []
    for temperature in dict.fromkeys(r["temperature"] for r in rows):
        marked = [r for r in rows if r["mode"] == "walk" and r["temperature"] == temperature]
        for kind in [*dict.fromkeys(r["kind"] for r in marked)]:
            some = [r for r in marked if r["kind"] == kind]
            n, excess = mean_excess(some)
            scored = n / sum(r["tokens"] for r in some)
            for share in (0.25, 0.5, 1.0):
                positions = round(scored * length * share)
                asked.append(
                    {"temperature": temperature, "kind": kind, "fleetShare": share, "n": positions, "excess": excess}
                )
    lines = "".join(f"{a['n']} {a['excess']!r}\n" for a in asked)
    out = run_java(java, "ai.tidemark.benchmarks.FleetPower", stdin=lines).split("\n")
    for a, line in zip(asked, out):
        at_marked, at_alert = map(float, line.split())
        a["powerMarked"] = at_marked
        a["powerAlert"] = at_alert
    return asked


def mean_excess(rows) -> tuple[int, float]:
    """Returns the scored tuples of both tiers together, and the mean score of one above 1, in nats."""
    both = [r["detected"]["fleet and tenant"] for r in rows]
    n = sum(b["n"] for b in both)
    return n, (sum(int(b["S"]) for b in both) / 2**32 - n) / n
