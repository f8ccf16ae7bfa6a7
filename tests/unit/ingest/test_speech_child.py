"""What the speech child makes of a recogniser that is unsure, stutters, or hears nothing."""

import json
from dataclasses import dataclass

import pytest

from ingest.speech_child import SAMPLE_RATE, recognise, work


@dataclass
class HeardWord:
    start: float
    end: float
    word: str


@dataclass
class HeardSegment:
    words: list[HeardWord] | None
    end: float
    compression_ratio: float = 1.0


@dataclass
class HeardInfo:
    language: str
    language_probability: float


class UnsureRecogniser:
    """Takes German for Italian, and does not believe it itself."""

    def __init__(self, *segments, probability=0.32):
        self.segments = segments
        self.probability = probability
        self.asked = []

    def transcribe(self, _audio, *, language, **_options):
        self.asked.append(language)
        return iter(self.segments), HeardInfo(language or "it", 1.0 if language else self.probability)


AUDIO = [0.0] * SAMPLE_RATE * 4


@pytest.mark.parametrize(
    ("probability", "given", "asked", "language"),
    [(0.32, None, [None, "de"], "de"), (0.95, None, [None], "it"), (0.32, "tr", ["tr"], "tr")],
)
def test_a_doubtful_language_is_the_usual_one(probability, given, asked, language):
    recogniser = UnsureRecogniser(probability=probability)

    answer = recognise(recogniser, AUDIO, language=given, usual_language="de")

    assert (recogniser.asked, answer["language"]) == (asked, language)


def test_loops_are_dropped_and_counted(capsys):
    good = HeardSegment([HeardWord(0.0, 0.5, " Guten"), HeardWord(0.5, 1.0, " Tag")], 1.0)
    loop = HeardSegment([HeardWord(1.0, 3.0, " ja" * 50)], 3.0, compression_ratio=9.0)
    wordless = HeardSegment(None, 9.0)

    answer = recognise(UnsureRecogniser(good, loop, wordless), AUDIO, language="de", usual_language="de")

    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [event["words"] for event in told] == [[[0.0, 0.5, " Guten"], [0.5, 1.0, " Tag"]], []]
    assert [event["fraction"] for event in told] == [0.25, 1.0]
    assert answer["dropped"] == 1


def test_next_to_no_sound_is_not_even_listened_to():
    recogniser = UnsureRecogniser()

    answer = recognise(recogniser, AUDIO[:100], language=None, usual_language="de")

    assert (recogniser.asked, answer["language"]) == ([], "de")


def test_a_child_does_nothing_it_does_not_know():
    with pytest.raises(KeyError):
        work({})
