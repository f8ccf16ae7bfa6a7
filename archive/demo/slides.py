"""Draws the slides: paper, ink, one bar of colour, a serif title, who speaks, and on every one DEMONSTRATION.

One picture for each state: which slide, how many of its points are shown, who speaks. Nothing moves in it.
"""

from dataclasses import dataclass

from PIL import Image, ImageDraw

from archive.demo.fonts import Font, font
from archive.demo.texts import Script, Slide, Voice

WIDTH, HEIGHT = 1280, 720
PAPER, RULE, QUIET, INK = "#f6f6f3", "#d8dbd9", "#555d63", "#1b1f22"
STRIP, FIGURE, WHITE = "#2a3034", "#98a1a6", "#ffffff"
DIMMED_STRIP, DIMMED_FIGURE, DIMMED_NAME = "#e4e6e3", "#c3c9cb", "#6b7379"
LEFT, RIGHT = 88, 1192
TILE_WIDTH, TILE_HEIGHT, TILE_GAP = 232, 132, 18
TILE_LEFT, TILE_TOP = RIGHT - TILE_WIDTH, 150
TEXT_WIDTH = TILE_LEFT - LEFT - 56
FOOT = 650
RIBBON = "DEMONSTRATION"
NOTICES = {"de": "Erfundener Text, künstliche Stimmen", "en": "Invented text, synthetic voices"}
SERIES = {"de": "OPTION FREIWILLIGE RÜCKKEHR", "en": "OPTION OF VOLUNTARY RETURN"}


@dataclass(frozen=True, slots=True)
class View:
    """What is on screen while a sentence is spoken."""

    slide: int
    points: int
    """How many points of the slide are shown."""
    speaker: Voice


def draw(script: Script, view: View) -> Image.Image:
    """Draw what is on screen."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, WIDTH, 17), fill=script.accent)
    _ribbon(pen)
    slide = script.slides[view.slide]
    if view.slide == 0:
        _title_slide(pen, script)
    else:
        _slide(pen, script, slide, shown=view.points)
    voices = tuple(dict.fromkeys(line.speaker for line in script.lines))
    for number, voice in enumerate(voices):
        top = TILE_TOP + number * (TILE_HEIGHT + TILE_GAP)
        _tile(pen, voice, top=top, accent=script.accent if voice == view.speaker else None)
    _foot(pen, script, number=view.slide + 1)
    return picture


def _title_slide(pen: ImageDraw.ImageDraw, script: Script) -> None:
    _spaced(pen, (LEFT, 176), SERIES[script.language], font("sans-bold", 20), fill=script.accent, spacing=2)
    below = _wrapped(pen, (LEFT - 3, 218), script.headline, font("serif-bold", 76), fill=INK, leading=88)
    pen.rectangle((LEFT, below + 24, LEFT + 96, below + 29), fill=script.accent)
    _wrapped(pen, (LEFT, below + 56), script.subline, font("sans", 32), fill=QUIET, leading=44)


def _slide(pen: ImageDraw.ImageDraw, script: Script, slide: Slide, *, shown: int) -> None:
    _spaced(pen, (LEFT, 96), script.headline.upper(), font("sans-bold", 18), fill=script.accent, spacing=1.5)
    below = _wrapped(pen, (LEFT - 2, 134), slide.title, font("serif-bold", 54), fill=INK, leading=66)
    pen.line((LEFT, below + 26, LEFT + TEXT_WIDTH, below + 26), fill=RULE, width=2)
    top = below + 66
    for point in slide.points[:shown]:
        pen.rectangle((LEFT, top + 17, LEFT + 13, top + 30), fill=script.accent)
        top = _wrapped(pen, (LEFT + 42, top), point, font("sans", 36), fill=INK, leading=48) + 26


def _ribbon(pen: ImageDraw.ImageDraw) -> None:
    """Draw the mark that no slide goes without."""
    face = font("sans-bold", 22)
    width = _spaced_width(pen, RIBBON, face, spacing=4)
    left = RIGHT - width - 40
    pen.polygon([(left - 24, 56), (WIDTH, 56), (WIDTH, 102), (left - 24, 102), (left, 79)], fill=INK)
    _spaced(pen, (left + 28, 79), RIBBON, face, fill=WHITE, spacing=4, anchor="lm")


def _tile(pen: ImageDraw.ImageDraw, voice: Voice, *, top: int, accent: str | None) -> None:
    """Draw a participant as a webinar shows them; whoever speaks stands out by a frame of the accent's colour."""
    ground, figure, ink = (STRIP, FIGURE, WHITE) if accent else (DIMMED_STRIP, DIMMED_FIGURE, DIMMED_NAME)
    box = (TILE_LEFT, top, TILE_LEFT + TILE_WIDTH, top + TILE_HEIGHT)
    if accent:
        pen.rounded_rectangle((box[0] - 5, box[1] - 5, box[2] + 5, box[3] + 5), radius=11, fill=accent)
    pen.rounded_rectangle(box, radius=7, fill=ground)
    middle = TILE_LEFT + TILE_WIDTH // 2
    pen.ellipse((middle - 23, top + 18, middle + 23, top + 64), fill=figure)
    pen.pieslice((middle - 48, top + 70, middle + 48, top + 166), 180, 360, fill=figure)
    pen.rounded_rectangle((box[0], box[3] - 34, box[2], box[3]), radius=7, fill=ground)
    pen.text((TILE_LEFT + 12, box[3] - 17), voice.name, font=font("sans", 17), fill=ink, anchor="lm")


def _foot(pen: ImageDraw.ImageDraw, script: Script, *, number: int) -> None:
    pen.line((LEFT, FOOT, RIGHT, FOOT), fill=RULE, width=2)
    face, notice = font("sans", 20), f"{RIBBON.capitalize()} · {NOTICES[script.language]}"
    pen.text((LEFT, FOOT + 30), notice, font=face, fill=QUIET, anchor="lm")
    pen.text((RIGHT, FOOT + 30), f"{number} / {len(script.slides)}", font=face, fill=QUIET, anchor="rm")


def _wrapped(pen: ImageDraw.ImageDraw, at: tuple[int, int], text: str, face: Font, *, fill: str, leading: int) -> int:
    """Write a text in as many lines as it needs and give where the next thing may begin."""
    left, top = at
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and pen.textlength(longer, font=face) <= TEXT_WIDTH - (left - LEFT):
            lines[-1] = longer
        else:
            lines.append(word)
    for number, line in enumerate(lines):
        pen.text((left, top + number * leading), line.strip("· "), font=face, fill=fill)
    return top + len(lines) * leading


def _spaced_width(pen: ImageDraw.ImageDraw, text: str, face: Font, *, spacing: float) -> float:
    return sum(pen.textlength(letter, font=face) + spacing for letter in text) - spacing


def _spaced(
    pen: ImageDraw.ImageDraw,
    at: tuple[float, float],
    text: str,
    face: Font,
    *,
    fill: str,
    spacing: float,
    anchor: str = "la",
) -> None:
    """Write capitals with room between them."""
    left, top = at
    for letter in text:
        pen.text((left, top), letter, font=face, fill=fill, anchor=anchor)
        left += pen.textlength(letter, font=face) + spacing
