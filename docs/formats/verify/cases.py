"""What the tests of forged bundles share."""

import copy
import functools
import json
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import forge  # noqa: E402
from tmev import canonical, claims, numbers, trust  # noqa: E402
from tmev.codes import CLAIMS  # noqa: E402

NOW = canonical.seconds(forge.NOW)
last_policy = b""


@functools.cache
def honest():
    return forge.Forge().story()


def copied():
    return copy.copy(honest())


def verify(data, policy, now=NOW, **options):
    global last_policy
    last_policy = json.dumps(policy).encode()
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "test.tmev")
        path.write_bytes(data)
        rules = trust.parse(last_policy)
        return claims.verify(str(path), rules, now, numbers.Options(workers=1, **options))


def edited(files, name, change):
    """The files with a JSON file changed in place."""
    value = canonical.parse(files[name])
    change(value)
    return {**files, name: canonical.write(value)}


class Case(unittest.TestCase):
    def expect(self, verdict, **codes):
        """The codes by claim; the other claims must have passed or not been checked."""
        shown = {claim: answer.code for claim, answer in verdict.answers.items() if answer.code}
        self.assertEqual(codes, shown, {c: a.show() for c, a in verdict.answers.items()})
        self.assertEqual(set(CLAIMS), set(verdict.answers))

    def check(self, data, policy=None, **codes):
        self.expect(verify(data, policy or honest().trust()), **codes)
