"""Turns results.json and the keys' CSV files into a page of tables and plots:
`python3 report.py DIR CORPUS.manifest.json`; run does it by itself."""

import csv
import json
import math
import statistics
import sys
from pathlib import Path

LEAST_SD, MOST_SD = 0.93, 1.07


def write(out: Path, manifest_path: Path, machine: dict | None = None) -> None:
    """Writes README.md, manifest.json and the plots into the folder that holds results.json."""
    results = json.loads((out / "results.json").read_text())
    if machine is not None:
        results["machine"] = machine
    (out / "results.json").write_text(compact(results))
    manifest = json.loads(manifest_path.read_text())
    if manifest["sha256"] != results["corpusSha256"]:
        sys.exit(f"null: {manifest_path} is not the manifest of the corpus that was used")
    (out / "manifest.json").write_text(manifest_path.read_text())
    for row in results["rows"]:
        if "corpus" in row:
            (out / f"{row['name']}.svg").write_text(plot(row, read(out / f"{row['name']}.csv")))
        else:
            (out / f"{row['name']}.svg").write_text(plot(row, None))
    (out / "README.md").write_text(page(results, manifest))


def compact(results: dict) -> str:
    """JSON with a line for each short list."""
    text = json.dumps(results, indent=1)
    lines, held = [], None
    for line in text.split("\n"):
        if held is not None:
            held += line.strip()
            if line.strip() in ("]", "],"):
                lines.append(held)
                held = None
        elif line.endswith(('"histogram": [', '"smallestLnP": [')):
            held = line
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"


def read(path: Path) -> list[dict]:
    with open(path, newline="") as file:
        return [{name: float(value) for name, value in row.items()} for row in csv.DictReader(file)]


def page(results: dict, manifest: dict) -> str:
    parts = [heading(results, manifest), corpus_table(results), text_table(results), languages(manifest)]
    return "\n\n".join(parts) + "\n"


def heading(results: dict, manifest: dict) -> str:
    machine = results.get("machine", {})
    where = f"{machine['cores']} cores, {machine['cpu']}, {machine['memoryGiB']} GiB; {machine['java']}" if machine else "-"
    texts = max(int(row["texts"]["texts"]) for row in results["rows"])
    parts = [
        first_run(results, manifest, where, texts),
        whole_run(results),
        stay_samples(results),
    ]
    return "\n".join(part for part in parts if part)


def first_run(results: dict, manifest: dict, where: str, texts: int) -> str:
    return f"""# The null on real text

Written by `benchmarks/null/run` from `results.json` and the CSV files, which hold every key's row.

- corpus: {manifest['textBytes'] / 1e6:.1f} MB of human text from {len(manifest['packages'])} Debian packages ({len(manifest['textBytesPerLanguage']) - 2} languages, code and licences), cut into {manifest['documents']:,} texts, {results['corpusTokens']:,} tokens of cl100k_base; SHA-256 `{manifest['sha256']}`; packages, versions and sizes in `manifest.json`
- {results['keys']:,} keys per row over the corpus, key i = SHA-256(profile id, i as 8 bytes); {texts:,} single texts per row under keys of their own (i from 1,000,000). No key was chosen, changed or left out
- {sum(float(row['seconds']) for row in results['rows']) / 60:.1f} minutes on {results['threads']} threads; machine: {where}
- corpus z = (S - mean) / sd by the exact null law, each distinct tuple of the sample counted once. Bound: sd in [{LEAST_SD}, {MOST_SD}]; for {results['keys']} keys sd(z) itself has a standard error of {1 / math.sqrt(2 * results['keys']):.3f}
- samples are consistent: a hash of the tuple (or of its context) decides, which no key touches; its size was fixed from the measured pace before the keys were tried"""


def is_whole(row: dict) -> bool:
    return row.get("corpus", {}).get("sampledBy") == "whole"


