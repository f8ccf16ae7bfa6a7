"""Search at 100 and 1,000 hours: ours, stock Whoosh, SQLite's FTS5 and tantivy in one run, as ratios.

    scripts/bench search                                   both sizes, five runs
    scripts/bench search --hours=20 --runs=1               to see that it works
    scripts/bench search --hours=300 --source=FILE         real transcripts (JSON lines, also .gz)
    scripts/bench search --core=1 --engines=ours,fts5      on one processor; some of the engines

Times are CPU time of the one thread that asks, warm; the order of the engines turns with every run, and of each
question the median of its runs counts. Stock Whoosh asks once: a beginning takes it up to twenty seconds.
"""

import argparse
import contextlib
import os
import resource
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.corpus import recordings
from benchmarks.engines import ENGINES, Cues, Engine, Ours
from benchmarks.measuring import percentile
from benchmarks.questions import CLASSES, Question, questions
from search.documents import RecordingDocument

TARGETS = """targets at 1,000 h: p95 below fts5's and at most 3 times tantivy's, nothing above 50 ms, add below 1 s,
    rebuild below 180 CPU s, memory below 400 MB"""
ADDED = 12


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="scripts/bench search")
    parser.add_argument("--hours", type=_numbers, default=[100, 1000])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--source", type=Path)
    parser.add_argument("--core", type=int)
    parser.add_argument("--engines", type=lambda text: text.split(","), default=list(ENGINES))
    wishes = parser.parse_args(arguments)
    if wishes.core is not None:
        os.sched_setaffinity(0, {wishes.core})
    for hours in wishes.hours:
        with tempfile.TemporaryDirectory() as folder:
            _size(Path(folder), hours, wishes)
    print(TARGETS)


def _size(folder: Path, hours: int, wishes: argparse.Namespace) -> None:
    def documents() -> Iterator[RecordingDocument]:
        return recordings(hours, wishes.source)

    asked = questions(recordings(min(hours, 300), wishes.source))
    cues = Cues(folder / "cues.sqlite")
    cues.fill(documents())
    languages = {known.recording_id: known.transcripts[0].language for known in documents()}
    made = _cpu(lambda: [None for _ in documents()])
    print(f"search: {hours} hours, {sum(CLASSES.values())} questions, {wishes.source or 'made-up words'}")
    engines = {name: ENGINES[name](folder, cues, languages) for name in wishes.engines}
    for name, engine in engines.items():
        building = _cpu(lambda engine=engine: engine.build(documents())) - made
        before = _resident()
        opening = _cpu(engine.open)
        print(f"  {name:8} build {building:7.1f} CPU s   open {opening:6.2f} s   "
              f"memory {_resident() - before:+6.0f} MB   disk {_disk(folder, name):6.1f} MB")  # fmt: skip
    _report(_asked(engines, asked, wishes.runs), asked)
    if "ours" in engines:
        more = [known for known in recordings(hours + ADDED, wishes.source) if known.recording_id > hours]
        _adding(engines["ours"], more)


def _asked(engines: Mapping[str, Engine], asked: Sequence[Question], runs: int) -> dict[str, list[float]]:
    """Ask everything so many times; give the median of each question for each engine, in milliseconds."""
    times: dict[str, list[list[float]]] = {name: [[] for _ in asked] for name in engines}
    order = list(engines)
    for run in range(runs + 1):  # the first one warms up
        for name in order:
            if name == "whoosh" and run:
                continue
            for number, question in enumerate(asked):
                began = time.thread_time()
                engines[name].ask(question)
                taken = (time.thread_time() - began) * 1000
                if run or name == "whoosh":
                    times[name][number].append(taken)
        order.reverse()
    return {name: [statistics.median(own) for own in all_of] for name, all_of in times.items()}


def _report(times: Mapping[str, list[float]], asked: Sequence[Question]) -> None:
    print(f"  {'ms, p50 / p95 / max':14}" + "".join(f"{name:>26}" for name in times))
    for kind in (*CLASSES, "all"):
        line = f"  {kind:19}"
        for own in times.values():
            some = [taken for taken, question in zip(own, asked, strict=True) if kind in {question.kind, "all"}]
            line += f"{percentile(some, 0.5):9.2f} {percentile(some, 0.95):7.2f} {max(some):8.2f}"
        print(line)
    for name in times:
        if name != "ours" and "ours" in times:
            ratio = percentile(times["ours"], 0.95) / percentile(times[name], 0.95)
            print(f"  p95 of ours is {ratio:.2f} times that of {name}")


def _adding(ours: Engine, more: Sequence[RecordingDocument]) -> None:
    """Add recordings one by one while another thread asks all the time."""
    assert isinstance(ours, Ours)
    stop, asking = threading.Event(), []

    def ask() -> None:
        question = Question("frequent", "und OR the", ())
        while not stop.wait(0.02):
            began = time.perf_counter()
            ours.ask(question)
            asking.append((time.perf_counter() - began) * 1000)

    reader = threading.Thread(target=ask)
    reader.start()
    wall, cpu = [], []
    for known in more:
        began, used = time.perf_counter(), time.thread_time()
        ours.index.replace([known])
        ours.index.counts()  # seen by the next question
        wall.append(time.perf_counter() - began)
        cpu.append(time.thread_time() - used)
    stop.set()
    reader.join()
    print(f"  add one recording, commit, visible: median {statistics.median(wall):.2f} s, longest {max(wall):.2f} s "
          f"(CPU {statistics.median(cpu):.2f}, {max(cpu):.2f}); asked meanwhile p95 {percentile(asking, 0.95):.1f} ms, "
          f"longest {max(asking):.1f} ms")  # fmt: skip


def _numbers(text: str) -> list[int]:
    return [int(number) for number in text.split(",")]


def _cpu(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def _disk(folder: Path, name: str) -> float:
    with contextlib.suppress(FileNotFoundError):
        paths = [path for path in folder.rglob("*") if path.is_file() and name in str(path.relative_to(folder))]
        return sum({path.stat().st_ino: path.stat().st_size for path in paths}.values()) / 1e6
    return 0.0


if __name__ == "__main__":
    main()
