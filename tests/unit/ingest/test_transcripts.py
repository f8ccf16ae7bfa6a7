"""Which transcript a recording gets, and what happens to captions nobody can read."""

from dataclasses import replace

import pytest

from ingest.context import Problem
from ingest.sources import CaptionFile
from ingest.speech import Heard
from ingest.transcripts import from_speech, read_captions
from media.cues import Word

GERMAN = "1\n00:00:01,000 --> 00:00:02,000\nWir sprechen über die Rückkehr und die Prüfung der Lage\n"
ENGLISH = "WEBVTT\n\n00:01.000 --> 00:02.000\nWe are here and this is the return of the people\n"


@pytest.fixture
def captions(tmp_path):
    def written(content, *, language=None, origin="supplied", name="x.srt"):
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.bin"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return CaptionFile(path, language, origin, name)

    return written


def read(*files, language=None):
    return read_captions(files, otherwise=language or "de")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_captions_are_read_in_every_usual_encoding(captions, encoding):
    found = read(captions(GERMAN.encode(encoding)))

    assert found.problems == ()
    assert "über die Rückkehr" in found.transcripts[0].cues[0].text


@pytest.mark.parametrize(
    ("content", "code", "reason"),
    [
        (b"", "captions-empty", "empty"),
        (b"WEBVTT\n\n", "captions-empty", "empty"),
        (b"<!doctype html><html><h1>404</h1>", "captions-unreadable", "html-page"),
        (b"nothing timed here", "captions-unreadable", "not-captions"),
        (bytes(range(256)) * 20, "captions-unreadable", "not-captions"),
    ],
)
def test_unreadable_captions_are_a_problem_and_not_an_error(captions, content, code, reason):
    found = read(captions(content, name="talk.vtt"))

    assert found.transcripts == ()
    assert found.problems == (Problem(code, "talk.vtt", reason),)


def test_a_missing_caption_file_is_a_problem_too(tmp_path):
    found = read(CaptionFile(tmp_path / "gone.vtt", None, "supplied", "gone.vtt"))

    assert found.problems == (Problem("captions-unreadable", "gone.vtt", "file-unreadable"),)


def test_unreadable_captions_make_room_for_the_next_origin(captions):
    found = read(captions(b"", name="own.vtt"), captions(GERMAN, origin="platform", language="de"))

    assert [transcript.origin for transcript in found.transcripts] == ["platform"]
    assert [problem.subject for problem in found.problems] == ["own.vtt"]


@pytest.mark.parametrize(("content", "expected"), [("", "Wir"), (GERMAN.replace("Wir", "Sie"), "Sie")])
def test_spare_captions_are_used_where_those_before_them_are_broken(captions, content, expected):
    spare = replace(captions(GERMAN, language="de", name="talk.de.srt"), is_spare=True)

    found = read(captions(content, language="de", name="talk.de.vtt"), spare)

    assert [transcript.cues[0].text.split()[0] for transcript in found.transcripts] == [expected]
    assert [problem.subject for problem in found.problems] == ([] if content else ["talk.de.vtt"])


def test_a_spare_text_is_not_read_where_the_captions_could_be(captions):
    text = replace(captions("This is the return of the people and all that", name="talk.txt"), is_spare=True)

    found = read_captions([captions(GERMAN), text], otherwise="de", recording_seconds=6.0)

    assert [transcript.language for transcript in found.transcripts] == ["de"]


def test_one_transcript_of_each_language_and_origin_is_kept_the_most_trusted_first(captions):
    found = read(
        captions(GERMAN, origin="platform-auto", language="de"),
        captions(GERMAN, origin="platform", language="de"),
        captions(GERMAN, origin="supplied", language="de"),
        captions(GERMAN.replace("Wir", "Sie"), origin="supplied", language="de"),
        captions(ENGLISH, origin="platform", language="en"),
    )

    assert [(found.language, found.origin) for found in found.transcripts] == [
        ("de", "supplied"),
        ("de", "platform"),
        ("en", "platform"),
        ("de", "platform-auto"),
    ]
    assert found.transcripts[0].cues[0].text.startswith("Wir")


def test_a_machines_translation_is_left_out_where_people_made_captions(captions):
    found = read(
        captions(GERMAN, origin="platform", language="de"), captions(ENGLISH, origin="platform-auto", language="fr")
    )

    assert [found.language for found in found.transcripts] == ["de"]


def test_a_text_without_times_is_a_transcript_only_where_the_file_is_a_text(captions):
    text = "Wir sprechen heute über die Rückkehr."
    files = (captions(text, name="talk.txt"), captions(text, name="talk.vtt"))

    found = read_captions(files, otherwise="de", recording_seconds=6.0)

    assert [len(transcript.cues) for transcript in found.transcripts] == [1]
    assert [problem.subject for problem in found.problems] == ["talk.vtt"]


def test_captions_of_a_machine_count_where_there_are_no_others(captions):
    found = read(captions(GERMAN, origin="platform-auto", language="de"))

    assert [transcript.origin for transcript in found.transcripts] == ["platform-auto"]


@pytest.mark.parametrize(
    ("content", "named", "recording", "expected"),
    [(GERMAN, "tr", "en", "tr"), (ENGLISH, None, "de", "en"), (GERMAN.replace("und die", "?"), None, "sr", "sr")],
)
def test_the_language_is_the_named_else_the_guessed_else_the_recordings(captions, content, named, recording, expected):
    found = read(
        captions(content if named or "?" not in content else "1\n00:01,0 --> 00:02,0\nxyz\n", language=named),
        language=recording,
    )

    assert found.transcripts[0].language == expected


def test_recognised_words_become_cues_and_dropped_loops_are_told():
    heard = Heard("de", (Word(0.0, 0.4, " Guten"), Word(0.4, 0.9, " Tag.")), "faster-whisper 1.2 base", 2)

    transcript = from_speech(heard)

    assert (transcript.origin, transcript.cues[0].text) == ("speech", "Guten Tag.")
    assert transcript.problems == ("repetition-dropped", "repetition-dropped")


def test_no_words_are_no_transcript():
    assert from_speech(Heard("de", (), "faster-whisper 1.2 base", 0)) is None
