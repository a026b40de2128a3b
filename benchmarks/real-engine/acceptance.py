"""What the engine alone says about the walk: are its log-probabilities raw, how often would a greedy draft be kept,
and what do the parts of a walk cost."""

import math
import statistics
import time

from client import post

TOP = 64
WHOLE_VOCABULARY = 262_144


def raw_softmax(url: str, prompts) -> list[dict]:
    """Checks that `n_probs` at temperature 0 is the plain softmax of the logits, before temperature and truncation.

    Per prompt: the mass of the whole vocabulary (1 if it is a softmax), the largest difference of a top-64
    log-probability between temperature 0 and others, and between the engine's own distribution after temperature 0.5
    and the one computed from the raw log-probabilities. Beside it the total variation between the distribution at the
    eighth position of a greedy draft and the same position asked for anew, whole prompt evaluated again: what the
    engine's arithmetic, which depends on how many tokens it evaluates at once, leaves open.
    """
    rows = []
    for prompt in prompts:
        ids = tokens(url, prompt.text)
        whole = _first(url, ids, temperature=0, n_probs=WHOLE_VOCABULARY)
        raw = {c["id"]: c["logprob"] for c in whole}
        moved = max(_difference(raw, _first(url, ids, temperature=t, n_probs=TOP)) for t in (0.5, 1.0, 2.0))
        draft = _complete(url, ids, n_predict=8, temperature=0, n_probs=TOP)
        again = _first(url, ids + draft["tokens"][:7], temperature=0, n_probs=TOP)
        rows.append(
            {
                "prompt": prompt.name,
                "mass": math.fsum(math.exp(v) for v in raw.values()),
                "candidates": len(raw),
                "overTemperatures": moved,
                "afterTemperature": _after_temperature(url, ids, raw, 0.5),
                "draftAgainstAnew": _variation(again, draft["completion_probabilities"][7]["top_logprobs"]),
            }
        )
    return rows


def _after_temperature(url: str, ids, raw: dict, temperature: float) -> float:
    """Largest difference in ln p between the engine's sampling distribution and softmax(raw / T) over all tokens."""
    fields = OPEN | {"top_k": 0, "n_predict": 1, "cache_prompt": False}
    answer = _complete(url, ids, temperature=temperature, n_probs=TOP, post_sampling_probs=True, **fields)
    top = max(raw.values())
    total = math.fsum(math.exp((v - top) / temperature) for v in raw.values())
    seen = [c for c in answer["completion_probabilities"][0]["top_probs"] if c["prob"] > 1e-6]
    return max(abs(math.log(c["prob"]) - ((raw[c["id"]] - top) / temperature - math.log(total))) for c in seen)


OPEN = {"top_k": TOP, "top_p": 1.0, "min_p": 0.0}
"""The sampling that a walk over the top 64 has by construction; min_p and top_p are off."""


def tokens(url: str, text: str) -> list[int]:
    """Returns the ids of a prompt, with the begin-of-sequence token that the engine adds to text prompts."""
    return post(url + "/tokenize", {"content": text, "add_special": True, "parse_special": True})["tokens"]


def _complete(url: str, ids, **fields) -> dict:
    return post(url + "/completion", {"prompt": ids, "return_tokens": True, "cache_prompt": True} | fields)


def _first(url: str, ids, **fields) -> list[dict]:
    """Candidates of the next token, the whole prompt evaluated in one piece, so that two calls do the same sums."""
    answer = _complete(url, ids, **{"n_predict": 1, "cache_prompt": False} | OPEN | fields)
    return answer["completion_probabilities"][0]["top_logprobs"]


def _difference(raw: dict, candidates) -> float:
    """Largest difference over the candidates, those with p >= 1e-6."""
    return max(abs(raw[c["id"]] - c["logprob"]) for c in candidates if c["id"] in raw and c["logprob"] > -13.8)


