"""How well slides are found and read in generated webinars, and what the pictures of an hour cost.

    .venv/bin/python -m benchmarks.pictures            three webinars of eight minutes
    .venv/bin/python -m benchmarks.pictures 30 7       one of thirty minutes, seed 7

Targets: F1 at least .90, word recall at least .97, looking for slides at most 40 processor seconds an hour.
"""

import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from media.sketches import sketch
from media.slides import SlideFile, find_slides
from media.stillness import showings
from media.stills import poster_frames
from media.storyboard import storyboard
from tests.support.webinars import Shown, make_webinar, many_pages, slides_of

TOLERANCE_SECONDS = 1.6


@dataclass(frozen=True, slots=True)
class Webinar:
    """A recording with its truth."""

    small: Path
    best: Path
    shown: tuple[Shown, ...]

    @property
    def seconds(self) -> float:
        return self.shown[-1].end_seconds


def main() -> None:
    """Measure and print."""
    given = [int(argument) for argument in sys.argv[1:] if argument.isdecimal()]
    minutes, seeds = (given[0], given[1:] or [1]) if given else (8, [1, 2, 3])
    for seed in seeds:
        with tempfile.TemporaryDirectory() as scratch:
            report(made(Path(scratch), seed=seed, minutes=minutes), Path(scratch), seed)


def made(scratch: Path, *, seed: int, minutes: int) -> Webinar:
    """Make a webinar and its small rendition."""
    best, small = scratch / "best.mp4", scratch / "small.mp4"
    shown = make_webinar(best, many_pages(seed, minutes), frames_per_second=10)
    encoding = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "25", "-g", "50"]
    subprocess.run(
        ["ffmpeg", "-v", "error", "-y", "-i", best, "-an", "-vf", "scale=640:360", *encoding, small], check=True
    )
    return Webinar(small, best, shown)


def report(webinar: Webinar, scratch: Path, seed: int) -> None:
    """Print what was found of a webinar and what it cost."""
    found: list[SlideFile] = []

    def look() -> None:
        showings(sketch(webinar.small, duration_seconds=webinar.seconds, folder=scratch / "a", progress=_nobody))

    def find() -> None:
        found.extend(
            find_slides(
                webinar.small,
                webinar.best,
                duration_seconds=webinar.seconds,
                folder=scratch / "b",
                languages=("deu", "eng"),
                progress=_nobody,
            ).slides
        )

    size = {"width": 640, "height": 360, "folder": scratch / "c", "duration_seconds": webinar.seconds}
    costs = {
        "looking": _cost(look),
        "looking, pictures and reading": _cost(find),
        "storyboard": _cost(lambda: storyboard(webinar.small, **size)),
        "poster": _cost(lambda: poster_frames(webinar.best, duration_seconds=webinar.seconds, folder=scratch / "d")),
    }
    print(f"webinar {seed}: {webinar.seconds:.0f} s, {len(slides_of(webinar.shown))} slides")
    for name, seconds in costs.items():
        print(f"  {name:30} {seconds / webinar.seconds * 3600:7.1f} processor seconds an hour")
    _judge(webinar, found)


def _judge(webinar: Webinar, found: list[SlideFile]) -> None:
    wanted, left = slides_of(webinar.shown), list(found)
    words = read = 0
    pairs = 0
    for one in wanted:
        near = (
            s for s in left if abs(s.start_seconds - one.start_seconds) <= TOLERANCE_SECONDS + one.page.fade_seconds
        )
        slide = next(near, None)
        if slide is None:
            print(f"  missed at {one.start_seconds:.0f} s: {one.page.title}")
            continue
        left.remove(slide)
        pairs += 1
        told = _words(one.page.words)
        words, read = words + len(told), read + len(told & _words(slide.text))
    for slide in left:
        print(f"  false at {slide.start_seconds:.0f} s: {slide.title}")
    print(f"  F1 {2 * pairs / max(1, len(wanted) + len(found)):.3f}, word recall {read / max(1, words):.3f}")


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"[\w§%@-]+", text.casefold()) if len(word) >= 3}


def _cost(work: Callable[[], object]) -> float:
    before = _spent()
    work()
    return _spent() - before


def _spent() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def _nobody(_share: float) -> None:
    return None


if __name__ == "__main__":
    main()
