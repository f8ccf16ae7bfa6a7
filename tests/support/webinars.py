"""Webinars made on the spot whose slides, change times and words are known: for tests, and longer ones for benchmarks.

Pages are drawn by Pillow and stand for their seconds; ffmpeg lays a moving speaker into a corner, a mouse pointer over
everything, and a film over the pages that are none. Nothing is random but what a seed decides.
"""

import math
import random
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1280, 720
SANS, BOLD = "DejaVuSans.ttf", "DejaVuSans-Bold.ttf"
HEAD_FRAMES = 24
FOOT = "Netzwerktreffen Rückkehr · Herbst 2023"


@dataclass(frozen=True)
class Page:
    """What is on screen for some seconds."""

    title: str
    points: tuple[str, ...] = ()
    seconds: float = 8.0
    is_built: bool = False
    """Points appear one after the other."""
    is_dark: bool = False
    fade_seconds: float = 0.0
    """So long it takes to come out of the page before."""
    is_film: bool = False
    """A person fills the picture, or something moves everywhere; no slide."""
    is_screen: bool = False
    """A shared window with many small lines."""

    @property
    def words(self) -> str:
        """All that can be read at the end."""
        return " ".join((self.title, *self.points))


@dataclass(frozen=True)
class Shown:
    """When a page is shown."""

    page: Page
    start_seconds: float
    end_seconds: float


PAGES = (
    Page("Freiwillige Rückkehr nach Georgien", ("Dr. Nino Müller-Größe", "Tiflis, 6. Dezember 2023"), 8),
    Page("Inhalt", ("Medizinische Versorgung", "Wohnen und Unterkunft", "Existenzgründung"), 20, is_built=True),
    Page("Krankenversicherung", ("Grundversorgung ist kostenlos", "Zuzahlung bei Arzneimitteln"), 9, is_dark=True),
    Page("Film", seconds=11, is_film=True),
    Page("Starthilfe und Anschlussförderung", ("Auszahlung: 1.000 Euro", "Antrag über die Beratung"), 9),
    Page("Wohnungssuche in Tiflis", ("Anzeige 1: Saburtalo", "Anzeige 2: Gldani"), 9, is_screen=True),
    Page("Vielen Dank für Ihre Fragen", ("beratung@beispiel.example",), 8, fade_seconds=1.6),
)


def make_webinar(
    path: Path, pages: Sequence[Page] = PAGES, *, frames_per_second: int = 5, speaker: bool = True, sound: bool = True
) -> tuple[Shown, ...]:
    """Make the recording and tell what is shown when."""
    work = path.with_name(f"{path.stem}-parts")
    work.mkdir(parents=True)
    shown = _timeline(pages)
    _list_views(pages, work, frames_per_second)
    total = shown[-1].end_seconds
    films = "+".join(f"between(t,{s.start_seconds},{s.end_seconds - 0.05})" for s in shown if s.page.is_film) or "0"
    _draw_head(work)
    head = ["-stream_loop", "-1", "-framerate", str(frames_per_second), "-i", str(work / "head-%02d.png")]
    graph = f"[0:v]fps={frames_per_second},format=yuv420p[pages];[1:v]split[near][far]"
    graph += f";[far]scale={WIDTH}:{HEIGHT}[film];[pages][film]overlay=enable='{films}'[a]"
    small = f"scale=256:144[corner];[a][corner]overlay=W-w-16:H-h-16:enable='{int(speaker)}*not({films})'[b]"
    graph += f";[near]{small};[b][2:v]overlay=x='{_pointer('x')}':y='{_pointer('y')}'[v]"
    tone = ["-f", "lavfi", "-i", "sine=f=220:r=48000"] if sound else []
    pointer = ["-loop", "1", "-i", str(work / "pointer.png")]
    encoding = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-g", str(5 * frames_per_second)]
    maps = ["-map", "[v]", *(["-map", "3:a", "-c:a", "aac"] if sound else [])]
    inputs = ["-f", "concat", "-safe", "0", "-i", str(work / "views.txt"), *head, *pointer, *tone]
    _ffmpeg([*inputs, "-filter_complex", graph, *maps, "-t", f"{total}", *encoding, "-movflags", "+faststart", path])
    return shown


def many_pages(seed: int, minutes: float) -> tuple[Page, ...]:
    """Make up a long webinar: pages of every kind in an order that the seed decides."""
    chance = random.Random(seed)
    words = " ".join(page.words for page in PAGES).replace(":", "").split()
    pages: list[Page] = []
    while sum(page.seconds for page in pages) < minutes * 60:
        title = f"{chance.choice(words)} und {chance.choice(words)} {len(pages) + 1}"
        points = tuple(" ".join(chance.sample(words, 4)) for _ in range(chance.randint(2, 5)))
        kind = chance.random()
        pages.append(
            Page(
                title,
                points,
                seconds=chance.uniform(12, 60),
                is_built=kind < 0.3,
                is_dark=0.3 < kind < 0.45,
                is_film=0.45 < kind < 0.55,
                is_screen=0.55 < kind < 0.65,
                fade_seconds=1.0 if 0.65 < kind < 0.8 else 0.0,
            )
        )
    return tuple(pages)


