"""Speaks a text with espeak-ng, sentence by sentence, and knows exactly when each one begins.

Silence around a sentence is cut away and pauses of our own are put between, so a cue begins with its first word. Where
the other words of a sentence begin is estimated from their length, for lack of anything better on espeak-ng's pipe.
"""

import array
import wave
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TypeAlias

from archive.demo.texts import Line, Script
from media.process import Limits, never, run

SAMPLE_RATE = 22_050
"""What espeak-ng makes."""
WORDS_A_MINUTE = 142
FIRST_PAUSE_SECONDS = 0.8
PAUSE_SECONDS = 0.35
NEW_SPEAKER_SECONDS = 0.6
NEW_SLIDE_SECONDS = 1.1
LAST_PAUSE_SECONDS = 1.5
SILENT_BELOW = 200
"""Samples below this are silence; speech reaches about 20,000."""
TIMEOUT_SECONDS = 30.0
AT_ONCE = 2
COMMA_LETTERS = 4
"""A comma is a pause as long as so many letters."""

Samples: TypeAlias = "array.array[int]"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence and when it is heard."""

    line: Line
    slide: int
    """Index of the slide that is shown."""
    start_seconds: float
    end_seconds: float
    word_starts: tuple[float, ...]
    """One for each word as written."""


@dataclass(frozen=True, slots=True)
class Speech:
    """Everything that is said in a recording."""

    sentences: tuple[Spoken, ...]
    duration_seconds: float


def speak(script: Script, target: Path, *, cancelled: Callable[[], bool] = never) -> Speech:
    """Write the speech of a text as WAV and say when each sentence begins.

    Raises:
        ToolMissingError, ToolFailedError, ToolTimeoutError, ToolCancelledError: as in `process.run`.
    """
    with ThreadPoolExecutor(AT_ONCE) as pool:
        voices = list(pool.map(lambda line: _voiced(line, target.parent, cancelled), script.lines))
    sound = array.array("h")
    sentences: list[Spoken] = []
    slides = [number for number, slide in enumerate(script.slides) for _ in slide.lines]
    for line, voice, slide in zip(script.lines, voices, slides, strict=True):
        _add_silence(sound, _pause(sentences[-1] if sentences else None, line, slide))
        start, end = len(sound) / SAMPLE_RATE, (len(sound) + len(voice)) / SAMPLE_RATE
        sound.extend(voice)
        sentences.append(Spoken(line, slide, start, end, word_starts(line.sentence, start, end)))
    _add_silence(sound, LAST_PAUSE_SECONDS)
    with wave.open(str(target), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(sound.tobytes())
    return Speech(tuple(sentences), len(sound) / SAMPLE_RATE)


def word_starts(sentence: str, start_seconds: float, end_seconds: float) -> tuple[float, ...]:
    """Estimate when each word of a sentence begins, from the length of the words and the pauses at commas."""
    words = sentence.split()
    lengths = [len(word) + 1 + (COMMA_LETTERS if word[-1] in ",;:" else 0) for word in words]
    passed = [0, *accumulate(lengths[:-1])]
    return tuple(start_seconds + (end_seconds - start_seconds) * before / sum(lengths) for before in passed)


def _voiced(line: Line, folder: Path, cancelled: Callable[[], bool]) -> Samples:
    """Speak one sentence and cut the silence around it away."""
    speaker = line.speaker
    command = ["espeak-ng", "-v", speaker.voice, "-s", str(WORDS_A_MINUTE), "-p", str(speaker.pitch), "--stdout", "--"]
    limits = Limits(cpu_seconds=int(TIMEOUT_SECONDS))
    heard = run(
        [*command, line.sentence],
        cwd=folder,
        timeout_seconds=TIMEOUT_SECONDS,
        limits=limits,
        cancelled=cancelled,
        environment={"PULSE_RUNTIME_PATH": str(folder)},  # or PulseAudio, unasked, disturbs the noise in the voice
    ).stdout
    beginning = heard.index(b"data") + 8  # the sizes in the header are unknown on a pipe, so `wave` cannot read it
    samples = array.array("h", heard[beginning : len(heard) - (len(heard) - beginning) % 2])
    first = next(place for place, sample in enumerate(samples) if abs(sample) > SILENT_BELOW)
    last = next(place for place in range(len(samples) - 1, first, -1) if abs(samples[place]) > SILENT_BELOW)
    return samples[first : last + 1]


def _pause(before: Spoken | None, line: Line, slide: int) -> float:
    if before is None:
        return FIRST_PAUSE_SECONDS
    if before.slide != slide:
        return NEW_SLIDE_SECONDS
    return PAUSE_SECONDS if before.line.speaker == line.speaker else NEW_SPEAKER_SECONDS


def _add_silence(sound: Samples, seconds: float) -> None:
    sound.extend(array.array("h", bytes(2 * round(seconds * SAMPLE_RATE))))
