"""Runs the tests and keeps every bundle that they verify, for another verifier to answer.

python3 keep.py FOLDER writes bundles, trust policies and, for each time that is verified at, an
index-TIME.json in the shape of bundle.md section 6, with this verifier's answers.
"""

import hashlib
import json
import pathlib
import sys
import unittest

import cases
from tmev import canonical
from tmev.codes import CLAIMS


class Keeper:
    def __init__(self, folder):
        self.folder, self.tests, self.verify = pathlib.Path(folder), {}, cases.claims.verify
        self.test = ""

    def __call__(self, path, rules, now, options):
        verdict = self.verify(path, rules, now, options)
        if options.log is None and options.patience >= 1:
            self.keep(pathlib.Path(path).read_bytes(), rules, now, options, verdict)
        return verdict

    def keep(self, data, rules, now, options, verdict):
        name, policy = self.file(data, "tmev"), self.file(cases.last_policy, "trust.json")
        test = {"comment": self.test, "file": name, "trust": policy}
        if options.blocks:
            test["blocks"] = self.file(pathlib.Path(options.blocks).read_bytes(), "blocks")
        test["claims"] = {claim: verdict.answers[claim].state for claim in CLAIMS}
        test["codes"] = {c: a.code for c, a in verdict.answers.items() if a.code}
        test["result"] = "invalid" if test["codes"] else "valid"
        self.tests.setdefault(now, {})[name, policy] = test

    def file(self, data, end):
        name = f"{hashlib.sha256(data).hexdigest()[:16]}.{end}"
        (self.folder / name).write_bytes(data)
        return name

    def write(self):
        for now, tests in self.tests.items():
            time = canonical.show_time(now)
            index = {"format": "tidemark-bundle-tests-v1", "now": time, "tests": [*tests.values()]}
            name = f"index-{time.replace(':', '')}.json"
            (self.folder / name).write_text(json.dumps(index, indent=1, ensure_ascii=False))


def main():
    keeper = Keeper(sys.argv[1])
    keeper.folder.mkdir(parents=True, exist_ok=True)
    cases.claims.verify = keeper
    start = unittest.TestCase.setUp

    def named(test):
        keeper.test = test.id().split(".", 1)[-1]
        start(test)

    cases.Case.setUp = named
    tests = unittest.defaultTestLoader.loadTestsFromNames(["test_authentic", "test_time", "test_claims"])
    result = unittest.TextTestRunner().run(tests)
    keeper.write()
    print(sum(map(len, keeper.tests.values())), "bundles")
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
