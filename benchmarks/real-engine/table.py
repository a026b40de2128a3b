"""Turns results.json into a page of tables: `python3 table.py results.json > README.md`."""

import json
import math
import statistics
import sys
from pathlib import Path


SHORTEST = 50
"""Tokens from which on an answer counts in the table of times."""


def page(results: dict) -> str:
    """Returns the page in Markdown."""
    parts = [
        _heading(results),
        _speed(results["answers"]),
        _first_token(results["answers"]),
        _evidence(results["answers"]),
        _controls(results["answers"], results["corpora"]),
        _power(results),
        _acceptance(results["acceptance"]),
        _parts(results["parts"]),
        _softmax(results["rawSoftmax"]),
        _tokenizer(results["tokenizer"]),
    ]
    return "\n\n".join(parts) + "\n"


def _heading(r: dict) -> str:
    machine, settings, versions = r["machine"], r["settings"], r["versions"]
    others = [row["othersShare"] for row in r["answers"]]
    changed = " with uncommitted changes" if versions["changed"] else ""
    return f"""# The walk on a real engine

Written by `benchmarks/real-engine/run` from `results.json`, which holds every answer's row. {r['date']}, {r['minutes']} minutes.

- machine: {machine['cores']} cores, {machine['cpu']}, {machine['memoryGiB']} GiB, {machine['system']}; {machine['java']}; Python {machine['python']}
- engine: {versions['engine']} (llama.cpp's server; threads: {settings['engine']['threads']}; swa_full, no prompt cache in RAM), model {versions['model']} (base model, Q4_K_M)
- Tidemark commit {versions['commit'][:12]}{changed}; walk over the top {settings['topN']}, answers of {settings['tokens']} tokens, {settings['repeats']} pairs per prompt and temperature, plain and marked in turn, both streamed through `/v1/completions`
- other processes used {_percent(statistics.median(others))} of the cores while an answer was timed (median; {_percent(max(others))} at worst)"""


def _groups(rows):
    """Rows by (temperature, prompt), in the order they were taken."""
    groups = {}
    for row in rows:
        groups.setdefault((row["temperature"], row["prompt"], row["kind"]), []).append(row)
    return groups.items()


def _mode(rows, mode):
    return [r for r in rows if r["mode"] == mode]


def ms_per_token(row) -> float:
    """Milliseconds per visible token, the client's clock, prompt included."""
    return 1000 * row["totalS"] / max(1, row["tokens"])


def _median(rows, value) -> float:
    return statistics.median(value(r) for r in rows)


def long_enough(row) -> bool:
    """An answer that the model ended early is mostly prompt, and says little about time per token."""
    return row["tokens"] >= SHORTEST


def _mismatches(row) -> float:
    return row["record"]["mismatches"] / max(1, row["tokens"])


def _speed(rows) -> str:
    lines = []
    summary = {}
    for (temperature, prompt, kind), group in _groups(rows):
        plain, walk = ([r for r in _mode(group, m) if long_enough(r)] for m in ("plain", "walk"))
        if not plain or not walk:
            lines.append(f"| {temperature} | {prompt} ({kind}) | no pair of {SHORTEST} tokens ||||||||||")
            continue
        cost, base = _median(walk, ms_per_token), _median(plain, ms_per_token)
        bound = 1 + statistics.fmean(map(_mismatches, walk))
        ratio = cost / base
        summary.setdefault(temperature, []).append((ratio, bound))
        calls, drafted = (
            statistics.fmean(r["record"][k] / max(1, r["tokens"]) for r in walk) for k in ("calls", "draftedTokens")
        )
        evaluated = statistics.fmean(r["decodes"] / max(1, r["tokens"]) for r in walk)
        tokens = f"{_median(plain, lambda r: r['tokens']):.0f}, {_median(walk, lambda r: r['tokens']):.0f}"
        lines.append(
            f"| {temperature} | {prompt} ({kind}) | {tokens} | {base:.1f} | {cost:.1f} | **{ratio:.2f}** | {bound:.2f} "
            f"| {ratio / bound:.2f} | {calls:.2f} | {drafted:.2f} | {evaluated:.2f} | {bound - 1:.2f} "
            f"| {_percent(statistics.fmean(float(r['record']['omittedMass']) for r in walk))} |"
        )
    sums = "\n".join(
        f"- T = {t}: ratio {_range([r for r, _ in s])} (median {statistics.median(r for r, _ in s):.2f}), bound "
        f"{_range([b for _, b in s])} (median {statistics.median(b for _, b in s):.2f}); "
        f"ratio / bound {_range([r / b for r, b in s])} (median {statistics.median(r / b for r, b in s):.2f})"
        for t, s in summary.items()
    )
    return f"""## Time

Walk against plain generation with the same engine, prompt and sampling (top 64). Medians over the repeats, whole answer by the client's clock, prompt included. The bound is 1 + mismatches / tokens: what it costs if the engine evaluates one token in vain at each mismatch. A walk that asks for one token at a time evaluates none in vain, pays for a call per token instead, and can lie below it. Evaluations are counted by the engine (`n_decode_total`): plain generation takes one per token, prompt aside, and what lies above 1 is what cut drafts cost it. Answers that the model itself ended before {SHORTEST} tokens are left out here ({sum(not long_enough(r) for r in rows)} of {len(rows)}).

{sums}

| T | prompt | tokens plain, walk | plain ms/token | walk ms/token | ratio | bound | ratio / bound | calls/token | drafted and read/token | evaluations/token | mismatches/token | mass outside the top 64 |
|---|---|---|---|---|---|---|---|---|---|---|---|---|
""" + "\n".join(lines)


