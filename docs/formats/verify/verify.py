"""Verifies a Tidemark evidence bundle: python3 verify.py BUNDLE --trust trust.json. See README.md."""

import argparse
import json
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from tmev import canonical, claims, documents, numbers, trust  # noqa: E402
from tmev.codes import CLAIMS, CODES  # noqa: E402


def arguments():
    parser = argparse.ArgumentParser(
        prog="verify.py", description="Verifies a Tidemark evidence bundle, offline."
    )
    parser.add_argument("bundle", nargs="?", help="a .tmev file")
    parser.add_argument("--trust", help="your trust policy: tidemark-trust-v1")
    parser.add_argument("--blocks", help="the scored blocks, decrypted")
    parser.add_argument("--log", type=pathlib.Path, help="the log itself: its folder")
    parser.add_argument("--now", help="verify at this time, 2026-11-24T12:00:00Z; default: now")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--workers", type=int, default=numbers.Options.workers)
    parser.add_argument("--patience", type=float, default=600, help="seconds for one computation")
    parser.add_argument("--tests", type=pathlib.Path, help="an index.json of test bundles")
    return parser


def main(argv=None) -> int:
    parser = arguments()
    args = parser.parse_args(argv)
    if (args.tests is None) == (args.bundle is None) or (args.bundle and not args.trust):
        parser.error("give a bundle and --trust, or --tests")
    try:
        if args.tests:
            return run_tests(args)
        policy = trust.parse(pathlib.Path(args.trust).read_bytes())
        now = canonical.seconds(args.now) if args.now else int(time.time())
        options = numbers.Options(args.blocks, args.log, args.workers, args.patience)
        verdict = claims.verify(args.bundle, policy, now, options)
    except (OSError, ValueError) as problem:
        print(f"verify.py: {problem}", file=sys.stderr)
        return 2
    show_json(verdict) if args.json else show(verdict)
    return 0 if verdict.holds(policy.required) else 1


def show(verdict):
    for claim in CLAIMS:
        print(f"{claim:<11} {verdict.answers[claim].show()}")
    for line in verdict.table:
        print(
            f"key {line.key} of era {line.era}: n {line.n}, S {line.s}, log10 p {line.log10_p:.4f}, "
            f"N = {line.eras * line.looks} = {line.eras} eras x {line.looks} looks, "
            f"charged log10 p {line.charged:.4f}, {line.verdict}"
        )
    for sentence in verdict.said:
        print(f"note: {sentence}")
    if verdict.speed:
        print(f"note: {verdict.speed:.0f} tuples/s recomputed")
    print(f"what a finding means: {documents.CLAIM}")


def show_json(verdict):
    answers = {}
    for claim in CLAIMS:
        answer = verdict.answers[claim]
        answers[claim] = {"answer": answer.state, "why": answer.why}
        if answer.code:
            answers[claim] |= {"code": answer.code, "rule": CODES[answer.code][1]}
    table = [
        {
            "era": line.era,
            "key": line.key,
            "n": line.n,
            "S": str(line.s),
            "log10P": f"{line.log10_p:.4f}",
            "eras": line.eras,
            "looks": line.looks,
            "N": line.eras * line.looks,
            "chargedLog10P": f"{line.charged:.4f}",
            "verdict": line.verdict,
        }
        for line in verdict.table
    ]
    found = {"claims": answers, "keys": table, "notes": verdict.said, "meaning": documents.CLAIM}
    print(json.dumps(found, indent=2, ensure_ascii=False))


def left_out(test, answers, codes) -> bool:
    """Whether a member that this verifier does not compute is all that the test is about."""
    if not set(test.get("needs", ())) & numbers.MEMBERS_LEFT_OUT:
        return False
    expected = {**test["claims"], "recomputed": "passed"}
    wanted = {claim: code for claim, code in test["codes"].items() if claim != "recomputed"}
    return (answers, codes) == (expected, wanted)


def run_tests(args) -> int:
    """Every bundle of an index.json, its expected answers against ours."""
    index = canonical.parse(args.tests.read_bytes())
    now, differ, partly = canonical.seconds(index["now"]), 0, 0
    for test in index["tests"]:
        folder = args.tests.parent
        blocks = folder / test["blocks"] if test.get("blocks") else None
        policy = trust.parse((folder / test["trust"]).read_bytes())
        options = numbers.Options(blocks, None, args.workers, args.patience)
        verdict = claims.verify(folder / test["file"], policy, now, options)
        answers = {claim: verdict.answers[claim].state for claim in CLAIMS}
        codes = {c: a.code for c, a in verdict.answers.items() if a.code}
        result = "invalid" if codes else "valid"
        agrees = (answers, codes, result) == (test["claims"], test.get("codes", {}), test["result"])
        word = "agree " if agrees else "DIFFER"
        if not agrees and left_out(test, answers, codes):
            word, partly = "partly", partly + 1
        differ += word == "DIFFER"
        print(f"{word} {test['file']}: {test['comment']}")
        if word == "DIFFER":
            print(f"  expected {test['result']} {test['claims']} {test.get('codes', {})}")
            print(f"  found    {result} {answers} {codes}")
            for claim, answer in verdict.answers.items():
                if answer.state != test["claims"].get(claim) or answer.code:
                    print(f"    {claim}: {answer.show()}")
    print(f"{len(index['tests'])} bundles, {differ} differ, {partly} by what is not computed here")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