def _variation(one, other) -> float:
    """Total variation between two lists of candidates."""
    p, q = ({c["id"]: math.exp(c["logprob"]) for c in some} for some in (one, other))
    return math.fsum(abs(p.get(i, 0) - q.get(i, 0)) for i in p.keys() | q.keys()) / 2


def expected(url: str, prompt, temperature: float, length: int) -> dict:
    """Samples one plain answer and computes, from the distributions along it, what a walk over it would have met.

    The walk's target is a point mass given the key, so a greedy draft is kept with probability max q at each position;
    averaged along a sampled answer that is the exact expectation of the share kept (upstreams, section 3.2).
    """
    answer = _complete(
        url, tokens(url, prompt.text), n_predict=length, temperature=temperature, n_probs=TOP, **OPEN
    )
    kept, omitted, excess, entropy = [], [], [], []
    for position in answer["completion_probabilities"]:
        logs = [c["logprob"] for c in position["top_logprobs"]]
        omitted.append(max(0.0, 1 - math.fsum(map(math.exp, logs))))
        q = _softmax([v / temperature for v in logs])
        kept.append(max(q))
        entropy.append(-math.fsum(p * math.log(p) for p in q if p > 0))
        excess.append(math.fsum(p * (harmonic(1 / p) - 1) for p in q if p > 1e-12))
    n = len(kept)
    return {
        "prompt": prompt.name,
        "kind": prompt.kind,
        "temperature": temperature,
        "tokens": n,
        "keptShare": statistics.fmean(kept),
        "mismatchesPerToken": 1 - statistics.fmean(kept),
        "bound": 2 - statistics.fmean(kept),
        "callsPer200": 1 + 200 * (1 - statistics.fmean(kept)),
        "omittedMass": statistics.fmean(omitted),
        "entropyNats": statistics.fmean(entropy),
        "expectedExcess": statistics.fmean(excess),
    }


def _softmax(values) -> list[float]:
    top = max(values)
    weights = [math.exp(v - top) for v in values]
    total = math.fsum(weights)
    return [w / total for w in weights]


def harmonic(x: float) -> float:
    """H(x) for real x >= 0: recurrence up to 9, then the asymptotic series of digamma (Abramowitz, Stegun 6.3.18)."""
    lower, y = 0.0, x + 1
    while y < 9:
        lower += 1 / y
        y += 1
    s = 1 / (y * y)
    series = s * (1 / 12 - s * (1 / 120 - s * (1 / 252 - s * (1 / 240 - s / 132))))
    return math.log(y) - 0.5 / y - series + 0.5772156649015329 - lower


VARIANTS = {
    "greedy": {"temperature": 0},
    "greedy, top 64 logprobs": {"temperature": 0, "n_probs": TOP},
    "sampled, top 64": {"temperature": 1.0} | OPEN,
    "sampled, whole vocabulary": {"temperature": 1.0} | OPEN | {"top_k": 0},
}


def part_costs(url: str, prompts, length: int, repeats: int) -> dict:
    """Milliseconds per token (medians, the engine's own clock) of the ways to generate, and of a new call that finds
    its whole prefix cached and asks for one token (the client's clock): what each mismatch of a walk costs."""
    per_token = {name: [] for name in VARIANTS}
    per_call = []
    for prompt in prompts:
        ids = tokens(url, prompt.text)
        for _ in range(repeats):
            for name, fields in VARIANTS.items():
                done = _complete(url, ids, n_predict=length, **fields)
                per_token[name].append(done["timings"]["predicted_per_token_ms"])
            for _ in range(5):
                begun = time.perf_counter()
                _complete(url, ids, n_predict=1, temperature=0, n_probs=TOP)
                per_call.append(1000 * (time.perf_counter() - begun))
    return {
        "msPerToken": {name: statistics.median(values) for name, values in per_token.items()},
        "msPerCallOfOneToken": statistics.median(per_call),
        "raw": {"msPerToken": per_token, "msPerCallOfOneToken": per_call},
    }
