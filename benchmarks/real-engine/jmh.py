"""Runs JMH benchmarks of benchmarks/src, for the scripts that report them."""

import json
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FLAGS = (
    "--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
)  # fmt: skip


def class_path() -> str:
    """Compiles the benchmarks; returns their class path."""
    subprocess.run(
        ["mvn", "-B", "-q", "-pl", "benchmarks", "-am", "compile", "dependency:build-classpath",
         "-Dmdep.outputFile=target/class-path"],
        cwd=ROOT, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    target = ROOT / "benchmarks" / "target"
    return f"{target / 'classes'}:{(target / 'class-path').read_text().strip()}"


def run(java: Path, raw: Path, *options) -> list[dict] | None:
    """Runs JMH with options and keeps its results, less paths of this machine, in a file; None if it failed."""
    command = [
        java / "bin/java", "-cp", class_path(), "org.openjdk.jmh.Main", *options,
        "-foe", "true", "-rf", "json", "-rff", raw,
    ]  # fmt: skip
    if subprocess.run(list(map(str, command))).returncode != 0:
        return None
    results = json.loads(raw.read_text())
    for result in results:
        del result["jvm"], result["jvmArgs"]
    raw.write_text(json.dumps(results, indent=1) + "\n")
    return results


def cpu(result: dict, counter: str) -> list[float]:
    """Processor nanoseconds for one of what a counter counts, of every iteration."""
    nanos = result["secondaryMetrics"]["cpuNanos"]["rawData"]
    counts = result["secondaryMetrics"][counter]["rawData"]
    return [n / c for fork in zip(nanos, counts) for n, c in zip(*fork)]
