"""Takes medians of CPU time, ours and the floor's in turn, and says whether a goal is met."""

import gc
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

ROOT = Path(__file__).resolve().parents[2]
Work = Callable[[], object]


@dataclass(frozen=True)
class Measured:
    """One line of the table: CPU seconds of ours and of the floor (medians), and how many times is allowed."""

    row: str
    what: str
    ours: float
    floor: float
    goal: float

    @property
    def ratio(self) -> float:
        """How many times the floor."""
        return self.ours / self.floor

    @property
    def met(self) -> bool:
        """Whether the goal is met."""
        return self.ratio <= self.goal


def cpu() -> float:
    """CPU seconds of this process and of the children it has waited for."""
    children = 0.0
    if resource is not None:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        children = used.ru_utime + used.ru_stime
    return time.process_time() + children


def medians(ours: Work, floor: Work, *, rounds: int = 9, times: int = 1) -> tuple[float, float]:
    """CPU seconds of one `ours` and one `floor`: medians over rounds that take them in turn.

    Each round does each of them `times` times; a first round does not count.
    """
    taken: tuple[list[float], list[float]] = ([], [])
    for turn in range(rounds + 1):
        for work, found in zip((ours, floor), taken, strict=True):
            gc.collect()
            start = cpu()
            for _ in range(times):
                work()
            if turn:
                found.append((cpu() - start) / times)
    return statistics.median(taken[0]), statistics.median(taken[1])


def compare(row: str, what: str, ours: Work, floor: Work, goal: float, *, rounds: int = 9, times: int = 1) -> Measured:
    """One line of the table, measured."""
    return Measured(row, what, *medians(ours, floor, rounds=rounds, times=times), goal)


def child(code: str, *arguments: str) -> float:
    """CPU seconds of a new Python that runs `code`, which ends by printing ``time.process_time()``."""
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    command: Sequence[str] = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise RuntimeError(f"{done.stderr}\n{done.stdout}")
    return float(done.stdout.split()[-1])


def child_medians(ours: Callable[[], float], floor: Callable[[], float], rounds: int = 9) -> tuple[float, float]:
    """As :func:`medians`, of work that measures itself in a child process."""
    pairs = [(ours(), floor()) for _ in range(rounds + 1)][1:]
    return statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs)
