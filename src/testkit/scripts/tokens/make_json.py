#!/usr/bin/env python3
"""Makes byte-level tokenizer.json files of 1,200 tokens and the ids Hugging Face's tokenizers gives with them.

    python3 -m venv venv && venv/bin/pip install tokenizers==0.23.3
    venv/bin/python make_json.py ../../src/main/resources/tokens

Trained on the texts of known-ids.json; the texts asked for are those, and odd ones made by
benchmarks/crosscheck/tokenizers/ids.py. Special tokens in a text are text (encode_special_tokens).
Nothing of this project runs.
"""

import hashlib
import json
import pathlib
import random
import struct
import sys

import tokenizers
from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

HEAD = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"
TAIL = r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
U, W = r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]", r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"
C, P = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)?", r"[^\r\n\p{L}\p{N}]?"


def o200k(contraction, digits):
    return (f"{P}{U}*{W}+{contraction}|{P}{U}+{W}*{contraction}" + r"|\p{N}" + digits
            + r"| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+")


KINDS = {  # pattern (None: GPT-2's, with a space in front), NFC, ignore_merges, merges as pairs
    "bpe-llama3": (HEAD + "{1,3}" + TAIL, False, True, False),
    "bpe-qwen": (HEAD + TAIL, True, False, True),
    "bpe-o200k": (o200k(C, "{1,3}"), False, True, True),
    "bpe-tekken": (o200k("", ""), False, False, True),
    "bpe-gpt2": (None, False, False, False),
}


def split(pattern):
    if pattern is None:
        return pre_tokenizers.ByteLevel(add_prefix_space=True, use_regex=True)
    return pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(pattern), "isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
    ])


def make(name, texts, folder):
    pattern, nfc, whole, pairs = KINDS[name]
    tokenizer = Tokenizer(models.BPE(ignore_merges=whole))
    tokenizer.pre_tokenizer = split(pattern)
    if nfc:
        tokenizer.normalizer = normalizers.NFC()
    tokenizer.train_from_iterator(texts, trainers.BpeTrainer(
        vocab_size=1200, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
    tokenizer.add_special_tokens(["<|endoftext|>", "<|im_start|>", "<think><"])
    tokenizer.add_tokens([AddedToken("<think>", normalized=False), AddedToken("</think>", normalized=False),
                          AddedToken("\u1e69x", normalized=True), AddedToken("->", normalized=True)])
    content = json.loads(tokenizer.to_str())
    if not pairs:
        content["model"]["merges"] = [" ".join(m) for m in content["model"]["merges"]]
    if whole:  # tokens that merges do not reach: only whole pieces become them
        vocab = content["model"]["vocab"]
        size = max(vocab.values()) + 1
        for token in content["added_tokens"]:
            token["id"] += 2 if token["id"] >= size else 0
        vocab["\u0120zebraic"], vocab["qqq"] = size, size + 1
    file = folder / f"{name}.json"
    file.write_text(json.dumps(content, ensure_ascii=False, indent=0, separators=(",", ":")), encoding="utf-8")
    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.encode_special_tokens = True
    return tokenizer, content, nfc, whole, pattern


def alphabet():
    own = [b for b in range(256) if 33 <= b <= 126 or 161 <= b <= 172 or b >= 174]
    rest = [b for b in range(256) if b not in own]
    return {**{chr(b): b for b in own}, **{chr(256 + i): b for i, b in enumerate(rest)}}


def fingerprint(content, nfc, whole, pattern):
    """As docs/formats/tokenizer-fingerprint.md says."""
    names = {KINDS["bpe-llama3"][0]: "llama3", KINDS["bpe-qwen"][0]: "qwen2", KINDS["bpe-o200k"][0]: "o200k",
             KINDS["bpe-tekken"][0]: "tekken", None: "gpt2"}
    vocab, added = content["model"]["vocab"], {t["id"]: t for t in content["added_tokens"]}
    late = [str(i) for i, t in sorted(added.items()) if t["normalized"] and not t["special"]]
    merges = [m.split(" ") if isinstance(m, str) else m for m in content["model"]["merges"]]
    head = ["tidemark-tokenizer-v1", "kind byte-level-bpe", f"splitter {names[pattern]}",
            f"normalizer {'nfc' if nfc else 'none'}", f"add-prefix-space {str(pattern is None).lower()}",
            f"whole-pieces {str(whole).lower()}", f"added-after-normalizer {','.join(late) or 'none'}", f"merges {len(merges)}"]
    data = "".join(line + "\n" for line in head).encode()
    data += b"".join(struct.pack(">ii", vocab[a], vocab[b]) for a, b in merges)
    of_byte, by_id = alphabet(), {i: t for t, i in vocab.items()}
    count = max(max(by_id), max(added)) + 1
    data += f"tokens {count}\n".encode()
    for i in range(count):
        if i in added:
            kind, token = (3 if added[i]["special"] else 4), added[i]["content"].encode()
        elif i in by_id:
            kind, token = 1, bytes(of_byte[c] for c in by_id[i])
        else:
            kind, token = 5, b""
        data += struct.pack(">Bfi", kind, 0.0, len(token)) + token
    return "sha256:" + hashlib.sha256(data).hexdigest()


def main(folder):
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[4] / "benchmarks/crosscheck/tokenizers"))
    import ids

    known = json.loads((folder / "known-ids.json").read_text(encoding="utf-8"))
    texts = [case["text"] for case in known["cases"]]
    rng = random.Random(7)
    asked = texts[:150] + [ids.odd(rng) for _ in range(250)]
    asked += ["s\u0323\u0307x s\u0307\u0323x \u1e69x", "<think><think>", "a<think>b</think>", " zebraic", "qqq", "qqqq", "",
              "a\u07fd\u064c", "<|im_start|>user", "x<|im_start|>->y"]
    made = {name: make(name, texts, folder) for name in KINDS}
    out = {"made": {"by": "src/testkit/scripts/tokens/make_json.py", "tokenizers": tokenizers.__version__},
           "fingerprints": {name: fingerprint(*m[1:]) for name, m in made.items()},
           "cases": [{"text": text, **{name: m[0].encode(text, add_special_tokens=False).ids for name, m in made.items()}}
                     for text in asked]}
    (folder / "known-json-ids.json").write_text(json.dumps(out) + "\n", encoding="ascii")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve())
