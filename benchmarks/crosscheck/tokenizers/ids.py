#!/usr/bin/env python3
"""Writes the ids that the original tokenizers give for a corpus.

    ids.py mix CORPUS.jsonl MEGABYTES MIXED.jsonl     a seeded sample of the texts, and odd texts made here
    ids.py hf TOKENIZER.json MIXED.jsonl OUT.ids      PyPI tokenizers, special tokens in text as text
    ids.py tiktoken NAME RANKS MIXED.jsonl OUT.ids    PyPI tiktoken with a rank file that lies here

An .ids file has for each text its number of ids and the ids, as little-endian 32-bit integers.
"""

import json
import random
import struct
import sys

PARTS = [" ", "  ", "\n", "\r\n", "\t", "\u0085", "\u00a0", "\u2003", "\u2028", "\u3000", "\u200b", "\ufeff", "'s", "'S",
         "'\u017f", "'RE", "'ll", "'", "/", "//\n", "!?", "->", "(", "<|endoftext|>", "<|im_start|>", "<think>", "</think>",
         "<tool_call>", "<|begin_of_text|>", "0", "12", "3456", "\u0663", "\u096f\u096f", "\u00bd", "\u216b", "\U0001d7d8",
         "\u4e00", "\u6f6e\u6c50\u3002", "\u3042\u30a2", "\uac00", "\u1112\u1161\u11ab", "\u0301", "e\u0301", "\u0939\u093f\u0928",
         "\u0e17\u0e35\u0e48", "\u01c5", "\u02b0", "\u00df", "\u0130", "Word", "word", "WORD", "camelCase", "HTMLPage",
         "internationalization", "na\u00efve", "\u0416\u0436", "\u0645\u0631\u062d\u0628\u0627", "\U0001f600",
         "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1e9\U0001f1ea", "\ufffd", "\u0378", "\ue000", "\u0000", "\u007f",
         "\u212b", "\ufb01", "\u1e9b\u0323", "\u0958", "\u2126"]


def odd(rng):
    """Parts that patterns and normal forms tell apart, any code point, or bytes that are no UTF-8, replaced."""
    kind = rng.random()
    if kind < 0.2:
        return bytes(rng.randrange(256) for _ in range(rng.randrange(200))).decode("utf-8", "replace")
    text = []
    for _ in range(rng.randrange(1, 120)):
        if rng.random() < 0.1:
            c = rng.randrange(0x110000 if rng.random() < 0.5 else 0x3000)
            text.append(chr(c) if not 0xD800 <= c < 0xE000 else "A")
        else:
            text.append(rng.choice(PARTS))
    return "".join(text)


def mix(corpus, megabytes, out):
    rng = random.Random(20261124)
    with open(corpus, encoding="utf-8") as f:
        lines = f.readlines()
    rng.shuffle(lines)
    wanted, size = int(megabytes) * 1_000_000, 0
    with open(out, "w", encoding="utf-8") as f:
        for line in lines:
            if size >= wanted:
                break
            for text in (json.loads(line)["text"], odd(rng)):
                size += len(text.encode("utf-8"))
                f.write(json.dumps({"text": text}) + "\n")
    print(f"{size} bytes of text")


def texts(file):
    with open(file, encoding="utf-8") as f:
        for line in f:
            yield json.loads(line)["text"]


def write(batches, out):
    texts_done = ids_done = 0
    with open(out, "wb") as f:
        for batch in batches:
            for ids in batch:
                f.write(struct.pack(f"<{len(ids) + 1}i", len(ids), *ids))
                texts_done += 1
                ids_done += len(ids)
    print(f"{texts_done} texts, {ids_done} ids")


def chunks(file, size=2000):
    batch = []
    for text in texts(file):
        batch.append(text)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def hf(tokenizer_json, file, out):
    import tokenizers

    print("tokenizers", tokenizers.__version__)
    tokenizer = tokenizers.Tokenizer.from_file(tokenizer_json)
    tokenizer.no_truncation()
    tokenizer.encode_special_tokens = True
    write(([e.ids for e in tokenizer.encode_batch_fast(b, add_special_tokens=False)] for b in chunks(file)), out)


def tik(name, ranks, file, out):
    import base64

    import tiktoken
    import tiktoken_ext.openai_public as public

    print("tiktoken", tiktoken.__version__)
    table = {}
    with open(ranks, "rb") as f:
        for line in f.read().splitlines():
            token, rank = line.split()
            table[base64.b64decode(token)] = int(rank)
    public.load_tiktoken_bpe = lambda *_, **__: table  # its own download is replaced, nothing else
    encoding = tiktoken.Encoding(**getattr(public, name)())
    write((encoding.encode_ordinary_batch(b, num_threads=2) for b in chunks(file)), out)


if __name__ == "__main__":
    {"mix": mix, "hf": hf, "tiktoken": tik}[sys.argv[1]](*sys.argv[2:])
