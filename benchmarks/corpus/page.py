"""Makes README.md of results.json: `python3 benchmarks/corpus/page.py results.json` writes it beside."""

import json
import sys
from pathlib import Path


def passed(result: dict) -> bool:
    scan = result["scan"]
    verdict = scan["report"]["verdict"] == "marked"
    heap = scan["heap"]["peakMiB"] <= result["heapMiB"]
    return verdict and heap and result.get("identical", True)


def words(result: dict) -> str:
    truth, scan = result["truth"], result["scan"]
    lines = [
        f"corpus      {result['generated']['bytes'] / 1e9:.2f} GB decompressed, {result['diskBytes'] / 1e9:.2f} GB on disk,"
        f" {result['generated']['documents']:,} documents",
        f"found       {truth['found']:,} of {truth['marked']:,} marked, {truth['missed']:,} missed, {truth['false']:,} false"
        f" (asked: {100 * float(scan['settings']['fdr']):g} %)",
        f"verdict     {scan['report']['verdict']}; a sample of 1 in {scan['corpus']['sampledOneIn']}",
        f"memory      heap {scan['heap']['peakMiB']:,} MiB of {result['heapMiB']:,}, resident {scan['peakResidentMiB']:,.0f} MiB",
    ]
    if "killed" in result:
        same = "identical" if result["identical"] else "DIFFERENT"
        lines.append(f"killed      {len(result['killed']['kills'])} times; report, flagged and skipped {same}")
    return "\n".join(lines)


def _corpus(result: dict) -> list[str]:
    made = result["generated"]
    share = lambda key: f"{100 * made[key] / made['documents']:.2f} %"  # noqa: E731
    lines = [
        "## Corpus",
        "",
        f"{made['documents']:,} documents, {made['bytes'] / 1e9:.2f} GB as a scan reads them once decompressed,"
        f" {result['diskBytes'] / 1e9:.2f} GB on disk. Marked: {made['markedDocuments']:,} ({share('markedDocuments')}),"
        f" with boilerplate: {made['boilerplate']:,} ({share('boilerplate')}), exact duplicates:"
        f" {made['duplicates']:,} ({share('duplicates')}). Seed {made['seed']}.",
        "",
        "| format | files | documents | MB decompressed |",
        "|---|---|---|---|",
    ]
    for name, row in made["formats"].items():
        lines.append(f"| {name} | {row['files']:,} | {row['documents']:,} | {row['bytes'] / 1e6:,.0f} |")
    return lines


def _range(row: dict) -> str:
    return f"{row['least']} to {row['below'] - 1}" if row["below"] else f"{row['least']} and more"


def _truth(result: dict) -> list[str]:
    truth, report = result["truth"], result["scan"]["report"]
    documents = report["documents"]
    lines = [
        "## Found, missed, false",
        "",
        f"**{truth['found']:,} of {truth['marked']:,} found, {truth['missed']:,} missed, {truth['false']:,} false**"
        f" ({100 * truth['false'] / max(1, truth['flagged']):.2f} % of the {truth['flagged']:,} flagged; the false"
        f" discovery rate asked for is {100 * float(result['scan']['settings']['fdr']):g} %)."
        f" A document is testable from n = {documents['minimumTuples']};"
        f" {documents['testable']:,} of {documents['scored']:,} are. At least {documents.get('atLeast', '?')} of the"
        " flagged are marked, says the report (99 %).",
        "",
        "| tokens that the marker chose | marked | found | missed |",
        "|---|---|---|---|",
    ]
    for row in truth["byTokens"]:
        lines.append(f"| {_range(row)} | {row['marked']:,} | {row['found']:,} | {row['marked'] - row['found']:,} |")
    lines += ["", "| format | marked | found |", "|---|---|---|"]
    for name, row in truth["byFormat"].items():
        lines.append(f"| {name} | {row['marked']:,} | {row['found']:,} |")
    if truth["falseLog10P"]:
        lines += [
            "",
            f"The false ones have log10 p from {truth['falseLog10P'][0]:.1f} to {truth['falseLog10P'][-1]:.1f}.",
        ]
    return lines


