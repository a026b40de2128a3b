"""Detection of other programs' marks, ids to p, one thread: ours against their own detectors.

    benchmarks/detection/run --corpus CORPUS.jsonl --out DIR

For vLLM's Gumbel mark, SynthID of transformers and KGW lefthash of transformers: makes texts of 200 ids (--length) from a corpus
(benchmarks/null/fetch makes one), tests each with Tidemark and some of them with the source's own detector, and refuses
to give a ratio unless both agree on texts in which nothing repeats (40, save where a table merges two tuples). Processor time, five slices, medians. Writes
DIR/results.json and DIR/README.md.
"""

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import time
import types
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent / "real-engine"))

import jmh  # noqa: E402
import machine  # noqa: E402

KEYS = ROOT / "docs/formats/foreign-keys"
VOCABULARY = 50257
ROUNDS = 5


def vllm_peer(key, source):
    """vLLM's own detector, imported from its unpacked wheel without the engine around it."""

    def package(name, path=None):
        module = types.ModuleType(name)
        module.__path__ = [str(path)] if path else []
        sys.modules[name] = module
        return module

    import pydantic.dataclasses

    package("vllm", source / "vllm")
    package("vllm.config", source / "vllm/config")
    utils = types.ModuleType("vllm.config.utils")
    utils.config = pydantic.dataclasses.dataclass
    sys.modules["vllm.config.utils"] = utils
    logger = types.ModuleType("vllm.logger")
    logger.init_logger = lambda name: types.SimpleNamespace(warning_once=lambda *a, **k: None)
    sys.modules["vllm.logger"] = logger
    package("vllm.v1", source / "vllm/v1")
    for name in ("vllm.v1.worker", "vllm.v1.worker.gpu", "vllm.v1.worker.gpu.sample"):
        package(name)
    sampler = types.ModuleType("vllm.v1.worker.gpu.sample.gumbel")
    sampler.gumbel_sample = None
    sys.modules["vllm.v1.worker.gpu.sample.gumbel"] = sampler
    import vllm.v1.watermarking as watermarking

    parameters = key["parameters"]
    detector = watermarking.GumbelWatermarkDetector(int(key["key"]), parameters["context_width"])

    def test(ids):
        found = detector.detect(ids)
        return {"n": found.num_scored_tokens, "lnP": math.log(found.p_value) if found.p_value > 0 else -math.inf}

    return test


def synthid_peer(key, _):
    import torch
    from transformers.generation.logits_process import SynthIDTextWatermarkLogitsProcessor

    p = key["parameters"]
    processor = SynthIDTextWatermarkLogitsProcessor(
        ngram_len=p["ngram_len"], keys=key["key"], sampling_table_size=p["sampling_table_size"],
        sampling_table_seed=p["sampling_table_seed"], context_history_size=p["context_history_size"], device=torch.device("cpu"),
    )  # fmt: skip

    def test(ids):
        rows = torch.tensor([ids])
        g = processor.compute_g_values(rows)
        mask = processor.compute_context_repetition_mask(rows)
        return {"n": int(mask.sum()), "sum": int((g * mask[..., None]).sum())}

    return test


def kgw_peer(key, _):
    import torch
    from transformers import PreTrainedConfig
    from transformers.generation.watermarking import WatermarkDetector

    p = key["parameters"]
    config = PreTrainedConfig()
    config.vocab_size, config.bos_token_id, config.is_encoder_decoder = p["vocab_size"], p["bos_token_id"], False
    detector = WatermarkDetector(
        model_config=config, device="cpu", ignore_repeated_ngrams=True,
        watermarking_config={"greenlist_ratio": p["greenlist_ratio"], "bias": p["bias"], "hashing_key": key["key"],
                             "seeding_scheme": p["seeding_scheme"], "context_width": p["context_width"]},
    )  # fmt: skip

    def test(ids):
        found = detector(torch.tensor([ids]), return_dict=True)
        return {"n": int(found.num_tokens_scored[0]), "sum": int(found.num_green_tokens[0])}

    return test


def kgw_key():
    key = json.loads((KEYS / "kgw-hf-cpu.json").read_text())
    key["parameters"].update(vocab_size=VOCABULARY, seeding_scheme="lefthash", context_width=1)
    return key


# name: key, peer, texts in a slice of ours, texts in a round of the peer, must, aim
SCHEMES = {
    "vllm": (lambda: json.loads((KEYS / "vllm-gumbel-philox-v1.json").read_text()), vllm_peer, 5000, 8, 100, 250),
    "synthid": (lambda: json.loads((KEYS / "synthid-hf-table16.json").read_text()), synthid_peer, 20000, 8, 1000, 3000),
    "kgw": (kgw_key, kgw_peer, 10000, 4, 300, 1000),
}


