"""The product's GGUF tokenizer against the engine's own, id by id, on many real texts."""

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

from client import post

LEAST = 2000
TEXTS = Path(__file__).resolve().parent / "texts.py"


def compare(run_java, model: Path, engine_url: str, work: Path) -> dict:
    """Collects texts, asks the engine for their ids, and has the benchmarks module compare its own."""
    texts, ids = work / "texts.jsonl", work / "ids.jsonl"
    done = subprocess.run(
        [sys.executable, TEXTS, texts, "--least", str(LEAST)], stderr=subprocess.PIPE, text=True, check=False
    )
    if done.returncode != 0:  # too few texts on this machine: compare those, and say what to install
        print("real-engine:", done.stderr.strip().splitlines()[-1], file=sys.stderr, flush=True)
    sources = Counter()
    with open(texts, encoding="utf-8") as lines, open(ids, "w", encoding="utf-8") as out:
        for line in lines:
            read = json.loads(line)
            sources[read["source"]] += 1
            asked = {"content": read["text"], "add_special": False, "parse_special": False}
            out.write(json.dumps(post(engine_url + "/tokenize", asked)["tokens"]) + "\n")
    said = run_java(
        "ai.tidemark.benchmarks.TokenizerCheck", "--gguf", model, "--texts", texts, "--ids", ids, accept=(0, 1)
    )
    return {
        "texts": _number("compared", said),
        "tokens": _number("tokens", said),
        "differences": _number("differences", said),
        "tokenizer": re.search(r"^tokenizer\s+(.+)$", said, re.M)[1],
        "firstDifferences": re.findall(r"token \d+: ours .+", said),
        "sources": dict(sources),
    }


def _number(name: str, said: str) -> int:
    return int(re.search(rf"^{name}\s+(\d+)", said, re.M)[1])
