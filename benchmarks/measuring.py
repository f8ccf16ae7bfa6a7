"""Times and tables for the benchmarks. Figures are medians of runs whose order changes, and ratios within one run."""

import multiprocessing
import statistics
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TypeVar

RUNS = 3
_Result = TypeVar("_Result")


def seconds(work: Callable[[], object]) -> float:
    """Time one call."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def compare(rivals: Mapping[str, Callable[[], object]], *, runs: int = RUNS) -> dict[str, float]:
    """Time every rival `runs` times, turning the order each time, and give the medians."""
    taken: dict[str, list[float]] = {name: [] for name in rivals}
    order = list(rivals)
    for _ in range(runs):
        for name in order:
            taken[name].append(seconds(rivals[name]))
        order.reverse()
    return {name: statistics.median(times) for name, times in taken.items()}


def percentile(times: list[float], share: float) -> float:
    """Give the time below which that share of the times lies."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def in_a_process_of_its_own(work: Callable[..., _Result], *arguments: object) -> _Result:
    """Call something in a new process, so that it takes no memory here, or none but its own is counted."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        return process.submit(work, *arguments).result()


def peak_megabytes() -> float:
    """Give the largest memory this process has had, what it has read of mapped files included.

    From the kernel's account of the memory itself: the one of the process (ru_maxrss) begins with its parent's.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    kibibytes = next(line for line in status.splitlines() if line.startswith("VmHWM:")).split()[1]
    return int(kibibytes) * 1024 / 1e6
