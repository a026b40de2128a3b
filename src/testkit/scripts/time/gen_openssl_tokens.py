#!/usr/bin/env python3
"""Writes vectors/time/openssl.json: tokens of the openssl program, good ones and bad ones.

usage: gen_openssl_tokens.py OUT
Needs openssl 3 and openssl-authority beside it. Keys and serial numbers are fresh each time.
"""
import hashlib
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
AUTHORITY = os.path.join(HERE, "openssl-authority")


def sh(*command, **kwargs):
    return subprocess.run(command, check=True, capture_output=True, **kwargs).stdout


def token(folder, data, *query):
    tsq, tsr, out = (os.path.join(folder, n) for n in ("q.tsq", "r.tsr", "t.der"))
    file = os.path.join(folder, "data")
    with open(file, "wb") as f:
        f.write(data)
    sh("openssl", "ts", "-query", "-data", file, "-out", tsq, *query)
    sh(AUTHORITY, "reply", folder, tsq, tsr)
    sh("openssl", "ts", "-reply", "-in", tsr, "-token_out", "-out", out)
    with open(out, "rb") as f:
        return f.read()


def main():
    with tempfile.TemporaryDirectory() as folder:
        sh(AUTHORITY, "make", folder)
        with open(os.path.join(folder, "root.pem")) as f:
            root = f.read()
        data = b"what was said"
        tests = []

        def add(comment, bytes_, result, code, at="2027-01-01T00:00:00Z", said=data):
            tests.append({
                "tcId": len(tests) + 1, "comment": comment, "flags": [code],
                "token": bytes_.hex(), "imprint": hashlib.sha256(said).hexdigest(), "at": at,
                "result": result})

        good = token(folder, data, "-sha256", "-cert")
        add("as it came", good, "valid", "OK")
        add("without certificates, under another policy",
            token(folder, data, "-sha256", "-tspolicy", "1.3.6.1.4.1.99999.3161.2", "-no_nonce"),
            "invalid", "CHAIN_NOT_TRUSTED")
        config = os.path.join(folder, "openssl.cnf")
        with open(config) as f:
            text = f.read()
        with open(config, "w") as f:
            f.write(text.replace("ess_cert_id_alg = sha256", "ess_cert_id_alg = sha1"))
        add("certificate identified by SHA-1 (RFC 3161 before RFC 5816)",
            token(folder, data, "-sha256", "-cert"), "valid", "OK")
        with open(config, "w") as f:
            f.write(text.replace("signer_digest = sha256", "signer_digest = sha1"))
        add("signed over SHA-1", token(folder, data, "-sha256", "-cert"), "invalid", "SIGNATURE")
        with open(config, "w") as f:
            f.write(text.replace("accuracy", "#accuracy").replace("tsa_name = yes", ""))
        add("no accuracy, no name", token(folder, data, "-sha256", "-cert"), "valid", "OK")
        with open(config, "w") as f:
            f.write(text)
        add("over SHA-512", token(folder, data, "-sha512", "-cert"), "invalid", "WRONG_IMPRINT")
        add("over other data", good, "invalid", "WRONG_IMPRINT", said=b"what was not")
        add("looked at after its certificate", good, "invalid", "EXPIRED", "2036-11-01T00:00:00Z")
        add("looked at before its time", good, "invalid", "FROM_THE_FUTURE", "2026-01-01T00:00:00Z")
        signature = bytearray(good)
        signature[-1] ^= 1
        add("last bit of the signature flipped", bytes(signature), "invalid", "SIGNATURE")
        add("cut", good[:-1], "invalid", "MALFORMED")
        version = sh("openssl", "version").decode().strip()
        with open(sys.argv[1], "w") as f:
            json.dump({
                "algorithm": "RFC 3161", "source": version + ", src/testkit/scripts/time",
                "numberOfTests": len(tests),
                "testGroups": [{"type": "Token", "root": root, "tests": tests}]}, f, indent=1)
            f.write("\n")


main()
