"""Search at 100 and 1,000 hours: ours, stock Whoosh, SQLite's FTS5 and tantivy in one run, as ratios.

    scripts/bench search                                   both sizes, five runs
    scripts/bench search --hours=20 --runs=1               to see that it works
    scripts/bench search --hours=300 --source=FILE         real transcripts (JSON lines, also .gz)
    scripts/bench search --core=1 --engines=ours,fts5      on one processor; some of the engines
    scripts/bench search --keep=FOLDER                     leave the indexes there, use them again

Times are CPU time of the one thread that asks, warm; the order of the engines turns with every run, and of each
question the median of its runs counts. Stock Whoosh asks one question in eight, once, and is given up on after ten
seconds of CPU, which then count: a beginning may take it a minute at 1,000 hours. Memory is the peak of a process that
does nothing else but open our index and ask everything. Recordings are added to a copy of our index while it is asked.
"""

import argparse
import contextlib
import math
import os
import pickle
import shutil
import signal
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.corpus import recordings
from benchmarks.engines import ENGINES, Cues, Engine, Ours
from benchmarks.measuring import in_a_process_of_its_own, peak_megabytes, percentile
from benchmarks.questions import CLASSES, Question, questions
from search.documents import RecordingDocument

TARGETS = """targets at 1,000 h: p95 below fts5's and at most 3 times tantivy's, nothing above 50 ms, add below 1 s,
    rebuild below 180 CPU s, memory below 400 MB"""
ADDED = 12
SLOW_ASKS_ONE_IN, SLOW_SECONDS = 8, 10.0


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="scripts/bench search")
    parser.add_argument("--hours", type=_numbers, default=[100, 1000])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--source", type=Path)
    parser.add_argument("--core", type=int)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--engines", type=lambda text: text.split(","), default=list(ENGINES))
    wishes = parser.parse_args(arguments)
    if wishes.core is not None:
        os.sched_setaffinity(0, {wishes.core})
    for hours in wishes.hours:
        with _folder(wishes.keep, hours) as folder:
            _size(folder, hours, wishes)
    print(TARGETS)


def _size(folder: Path, hours: int, wishes: argparse.Namespace) -> None:
    def documents() -> Iterator[RecordingDocument]:
        return recordings(hours, wishes.source)

    cues, languages, asked = _prepared(folder, documents)
    print(f"search: {hours} hours, {sum(CLASSES.values())} questions, {wishes.source or 'made-up words'}")
    engines = {name: ENGINES[name](folder, cues, languages) for name in wishes.engines}
    made = None
    for name, engine in engines.items():
        building = "kept"
        if not _is_made(folder, name):
            made = _cpu(lambda: [None for _ in documents()]) if made is None else made
            building = f"{_cpu(lambda engine=engine: engine.build(documents())) - made:.1f} CPU s"
        opening = _cpu(engine.open)
        print(f"  {name:8} build {building:>12}   open {opening:5.2f} s   disk {_disk(folder, name):6.1f} MB")
    if "ours" in engines:
        opened, asked_all = in_a_process_of_its_own(_peaks, folder, languages, asked)
        print(f"  memory of a process that asks ours: {opened:.0f} MB when open, peak {asked_all:.0f} MB")
    _report(_asked(engines, asked, wishes.runs), asked)
    if "ours" in engines:
        more = [known for known in recordings(hours + ADDED, wishes.source) if known.recording_id > hours]
        with tempfile.TemporaryDirectory(dir=folder) as copy:
            shutil.copytree(folder / "ours", Path(copy) / "ours")
            _adding(Ours(Path(copy), cues, languages), more)


@contextlib.contextmanager
def _folder(kept: Path | None, hours: int) -> Iterator[Path]:
    if kept is None:
        with tempfile.TemporaryDirectory() as folder:
            yield Path(folder)
    else:
        folder = kept / str(hours)
        folder.mkdir(parents=True, exist_ok=True)
        yield folder


