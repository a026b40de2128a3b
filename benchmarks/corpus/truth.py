"""Holds what a scan flagged against what is marked in truth."""

import json
from pathlib import Path

CLASSES = (0, 50, 100, 200, 400, 800)


def _lines(file: Path):
    with file.open() as lines:
        yield from map(json.loads, lines)


def place(line: dict) -> tuple:
    return tuple(line.get(k) for k in ("file", "line", "row", "offset"))


def kind(file: str) -> str:
    name = file.split("!/")[0].split("/")[0]
    return name.split(".", 1)[1] if "." in name else "text files"


def compare(data: Path, out: Path) -> dict:
    marked = {place(line): line for line in _lines(data / "marked.jsonl")}
    flagged = {place(line): line for line in _lines(out / "flagged.jsonl")}
    found = marked.keys() & flagged.keys()
    wrong = [flagged[p] for p in flagged.keys() - marked.keys()]
    classes = []
    for i, least in enumerate(CLASSES):
        below = CLASSES[i + 1] if i + 1 < len(CLASSES) else None
        inside = [p for p, line in marked.items() if least <= line["tokens"] < (below or float("inf"))]
        if inside:
            classes.append({"least": least, "below": below, "marked": len(inside), "found": len(found & set(inside))})
    formats = {}
    for p in marked:
        row = formats.setdefault(kind(p[0]), {"marked": 0, "found": 0})
        row["marked"] += 1
        row["found"] += p in found
    return {
        "marked": len(marked),
        "markedTokens": sum(line["tokens"] for line in marked.values()),
        "markedOriginalTokens": sum(line["tokens"] for line in marked.values() if "duplicateOf" not in line),
        "flagged": len(flagged),
        "found": len(found),
        "missed": len(marked) - len(found),
        "missedTokens": sorted(marked[p]["tokens"] for p in marked.keys() - found),
        "false": len(wrong),
        "falseLog10P": sorted(float(line["log10P"]) for line in wrong),
        "byTokens": classes,
        "byFormat": dict(sorted(formats.items())),
    }
