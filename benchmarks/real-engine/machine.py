"""What the figures were taken on, and what else kept it busy meanwhile."""

import os
import platform
import re
import subprocess
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


def describe(java: Path) -> dict:
    """CPU model, cores, memory, system and JDK."""
    memory = int(re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())[1])
    model = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    flags = re.search(r"flags\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    return {
        "cpu": model[1].strip() if model else platform.machine(),
        "cores": os.cpu_count(),
        "aes": bool(flags) and "aes" in flags[1].split(),
        "memoryGiB": round(memory / 2**20, 1),
        "system": platform.system() + " " + platform.machine(),
        "java": _java_version(java),
        "python": platform.python_version(),
    }


def slug(machine: dict) -> str:
    """Cores and CPU model, fit for a folder name; no host name."""
    return f"{machine['cores']}x-" + re.sub(r"[^a-z0-9]+", "-", machine["cpu"].lower()).strip("-")


def find_jdk() -> Path | None:
    """Returns the home of a JDK >= 25 or None: JAVA_HOME, the usual places, PATH, as the launcher looks for it."""
    homes = [Path(os.environ["JAVA_HOME"])] if os.environ.get("JAVA_HOME") else []
    for place in ("/usr/lib/jvm", "/usr/java", "/opt/java", "/opt"):
        homes += sorted(Path(place).glob("*"))
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        if (Path(folder) / "java").exists():
            homes.append((Path(folder) / "java").resolve().parent.parent)
    for home in homes:
        release = home / "release"
        if (home / "bin/java").exists() and release.exists():
            version = re.search(r'^JAVA_VERSION="(\d+)', release.read_text(), re.M)
            if version and int(version[1]) >= 25:
                return home
    return None


def _java_version(home: Path) -> str:
    out = subprocess.run([home / "bin/java", "-version"], capture_output=True, text=True, check=True).stderr
    return out.splitlines()[1].strip() if len(out.splitlines()) > 1 else out.strip()


class Busy:
    """CPU seconds that other processes took between two looks, as a share of all cores.

    Timings on a machine that does something else are worth little; each row says how much that was.
    """

    def __init__(self, pids):
        self.pids = list(pids)

    def look(self) -> tuple[float, float, float]:
        """Returns (seconds all cores existed, seconds they were busy, seconds of that ours)."""
        fields = [int(f) for f in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
        idle = fields[3] + fields[4]
        return sum(fields) / _TICK, (sum(fields) - idle) / _TICK, sum(map(self._ours, self.pids))

    @staticmethod
    def _ours(pid: int) -> float:
        try:
            after_name = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except FileNotFoundError:
            return 0
        return (int(after_name[11]) + int(after_name[12])) / _TICK

    @staticmethod
    def others(before, after) -> float:
        """Returns the share of the machine that others used between two looks, 0 to 1."""
        there = after[0] - before[0]
        return max(0.0, (after[1] - before[1]) - (after[2] - before[2])) / there if there > 0 else 0.0
