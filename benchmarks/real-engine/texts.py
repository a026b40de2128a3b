#!/usr/bin/env python3
"""Writes real texts of this machine as JSON lines {"source": ..., "text": ...}, for the tokenizer check.

    texts.py texts.jsonl [--least 2000]

Sources, each skipped where it is missing; everything is sorted and picked by rule, so one machine
gives one result:
  man pages        /usr/share/man (English and translations; Debian: man-db, manpages, manpages-de,
                   manpages-ja, manpages-zh, manpages-ru, ... and every package that brings one)
  translations     /usr/share/locale/*/LC_MESSAGES/*.mo (coreutils, dpkg, apt, git, glib, ...)
  documentation    /usr/share/doc
  code             this Python's standard library, /usr/include, src.zip of a JDK
  oddities         made from a fixed seed: emoji, white space, control characters, HTML tags,
                   random Unicode with unassigned code points
Standard library only.
"""

import argparse
import glob
import gzip
import json
import os
import random
import struct
import sys
import sysconfig
import zipfile

LENGTH = 1500
SEED = 20261124


def spread(items, count):
    """At most count items, evenly spread."""
    items = sorted(items)
    if len(items) <= count:
        return items
    return [items[i * len(items) // count] for i in range(count)]


def read(path):
    """The text of a file, or None if it is not text in UTF-8."""
    try:
        with gzip.open(path) if path.endswith(".gz") else open(path, "rb") as file:
            return file.read(1 << 20).decode("utf-8")
    except (OSError, EOFError, UnicodeDecodeError, gzip.BadGzipFile):
        return None


def cut(text, number):
    """LENGTH characters from somewhere inside; the place follows from the number."""
    room = max(0, len(text) - LENGTH)
    start = number * 7919 % (room + 1)
    return text[start : start + LENGTH]


def files(source, paths, count):
    for number, path in enumerate(spread(paths, count)):
        text = read(path)
        if text and text.strip():
            yield source, cut(text, number)


def man_pages():
    root = "/usr/share/man"
    languages = sorted(os.listdir(root)) if os.path.isdir(root) else []
    yield from files("man en", glob.glob(f"{root}/man[0-9]/*"), 300)
    for language in languages:
        if not language.startswith("man"):
            yield from files(f"man {language}", glob.glob(f"{root}/{language}/man[0-9]/*"), 40)


def messages(path):
    """The translations of a .mo file, one a line."""
    with open(path, "rb") as file:
        data = file.read(1 << 21)
    if data[:4] != b"\xde\x12\x04\x95":
        return None
    count, _, table = struct.unpack_from("<3I", data, 8)
    lines = []
    for i in range(1, count):
        length, offset = struct.unpack_from("<2I", data, table + 8 * i)
        lines.append(data[offset : offset + length].decode("utf-8"))
    return "\n".join(lines).replace("\0", "\n")


def translations():
    for folder in sorted(glob.glob("/usr/share/locale/*/LC_MESSAGES")):
        language = folder.split("/")[-2]
        for number, path in enumerate(spread(glob.glob(f"{folder}/*.mo"), 10)):
            try:
                text = messages(path)
            except (OSError, struct.error, UnicodeDecodeError):
                continue
            if text:
                yield f"messages {language}", cut(text, number)


def code():
    library = sysconfig.get_path("stdlib")
    yield from files("python", glob.glob(f"{library}/**/*.py", recursive=True), 300)
    yield from files("c", glob.glob("/usr/include/**/*.h", recursive=True), 200)
    homes = [os.environ.get("JAVA_HOME", "")] + sorted(glob.glob("/usr/lib/jvm/*"))
    archives = [f"{home}/lib/src.zip" for home in homes if os.path.exists(f"{home}/lib/src.zip")]
    for archive in archives[:1]:
        with zipfile.ZipFile(archive) as java:
            names = [name for name in java.namelist() if name.endswith(".java")]
            for number, name in enumerate(spread(names, 300)):
                yield "java", cut(java.read(name).decode("utf-8"), number)


def oddities():
    rng = random.Random(SEED)
    spaces = [" ", "  ", "\n", "\n\n", "\t", "\r\n", "\r", "\u00a0", "\u2003", "\u3000", "\u2028"]
    spaces += ["\u200b", "\ufeff", "\u2581", "\u0085", "\x0b", "\x0c", " " * 40, "\n" * 40, "\t" * 40]
    emoji = ["\U0001f600", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1e9\U0001f1ea", "\u2764\ufe0f"]
    emoji += ["\U0001f44d\U0001f3fd", "\U0001f3f4\U000e0067\U000e0062\U000e007f", "1\ufe0f\u20e3"]
    tags = ["<h1>", "</h1>", "<s>", "</s>", "<eos>", "<bos>", "<unk>", "<pad>", "<0x0A>", "<0x41>", "<table>"]
    tags += ["<start_of_turn>", "<end_of_turn>", "[multimodal]", "<unused1>", "<start_of_image>", "<|im_end|>"]
    words = ["word", "Wort", "слово", "言葉", "كلمة", "शब्द", "말", "x", "42", "e\u0301", "fi", "."]
    for pool in (spaces, emoji, tags):
        for _ in range(100):
            parts = [rng.choice(pool if rng.random() < 0.6 else words) for _ in range(rng.randint(1, 40))]
            yield "oddities", "".join(parts)
    for limit in (0x20, 0x100, 0x3000, 0x20000, 0x110000):
        for _ in range(60):
            points = (rng.randrange(limit) for _ in range(rng.randint(1, 200)))
            yield "random unicode", "".join(chr(c) for c in points if not 0xD800 <= c < 0xE000) or "x"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out")
    parser.add_argument("--least", type=int, default=2000)
    arguments = parser.parse_args()
    counts = {}
    with open(arguments.out, "w", encoding="utf-8", newline="\n") as out:
        documentation = [p for p in glob.glob("/usr/share/doc/**/*", recursive=True) if os.path.isfile(p)]
        for producer in (man_pages(), translations(), files("doc", documentation, 400), code(), oddities()):
            for source, text in producer:
                counts[source] = counts.get(source, 0) + 1
                out.write(json.dumps({"source": source, "text": text}) + "\n")
    total = sum(counts.values())
    print(f"{total} texts from {len(counts)} sources: {counts}", file=sys.stderr)
    if total < arguments.least:
        sys.exit(
            f"only {total} texts, {arguments.least} needed; more languages come with: "
            "apt-get install manpages manpages-de manpages-fr manpages-ja manpages-zh manpages-ru"
        )


if __name__ == "__main__":
    main()