def _first_token(rows) -> str:
    lines = []
    for kinds, name in ((lambda k: k != "long", "short prompts"), (lambda k: k == "long", "the long prompt")):
        some = [r for r in rows if kinds(r["kind"])]
        if not some:
            continue
        plain, walk = (_median(_mode(some, m), lambda r: r["firstS"]) for m in ("plain", "walk"))
        tokens = _median(some, lambda r: r["promptTokens"])
        lines.append(f"| {name} | {tokens:.0f} | {1000 * plain:.0f} ms | {1000 * walk:.0f} ms |")
    return """## First token

Until the first visible text, nothing of the prompt cached; medians.

| | prompt tokens | plain | walk |
|---|---|---|---|
""" + "\n".join(lines)


def _z(finding) -> float:
    n = finding["n"]
    return (int(finding["S"]) / 2**32 - n) / math.sqrt(n) if n else 0.0


def _excess(rows) -> float:
    n = sum(r["detected"]["fleet and tenant"]["n"] for r in rows)
    return (sum(int(r["detected"]["fleet and tenant"]["S"]) for r in rows) / 2**32 - n) / n if n else 0.0


def _evidence(rows) -> str:
    lines = []
    for (temperature, prompt, kind), group in _groups(_mode(rows, "walk")):
        both = [r["detected"]["fleet and tenant"] for r in group]
        fleet = [r["detected"]["fleet"] for r in group]
        promised = sum(
            float(r["record"]["expectedScore"][t]) - r["record"]["positions"][t] for r in group for t in ("fleet", "tenant")
        )
        found = sum(int(b["S"]) / 2**32 - b["n"] for b in both)
        lines.append(
            f"| {temperature} | {prompt} ({kind}) | {_list(b['n'] for b in both)} | {_excess(group):.2f} "
            f"| {_list(f'{_z(b):.1f}' for b in both)} | {_list(_short(b['log10P']) for b in both)} "
            f"| {_list(_short(f['log10P']) for f in fleet)} | {_percent(found / promised)} |"
        )
    return """## Evidence

What `tidemark detect` finds in the text that came back (tokenized anew), one value per repeat: n distinct scored tuples, excess in nats per tuple (0 without a mark), z, and the exact log10 p, for fleet and tenant together and for the fleet alone (share 1/2). The last column compares the excess found with what the proxy's records promised from entropy alone (100 % in the mean if the law holds and tokenizing anew loses nothing).

| T | prompt | n | excess | z | log10 p, both | log10 p, fleet | found / promised |
|---|---|---|---|---|---|---|---|
""" + "\n".join(lines)


def _controls(rows, corpora) -> str:
    plain = [r["detected"]["fleet and tenant"] for r in _mode(rows, "plain")]
    zs = sorted(_z(b) for b in plain)
    lowest = min(float(b["log10P"]) for b in plain)
    verdicts = {}
    for r in _mode(rows, "plain"):
        verdicts[r["detected"]["verdict"]] = verdicts.get(r["detected"]["verdict"], 0) + 1
    said = ", ".join(f"{v} {k}" for k, v in sorted(verdicts.items()))
    lines = [
        f"| {name} | {corpus['documents']['flagged']} of {corpus['documents']['scored']} | {result['claim']} "
        f"| {result['n']} | {_z(result):.1f} | {_short(result['log10P'])} | {result['verdict']} |"
        for name, corpus in (("plain", corpora["plain"]), ("marked", corpora["walk"]))
        for result in corpus["results"]
    ]
    return f"""## Controls

The {len(plain)} plain answers of the same model under the same keys: z from {zs[0]:.1f} to {zs[-1]:.1f}, mean {statistics.fmean(zs):.2f}, standard deviation {statistics.pstdev(zs):.2f} (theory: 0 and 1, for texts that share nothing; answers to one prompt share some); smallest log10 p {lowest:.1f}. Verdicts: {said}.

All answers as two corpora for `tidemark scan`, where every distinct tuple counts once:

| corpus | flagged documents (FDR 1 %) | key | n | z | log10 p | verdict |
|---|---|---|---|---|---|---|
""" + "\n".join(lines)