def _prepared(
    folder: Path, documents: Callable[[], Iterator[RecordingDocument]]
) -> tuple[Cues, Mapping[int, str], Sequence[Question]]:
    """Give the words to show, the language of each recording and what will be asked; made once for each folder."""
    path = folder / "prepared.pickle"
    cues = Cues(folder / "cues.sqlite")
    if not path.exists():
        asked = questions(documents())
        cues.fill(documents())
        path.write_bytes(pickle.dumps(({d.recording_id: d.transcripts[0].language for d in documents()}, asked)))
    languages, asked = pickle.loads(path.read_bytes())
    return cues, languages, asked


def _is_made(folder: Path, name: str) -> bool:
    return any(path.name.startswith(name) and (path.is_file() or any(path.iterdir())) for path in folder.iterdir())


def _peaks(folder: Path, languages: Mapping[int, str], asked: Sequence[Question]) -> tuple[float, float]:
    """Open our index and ask everything; give the largest memory after each."""
    ours = Ours(folder, Cues(folder / "cues.sqlite"), languages)
    ours.open()
    opened = peak_megabytes()
    for question in asked:
        ours.ask(question)
    return opened, peak_megabytes()


def _asked(engines: Mapping[str, Engine], asked: Sequence[Question], runs: int) -> dict[str, list[float]]:
    """Ask everything so many times; give the median of each question for each engine, in milliseconds.

    What an engine is not asked has no time.
    """
    times: dict[str, list[list[float]]] = {name: [[] for _ in asked] for name in engines}
    order = list(engines)
    for run in range(runs + 1):  # the first one warms up
        for name in order:
            is_slow = name == "whoosh"
            if is_slow and run:
                continue
            for number, question in enumerate(asked):
                if is_slow and number % SLOW_ASKS_ONE_IN:
                    continue
                began = time.thread_time()
                with _at_most(SLOW_SECONDS) if is_slow else contextlib.nullcontext():
                    engines[name].ask(question)
                taken = (time.thread_time() - began) * 1000
                if run or is_slow:
                    times[name][number].append(taken)
        order.reverse()
    return {name: [statistics.median(own) if own else math.nan for own in all_of] for name, all_of in times.items()}


@contextlib.contextmanager
def _at_most(cpu_seconds: float) -> Iterator[None]:
    """Give up on what takes longer."""

    def give_up(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGPROF, give_up)
    signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
    try:
        with contextlib.suppress(TimeoutError):
            yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _report(times: Mapping[str, list[float]], asked: Sequence[Question]) -> None:
    print(f"  {'ms, p50 / p95 / max':19}" + "".join(f"{name:>26}" for name in times))
    for kind in (*CLASSES, "all"):
        line = f"  {kind:19}"
        for own in times.values():
            some = [
                taken
                for taken, question in zip(own, asked, strict=True)
                if kind in {question.kind, "all"} and not math.isnan(taken)
            ]
            line += f"{percentile(some, 0.5):9.2f} {percentile(some, 0.95):7.2f} {max(some):8.2f}"
        print(line)
    given_up = sum(taken >= SLOW_SECONDS * 1000 for taken in times.get("whoosh", ()))
    if "whoosh" in times:
        print(f"  whoosh was asked one question in {SLOW_ASKS_ONE_IN} and given up on {given_up} times")
    for name in times:
        if name != "ours" and "ours" in times:
            both = [pair for pair in zip(times["ours"], times[name], strict=True) if not math.isnan(pair[1])]
            ours, theirs = ([pair[side] for pair in both] for side in (0, 1))
            ratios = [percentile(ours, share) / percentile(theirs, share) for share in (0.5, 0.95)]
            print(f"  ours takes {ratios[0]:.2f} (p50) and {ratios[1]:.2f} (p95) times as long as {name}")


def _adding(ours: Ours, more: Sequence[RecordingDocument]) -> None:
    """Add recordings one by one while another thread asks all the time."""
    ours.open()
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
        assert ours.index.indexed(known.recording_id)  # seen by the next question
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


def _disk(folder: Path, name: str) -> float:
    with contextlib.suppress(FileNotFoundError):
        paths = [path for path in folder.rglob("*") if path.is_file() and name in str(path.relative_to(folder))]
        return sum({path.stat().st_ino: path.stat().st_size for path in paths}.values()) / 1e6
    return 0.0


if __name__ == "__main__":
    main()
