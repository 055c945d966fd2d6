"""Measuring processes: CPU seconds, wall seconds and peak memory, medians of rounds in which all take turns."""

import atexit
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# Linux counts the memory of the process that forks as the peak of the new one, so the one that forks must be small.
_PROBE = """
import os, sys, time
null = os.open(os.devnull, os.O_RDWR)
outputs = [(os.POSIX_SPAWN_DUP2, null, 1), (os.POSIX_SPAWN_DUP2, null, 2)]
started = time.perf_counter()
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=outputs)
_, status, usage = os.wait4(child, 0)
wall = time.perf_counter() - started
print(os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss)
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took: user and system CPU seconds, wall seconds, peak resident memory in MiB."""

    cpu: float
    wall: float
    peak: float

    def __str__(self) -> str:
        """Return a line of figures."""
        return f"{self.cpu:7.3f} s CPU  {self.wall:7.3f} s wall  {self.peak:7.1f} MiB"


def run_once(command: Sequence[str], folder: Path | None = None) -> Cost:
    """Return what one run of `command` takes; its output is thrown away. Raises RuntimeError when it fails."""
    probe = [sys.executable, "-I", "-S", "-c", _PROBE, *command]
    ran = subprocess.run(probe, cwd=folder, env=_environment(), capture_output=True, text=True, check=True)
    status, cpu, wall, peak = map(float, ran.stdout.split())
    if status:
        raise RuntimeError(f"{' '.join(command)} ended with status {status:.0f}")
    return Cost(cpu, wall, peak / 1024)


@cache
def _environment() -> dict[str, str]:
    """Return the environment with compiled modules kept in a folder of this run, as an installation keeps them."""
    folder = tempfile.mkdtemp(prefix="curabib-benchmark-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": folder}


def compare(
    commands: Mapping[str, Sequence[str]], rounds: int, folder: Path | None = None
) -> dict[str, Cost]:
    """Return the medians of `rounds` runs of each command; they take turns, so that a busy machine hits all alike."""
    for command in commands.values():
        run_once(command, folder)  # compiles modules, fills the file cache
    runs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            runs[name].append(run_once(command, folder))
    return {
        name: Cost(
            *(statistics.median(getattr(cost, part) for cost in costs) for part in ("cpu", "wall", "peak"))
        )
        for name, costs in runs.items()
    }


def table(costs: Mapping[str, Cost], base: str) -> str:
    """Return a line for each, with its CPU time as a multiple of that of `base`."""
    width = max(map(len, costs))
    lines = (
        f"{name:<{width}}  {cost}  {cost.cpu / costs[base].cpu:6.2f} x {base}" for name, cost in costs.items()
    )
    return "\n".join(lines)