def slides_of(shown: Sequence[Shown]) -> tuple[Shown, ...]:
    """Leave out the films."""
    return tuple(one for one in shown if not one.page.is_film)


def _timeline(pages: Sequence[Page]) -> tuple[Shown, ...]:
    at, shown = 0.0, []
    for page in pages:
        shown.append(Shown(page, at, at + page.seconds))
        at += page.seconds
    return tuple(shown)


def _list_views(pages: Sequence[Page], work: Path, frames_per_second: int) -> None:
    """Draw every state once, and write down for ffmpeg how long it stands."""
    lines = ["ffconcat version 1.0"]
    before = Image.new("RGB", (WIDTH, HEIGHT))
    for number, page in enumerate(pages):
        rest = page.seconds
        for step in range(round(page.fade_seconds * frames_per_second)):
            share = (step + 1) / (page.fade_seconds * frames_per_second + 1)
            lines += _view(
                work, f"{number}-fade-{step}", Image.blend(before, _draw(page), share), 1 / frames_per_second
            )
            rest -= 1 / frames_per_second
        states = range(len(page.points) + 1) if page.is_built else (len(page.points),)
        for points in states:
            lines += _view(work, f"{number}-{points}", _draw(page, points), rest / len(states))
        before = _draw(page)
    (work / "views.txt").write_text("\n".join([*lines, lines[-2]]), encoding="utf-8")


def _view(work: Path, name: str, image: Image.Image, seconds: float) -> list[str]:
    image.save(work / f"{name}.png", compress_level=1)
    return [f"file {name}.png", f"duration {seconds:.4f}"]


def _draw(page: Page, points: int | None = None) -> Image.Image:
    paper, ink = ("#18202e", "#f0f0f0") if page.is_dark else ("#ffffff", "#1b1f22")
    image = Image.new("RGB", (WIDTH, HEIGHT), paper)
    pen = ImageDraw.Draw(image)
    if page.is_screen:
        pen.rectangle((0, 0, WIDTH, 44), fill="#3c4250")
        pen.text((20, 8), page.title, font=_font(BOLD, 26), fill="#ffffff")
        for number in range(18):
            text = page.points[number] if number < len(page.points) else f"Anzeige {number + 1}: Zimmer frei"
            pen.text((60, 76 + number * 34), text, font=_font(SANS, 21), fill="#14288c")
        return image
    pen.rectangle((0, 0, WIDTH, 11), fill="#006ea0")
    pen.text((74, 60), page.title, font=_font(BOLD, 46), fill=ink)
    for number, point in enumerate(page.points[:points]):
        pen.ellipse((78, 190 + number * 74, 90, 202 + number * 74), fill="#006ea0")
        pen.text((110, 178 + number * 74), point, font=_font(SANS, 31), fill=ink)
    pen.text((74, 676), FOOT, font=_font(SANS, 17), fill="#8c8c96")
    return image


def _draw_head(work: Path) -> None:
    """Draw a person who nods and talks before a wall, and a mouse pointer."""
    for number in range(HEAD_FRAMES):
        turn = 2 * math.pi * number / HEAD_FRAMES
        x, y = 160 + 34 * math.sin(turn), 84 + 16 * math.cos(2 * turn)
        image = Image.new("RGB", (320, 180), "#8a8f94")
        pen = ImageDraw.Draw(image)
        pen.rectangle((14, 12, 80, 96), fill="#6d5a48")
        pen.pieslice((x - 90, y + 34, x + 90, y + 220), 180, 360, fill="#2c3e60")
        pen.ellipse((x - 34, y - 44, x + 34, y + 46), fill="#d9a989")
        pen.rectangle((x - 12, y + 18, x + 12, y + 21 + 9 * abs(math.sin(5 * turn))), fill="#7a2f2f")
        image.save(work / f"head-{number:02}.png", compress_level=1)
    pointer = Image.new("RGBA", (22, 28), (0, 0, 0, 0))
    ImageDraw.Draw(pointer).polygon([(0, 0), (0, 24), (6, 18), (16, 19)], fill="#000000", outline="#ffffff")
    pointer.save(work / "pointer.png")


def _pointer(axis: str) -> str:
    """Let the pointer rest at the side for most of the time and cross the page for a second now and then."""
    away = {"x": ("1180", "600*(mod(t,13)-12)"), "y": ("360", "250*(mod(t,13)-12)")}[axis]
    return f"{away[0]}-gt(mod(t\\,13)\\,12)*{away[1]}".replace("mod(t,13)", "mod(t\\,13)")


def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(name, size)


def _ffmpeg(arguments: Sequence[str | Path]) -> None:
    command = ["ffmpeg", "-hide_banner", "-nostdin", "-loglevel", "error", "-y", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    if done.returncode:
        message = f"ffmpeg could not make the webinar: {done.stderr[-800:]}"
        raise AssertionError(message)
