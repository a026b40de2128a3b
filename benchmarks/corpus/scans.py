"""Runs `tidemark scan` as a process group of its own, watches its progress and what it takes, and kills it."""

import hashlib
import json
import os
import re
import signal
import subprocess
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
COMPARED = ("report.json", "flagged.jsonl", "skipped.jsonl")
LOOK = 0.02  # seconds between two looks at a scan that is to be killed


class Scan:
    """One process. Its progress lines, an object of JSON each, are read as they come."""

    def __init__(self, corpus: Path, keys: Path, out: Path, log: Path, resume: bool):
        self.out, self.gc = out, log.with_suffix(".gc")
        options = os.environ.get("TIDEMARK_JAVA_OPTS", "") + f" -Xlog:gc:file={self.gc}"
        command = [ROOT / "tidemark", "scan", corpus, "--keys", keys, "--out", out, "--json-progress"]
        if resume:
            command.append("--resume")
        self.begun = time.monotonic()
        self.process = subprocess.Popen(
            list(map(str, command)), stdout=log.open("w"), stderr=subprocess.PIPE, text=True, start_new_session=True,
            env={**os.environ, "TIDEMARK_JAVA_OPTS": options.strip()},
        )  # fmt: skip
        self.last: dict = {}
        self.first: dict = {}
        self.phases: dict[str, float] = {}
        self.ended = None
        self.said: list[str] = []
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        for line in self.process.stderr:
            if not line.startswith("{"):
                self.said.append(line.rstrip())
                continue
            self.last = json.loads(line)
            if not self.first and self.last["bytes"] > 0:
                self.first = {"bytes": self.last["bytes"], "seconds": self.seconds()}
            self.phases.setdefault(self.last["phase"], time.monotonic())

    def seconds(self) -> float:
        return time.monotonic() - self.begun

    def over(self) -> bool:
        if self.ended is None:
            pid, status, usage = os.wait4(self.process.pid, os.WNOHANG)
            if pid:
                self._ended(status, usage)
        return self.ended is not None

    def _ended(self, status, usage):
        self.process.returncode = os.waitstatus_to_exitcode(status)
        self.ended = {
            "exit": self.process.returncode,
            "seconds": round(self.seconds(), 1),
            "processorSeconds": round(usage.ru_utime + usage.ru_stime, 1),
            "peakResidentMiB": round(usage.ru_maxrss / 1024, 1),
        }
        self.reader.join()

    def wait(self, told=lambda scan: None) -> dict:
        shown = 0.0
        while not self.over():
            time.sleep(0.2)
            if time.monotonic() - shown > 20:
                shown = time.monotonic()
                told(self)
        return self.ended

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        _, status, usage = os.wait4(self.process.pid, 0)
        self._ended(status, usage)

    def heap(self) -> dict:
        """Largest heap in use before and after a collection, and all pauses, by the collector's log."""
        before = after = collections = 0
        pauses = 0.0
        if self.gc.exists():
            for match in re.finditer(r"(\d+)M->(\d+)M\((\d+)M\) ([\d.]+)ms", self.gc.read_text()):
                before, after = max(before, int(match[1])), max(after, int(match[2]))
                collections += 1
                pauses += float(match[4])
        return {
            "peakMiB": before, "peakAfterCollectionMiB": after, "collections": collections,
            "pauseSeconds": round(pauses / 1000, 1),
        }  # fmt: skip

    def work(self) -> dict:
        """What lies in the work folder, and how far its checkpoint is."""
        folder = self.out / ".tidemark-work"
        sizes = {}
        try:
            sizes = {p.name: p.stat().st_size for p in folder.iterdir() if p.name in ("tuples", "documents")}
            ledger = json.loads((folder / "checkpoint.json").read_text())["ledger"]
        except FileNotFoundError:
            return {"bytes": 0, "documents": 0, **{f"{n}FileBytes": s for n, s in sizes.items()}}
        return {
            "bytes": ledger["bytes"], "documents": ledger["documents"],
            **{f"{n}FileBytes": s for n, s in sizes.items()},
        }  # fmt: skip


def hashes(out: Path) -> dict:
    return {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in COMPARED}


def moments(random, kills: int, after: float) -> list[tuple[str, float]]:
    """Where each kill falls: most in the reading, by its share; three of twenty in what comes after, by seconds."""
    late = round(0.15 * kills)
    reading = sorted(random.random() for _ in range(kills - late))
    rest = sorted(random.uniform(0, 0.6 * after) for _ in range(late))
    return [("reading", r) for r in reading] + [("after", r) for r in rest]


def until(scan: Scan, moment: tuple[str, float], random) -> bool:
    """Waits for the moment; false if the scan ended before it.

    A moment that the scan is past when it goes on falls at random into its first seconds: into the start of the
    program and the reading of the checkpoint.
    """
    where, at = moment
    jitter = random.uniform(0, 1)  # progress comes once a second
    while not scan.over():
        if where == "reading":
            if scan.last and scan.last["bytes"] >= at * scan.last["bytesTotal"]:
                past = scan.first.get("bytes", 0) >= at * scan.last["bytesTotal"]
                time.sleep(jitter * (6 if past else 1))
                return not scan.over()
        else:
            done = [t for phase, t in scan.phases.items() if phase != "reading"]
            if done and time.monotonic() - min(done) >= at:
                return True
        time.sleep(LOOK)
    return False
