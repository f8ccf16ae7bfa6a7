"""What each part of an ingest costs for an hour of recording, beside the bare commands for the same files.

    scripts/bench ingest                   a generated recording of two minutes, once web-ready and once not
    scripts/bench ingest --model=FOLDER --speech=FILE        the same with real speech, and recognition
    .venv/bin/python -m benchmarks.ingest [--model=FOLDER] FILE ...

Processor seconds, ours and the children's, so that other people's load does not count; the ratio is to the bare
commands of the same run. Target: the whole at most 1.05 times their sum, playable within 10 s where it is web-ready.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.ingest_costs import MemoryWatch, spent
from benchmarks.ingest_parts import ROWS, Case, prepare
from benchmarks.pipeline import Silent, ffmpeg
from benchmarks.recognition import THREADS
from ingest.context import Context, IngestOptions, Offer, SpeechOptions
from ingest.pipeline import run
from ingest.sources import FileSource
from media.probe import probe

SECONDS = 120
PICTURE = f"testsrc2=size=1920x1080:rate=25:duration={SECONDS},noise=alls=3:allf=t"
TONE = ("-f", "lavfi", "-i", f"anoisesrc=amplitude=0.1:color=pink:duration={SECONDS}")


def main() -> None:
    """Measure and print a table for each file."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        files = [Path(name).absolute() for name in sys.argv[1:] if not name.startswith("--")]
        model, speech = _given("--model="), _given("--speech=")
        sound = ("-stream_loop", "-1", "-t", str(SECONDS), "-i", str(speech)) if speech else TONE
        for file in files or [
            generated(folder / "web-ready.mp4", gop=100, sound=sound),
            generated(folder / "rare-keyframes.mp4", gop=100_000, sound=sound),
        ]:
            report(Case(file, probe(file), folder, model))


def _given(option: str) -> Path | None:
    """Give the path that an option names."""
    named = [Path(word.removeprefix(option)).absolute() for word in sys.argv[1:] if word.startswith(option)]
    return named[0] if named else None


def report(case: Case) -> None:
    """Measure one recording part by part, and then as a whole."""
    hours = case.info.duration_seconds / 3600
    print(f"ingest: {case.file.name}, {case.info.duration_seconds:.0f} s; processor seconds per hour of recording")
    total = 0.0
    prepare(case)
    for row in (row for row in ROWS if row.applies(case)):
        bare, ours = processor_seconds(row.bare, case), processor_seconds(row.ours, case)
        total += bare if row.counts else 0.0
        tell(row.name, ours / hours, bare / hours)
    offers: list[float] = []
    begun = time.perf_counter()
    with MemoryWatch() as memory:
        whole = processor_seconds(
            lambda case: ingest(case, lambda _offer: offers.append(time.perf_counter() - begun)), case
        )
    tell("whole", (whole - memory.cpu_seconds) / hours, total / hours)
    print(f"  playable after {offers[0]:.1f} s of {time.perf_counter() - begun:.1f} s")
    most, own = memory.peak_bytes / (1 << 20), memory.own_bytes / (1 << 20)
    print(f"  most memory of worker and children together: {most:.0f} MiB, the worker {own:.0f} of them (PSS)")


def tell(name: str, ours: float, bare: float) -> None:
    """Print a row."""
    print(f"  {name:12} ours {ours:8.1f}   bare {bare:8.1f}   ratio {ours / max(bare, 1e-3):6.3f}")


def processor_seconds(work: Callable[[Case], object], case: Case) -> float:
    """Give what a part costs, its children included."""
    before = spent()
    work(case)
    return spent() - before


def ingest(case: Case, offer: Callable[[Offer], None]) -> None:
    """Take the file in, in a work folder of its own."""
    with tempfile.TemporaryDirectory(dir=case.folder) as folder:
        run(
            Context(
                source=FileSource(path=case.file, name=case.file.name),
                entry=None,
                folder=Path(folder),
                options=IngestOptions(max_bytes=1 << 40, fetch_timeout_seconds=3600, speech=_speech(case)),
                progress=Silent(),
                cancelled=lambda: False,
                reached=lambda _point: None,
                offer=offer,
            )
        )


def _speech(case: Case) -> SpeechOptions | None:
    return SpeechOptions(str(case.model), THREADS, ("de",), case.folder) if case.model else None


def generated(file: Path, *, gop: int, sound: Sequence[str] = TONE) -> Path:
    """Make a recording of two minutes in 1080 lines."""
    sources = ("-f", "lavfi", "-i", PICTURE, *sound, "-map", "0:v", "-map", "1:a:0")
    keyframes = ("-g", str(gop), "-keyint_min", "1", "-sc_threshold", "0")
    rate = ("-preset", "ultrafast", "-crf", "30", "-maxrate", "2500k", "-bufsize", "5M", "-pix_fmt", "yuv420p")
    encoded = ("-c:a", "aac", "-b:a", "96k", "-ac", "1")
    ffmpeg(*sources, "-c:v", "libx264", *rate, *keyframes, *encoded, "-movflags", "+faststart", str(file))
    return file


if __name__ == "__main__":
    main()
