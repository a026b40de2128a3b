#!/usr/bin/env python3
"""Vectors of the log's formats (docs/formats/log.md), valid and invalid, in Wycheproof's shape.

Usage: gen_log.py DIRECTORY   (writes keys, notes, checkpoints, cosignatures, policies, proofs, merkle and tiles .json there;
                               src/main/resources/vectors/log is the place)

Needs Python 3.11 and `cryptography` 48.0.0 (for ML-DSA-44). Shares no code with the product: hashes by hashlib, signatures
by cryptography, the rest written from the C2SP pages signed-note, tlog-checkpoint, tlog-cosignature, tlog-policy, tlog-proof,
tlog-tiles and RFC 6962. Ed25519 keys are SHA-256 of "tidemark log vectors" and a name; ML-DSA signatures are hedged, so
another run gives other bytes of them and of nothing else.

A test's `result` is valid or invalid; an invalid one has an `error`: MALFORMED where it cannot be read, else the code of what
failed. Texts stand as they are, or in hex (`...Hex`) where they are not UTF-8.
"""
import base64
import hashlib
import json
import pathlib
import struct
import sys

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

ORIGIN = "log.example/control"
NOON = 1795521600  # 2026-11-24T12:00:00Z
LOG, ED, ML = 0x01, 0x04, 0x06
KINDS = {LOG: "ED25519_LOG", ED: "ED25519_COSIGNER", ML: "ML_DSA_44_COSIGNER"}


def b64(data):
    return base64.b64encode(data).decode()


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


class Key:
    """A named key: vkey text, raw signatures."""

    def __init__(self, name, kind):
        seed = sha(f"tidemark log vectors {name} {kind}".encode())
        self.name, self.kind = name, kind
        self.secret = MLDSA44PrivateKey.from_seed_bytes(seed) if kind == ML else Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self.secret.public_key().public_bytes_raw()
        self.id = key_id(name, kind, self.public)
        self.vkey = f"{name}+{self.id.hex()}+{b64(bytes([kind]) + self.public)}"

    def line(self, signature, name=None, identity=None):
        return f"— {name or self.name} {b64((identity or self.id) + signature)}\n"

    def sign(self, text):
        return self.line(self.secret.sign(text.encode()))

    def cosign(self, body, time, signed_time=None):
        signed = struct.pack(">Q", time) + self.secret.sign(self.message(body, time if signed_time is None else signed_time))
        return self.line(signed)

    def message(self, body, time, start=0):
        if self.kind == ED:
            return f"cosignature/v1\ntime {time}\n{body}".encode()
        origin, size, root = body.split("\n")[:3]
        name, origin = self.name.encode(), origin.encode()
        return (b"subtree/v1\n\0" + bytes([len(name)]) + name + struct.pack(">Q", time) + bytes([len(origin) % 256]) + origin
                + struct.pack(">QQ", start, int(size)) + base64.b64decode(root))


def key_id(name, kind, public):
    return sha(name.encode(), b"\n", bytes([kind]), public)[:4]


# RFC 6962 section 2.1, as its formulas stand there


def leaf(entry):
    return sha(b"\0", entry)


def split(n):
    k = 1
    while 2 * k < n:
        k *= 2
    return k


def mth(entries):
    if not entries:
        return sha()
    if len(entries) == 1:
        return leaf(entries[0])
    k = split(len(entries))
    return sha(b"\1", mth(entries[:k]), mth(entries[k:]))


def path(m, entries):
    if len(entries) == 1:
        return []
    k = split(len(entries))
    return path(m, entries[:k]) + [mth(entries[k:])] if m < k else path(m - k, entries[k:]) + [mth(entries[:k])]


def subproof(m, entries, whole):
    if m == len(entries):
        return [] if whole else [mth(entries)]
    k = split(len(entries))
    if m <= k:
        return subproof(m, entries[:k], whole) + [mth(entries[k:])]
    return subproof(m - k, entries[k:], False) + [mth(entries[:k])]


