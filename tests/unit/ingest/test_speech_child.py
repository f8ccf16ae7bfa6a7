"""What the speech child makes of a recogniser that is unsure, stutters, hears ghosts, or hears nothing."""

import json
import wave
from dataclasses import dataclass, field

import pytest

np = pytest.importorskip("numpy")

from ingest.speech_child import Language, Samples, chunks, hear, work  # noqa: E402  numpy comes with the recogniser

RATE = 16_000


@dataclass
class HeardWord:
    start: float
    end: float
    word: str
    probability: float = 0.987


@dataclass
class HeardSegment:
    text: str
    start: float = 0.0
    end: float = 1.0
    compression_ratio: float = 1.0
    no_speech_prob: float = 0.0
    words: list[HeardWord] = field(init=False)

    def __post_init__(self):
        self.words = [HeardWord(self.start, self.end, f" {word}") for word in self.text.split()]


@dataclass
class HeardInfo:
    language: str
    language_probability: float


class UnsureRecogniser:
    """Takes German for Italian, and does not always believe it itself."""

    def __init__(self, *segments, probabilities=(0.32,)):
        self.segments = segments
        self.probabilities = iter(probabilities)
        self.asked = []
        self.hints = []

    def transcribe(self, _audio, *, language, hotwords, **_options):
        self.asked.append(language)
        self.hints.append(hotwords)
        probability = 1.0 if language else next(self.probabilities)
        return iter(self.segments), HeardInfo(language or "it", probability)


@pytest.fixture
def sound(tmp_path):
    """Give samples: noise of so many seconds, and silence from place to place."""
    opened = []

    def made(seconds, *silences):
        noise = np.random.default_rng(1).integers(-3000, 3000, int(seconds * RATE)).astype("<i2")
        for begin, end in silences:
            noise[int(begin * RATE) : int(end * RATE)] = 0
        path = tmp_path / "sound.wav"
        with wave.open(str(path), "wb") as file:
            file.setparams((1, 2, RATE, 0, "NONE", ""))
            file.writeframes(noise.tobytes())
        opened.append(wave.open(str(path), "rb"))  # noqa: SIM115  closed below
        return Samples(opened[-1])

    yield made
    for file in opened:
        file.close()


def heard(capsys, recogniser, samples, *, known=None, start=0.0, chunk=600.0, hints=""):
    language = Language(known, "de")
    hear(recogniser, samples, language=language, hints=hints, start_seconds=start, chunk_seconds=chunk)
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return [event for event in told if event["event"] == "chunk"]


@pytest.mark.parametrize(
    ("probability", "known", "asked"),
    [(0.32, None, [None, "de"]), (0.95, None, [None]), (0.32, "tr", ["tr"])],
)
def test_a_doubtful_language_is_the_likely_one(capsys, sound, probability, known, asked):
    recogniser = UnsureRecogniser(HeardSegment("ja"), probabilities=[probability])

    (chunk,) = heard(capsys, recogniser, sound(4), known=known)

    assert (recogniser.asked, chunk["language"]) == (asked, asked[-1] or "it")


def test_a_language_that_was_certain_once_holds_for_the_rest(capsys, sound):
    recogniser = UnsureRecogniser(HeardSegment("ja"), probabilities=[0.3, 0.9, 0.3])

    told = heard(capsys, recogniser, sound(10, (2.8, 3.2), (5.8, 6.2)), chunk=3.0)

    assert recogniser.asked == [None, "de", None, "it"]
    assert [chunk["is_certain"] for chunk in told] == [False, True, True]


def test_loops_ghosts_and_credits_are_dropped_and_counted(capsys, sound):
    recogniser = UnsureRecogniser(
        HeardSegment("Guten Tag", 0.0, 1.0),
        HeardSegment("ja " * 50, 1.0, 2.0, compression_ratio=9.0),
        *[HeardSegment("Also gut.", 1.0, 2.0)] * 5,
        HeardSegment("Untertitel der Amara.org-Community", 1.0, 2.0),
        HeardSegment("Vielen Dank.", 1.0, 2.0),
        HeardSegment("Vielen Dank.", 3.0, 3.9),
        HeardSegment("Thanks for watching!", 1.0, 2.0, no_speech_prob=0.9),
    )

    (chunk,) = heard(capsys, recogniser, sound(4, (2.5, 4.0)), known="de")

    said = "".join(word for _, _, word, _ in chunk["words"])
    assert {chance for *_, chance in chunk["words"]} == {0.99}
    assert said == " Guten Tag" + " Also gut." * 3 + " Vielen Dank."
    assert (chunk["loops"], chunk["phantoms"]) == (3, 3)


def test_chunks_end_where_it_is_quiet_and_words_keep_their_place(capsys, sound):
    samples = sound(20, (5.8, 6.6), (11.5, 12.3))

    told = heard(capsys, UnsureRecogniser(HeardSegment("ja", 0.5, 0.7)), samples, known="de", chunk=6.0)

    ends = [chunk["end"] for chunk in told]
    assert (5.8 < ends[0] < 6.6, 11.5 < ends[1] < 12.3, ends[2]) == (True, True, 20.0)
    assert [chunk["start"] for chunk in told] == [0.0, *ends[:2]]
    assert [chunk["words"][0][0] for chunk in told] == [round(chunk["start"] + 0.5, 3) for chunk in told]


def test_going_on_from_a_chunks_end_gives_the_same_chunks(sound):
    samples = sound(60, (9, 9.7), (19, 19.6), (31, 31.6), (41, 42))

    whole = list(chunks(samples, start_seconds=0.0, chunk_seconds=10.0))

    assert len(whole) == 6
    assert list(chunks(samples, start_seconds=whole[1][1], chunk_seconds=10.0)) == whole[2:]


def test_the_names_to_expect_reach_every_chunk(capsys, sound):
    recogniser = UnsureRecogniser()

    heard(capsys, recogniser, sound(20), known="de", chunk=6.0, hints="Tiflis, REAG")

    assert recogniser.hints == ["Tiflis, REAG"] * 3


def test_next_to_no_sound_is_not_even_listened_to(capsys, sound):
    recogniser = UnsureRecogniser()

    assert heard(capsys, recogniser, sound(0.1)) == []
    assert recogniser.asked == []


def test_a_child_does_nothing_it_does_not_know():
    with pytest.raises(KeyError):
        work({})