def agree(ours, theirs, name):
    """Whether both can be compared; ends the run where they can and differ."""
    if name == "synthid" and ours["n"] < theirs["n"]:
        return False  # two tuples met in its table of 65,536 places: we count them once, it twice
    if "lnP" in theirs and not math.isclose(ours["lnP"], theirs["lnP"], rel_tol=1e-7, abs_tol=1e-9):
        sys.exit(f"detection: {name}: ln p is {ours['lnP']} here and {theirs['lnP']} there")
    if "sum" in theirs and int(ours["sum"]) != theirs["sum"]:
        sys.exit(f"detection: {name}: S is {ours['sum']} here and {theirs['sum']} there")
    if ours["n"] != theirs["n"]:
        sys.exit(f"detection: {name}: n is {ours['n']} here and {theirs['n']} there")
    return True


def measure(name, options, java, classes):
    make_key, make_peer, texts, peer_texts, must, aim = SCHEMES[name]
    key = make_key()
    work = HERE / "target"
    work.mkdir(exist_ok=True)
    key_file, shared, out = work / f"{name}.key.json", work / f"{name}.jsonl", work / f"{name}.json"
    key_file.write_text(json.dumps(key))
    command = [
        java / "bin/java", "-Xmx4g", *jmh.FLAGS, "-cp", classes, "ai.tidemark.benchmarks.scan.DetectSpeed",
        "--corpus", options.corpus, "--key", key_file, "--vocabulary", VOCABULARY, "--length", options.length, "--texts", texts,
        "--shared", shared, "--out", out,
    ]  # fmt: skip
    command += ["--pool"] if options.pool else []
    subprocess.run(list(map(str, command)), check=True)
    ours = json.loads(out.read_text())
    lines = [json.loads(line) for line in shared.read_text().splitlines()]
    test = make_peer(key, options.vllm)
    equal = sum(agree(line, test(line["ids"]), name) for line in lines if line["kind"] == "compared")
    if equal < 20:
        sys.exit(f"detection: {name}: only {equal} texts could be compared")
    timed = [line["ids"] for line in lines if line["kind"] == "timed"]
    test(timed[0])
    rounds = []
    for r in range(ROUNDS):
        some = timed[r * peer_texts : (r + 1) * peer_texts]
        start = time.process_time()
        for ids in some:
            test(ids)
        rounds.append({"tokens": sum(map(len, some)), "cpuNanos": round(1e9 * (time.process_time() - start))})
    fast = statistics.median(s["tokens"] / s["cpuNanos"] * 1e9 for s in ours["slices"])
    slow = statistics.median(s["tokens"] / s["cpuNanos"] * 1e9 for s in rounds)
    print(f"detection: {name}: {fast:,.0f} tokens/s, peer {slow:,.0f}, ratio {fast / slow:.0f} (must {must}, aim {aim})")
    return {"scheme": name, "ours": ours, "peer": rounds, "oursTokensPerSecond": round(fast),
            "peerTokensPerSecond": round(slow), "ratio": round(fast / slow, 1), "must": must, "aim": aim}  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="JSONL with the field text")
    parser.add_argument("--out", type=Path, required=True, help="folder for results.json and README.md")
    parser.add_argument("--length", type=int, default=200, help="token ids in a text (200)")
    parser.add_argument("--pool", action="store_true", help="one p for all texts of a slice, as of a corpus, not one each")
    parser.add_argument("--only", default=",".join(SCHEMES), help="some of " + ", ".join(SCHEMES))
    parser.add_argument("--vllm", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    java = machine.find_jdk()
    if java is None:
        print("detection: no JDK >= 25; install one, or set JAVA_HOME", file=sys.stderr)
        return 2
    import torch

    torch.set_num_threads(1)
    options.out.mkdir(parents=True, exist_ok=True)
    classes = os.environ.get("TIDEMARK_CLASSES") or jmh.class_path()
    rows = [measure(name, options, java, classes) for name in options.only.split(",")]
    about = machine.describe(java)
    (options.out / "results.json").write_text(
        json.dumps({"format": "tidemark-detection-speed-v1", "machine": about, "load": os.getloadavg(), "rows": rows}, indent=1) + "\n"
    )
    page = ["# Detection of other programs' marks, ids to p, one thread", "",
            f"{about['cpu']}, {about['java']}, torch {torch.__version__} on one thread; load {os.getloadavg()[0]:.1f}. Processor time, medians of {ROUNDS}.", "",
            "| mark | Tidemark, tokens/s | its own detector, tokens/s | ratio | must reach |", "|---|---|---|---|---|"]  # fmt: skip
    page += [f"| {r['scheme']} | {r['oursTokensPerSecond']:,} | {r['peerTokensPerSecond']:,} | {r['ratio']:.0f} | {r['must']} |" for r in rows]
    (options.out / "README.md").write_text("\n".join(page) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