def flip(data, bit=0):
    out = bytearray(data)
    out[bit // 8] ^= 1 << bit % 8
    return bytes(out)


class Group:
    def __init__(self, kind, **fields):
        self.fields = {"type": kind, **fields, "tests": []}

    def add(self, comment, error=None, **fields):
        for name, value in list(fields.items()):
            if isinstance(value, bytes):
                del fields[name]
                try:
                    fields[name] = value.decode()
                except UnicodeDecodeError:
                    fields[name + "Hex"] = value.hex()
        test = {"comment": comment, **fields, "result": "invalid" if error else "valid"}
        if error:
            test["error"] = error
        self.fields["tests"].append(test)


def write(directory, name, header, *groups):
    number = 0
    for group in groups:
        for i, test in enumerate(group.fields["tests"]):
            number += 1
            group.fields["tests"][i] = {"tcId": number, **test}
    out = {"algorithm": "tidemark-log", "source": "src/testkit/scripts/gen_log.py, cryptography 48.0.0", "header": header,
           "numberOfTests": number, "testGroups": [g.fields for g in groups]}
    (directory / f"{name}.json").write_text(json.dumps(out, indent=1, ensure_ascii=False) + "\n")
    print(f"{name}.json: {number} tests")
    return number


def keys():
    g = Group("Vkey")
    for kind in KINDS:
        k = Key("witness.example/w+1".replace("+", "-"), kind)
        g.add(KINDS[kind], vkey=k.vkey, kind=KINDS[kind], name=k.name, keyId=k.id.hex(), publicKey=k.public.hex())
    k = Key("Œuvre.example/ключ", ED)
    g.add("a name beyond ASCII", vkey=k.vkey, kind=KINDS[ED], name=k.name, keyId=k.id.hex(), publicKey=k.public.hex())
    k = Key(ORIGIN, LOG)
    bad = "MALFORMED"
    n, i, b = k.vkey.split("+", 2)

    def vkey(name, kind, public):
        return f"{name}+{key_id(name, kind, public).hex()}+{b64(bytes([kind]) + public)}"

    for comment, text in [
        ("empty", ""), ("no plus", n), ("no key", f"{n}+{i}"), ("empty key", f"{n}+{i}+"), ("empty name", vkey("", LOG, k.public)),
        ("name with a space", vkey("log example", LOG, k.public)), ("name with U+00A0", vkey("log\u00a0example", LOG, k.public)),
        ("name with U+3000", vkey("log\u3000example", LOG, k.public)), ("name with U+0085", vkey("log\u0085example", LOG, k.public)),
        ("name with a tab", vkey("log\texample", LOG, k.public)), ("name with a control character", vkey("log\1example", LOG, k.public)),
        ("id in upper case", f"{n}+{i.upper()}+{b}"), ("id of 7 digits", f"{n}+{i[1:]}+{b}"), ("id of 9 digits", f"{n}+0{i}+{b}"),
        ("id of another name", f"{n}x+{i}+{b}"), ("id off by one", f"{n}+{int(i, 16) + 1:08x}+{b}"),
        ("key with one bit flipped", f"{n}+{i}+{b64(bytes([LOG]) + flip(k.public))}"),
        ("another type with the old id", f"{n}+{i}+{b64(bytes([ED]) + k.public)}"),
        ("ECDSA (type 2)", vkey(n, 2, k.public)), ("unknown type 0xff", vkey(n, 255, k.public)),
        ("key of 31 bytes", vkey(n, LOG, k.public[1:])), ("key of 33 bytes", vkey(n, LOG, k.public + b"\0")),
        ("ML-DSA-44 with a key of 32 bytes", vkey(n, ML, k.public)), ("base64 with spaces", k.vkey + " "),
        ("ML-DSA-44 with a name of 256 bytes", vkey("w" * 256, ML, Key(n, ML).public)),
        ("base64 with newline", k.vkey + "\n"), ("base64 of the URL alphabet", f"{n}+{i}+{b.replace('/', '_').replace('+', '-')}="),
    ]:
        g.add(comment, bad, vkey=text)
    return ["verifier keys of signed-note"], g


def notes():
    one, two, other = Key("signer.example/1", LOG), Key("signer.example/2", LOG), Key("stranger.example", LOG)
    text = "Ein Text.\n\nMit leerer Zeile, und mit ä.\n"
    head = text + "\n"
    g = Group("Note", keys=[one.vkey, two.vkey])
    a, b, c = one.sign(text), two.sign(text), other.sign(text)
    g.add("one signature", note=head + a, text=text, verified=[one.name])
    g.add("two signatures", note=head + a + b, text=text, verified=[one.name, two.name])
    g.add("a stranger's signature is ignored", note=head + c + b, text=text, verified=[two.name])
    g.add("a stranger's malformed signature of 1 byte is ignored", note=head + other.line(b"x") + b, text=text, verified=[two.name])
    g.add("a known name with an unknown id is ignored", note=head + one.line(one.secret.sign(b"x"), identity=b"\0\0\0\0") + b, text=text,
          verified=[two.name])
    g.add("a known id with an unknown name is ignored", note=head + one.line(b"x" * 64, name="signer.example/3") + b, text=text,
          verified=[two.name])
    g.add("the same signature twice", note=head + a + a, text=text, verified=[one.name])
    g.add("16 signatures of strangers before ours", note=head + c * 16 + a, text=text, verified=[one.name])
    g.add("100 signatures", note=head + c * 99 + a, text=text, verified=[one.name])
    g.add("text of one newline", note="\n\n" + one.sign("\n"), text="\n", verified=[one.name])
    inner = f"{text}\n{a}"
    g.add("a note within the text", note=f"{inner}\n{one.sign(inner)}", text=inner, verified=[one.name])
    g.add("only a stranger has signed", "UNSIGNED", note=head + c)
    g.add("signature of another text", "BAD_SIGNATURE", note=text.replace("Ein", "Kein") + "\n" + a)
    g.add("one good, one bad signature", "BAD_SIGNATURE", note=head + a + two.line(two.secret.sign(b"x")))
    g.add("one good, one bad signature by the same key", "BAD_SIGNATURE", note=head + a + one.line(one.secret.sign(b"x")))
    g.add("signature of 63 bytes", "BAD_SIGNATURE", note=head + one.line(one.secret.sign(text.encode())[:63]))
    g.add("signature of 65 bytes", "BAD_SIGNATURE", note=head + one.line(one.secret.sign(text.encode()) + b"\0"))
    order = 2**252 + 27742317777372353535851937790883648493
    raw = one.secret.sign(text.encode())
    twin = raw[:32] + (int.from_bytes(raw[32:], "little") + order).to_bytes(32, "little")
    g.add("the same signature with S + L (RFC 8032 section 5.1.7)", "BAD_SIGNATURE", note=head + one.line(twin))
    g.add("newline between text and signature missing", "MALFORMED", note=text.replace("\n\n", "\n") + a)
    for comment, note in [
        ("empty", ""), ("text alone", text), ("no signature", head), ("last newline missing", (head + a)[:-1]),
        ("empty line after the signatures", head + a + "\n"), ("empty line between signatures", head + a + "\n\n" + b + "\n"),
        ("another line among the signatures", head + a + "x\n"), ("hyphen for em dash", head + a.replace("—", "-")),
        ("no space after the dash", head + a.replace("— ", "—")), ("two spaces", head + a.replace("— ", "—  ")),
        ("carriage return in text", head.replace("ä.", "ä.\r") + a), ("tab in text", head.replace("Ein ", "Ein\t") + a),
        ("NUL in text", head.replace("Ein ", "Ein\0") + a), ("carriage return after signature", head + a[:-1] + "\r\n"),
        ("space after signature", head + a[:-1] + " \n"), ("no base64", head + f"— {one.name}\n"), ("empty base64", head + f"— {one.name} \n"),
        ("base64 without padding", head + a.replace("=", "")), ("base64 of the URL alphabet", head + f"— {one.name} {'_' * 88}\n"),
        ("signature of no byte behind the id", head + one.line(b"")), ("id of 3 bytes", head + f"— {one.name} {b64(one.id[:3])}\n"),
        ("name with plus", head + a.replace("signer.", "signer+")), ("name with U+2003", head + a.replace("signer.", "signer\u2003")),
        ("empty name", head + a.replace(one.name, "")), ("101 signatures", head + c * 100 + a),
        ("byte order mark before a signature", head + "\ufeff" + a),
    ]:
        g.add(comment, "MALFORMED", note=note)
    trailing = head + a
    last = trailing.rindex("=") - 1
    step = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    while trailing[last] == "=":
        last -= 1
    off = step[step.index(trailing[last]) ^ 1]
    g.add("base64 with bits behind the last byte", "MALFORMED", note=trailing[:last] + off + trailing[last + 1:])
    for comment, raw in [("byte 0xff in text", b"\xff"), ("surrogate in UTF-8", b"\xed\xa0\x80"), ("overlong newline", b"\xc0\x8a"),
                         ("cut UTF-8", b"\xc3")]:
        g.add(comment, "MALFORMED", note=head.encode().replace(b"Ein", b"Ein" + raw) + a.encode())
    return ["signed notes; `verified` are the names of the group's keys whose signatures verify, in order, each once"], g


def checkpoints():
    root = mth([b"a"])
    g = Group("Checkpoint")

    def good(comment, origin, size, hash_, *extensions):
        lines = [origin, str(size), b64(hash_), *extensions]
        g.add(comment, body="".join(f"{line}\n" for line in lines), origin=origin, size=str(size), root=hash_.hex(),
              extensions=list(extensions))

    good("plain", ORIGIN, 1, root)
    good("empty tree", ORIGIN, 0, sha())
    good("largest size", ORIGIN, 2**63 - 1, root)
    good("origin with spaces and plus", "an origin + more", 7, root)
    good("origin beyond ASCII", "журнал.example", 7, root)
    good("extension lines", ORIGIN, 7, root, "Timestamp: 1679315147", "another")
    h = b64(root)
    for comment, body in [
        ("empty", ""), ("one line", f"{ORIGIN}\n"), ("two lines", f"{ORIGIN}\n1\n"), ("last newline missing", f"{ORIGIN}\n1\n{h}"),
        ("empty origin", f"\n1\n{h}\n"), ("empty line at the end", f"{ORIGIN}\n1\n{h}\n\n"), ("empty extension line", f"{ORIGIN}\n1\n{h}\n\nx\n"),
        ("size with leading zero", f"{ORIGIN}\n01\n{h}\n"), ("size 00", f"{ORIGIN}\n00\n{b64(sha())}\n"), ("size -1", f"{ORIGIN}\n-1\n{h}\n"),
        ("size +1", f"{ORIGIN}\n+1\n{h}\n"), ("size with space", f"{ORIGIN}\n1 \n{h}\n"), ("size empty", f"{ORIGIN}\n\n{h}\n"),
        ("size in hex", f"{ORIGIN}\n0x1\n{h}\n"), ("size in other digits", f"{ORIGIN}\n١\n{h}\n"), ("size 2^63", f"{ORIGIN}\n{2**63}\n{h}\n"),
        ("size 2^64", f"{ORIGIN}\n{2**64}\n{h}\n"), ("size of 100 digits", f"{ORIGIN}\n{'9' * 100}\n{h}\n"),
        ("root of 31 bytes", f"{ORIGIN}\n1\n{b64(root[:31])}\n"), ("root of 33 bytes", f"{ORIGIN}\n1\n{b64(root + b'x')}\n"),
        ("root empty", f"{ORIGIN}\n1\n\n"), ("root in hex", f"{ORIGIN}\n1\n{root.hex()}\n"), ("root without padding", f"{ORIGIN}\n1\n{h[:-1]}\n"),
        ("root with bits behind the last byte", f"{ORIGIN}\n1\n{h[:-2]}{chr(ord(h[-2]) + 1)}=\n"),
        ("empty tree with another root", f"{ORIGIN}\n0\n{h}\n"), ("carriage returns", f"{ORIGIN}\r\n1\r\n{h}\r\n"),
        ("tab in origin", f"a\tb\n1\n{h}\n"),
    ]:
        g.add(comment, "MALFORMED", body=body)
    return ["texts of checkpoints; sizes are decimal strings"], g


def cosignatures():
    body = f"{ORIGIN}\n5\n{b64(mth([b'a', b'b', b'c', b'd', b'e']))}\n"
    groups = []
    for kind in (ED, ML):
        k = Key("witness.example/1", kind)
        g = Group("Cosignature", key=k.vkey, body=body)
        groups.append(g)
        g.add("noon", line=k.cosign(body, NOON), time=NOON)
        if kind == ED:
            g.add("the last second of the year 9999", line=k.cosign(body, 253402300799), time=253402300799)
        g.add("no time", line=k.cosign(body, 0), time=0)
        g.add("another time than the signed one", "BAD_SIGNATURE", line=k.cosign(body, NOON, NOON + 1))
        g.add("another root", "BAD_SIGNATURE", line=k.cosign(body.replace(b64(mth([b"a", b"b", b"c", b"d", b"e"])), b64(sha())), NOON))
        g.add("another size", "BAD_SIGNATURE", line=k.cosign(body.replace("\n5\n", "\n6\n"), NOON))
        g.add("another origin", "BAD_SIGNATURE", line=k.cosign(body.replace("control", "ledger"), NOON))
        if kind == ED:
            g.add("another extension", "BAD_SIGNATURE", line=k.cosign(body + "more\n", NOON))
        else:
            g.add("a subtree", "BAD_SIGNATURE", line=k.line(struct.pack(">Q", NOON) + k.secret.sign(k.message(body, NOON, 1))))
            g.add("signed with a context", "BAD_SIGNATURE",
                  line=k.line(struct.pack(">Q", NOON) + k.secret.sign(k.message(body, NOON), b"subtree/v1")))
        g.add("the year 10000", "BAD_TIME", line=k.cosign(body, 253402300800))
        g.add("time 2^63", "BAD_TIME", line=k.cosign(body, 2**63))
        signature = k.secret.sign(k.message(body, NOON))
        g.add("no time in front", "BAD_SIGNATURE", line=k.line(signature))
        g.add("one byte more", "BAD_SIGNATURE", line=k.line(struct.pack(">Q", NOON) + signature + b"\0"))
        g.add("one bit flipped", "BAD_SIGNATURE", line=k.line(struct.pack(">Q", NOON) + flip(signature, 77)))
        g.add("an empty signature", "BAD_SIGNATURE", line=k.line(struct.pack(">Q", NOON)))
    long = Group("Cosignature", key=k.vkey, body=f"{'o' * 256}\n1\n{b64(mth([b'a']))}\n")
    long.add("an origin of 256 bytes, its length written as 0", "BAD_SIGNATURE", line=k.cosign(long.fields["body"], NOON))
    groups.append(long)
    plain = Key("witness.example/1", ED)
    groups[0].add("signature of the text alone, as a log signs", "BAD_SIGNATURE",
                  line=plain.line(struct.pack(">Q", NOON) + plain.secret.sign(body.encode())))
    return ["cosignatures of the checkpoint `body` by the group's key; `time` in seconds since 1970, 0 for none"], *groups


def trust():
    log, second = Key(ORIGIN, LOG), Key("log.example/other", LOG)
    return log, second, [Key("witness.example/1", ED), Key("witness.example/2", ED), Key("witness.example/3", ML)]


def policies():
    log, second, (w1, w2, w3) = trust()
    base = f"# a policy\n\nlog {log.vkey} https://log.example/\n\tlog\t{second.vkey}\nwitness w1 {w1.vkey}\nwitness w2 {w2.vkey} https://w2.example\n"
    base += f"  witness w3 {w3.vkey}  \n"
    body = f"{ORIGIN}\n5\n{b64(mth([b'a', b'b', b'c', b'd', b'e']))}\n"
    l, c1, c2, c3 = log.sign(body), w1.cosign(body, NOON), w2.cosign(body, NOON + 60), w3.cosign(body, NOON + 30)
    c1later, c1none = w1.cosign(body, NOON + 90), w1.cosign(body, 0)
    stranger = Key("stranger.example", LOG).sign(body)
    groups = []

    def group(rule, *tests):
        g = Group("Policy", policy=base + rule)
        groups.append(g)
        for comment, lines, error, at, times in tests:
            more = {} if error else {"witnessedAt": at, "cosigned": times}
            g.add(comment, error, note=f"{body}\n{lines}", **more)

    group("quorum none\n",
          ("log alone", l, None, None, {}),
          ("cosignatures are verified though none is needed", l + c1, None, None, {"w1": NOON}),
          ("a bad one spoils the note", l + w1.cosign(body, NOON, 1), "BAD_SIGNATURE", None, None),
          ("not signed", stranger, "UNSIGNED", None, None), ("only cosigned", c1 + c2 + c3, "UNSIGNED", None, None),
          ("signed by the other log's key", second.sign(body), "UNSIGNED", None, None),
          ("bad signature of the log", log.sign("x\n"), "BAD_SIGNATURE", None, None),
          ("strangers' signatures are ignored", stranger + l, None, None, {}))
    group("quorum w1\n",
          ("the witness", l + c1, None, NOON, {"w1": NOON}), ("twice, the earlier time counts", l + c1later + c1, None, NOON, {"w1": NOON}),
          ("without a time", l + c1none, None, None, {}), ("another witness", l + c2, "NO_QUORUM", None, None),
          ("none", l, "NO_QUORUM", None, None))
    group("group two 2 w1 w2 w3\nquorum two\n",
          ("all three: the second's time", l + c1 + c2 + c3, None, NOON + 30, {"w1": NOON, "w2": NOON + 60, "w3": NOON + 30}),
          ("two", l + c2 + c1, None, NOON + 60, {"w1": NOON, "w2": NOON + 60}),
          ("two, one without a time", l + c1none + c2, None, None, {"w2": NOON + 60}),
          ("three, one without a time", l + c1none + c2 + c3, None, NOON + 60, {"w2": NOON + 60, "w3": NOON + 30}),
          ("one", l + c3, "NO_QUORUM", None, None), ("one, twice", l + c1 + c1later, "NO_QUORUM", None, None))
    group("group any any w1 w2\ngroup all all any w3\nquorum all\n",
          ("nested groups", l + c1 + c3, None, NOON + 30, {"w1": NOON, "w3": NOON + 30}),
          ("the inner group alone", l + c1 + c2, "NO_QUORUM", None, None), ("without the inner group", l + c3, "NO_QUORUM", None, None))
    foreign = Group("Policy", policy=f"log {second.vkey}\nquorum none\n")
    foreign.add("a log the policy does not name", "UNKNOWN_LOG", note=f"{body}\n{l}")
    foreign.add("not a checkpoint", "MALFORMED", note="text\n\n" + log.sign("text\n"))
    own = Key("log.example/pq", ML)
    pq = body.replace(ORIGIN, own.name)
    quantum = Group("Policy", policy=f"log {own.vkey}\nquorum none\n")
    quantum.add("a log that signs with ML-DSA-44", note=f"{pq}\n{own.cosign(pq, NOON)}", witnessedAt=None, cosigned={})
    quantum.add("its signature with one bit flipped", "BAD_SIGNATURE", note=f"{pq}\n{own.line(flip(base64.b64decode(own.cosign(pq, NOON).split(' ')[2])[4:], 99))}")
    syntax = Group("PolicySyntax")
    L, W1, W2 = f"log {log.vkey}\n", f"witness w1 {w1.vkey}\n", f"witness w2 {w2.vkey}\n"
    q = "quorum none\n"
    for comment, text in [("smallest", q), ("spaces and tabs", f" \t{W1} quorum \t w1\t\n"), ("comments", f"# x\n  #y ä\n{W1}quorum w1\n"),
                          ("lines after the quorum", q + L + W1), ("names like keywords", W1.replace("w1", "log") + "group all any log\nquorum all\n"),
                          ("octets that are not UTF-8", b"#\xff\n" + W1.replace("w1", "w").encode().replace(b" w ", b" \xfe ") + b"quorum \xfe\n")]:
        syntax.add(comment, policy=text)
    relabelled = f"log.example/again+{key_id('log.example/again', LOG, log.public).hex()}+{b64(bytes([LOG]) + log.public)}"
    for comment, text in [
        ("empty", ""), ("no quorum", L), ("two quorums", q + q), ("no newline at the end", q[:-1]), ("unknown keyword", "witnesses x\n" + q),
        ("keyword in upper case", "Quorum none\n"), ("carriage return", "quorum none\r\n"), ("NUL", "#\0\n" + q), ("DEL", "#\x7f\n" + q),
        ("quorum of an unknown name", W1 + "quorum w2\n"), ("quorum before its definition", "quorum w1\n" + W1), ("quorum without name", "quorum\n"),
        ("quorum of two names", W1 + W2 + "quorum w1 w2\n"), ("log without key", "log\n" + q), ("log with more", L[:-1] + " url more\n" + q),
        ("log with a witness's key", f"log {w1.vkey}\n" + q), ("witness with a log's key", f"witness w1 {log.vkey}\n" + q),
        ("the same log twice", L + L + q), ("the same log key under another name", L + f"log {relabelled}\n" + q),
        ("the same witness under another name", W1 + W1.replace(" w1 ", " w2 ") + q), ("the same name twice", W1 + W2.replace(" w2 ", " w1 ") + q),
        ("witness named none", W1.replace(" w1 ", " none ") + q), ("group named none", W1 + "group none any w1\n" + q),
        ("group named like a witness", W1 + "group w1 any w1\nquorum w1\n"), ("group without members", "group g any\n" + q),
        ("group of an unknown name", W1 + "group g any w2\n" + q), ("group of a later name", "group g any w1\n" + W1 + q),
        ("group of itself", W1 + "group g any w1 g\n" + q), ("group of none", W1 + "group g any none\n" + q), ("threshold 0", W1 + "group g 0 w1\n" + q),
        ("threshold 2 of 1", W1 + "group g 2 w1\n" + q), ("threshold -1", W1 + "group g -1 w1\n" + q), ("threshold 01", W1 + "group g 01 w1\n" + q),
        ("threshold some", W1 + "group g some w1\n" + q), ("member twice", W1 + "group g 2 w1 w1\n" + q),
        ("member of two groups", W1 + W2 + "group g any w1\ngroup h any w1 w2\n" + q), ("key with a wrong id", L.replace("+", "+0", 1) + q),
        ("form feed between items", "quorum\x0cnone\n"), ("no-break space between items", "quorum\u00a0none\n"),
    ]:
        syntax.add(comment, "MALFORMED", policy=text)
    return ["checkpoints under a policy; `witnessedAt` is when the quorum was reached, null for never or not asked; times in seconds since 1970"], \
        *groups, foreign, quantum, syntax


def proofs():
    log, _, (w1, _, w3) = trust()
    entries = [f'{{"entry":{i}}}'.encode() for i in range(11)]
    body = f"{ORIGIN}\n11\n{b64(mth(entries))}\n"
    note = f"{body}\n{log.sign(body)}{w1.cosign(body, NOON)}{w3.cosign(body, NOON + 1)}"
    policy = f"log {log.vkey}\nwitness w1 {w1.vkey}\nwitness w3 {w3.vkey}\ngroup both all w1 w3\nquorum both\n"
    head = "c2sp.org/tlog-proof@v1\n"
    short = f"{body}\n{log.sign(body)}"

    def proof(index, hashes, checkpoint=note, extra=""):
        return head + extra + f"index {index}\n" + "".join(b64(h) + "\n" for h in hashes) + "\n" + checkpoint

    witnessed = Group("Proof", policy=policy)
    witnessed.add("an entry under a quorum", entry=entries[6].decode(), proof=proof(6, path(6, entries)), index=6, size=11)
    witnessed.add("another entry", "NOT_INCLUDED", entry=entries[5].decode(), proof=proof(6, path(6, entries)))
    witnessed.add("not cosigned", "NO_QUORUM", entry=entries[6].decode(), proof=proof(6, path(6, entries), short))
    g = Group("Proof", policy=f"log {log.vkey}\nquorum none\n")
    for i in (0, 7, 8, 10):
        g.add(f"entry {i} of 11", entry=entries[i].decode(), proof=proof(i, path(i, entries), short), index=i, size=11)
    p, e = path(6, entries), entries[6].decode()
    g.add("with extra data", entry=e, proof=proof(6, p, short, "extra ZXh0cmE=\n"), index=6, size=11)
    single = f"{ORIGIN}\n1\n{b64(leaf(entries[0]))}\n"
    g.add("the only entry: no hash", entry=entries[0].decode(), proof=proof(0, [], f"{single}\n{log.sign(single)}"), index=0, size=1)
    for comment, text in [
        ("index 7", proof(7, p, short)), ("index 11", proof(11, p, short)), ("index 2^63 - 1", proof(2**63 - 1, p, short)),
        ("one hash missing", proof(6, p[:-1], short)), ("no hash", proof(6, [], short)), ("one hash more", proof(6, p + [sha()], short)),
        ("hashes in reverse order", proof(6, p[::-1], short)), ("one bit flipped", proof(6, [flip(p[0], 200)] + p[1:], short)),
        ("63 hashes", proof(6, [sha()] * 63, short)),
    ]:
        g.add(comment, "NOT_INCLUDED", entry=e, proof=text)
    other = f"{ORIGIN}\n10\n{b64(mth(entries[:10]))}\n"
    g.add("checkpoint of another size", "NOT_INCLUDED", entry=e, proof=proof(6, p, f"{other}\n{log.sign(other)}"))
    g.add("checkpoint with another root", "BAD_SIGNATURE", entry=e, proof=proof(6, p, short.replace(b64(mth(entries)), b64(sha()))))
    empty = f"{ORIGIN}\n0\n{b64(sha())}\n"
    g.add("an empty log", "NOT_INCLUDED", entry=e, proof=proof(0, [], f"{empty}\n{log.sign(empty)}"))
    h = b64(p[0])
    for comment, text in [
        ("empty", ""), ("header missing", proof(6, p, short)[len(head):]), ("version 2", proof(6, p, short).replace("@v1", "@v2")),
        ("index missing", head + "\n" + short), ("index -1", proof(-1, p, short)), ("index 06", proof("06", p, short)), ("index 2^63", proof(2**63, p, short)),
        ("index without number", proof("", p, short)), ("two spaces", proof(" 6", p, short)), ("index twice", proof("6\nindex 6", p, short)),
        ("extra after index", proof("6\nextra ZXh0cmE=", p, short)), ("extra twice", proof(6, p, short, "extra ZXh0cmE=\nextra ZXh0cmE=\n")),
        ("extra without data", proof(6, p, short, "extra \n")), ("extra not base64", proof(6, p, short, "extra ?\n")),
        ("hash of 31 bytes", proof(6, [p[0][1:]] + p[1:], short)), ("hash of 33 bytes", proof(6, [p[0] + b"x"] + p[1:], short)),
        ("hash in hex", proof(6, p, short).replace(h, p[0].hex())), ("hash without padding", proof(6, p, short).replace(h, h[:-1])),
        ("space after a hash", proof(6, p, short).replace(h, h + " ")), ("64 hashes", proof(6, [sha()] * 64, short)),
        ("no empty line", proof(6, p, short).replace("\n\n", "\n", 1)), ("two empty lines", proof(6, p, "\n" + short)),
        ("carriage returns", proof(6, p, short).replace("\n", "\r\n")), ("no checkpoint", proof(6, p, "")), ("checkpoint without signature", proof(6, p, body)),
        ("checkpoint cut", proof(6, p, short[:-1])), ("something after the checkpoint", proof(6, p, short + "\n")),
    ]:
        g.add(comment, "MALFORMED", entry=e, proof=text)
    return ["tlog-proof texts of an entry under a policy; sizes and indices below 2^53"], witnessed, g


def merkle():
    entries = [bytes([i % 256]) * (i % 5) + i.to_bytes(2, "big") for i in range(300)]
    roots = Group("Root", entries=[e.hex() for e in entries])
    for n in [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 255, 256, 257, 300]:
        roots.add(f"{n} entries", size=n, root=mth(entries[:n]).hex())
    inclusion, consistency = Group("Inclusion"), Group("Consistency")

    def included(comment, index, size, hashes, root, error=None, hash_=None):
        inclusion.add(comment, error, leafHash=(hash_ or leaf(entries[index])).hex(), index=index, size=size, root=root.hex(),
                      path=[x.hex() for x in hashes])

    def consistent(comment, old, size, proof, old_root, root, error=None):
        consistency.add(comment, error, oldSize=old, oldRoot=old_root.hex(), size=size, root=root.hex(), proof=[x.hex() for x in proof])

    for size in (1, 2, 3, 7, 8, 13, 257):
        root = mth(entries[:size])
        for index in sorted({0, 1, size // 2, size - 1}):
            if index < size:
                included(f"{index} of {size}", index, size, path(index, entries[:size]), root)
        for old in sorted({1, 2, size // 2, size - 1, size}):
            if 1 <= old <= size:
                consistent(f"{old} of {size}", old, size, subproof(old, entries[:old] + entries[old:size], True), mth(entries[:old]), root)
    consistent("the empty tree", 0, 13, [], sha(), mth(entries[:13]))
    root, p = mth(entries[:13]), path(5, entries[:13])
    bad = "NOT_INCLUDED"
    included("another leaf", 5, 13, p, root, bad, leaf(entries[6]))
    included("the root as a leaf", 0, 13, [], root, bad, root)
    included("another root", 5, 13, p, flip(root), bad)
    included("a hash with a bit flipped", 5, 13, [flip(p[0])] + p[1:], root, bad)
    included("a hash missing", 5, 13, p[:-1], root, bad)
    included("a hash more", 5, 13, p + [root], root, bad)
    included("a hash of 31 bytes", 5, 13, [p[0][1:]] + p[1:], root, bad)
    included("hashes exchanged", 5, 13, [p[1], p[0]] + p[2:], root, bad)
    for index in [0, 1, 4, 6, 12]:
        included(f"index {index} for 5", index, 13, p, root, bad, leaf(entries[5]))
    included("index beyond the tree", 13, 13, p, root, bad, leaf(entries[5]))
    included("an inner node's hashes as an entry", 0, 7, path(0, entries[:13])[1:], root, bad, leaf(leaf(entries[0]) + leaf(entries[1])))
    proof, old_root = subproof(6, entries[:13], True), mth(entries[:6])
    bad = "NOT_CONSISTENT"
    consistent("another old root", 6, 13, proof, flip(old_root), root, bad)
    consistent("another root", 6, 13, proof, old_root, flip(root), bad)
    consistent("old size 5", 5, 13, proof, old_root, root, bad)
    consistent("old size 7", 7, 13, proof, old_root, root, bad)
    consistent("a hash with a bit flipped", 6, 13, proof[:1] + [flip(proof[1])] + proof[2:], old_root, root, bad)
    consistent("a hash missing", 6, 13, proof[1:], old_root, root, bad)
    consistent("a hash more", 6, 13, proof + [root], old_root, root, bad)
    consistent("no proof", 6, 13, [], old_root, root, bad)
    consistent("sizes exchanged", 13, 6, proof, root, old_root, bad)
    consistent("equal sizes, other roots", 13, 13, [], flip(root), root, bad)
    consistent("equal sizes with a proof", 13, 13, [root], root, root, bad)
    consistent("the empty tree with a proof", 0, 13, [root], sha(), root, bad)
    consistent("the empty tree with another root", 0, 13, [], root, root, bad)
    fork = entries[:5] + [b"fork"] + entries[6:13]
    consistent("a split view", 6, 13, subproof(6, fork, True), old_root, mth(fork), bad)
    return ["the tree of RFC 6962; hashes in hex, paths nearest sibling first"], roots, inclusion, consistency


def tiles():
    paths = Group("TilePath")
    for level, index, width, text in [
        (0, 0, 256, "tile/0/000"), (0, 1234067, 256, "tile/0/x001/x234/067"), (1, 999, 1, "tile/1/999.p/1"), (2, 1000, 255, "tile/2/x001/000.p/255"),
        (7, 0, 127, "tile/7/000.p/127"), (-1, 273, 112, "tile/entries/273.p/112"), (-1, 1234067, 256, "tile/entries/x001/x234/067"),
    ]:
        paths.add("a path", path=text, level=level, index=index, width=width)
    for text in ["tile/0/0", "tile/0/0000", "tile/0/x000/001", "tile/0/001/000", "tile/0/x001", "tile/00/000", "tile/8/000", "tile/64/000", "tile/-1/000",
                 "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000.p/", "tile/0/000/", "/tile/0/000", "tile/entries/../000", "tile/0/000 "]:
        paths.add("not a path", "MALFORMED", path=text)
    edges = Group("Edge")
    for size in [0, 1, 255, 256, 257, 65_536, 65_537, 70_000]:
        last = []
        for level in range(-1, 8):
            hashes = size // 256 ** max(level, 0)
            if hashes:
                name, index, width = "entries" if level < 0 else level, (hashes - 1) // 256, (hashes - 1) % 256 + 1
                assert index < 1000
                last.append(f"tile/{name}/{index:03}" + (f".p/{width}" if width < 256 else ""))
        edges.add(f"the last tile of each level of a tree of {size}", size=size, paths=last)
    entries = [b"", b"a", b"bc" * 200]
    bundle = b"".join(struct.pack(">H", len(e)) + e for e in entries)
    bundles = Group("EntryBundle")
    bundles.add("three entries", width=3, bundle=bundle.hex(), entries=[e.hex() for e in entries])
    bundles.add("one entry of no byte", width=1, bundle="0000", entries=[""])
    for comment, width, data in [("width 2", 2, bundle), ("width 4", 4, bundle), ("cut", 3, bundle[:-1]), ("one byte more", 3, bundle + b"\0"),
                                 ("half a length", 3, bundle[:4]), ("empty", 1, b""), ("length beyond the end", 1, b"\xff\xffx")]:
        bundles.add(comment, "MALFORMED", width=width, bundle=data.hex())
    hashes = [leaf(e) for e in entries]
    tile = Group("Tile")
    tile.add("three hashes", width=3, tile=b"".join(hashes).hex(), hashes=[h.hex() for h in hashes])
    for comment, width, data in [("width 2", 2, hashes), ("width 256", 256, hashes), ("cut", 3, [*hashes[:2], hashes[2][1:]]), ("empty", 1, [])]:
        tile.add(comment, "MALFORMED", width=width, tile=b"".join(data).hex())
    return ["static files of tlog-tiles; level -1 are entries"], paths, edges, bundles, tile


def main():
    directory = pathlib.Path(sys.argv[1])
    total = sum(write(directory, f.__name__, *f()) for f in (keys, notes, checkpoints, cosignatures, policies, proofs, merkle, tiles))
    print(f"{total} tests")


if __name__ == "__main__":
    main()
