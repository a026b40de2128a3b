#!/usr/bin/env python3
"""Writes the ids that llama.cpp's server gives for a corpus, in the format of ids.py.

    llama_ids.py MODEL.gguf MIXED.jsonl OUT.ids

Run by a Python that has xllamacpp (benchmarks/real-engine/engine.py names the release).
"""

import http.client
import json
import struct
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "real-engine"))

from engine import Engine  # noqa: E402


def main(model: str, texts: str, out: str) -> None:
    with (
        tempfile.TemporaryDirectory() as scratch,
        Engine(Path(model), Path(scratch) / "engine.log", 1) as engine,
        open(texts, encoding="utf-8") as lines,
        open(out, "wb") as ids,
    ):
        server = http.client.HTTPConnection("127.0.0.1", engine.port, timeout=600)
        for line in lines:
            asked = {"content": json.loads(line)["text"], "add_special": False, "parse_special": False}
            server.request("POST", "/tokenize", json.dumps(asked), {"content-type": "application/json"})
            tokens = json.loads(server.getresponse().read())["tokens"]
            ids.write(struct.pack(f"<{1 + len(tokens)}i", len(tokens), *tokens))


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
