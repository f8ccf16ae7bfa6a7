"""Captions of the demonstration begin with the word, and say who speaks. With the real espeak-ng."""

import array
import wave
from collections import Counter
from itertools import pairwise

import pytest

from archive.demo.captions import captions, chapters, chapters_vtt
from archive.demo.speech import SAMPLE_RATE, speak, word_starts
from archive.demo.texts import read_scripts, shortened
from media.cues import read_timed_text

SCRIPT = shortened(next(script for script in read_scripts() if script.slug == "georgien"), slides=2)
LOUD = 200
NOISE_SECONDS = 0.25
"""Some builds of espeak-ng put noise of chance into a voice, which moves the edges of its silence."""


@pytest.fixture(scope="module")
def spoken(tmp_path_factory):
    target = tmp_path_factory.mktemp("speech") / "speech.wav"
    speech = speak(SCRIPT, target)
    with wave.open(str(target)) as file:
        samples = array.array("h", file.readframes(file.getnframes()))
    return speech, samples


def _loudest(samples, start_seconds, end_seconds):
    part = samples[round(start_seconds * SAMPLE_RATE) : round(end_seconds * SAMPLE_RATE)]
    return max(map(abs, part), default=0)


def test_every_sentence_begins_and_ends_with_sound_and_has_silence_around_it(spoken):
    speech, samples = spoken

    for row in speech.sentences:
        assert _loudest(samples, row.start_seconds - 0.2, row.start_seconds) == 0
        assert _loudest(samples, row.start_seconds, row.start_seconds + 0.03) > LOUD
        assert _loudest(samples, row.end_seconds - 0.03, row.end_seconds) > LOUD
        assert _loudest(samples, row.end_seconds, row.end_seconds + 0.2) == 0


def test_the_captions_hold_every_sentence_at_its_time_with_its_speaker(spoken):
    speech, _ = spoken

    read = read_timed_text(captions(speech, language="de").encode())

    assert read.problems == ()
    assert [cue.text for cue in read.cues] == [line.sentence for line in SCRIPT.lines]
    assert [cue.speaker for cue in read.cues] == [line.speaker.name for line in SCRIPT.lines]
    for cue, row in zip(read.cues, speech.sentences, strict=True):
        assert cue.start_seconds == pytest.approx(row.start_seconds, abs=0.001)
        assert cue.end_seconds == pytest.approx(row.end_seconds, abs=0.001)


def test_every_written_word_has_a_time_inside_its_sentence(spoken):
    speech, _ = spoken

    for cue in read_timed_text(captions(speech, language="de").encode()).cues:
        starts = [word.start_seconds for word in cue.words]
        assert [word.text for word in cue.words] == cue.text.split()
        assert starts[0] == cue.start_seconds
        assert all(before < after for before, after in pairwise([*starts, cue.end_seconds]))


def test_a_comma_takes_time_before_the_next_word():
    plain = word_starts("eins zwei drei", 0.0, 3.0)
    paused = word_starts("eins, zwei drei", 0.0, 3.0)

    assert paused[1] - paused[0] > plain[1] - plain[0]


def test_each_slide_is_a_chapter_from_the_beginning_to_the_end(spoken):
    speech, _ = spoken

    marks = chapters(SCRIPT, speech)

    assert [mark.title for mark in marks] == [slide.title for slide in SCRIPT.slides]
    assert (marks[0].start_seconds, marks[-1].end_seconds) == (0.0, speech.duration_seconds)
    assert marks[0].end_seconds == marks[1].start_seconds
    assert len(read_timed_text(chapters_vtt(marks).encode()).cues) == len(marks)


def test_the_same_text_is_said_in_the_same_time_and_leaves_nothing_else_behind(spoken, tmp_path):
    again = speak(SCRIPT, tmp_path / "again.wav")

    assert [said.line for said in again.sentences] == [said.line for said in spoken[0].sentences]
    assert again.duration_seconds == pytest.approx(spoken[0].duration_seconds, abs=NOISE_SECONDS)
    assert Counter(path.name for path in tmp_path.iterdir()) == {"again.wav": 1}
