"""Tidemark itself, through its launcher: keys, profile, proxy, detector; and programs of the benchmarks module."""

import ctypes
import json
import re
import signal
import subprocess
import time
from pathlib import Path

from client import get
from engine import MODEL_NAME

ROOT = Path(__file__).resolve().parents[2]
LAUNCHER = ROOT / "tidemark"
TENANT = "benchmark"
TOKEN = "benchmark-token-loopback-only"
TOP_N = 64

CONFIG = """version: 1
listen: {{ host: 127.0.0.1, port: 0 }}
profile: profile.json
keys: keys.json
tokenizer: gguf:{model}
records: records.jsonl
upstreams:
  - name: llama
    dialect: llama.cpp
    url: {engine}
    models: [{name}]
    topN: {top}
tenants:
  - name: {tenant}
    token: {token}
"""


class Failed(Exception):
    """A command of Tidemark's ended with an error."""


def tidemark(*arguments, what: str) -> str:
    """Runs a command and returns its standard output."""
    done = subprocess.run([LAUNCHER, *map(str, arguments)], capture_output=True, text=True, cwd=ROOT)
    if done.returncode != 0:
        raise Failed(f"{what} ended with {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout


def prepare(folder: Path, model: Path) -> None:
    """Fresh random keys and a profile pinned to the model's tokenizer."""
    tidemark("keys", "new", "--out", folder / "keys.json", "--tenant", TENANT, what="tidemark keys new")
    tidemark(
        "profile", "new", "--tokenizer", f"gguf:{model}", "--out", folder / "profile.json", what="tidemark profile new"
    )


class Proxy:
    """A running proxy in front of an engine. Use as a context manager: leaving it stops the proxy."""

    def __init__(self, folder: Path, model: Path, engine_url: str):
        config = folder / "proxy.yaml"
        config.write_text(
            CONFIG.format(model=model, engine=engine_url, name=MODEL_NAME, top=TOP_N, tenant=TENANT, token=TOKEN)
        )
        self.records = folder / "records.jsonl"
        self.log = folder / "proxy.log"
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [LAUNCHER, "serve", "--config", config],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=ROOT,
                preexec_fn=_die_with_parent,
            )
        try:
            self.url = self._await_ready()
        except BaseException:
            self.stop()
            raise

    def _await_ready(self) -> str:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise Failed(f"the proxy ended with {self.process.returncode}: {self.log.read_text()[-2000:]}")
            said = re.search(r"(?:listening at|serving) (http://127\.0\.0\.1:\d+)", self.log.read_text())
            if said and self._ready(said[1]):
                return said[1]
            time.sleep(0.1)
        raise Failed(f"the proxy was not ready within two minutes; its log is {self.log}")

    @staticmethod
    def _ready(url: str) -> bool:
        try:
            return get(url + "/health/ready")[0] == 200
        except OSError:
            return False

    def record(self, content_id: str) -> dict:
        """Returns the record of an answer; it is written when the answer has ended, so perhaps a moment later."""
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            for line in reversed(self.records.read_text().splitlines()):
                if content_id in line:
                    return json.loads(line)
            time.sleep(0.02)
        raise Failed(f"the proxy wrote no record of answer {content_id}")

    def stop(self) -> None:
        """Ends the proxy; kills it if it does not end by itself."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


def _die_with_parent() -> None:
    """Runs in the child: it is told to end when this program is gone, however that happened (Linux)."""
    pr_set_pdeathsig = 1
    try:
        ctypes.CDLL(None, use_errno=True).prctl(pr_set_pdeathsig, signal.SIGTERM)
    except (OSError, AttributeError):
        pass  # another system: the proxy is ended by stop() in all cases but a kill of this program


def detect(folder: Path, model: Path, texts: list[Path]) -> list[dict]:
    """Runs `tidemark detect --json` over files, returns one object per file in their order."""
    out = tidemark("detect", "--json", *_against(folder, model), *texts, what="tidemark detect")
    found = [json.loads(line) for line in out.splitlines() if line.strip()]
    if len(found) != len(texts):
        raise Failed(f"tidemark detect gave {len(found)} lines for {len(texts)} texts")
    return found


def scan(folder: Path, model: Path, corpus: Path) -> dict:
    """Runs `tidemark scan` over a folder of texts, where every distinct tuple counts once, and returns its report."""
    report = folder / f"report-{corpus.name}"
    tidemark("scan", "--quiet", *_against(folder, model), "--out", report, corpus, what="tidemark scan")
    return json.loads((report / "report.json").read_text("utf-8"))


def _against(folder: Path, model: Path) -> list:
    keys, profile = folder / "keys.json", folder / "profile.json"
    return ["--keys", keys, "--profile", profile, "--tokenizer", f"gguf:{model}"]


def run_java(java: Path, main: str, *arguments, stdin: str | None = None, accept=(0,)) -> str:
    """Runs a program of the benchmarks module from its source, against the classes the launcher built."""
    source = ROOT / "benchmarks/src/main/java" / (main.replace(".", "/") + ".java")
    built = ROOT / "src/cli/target"
    done = subprocess.run(
        [
            java / "bin/java",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            f"{built / 'tidemark-cli.jar'}:{built / 'lib'}/*",
            source,
            *map(str, arguments),
        ],
        capture_output=True,
        text=True,
        input=stdin,
        cwd=ROOT,
    )
    if done.returncode not in accept:
        raise Failed(f"{main} ended with {done.returncode}: {(done.stdout + done.stderr)[-2000:]}")
    return done.stdout