def _corpus_verdict(result: dict) -> list[str]:
    scan, made, truth = result["scan"], result["generated"], result["truth"]
    corpus = scan["corpus"]
    distinct = corpus["distinctTuples"] * corpus["sampledOneIn"]
    share = made["markedTextBytes"] / made["textBytes"]
    of_tuples = 2 * truth["markedOriginalTokens"] / distinct
    lines = [
        "## Corpus verdict",
        "",
        f"**{scan['report']['verdict']}**. {corpus['tokens'] / 1e6:,.1f} M tokens, {corpus['distinctTuples'] / 1e6:.1f} M"
        f" distinct tuples held, a sample of 1 in {corpus['sampledOneIn']}. Marked documents are {100 * share:.3f} % of"
        f" the text. Duplicates and boilerplate count once, so of the distinct tuples they are about"
        f" {100 * of_tuples:.3f} % (two tuples, wide and narrow, for each token of marked originals).",
        "",
        "| test | verdict | adjusted log10 p | n |",
        "|---|---|---|---|",
    ]
    for test in scan["report"]["tests"]:
        lines.append(f"| {test['test']} | {test['verdict']} | {test['adjustedLog10P']} | {test['n']:,} |")
    lines += ["", "| key | verdict | adjusted log10 p | n | share, 95 % interval as reported | least share it could see |", "|---|---|---|---|---|---|"]
    for row in scan["report"]["results"]:
        marking = " (marked these documents)" if row["key"] in ("fleet", made["markingTenant"]) else ""
        share = row["share"]
        lines.append(
            f"| {row['key']}{marking} | {row['verdict']} | {row['adjustedLog10P']} | {row['n']:,}"
            f" | {share['estimate']} ({share['low']} to {share['high']}) | {share['detectable']} |"
        )
    return lines


def _cost(result: dict) -> list[str]:
    scan, made = result["scan"], result["generated"]
    heap, timing = scan["heap"], scan["timing"]
    phases = ", ".join(f"{k} {v / 1000:.1f} s" for k, v in timing["phaseMilliseconds"].items())
    workers = ", ".join(f"{k} {v / 1000:.1f}" for k, v in timing["workerCpuMilliseconds"].items())
    files = ", ".join(f"{k.removesuffix('FileBytes')} {v / 1e6:,.0f} MB" for k, v in scan["workFiles"].items())
    return [
        "## Memory and time",
        "",
        f"Heap cap {result['heapMiB']:,} MiB (default): in use at most {heap['peakMiB']:,} MiB,"
        f" {heap['peakAfterCollectionMiB']:,} MiB after a collection; {heap['collections']:,} collections,"
        f" {heap['pauseSeconds']} s of pauses. Resident at most {scan['peakResidentMiB']:,.0f} MiB."
        f" Largest work files seen: {files}.",
        "",
        f"{scan['seconds']:,.0f} s by the clock, {scan['processorSeconds']:,.0f} s of processor time"
        f" ({made['bytes'] / 1e6 / scan['processorSeconds']:.1f} MB of decompressed files a second of it); phases: {phases};"
        f" processor seconds of the workers: {workers}. Load average {scan['load'][0]:.1f} before, {scan['load'][1]:.1f}"
        " after: on two cores, above 2 other work was running, so the clock says little.",
        "Words come from a small vocabulary, which favours the tokenizer's caches: for speed see `../scan/`.",
    ]


def _kills(result: dict) -> list[str]:
    killed = result.get("killed")
    if not killed:
        return ["## Kills", "", "Not run."]
    same = "byte for byte the same" if result["identical"] else "**NOT the same**"
    lines = [
        "## Kills",
        "",
        f"The same scan, killed {len(killed['kills'])} times (SIGKILL to its process group) and gone on with `--resume`:"
        f" `report.json`, `flagged.jsonl` and `skipped.jsonl` are {same} as those of the scan that nothing disturbed.",
        "",
        "*at* is what the last progress line said, at most a second or so old; *kept* what the last checkpoint held, both"
        " in MB of files as they lie; *lost* what was read again. *went on* is the time from the start of the program to"
        " the first progress line of the reading: JVM, and tuples and rows checked and loaded.",
        "",
        "| kill | phase | at | kept | lost | alive, s | went on after, s | tuples file, MB | resident, MiB |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for kill in killed["kills"]:
        kept = kill["kept"]
        lines.append(
            f"| {kill['kill']} | {kill['phase']} | {kill['bytes'] / 1e6:,.0f} | {kept['bytes'] / 1e6:,.0f}"
            f" | {kill['lostBytes'] / 1e6:,.1f} | {kill['secondsAlive']} | {kill['secondsToGoOn'] or '-'}"
            f" | {kept.get('tuplesFileBytes', 0) / 1e6:,.0f} | {kill['peakResidentMiB']:,.0f} |"
        )
    end = killed["end"]
    lines += ["", f"The last run, which ended: {end['seconds']:,.0f} s, resident at most {end['peakResidentMiB']:,.0f} MiB."]
    return lines


def page(result: dict) -> str:
    about = result["machine"]
    lines = [
        "# A generated corpus, scanned and killed",
        "",
        f"Written by `benchmarks/corpus/run --gb {result['gb']:g} --seed {result['seed']}`. {about['cores']} cores,"
        f" {about['cpu']}, {about['memoryGiB']} GiB; {about['java']}. Default options of `tidemark scan`.",
        "",
    ]
    for part in (_corpus, _truth, _corpus_verdict, _cost, _kills):
        lines += part(result) + [""]
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    file = Path(sys.argv[1])
    (file.parent / "README.md").write_text(page(json.loads(file.read_text())))