def whole_run(results: dict) -> str:
    """What came from run --whole, or nothing if it was not run."""
    rows = [row for row in results["rows"] if is_whole(row)]
    if not rows:
        return ""
    about = results["whole"]
    minutes = sum(float(row["corpus"]["seconds"]) for row in rows) / 60
    scored = sum(row["corpus"]["tuples"] for row in rows)
    proven = min(row["corpus"]["provenTuples"] for row in rows)
    vectors = f"{about['vectorBits']}-bit vectors" if about["vectorBits"] else "no vectors"
    return f"""- **two runs**. `run` took samples, and all single texts. `run --whole` then scored every distinct tuple of the corpus for {len(rows)} rows, those marked *whole corpus* below: {scored / 1e6:,.0f} million tuples in all, under the same {results['keys']:,} keys each, {minutes:.0f} minutes on {about['threads']} threads that other work shared, {vectors}. Everything about single texts, and every other row, is from the first run; *sd z of the sample* is what the first run gave for a row that is whole now (its keys one by one are in the history of this folder). No finished row was run again
- before its keys were tried, each whole row had to get the same sums from bulk and scalar code on {proven:,} tuples or more under its first {rows[0]['corpus']['provenKeys']} keys"""


def stay_samples(results: dict) -> str:
    """Why the other rows are samples."""
    lists, dear, few, left = [], [], [], []
    for row in results["rows"]:
        if "corpus" not in row or is_whole(row):
            continue
        nanos = float(row["pace"]["tupleNanos"])
        fresh = float(row["pace"]["positionNanos"]) / 1e3
        if row["corpus"]["sampledBy"] == "context":
            lists.append(f"{row['name']} {fresh:.1f}")
        elif row["profile"] == "synthid-hf-table16":
            few.append(row["name"])
        elif nanos >= 1000:
            dear.append(f"{row['name']} {nanos / 1e3:.2f}")
        else:
            left.append(row["name"])
    parts = []
    if dear:
        parts.append(f"cost more than a microsecond a tuple: {', '.join(dear)}")
    if lists:
        parts.append(
            "pay a list of the whole vocabulary for every fresh context, measured on single texts in microseconds"
            f" a position: {', '.join(lists)}; the smaller figure in their row is what is left once 200 to 1,000"
            " tokens share each list"
        )
    if few:
        parts.append(f"{', '.join(few)} has 65,536 states in all, and a full table has one possible sum")
    if left:
        parts.append(f"not scored whole in the time there was: {', '.join(left)}")
    return "- rows that stay samples: " + "; ".join(parts) if parts else ""


