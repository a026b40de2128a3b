#!/usr/bin/env python3
"""Writes the corpus files of `sources/` with the programs that people make such files with.

    make.py OUT

Needs gzip, bzip2, xz, zstd, tar, zip and pyarrow. Every file holds the same three texts, in order.
"""

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

TEXTS = ["The first text, plain.", "Zweiter Text: größer, «schräg»\nund mit Zeile.", '第三 "text", 😀 with quotes']
OLD = 315532800  # 1980-01-01


def lines() -> bytes:
    return "".join(json.dumps({"id": i, "text": t}) + "\n" for i, t in enumerate(TEXTS)).encode()


def run(*command, data: bytes = b"", cwd=None) -> bytes:
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True, cwd=cwd).stdout


def warc(kind: str, content_type: str, body: bytes, http: bytes = b"") -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: 2026-01-01T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000000>\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {len(http) + len(body)}\r\n\r\n"
    )
    return head.encode() + http + body + b"\r\n\r\n"


def main() -> None:
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    os.chdir(out)
    text = lines()
    half = text.index(b"\n") + 1
    Path("plain.jsonl").write_bytes(text)
    # two members, one after the other
    Path("two.jsonl.gz").write_bytes(run("gzip", "-nc", data=text[:half]) + run("gzip", "-nc", data=text[half:]))
    Path("two.jsonl.zst").write_bytes(run("zstd", "-qc", data=text[:half]) + run("zstd", "-qc", data=text[half:]))
    Path("two.jsonl.bz2").write_bytes(run("bzip2", "-c", data=text[:half]) + run("bzip2", "-c", data=text[half:]))
    Path("two.jsonl.xz").write_bytes(run("xz", "-c", data=text[:half]) + run("xz", "-c", data=text[half:]))
    # says nothing by its name
    Path("nameless").write_bytes(run("zstd", "-qc", data=text))
    work = Path("work")
    (work / "deep").mkdir(parents=True)
    (work / "deep" / "records.jsonl").write_bytes(text)
    (work / ("long-" + "n" * 150 + ".txt")).write_text(TEXTS[0])
    (work / "inner.jsonl.gz").write_bytes(run("gzip", "-nc", data=text))
    (work / "link.txt").symlink_to("/etc/passwd")
    for root, _, files in os.walk(work):
        for name in files:
            os.utime(Path(root) / name, (OLD, OLD), follow_symlinks=False)
    names = sorted(str(p.relative_to(work)) for p in work.rglob("*") if not p.is_dir())
    for kind in ("gnu", "pax", "ustar"):
        usual = [n for n in names if kind != "ustar" or len(n) <= 100]
        options = ["--owner=0", "--group=0", "--mtime=@315532800"]
        tar = run("tar", f"--format={kind}", *options, "-cf", "-", *usual, cwd=work)
        Path(f"{kind}.tar").write_bytes(tar)
    Path("archive.tar.xz").write_bytes(run("xz", "-c", data=Path("pax.tar").read_bytes()))
    run("zip", "-qXy", "../archive.zip", *names, cwd=work)
    for path in sorted(work.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
    work.rmdir()
    table = pa.table({"id": [1, 2, 3, 4], "text": [*TEXTS, None], "n": [{"body": t} for t in [*TEXTS, None]]})
    for codec in ("none", "snappy", "gzip", "zstd"):
        pq.write_table(table, f"{codec}.parquet", compression=codec, row_group_size=2)
    pq.write_table(table, "plain-v2.parquet", use_dictionary=False, data_page_version="2.0", compression="zstd")
    rows = "id,text,more\r\n" + "".join(
        f'{i},"{t}",x\r\n'.replace('"text"', '""text""') for i, t in enumerate(TEXTS)
    )
    Path("table.csv").write_bytes(b"\xef\xbb\xbf" + rows.encode())
    page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    plain = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    records = [
        warc("warcinfo", "application/warc-fields", b"software: none\r\n"),
        warc("conversion", "text/plain", TEXTS[0].encode()),
        warc("request", "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n"),
        warc("response", "application/http; msgtype=response", b"<p>page</p>", page),
        warc("response", "application/http; msgtype=response", TEXTS[1].encode(), plain),
        warc("resource", "text/plain", TEXTS[2].encode()),
    ]
    Path("crawl.warc").write_bytes(b"".join(records))
    Path("crawl.warc.gz").write_bytes(b"".join(run("gzip", "-nc", data=r) for r in records))


if __name__ == "__main__":
    main()