def _power(r: dict) -> str:
    rows = []
    walked = _mode(r["answers"], "walk")
    for p in r["power"]:
        some = [a for a in walked if a["kind"] == p["kind"] and a["temperature"] == p["temperature"]]
        claim = {0.5: "fleet", 1.0: "fleet and tenant"}.get(p["fleetShare"])
        seen = ""
        if claim:
            hits = sum(float(a["detected"][claim]["log10P"]) <= -6 for a in some)
            seen = f"{hits} of {len(some)}"
        rows.append(
            f"| {p['temperature']} | {p['kind']} | {p['fleetShare']} | {p['n']} | {p['excess']:.2f} "
            f"| {_percent(p['powerMarked'])} | {_percent(p['powerAlert'])} | {seen} |"
        )
    return f"""## Power of the fleet tier at {r['settings']['tokens']} tokens

By the product's own formula, from the mean excess measured per scored tuple and the scored tuples per token, for three fleet shares. "Seen" counts the measured answers with p <= 1e-6: for share 1/2 the fleet's evidence; for share 1 fleet and tenant together, which then are one key.

| T | kind | fleet share | n | excess | power, `marked` (1e-6) | power, `alert` (1e-3) | seen |
|---|---|---|---|---|---|---|---|
""" + "\n".join(rows)


def _acceptance(rows) -> str:
    lines = [
        f"| {a['temperature']} | {a['prompt']} ({a['kind']}) | {a['tokens']} | {a['keptShare']:.2f} | {a['bound']:.2f} "
        f"| {a['callsPer200']:.0f} | {a['entropyNats']:.2f} | {a['expectedExcess']:.2f} | {_percent(a['omittedMass'])} |"
        for a in rows
    ]
    means = "; ".join(
        f"T = {t}: kept {statistics.fmean(a['keptShare'] for a in some):.2f}, bound "
        f"{statistics.fmean(a['bound'] for a in some):.2f}, {statistics.fmean(a['callsPer200'] for a in some):.0f} calls"
        for t in dict.fromkeys(a["temperature"] for a in rows)
        for some in [[a for a in rows if a["temperature"] == t]]
    )
    return f"""## What theory expects

From the engine's own distributions along one plain answer per prompt, without the proxy: a greedy draft is kept with probability max q. Means: {means}. Entropy and excess in nats per token.

| T | prompt | tokens | kept | bound | calls per 200 tokens | entropy | excess of a keyed draw | mass outside the top 64 |
|---|---|---|---|---|---|---|---|---|
""" + "\n".join(lines)


def _parts(parts: dict) -> str:
    lines = "\n".join(f"| {name} | {value:.1f} ms per token |" for name, value in parts["msPerToken"].items())
    return f"""## What the parts cost

| generating | |
|---|---|
{lines}
| a new call for one token, whole prefix cached | {parts['msPerCallOfOneToken']:.1f} ms |"""


def _softmax(rows) -> str:
    moved, after = (max(r[k] for r in rows) for k in ("overTemperatures", "afterTemperature"))
    masses = [r["mass"] for r in rows]
    raw = moved < 1e-3 and after < 1e-3 and max(abs(m - 1) for m in masses) < 1e-2
    return f"""## Are the log-probabilities raw?

{'Yes' if raw else '**No**'}. Over {len(rows)} prompts, at temperature 0: the mass of all {rows[0]['candidates']} tokens is {_range(masses, '.4f')}; the top 64 differ from those at temperatures 0.5, 1 and 2 by at most {moved:.1e} nats; the engine's own distribution after temperature 0.5 differs from softmax(raw / 0.5) by at most {after:.1e} nats.

The same position inside a greedy draft and asked for anew with the whole prompt evaluated again: total variation {_range([r['draftAgainstAnew'] for r in rows], '.3f')}. The engine's arithmetic depends on how many tokens it evaluates at once, for plain generation as for the walk."""


def _tokenizer(t: dict) -> str:
    languages = sorted({s.split(" ", 1)[1] for s in t["sources"] if s.startswith(("man ", "messages "))})
    return f"""## Tokenizer

{t['differences']} differences in {t['texts']} real texts ({t['tokens']} tokens) between `{t['tokenizer'].split()[0]}` read from the GGUF file and the engine's `/tokenize`: manual pages and program messages in {len(languages)} languages and variants, documentation, Python, C and Java code, and made-up oddities (emoji, white space, control characters, random Unicode)."""


def _percent(share: float) -> str:
    percent = 100 * share
    return f"{percent:.0f} %" if percent >= 10 or percent == 0 else f"{percent:.1f} %"


def _range(values, form=".2f") -> str:
    return f"{min(values):{form}} to {max(values):{form}}"


def _list(values) -> str:
    return ", ".join(str(v) for v in values)


def _short(log10) -> str:
    return f"{float(log10):.1f}"


if __name__ == "__main__":
    sys.stdout.write(page(json.loads(Path(sys.argv[1]).read_text("utf-8"))))