def corpus_table(results: dict) -> str:
    lines = [
        "## Corpus",
        "",
        "*no dedup* counts every occurrence, *dedup in texts* each tuple once per text: the negative controls, which must lie far outside the bound. *Counted n* is below *tuples* where a key merges tuples, or a coin leaves some out. *ns/tuple* is scalar code on one thread, key and all, as the first run paced it; *in bulk* what many tuples at once cost in the second run, the weights of all three counts included.",
        "",
        "| row | tokens | ns/tuple | in bulk | sample | tuples | occurrences | counted n (mean) | mean z | **sd z** | KS p | sd, dedup in texts | sd, no dedup | sd z of the sample | held |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in results["rows"]:
        name = f"[{row['name']}]({row['name']}.svg)"
        if "corpus" not in row:
            lines.append(f"| {name} | {row['tokens']} | | | may not be pooled | | | | | | | | | | - |")
            continue
        c = row["corpus"]
        sample = {"whole": "whole corpus", "context": "by context"}.get(c["sampledBy"])
        sample = sample or f"{100 * float(c['rate']):.3g} % by tuple"
        bulk = f"{float(c['bulkTupleNanos']):.3g}" if "bulkTupleNanos" in c else ""
        before = ""
        if "sample" in row:
            before = f"{float(row['sample']['sdZ']):.3f} ({row['sample']['tuples']:,} tuples)"
        held = "yes" if c["sdWithin"] and c["controlFails"] else "**NO**"
        lines.append(
            f"| {name} | {row['tokens']} | {float(row['pace']['tupleNanos']):.3g} | {bulk} | {sample} | {c['tuples']:,} |"
            f" {c['occurrences']:,} | {float(c['countedMean']):,.0f} | {float(c['meanZ']):+.3f} | **{float(c['sdZ']):.3f}** | {float(c['ksP']):.3f} |"
            f" {float(c['sdZPerText']):.2f} | {float(c['sdZAll']):.1f} | {before} | {held} |"
        )
    return "\n".join(lines)


def text_table(results: dict) -> str:
    lines = [
        "## Single texts",
        "",
        "Each text under fresh keys, dedup inside the text, exact p. Counts are of all trials, their expectation in brackets;"
        " *marked* pays for all texts of the row (p <= 1e-6 / texts). KS is of p with ties broken at random."
        " *ids* says how many ids of each text were read where the scheme is too dear for whole texts.",
        "",
        "| row | texts x keys | texts per key | ids | mean n | p <= 1e-6 | <= 1e-4 | <= 1e-3 | <= 1e-2 | smallest p | marked | KS p |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in results["rows"]:
        t = row["texts"]
        at = {entry["alpha"]: entry for entry in t["atMost"]}

        def cell(alpha: str) -> str:
            return f"{at[alpha]['allKeys']:,} ({float(at[alpha]['expected']):,.3g})"

        smallest = math.exp(float(t["smallestLnP"][0])) if t["smallestLnP"] else 1
        lines.append(
            f"| {row['name']} | {t['texts']:,} x {t['keysPerText']} | {t['textsPerKey']} | {t['idsPerText'] or 'all'} |"
            f" {float(t['countedMean']):.0f} | {cell('0.000001')} | {cell('0.0001')} | {cell('0.001')} | {cell('0.01')} |"
            f" {smallest:.2g} | {t['markedPaid']} | {float(t['ksP']):.3f} |"
        )
    return "\n".join(lines)


def languages(manifest: dict) -> str:
    cells = [f"{name} {size / 1e6:.1f}" for name, size in manifest["textBytesPerLanguage"].items() if size >= 5e4]
    return "## Corpus by language\n\nMB of text: " + ", ".join(cells) + "."


# --- plots: SVG by hand, three panels --------------------------------------------------------------------------------

WIDTH, HEIGHT, LEFT, TOP = 260, 180, 44, 34
STYLE = (
    "<style>text{font:11px sans-serif;fill:#333}.axis{stroke:#888;fill:none}.law{stroke:#c0392b;fill:none;"
    "stroke-width:1.5}.bar{fill:#9dbbd8}.dot{fill:#1f5f99}.band{fill:#eee}.title{font-weight:bold}</style>"
)


def plot(row: dict, keys: list[dict] | None) -> str:
    """z against the normal density, p over keys and p over single texts against the uniform quantiles."""
    panels = []
    if keys:
        panels.append(density([key["z"] for key in keys], row["corpus"]))
        panels.append(quantiles([key["p"] for key in keys], f"corpus: p of {len(keys):,} keys, -log10"))
    panels.append(bins(row["texts"]["histogram"], f"single texts: p of {row['texts']['trials']:,} trials"))
    wide = len(panels) * (WIDTH + LEFT + 16) + 8
    body = "".join(
        f'<g transform="translate({8 + i * (WIDTH + LEFT + 16) + LEFT},{TOP})">{panel}</g>' for i, panel in enumerate(panels)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{HEIGHT + TOP + 34}">{STYLE}'
        f'<rect width="100%" height="100%" fill="#fff"/><text x="8" y="14" class="title">{row["name"]}</text>{body}</svg>\n'
    )


def frame(title: str, x_ticks, y_ticks, to_x, to_y) -> str:
    parts = [f'<text x="0" y="-6">{title}</text><path class="axis" d="M0,0V{HEIGHT}H{WIDTH}"/>']
    for value in x_ticks:
        parts.append(f'<text x="{to_x(value):.1f}" y="{HEIGHT + 14}" text-anchor="middle">{value:g}</text>')
    for value in y_ticks:
        parts.append(f'<text x="-4" y="{to_y(value) + 4:.1f}" text-anchor="end">{value:g}</text>')
    return "".join(parts)


def density(z: list[float], corpus: dict) -> str:
    edge, step = 4.0, 0.25
    count = [0] * int(2 * edge / step)
    for value in z:
        count[min(len(count) - 1, max(0, int((value + edge) / step)))] += 1
    heights = [c / len(z) / step for c in count]
    top = max(0.45, max(heights) * 1.05)

    def to_x(value):
        return (value + edge) / (2 * edge) * WIDTH

    def to_y(value):
        return HEIGHT * (1 - value / top)

    bars = "".join(
        f'<rect class="bar" x="{to_x(-edge + i * step):.1f}" y="{to_y(h):.1f}" width="{WIDTH * step / 2 / edge - 0.5:.1f}"'
        f' height="{HEIGHT - to_y(h):.1f}"/>'
        for i, h in enumerate(heights)
        if h
    )
    curve = " ".join(
        f"{to_x(x / 20):.1f},{to_y(math.exp(-x * x / 800) / math.sqrt(2 * math.pi)):.1f}" for x in range(-80, 81, 2)
    )
    title = f"corpus: z, sd {float(corpus['sdZ']):.3f} (no dedup {float(corpus['sdZAll']):.1f}), normal density"
    return frame(title, range(-4, 5, 2), (0.2, 0.4), to_x, to_y) + bars + f'<polyline class="law" points="{curve}"/>'


def quantiles(p: list[float], title: str) -> str:
    """Sorted -log10 p against what uniform ones would be, with the pointwise 99 % band by the normal approximation."""
    n = len(p)
    ordered = sorted(p)
    most = math.log10(n) + 1

    def to_x(value):
        return min(1, value / most) * WIDTH

    def to_y(value):
        return HEIGHT * (1 - min(1, value / most))

    chosen = sorted({i for i in range(min(60, n))} | {int(n * k / 200) for k in range(200)})
    dots, low, high = [], [], []
    for i in chosen:
        expected = (i + 0.5) / n
        spread = 2.58 * math.sqrt(expected * (1 - expected) / n)
        dots.append((-math.log10(expected), -math.log10(max(ordered[i], 1e-12))))
        high.append((-math.log10(expected), -math.log10(max(expected - spread, expected / 200))))
        low.append((-math.log10(expected), -math.log10(min(expected + spread, 1))))
    band = " ".join(f"{to_x(x):.1f},{to_y(y):.1f}" for x, y in high + low[::-1])
    points = "".join(f'<circle class="dot" cx="{to_x(x):.1f}" cy="{to_y(y):.1f}" r="1.6"/>' for x, y in dots)
    line = f'<path class="law" d="M0,{HEIGHT}L{WIDTH},0"/>'
    ticks = range(0, int(most) + 1)
    return f'<polygon class="band" points="{band}"/>' + frame(title, ticks, ticks, to_x, to_y) + line + points


def bins(histogram: list[int], title: str) -> str:
    expected = statistics.fmean(histogram)
    top = max(histogram) * 1.15 or 1

    def to_x(value):
        return value * WIDTH

    def to_y(value):
        return HEIGHT * (1 - value / top)

    wide = WIDTH / len(histogram)
    bars = "".join(
        f'<rect class="bar" x="{i * wide:.1f}" y="{to_y(c):.1f}" width="{wide - 0.5:.1f}" height="{HEIGHT - to_y(c):.1f}"/>'
        for i, c in enumerate(histogram)
    )
    law = f'<path class="law" d="M0,{to_y(expected):.1f}H{WIDTH}"/>'
    return frame(title, (0, 0.5, 1), (round(expected),), to_x, to_y) + bars + law


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
