"""The five claims about a bundle: bundle.md section 4."""

from dataclasses import dataclass, field

from . import authentic, charge, numbers, opened, planned, times
from .codes import CLAIMS, CODES, Failed, NotChecked

PASSED, FAILED, NOT_CHECKED = "passed", "failed", "not checked"
NO_LOG = (
    "without the whole log, an era committed after the last one shown, or a plan not shown, "
    "cannot be excluded; E and L are counted in the records shown"
)
NO_BLS = "the BLS signature of drand's rounds is not verified; compare the round with any relay"


@dataclass
class Answer:
    """passed; failed with its code and where; not checked with what is missing."""

    state: str
    why: str = ""
    code: str = None

    def show(self) -> str:
        if self.state == FAILED:
            return f"failed {self.code}: not true: {CODES[self.code][1]} ({self.why})"
        return f"{self.state} ({self.why})" if self.why else self.state


@dataclass
class Verdict:
    """Answers by claim, the table of opened keys, and what must be said beside."""

    answers: dict = field(default_factory=dict)
    table: list = field(default_factory=list)
    said: list = field(default_factory=list)
    speed: object = None

    def put(self, claim, state, why="", code=None):
        if claim not in self.answers:
            self.answers[claim] = Answer(state, why, code)

    def fail(self, claim, failure: Failed):
        self.put(claim, FAILED, failure.where, failure.code)

    def holds(self, required) -> bool:
        return all(self.answers[claim].state == PASSED for claim in required)


def verify(path, trust, now, options=None) -> Verdict:
    """Every claim; options: numbers.Options."""
    options, verdict = options or numbers.Options(), Verdict()
    try:
        bundle = authentic.open_bundle(path, trust)
    except Failed as failure:
        verdict.fail("authentic", failure)
        for claim in CLAIMS:
            verdict.put(claim, NOT_CHECKED, "the bundle is not authentic")
        return verdict
    verdict.put("authentic", PASSED, f"signed by {bundle.signer}")
    log = _time(bundle, trust, now, options, verdict)
    eras = _keys(bundle, trust, log, verdict)
    if not planned.of_bundle(bundle):
        eras = None
    reading = numbers.recomputed(bundle, eras, options, verdict)
    numbers.calibrated(bundle, eras, reading, verdict)
    return verdict


def _time(bundle, trust, now, options, verdict):
    """The log, or None if steps 1 to 5 fail."""
    try:
        log = times.records_and_anchors(bundle, trust, now, options.log)
    except Failed as failure:
        verdict.fail("time", failure)
        return None
    try:
        planned.logged_documents(bundle)
        planned.report_of_plan(bundle)
        planned.order_of_times(bundle, trust, log)
        verdict.put("time", PASSED, "" if log.whole else NO_LOG)
    except Failed as failure:
        verdict.fail("time", failure)
    if not log.whole:
        verdict.said.append(NO_LOG)
    return log


def _keys(bundle, trust, log, verdict):
    """The opened eras; None if steps 1 to 3 fail, or the report is about other keys."""
    if log is None:
        verdict.put("keys", NOT_CHECKED, "the log's records are not shown to be the log's")
        return None
    try:
        eras = opened.derive(bundle, trust)
    except Failed as failure:
        verdict.fail("keys", failure)
        return None
    if any(era.commit.body["beacon"]["kind"] == "drand" for era in eras):
        verdict.said.append(NO_BLS)
    try:
        opened.of_plan(bundle, trust, eras)
    except Failed as failure:
        verdict.fail("keys", failure)
        if failure.code == "REPORT_KEYS":
            return None
    try:
        verdict.table, failure = charge.table(bundle, trust, eras)
        if not verdict.table:
            raise NotChecked("no key with a result of its own is opened")
        if failure:
            verdict.fail("keys", failure)
    except NotChecked as missing:
        verdict.put("keys", NOT_CHECKED, str(missing))
    verdict.put("keys", PASSED)
    return eras
