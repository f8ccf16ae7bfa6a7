"""Times and tables for the benchmarks. Figures are medians of runs whose order changes, and ratios within one run."""

import statistics
import time
from collections.abc import Callable, Mapping

RUNS = 3


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
