"""The whole way of a recording: from a file or an address to plain data, across kills, with every bad input."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.context import Problem
from ingest.entries import ChapterMark
from ingest.errors import CancelledError, IngestError
from ingest.pipeline import POINTS, STEPS, run
from ingest.sources import AddressSource, FileSource, GivenDetails, file_source
from ingest.steps import fetch, inspect, transcript
from ingest.steps.renditions import Rendered
from ingest.ytdlp import list_entries
from media.errors import MediaError
from tests.support.clips import make_clip, make_playlist, make_scrambled, make_time_bomb, make_truncated, run_tool
from tests.support.house import ROOT
from tests.support.ingesting import RememberingProgress, context_for, usual_options
from tests.support.loopback_site import GERMAN_CAPTIONS


@pytest.fixture
def talk(clip, tmp_path):
    """Give a recording with captions beside it, in a folder of its own."""
    folder = tmp_path / "incoming"
    folder.mkdir()
    (folder / "Fokus_Georgien_06.12.2023.mp4").write_bytes(clip.read_bytes())
    (folder / "Fokus_Georgien_06.12.2023.de.vtt").write_text(GERMAN_CAPTIONS)
    return folder / "Fokus_Georgien_06.12.2023.mp4"


def test_a_file_with_captions_becomes_a_recording(talk, tmp_path):
    progress = RememberingProgress()
    options = usual_options(country_names={"georgien": "GE"})
    before = {path: path.stat() for path in talk.parent.iterdir()}

    result = run(context_for(file_source(talk), tmp_path / "work", options=options, progress=progress))

    assert result.original.read_bytes() == talk.read_bytes()
    assert result.original_name == "Fokus_Georgien_06.12.2023.mp4"
    assert len(result.sha512) == 128
    assert result.details.title.value == "Fokus Georgien 06.12.2023"
    assert (result.details.date.value, result.details.countries[0].value) == ("2023-12-06", "GE")
    assert {"360p", "audio"} & {file.spec.name for file in result.renditions}
    assert all(file.path.is_file() for file in result.renditions)
    assert result.pictures.frames[0].path.is_file()
    (transcript,) = result.transcripts
    assert (transcript.language, transcript.origin, transcript.timing_lines) == ("de", "supplied", 2)
    assert transcript.cues[1].text == "Wir sprechen über die Rückkehr."
    assert (result.transcript_note, result.problems) == ("", ())
    assert progress.begun == list(STEPS)
    assert {path: path.stat() for path in talk.parent.iterdir()} == before, "the source was touched"


def test_captions_inside_the_file_are_a_transcript_where_none_lie_beside_it(clip, tmp_path):
    captions = tmp_path / "captions.vtt"
    captions.write_text(GERMAN_CAPTIONS)
    talk = tmp_path / "talk.mkv"
    form = ["-map", "0", "-map", "1", "-c", "copy", "-c:s", "srt", "-metadata:s:s:0", "language=ger"]
    run_tool(["-i", clip, "-i", captions, *form, talk])

    result = run(context_for(file_source(talk), tmp_path / "work"))

    (transcript,) = result.transcripts
    assert (transcript.language, transcript.origin, len(transcript.cues)) == ("de", "supplied", 2)
    assert result.problems == ()


def test_a_recording_of_a_page_becomes_a_recording_with_all_the_page_says(site, options, tmp_path):
    entry = list_entries(site.at("/events"), options=options, cancelled=lambda: False)[0]

    result = run(context_for(AddressSource(site.at("/events")), tmp_path / "work", entry=entry, options=options))

    assert result.details.title.value.endswith("Fokus Georgien")
    assert result.details.kind.value == "virtual"
    assert [detail.value for detail in result.details.countries] == ["GE"]
    assert result.details.language.value == "de"
    assert result.chapters == (ChapterMark(0.0, 1.0, "Einleitung"), ChapterMark(1.0, 2.0, "Fragen"))
    assert [(found.language, found.origin) for found in result.transcripts] == [("de", "platform"), ("en", "platform")]
    assert result.original_name == "georgia.mp4"


def test_a_single_address_needs_no_entry(site, options, tmp_path):
    result = run(context_for(AddressSource(site.at("/described")), tmp_path / "work", options=options))

    assert result.details.title.value == "Beratung in der Praxis"
    assert [speaker.value for speaker in result.details.speakers] == ["Anna Muster", "Dr. Bernd Beispiel"]
    assert (result.transcripts, result.transcript_note) == ((), "no-model")


def test_an_upload_of_ours_is_linked_and_its_given_details_are_kept(talk, tmp_path):
    given = GivenDetails(date="2022-05", language="en")
    source = FileSource(talk, "Mein Vortrag.mp4", given=given, is_ours=True)

    result = run(context_for(source, tmp_path / "work"))

    assert result.original.samefile(talk)
    assert result.details.title.value == "Mein Vortrag"
    assert (result.details.date.value, result.details.language.value) == ("2022-05", "en")


def killed_at(point, talk, folder):
    command = [sys.executable, "-m", "tests.support.mortal_ingest", point, str(talk), str(folder)]
    return subprocess.run(command, cwd=ROOT, timeout=120, check=False, capture_output=True, text=True)


def result_in(folder: Path):
    return json.loads(folder.with_suffix(".result").read_text())


def test_killed_at_every_point_in_turn_nothing_is_lost_and_nothing_done_twice(talk, tmp_path):
    whole, torn = tmp_path / "whole", tmp_path / "torn"
    assert killed_at("never", talk, whole).returncode == 0

    for point in POINTS:
        assert killed_at(point, talk, torn).returncode == -signal.SIGKILL, point
    assert killed_at("never", talk, torn).returncode == 0

    assert result_in(torn) == result_in(whole)
    reached = torn.with_suffix(".points").read_text().split()
    for step in STEPS:
        # killed before, killed after its outputs, killed after its note: three beginnings, and none after the note
        assert [point for point in reached if point.startswith(step)] == [
            f"{step}:before",
            f"{step}:before",
            f"{step}:outputs",
            f"{step}:before",
            f"{step}:outputs",
            f"{step}:after",
        ]


def test_a_finished_ingest_is_only_read_again(talk, tmp_path):
    first = run(context_for(file_source(talk), tmp_path / "work"))
    talk.unlink()
    points: list[str] = []

    again = run(context_for(file_source(talk), tmp_path / "work", reached=points.append))

    assert again == first
    assert points == []


def test_work_can_be_cancelled_between_steps_and_taken_up_again(talk, tmp_path):
    reached: list[str] = []
    context = context_for(
        file_source(talk), tmp_path / "work", reached=reached.append, cancelled=lambda: "inspect:after" in reached
    )

    with pytest.raises(CancelledError):
        run(context)

    assert reached[-1] == "inspect:after"
    assert run(context_for(file_source(talk), tmp_path / "work")).transcripts


def nothing(path):
    path.write_bytes(b"")


def text(path):
    path.write_text("Dies ist kein Film.\n" * 50)


def playlist(path):
    make_playlist(path, target="file:///etc/hostname")


def dash(path):
    make_playlist(path, target="file:///etc/hostname", kind="dash")


@pytest.mark.parametrize(
    ("make", "code", "reason"),
    [
        pytest.param(nothing, "not-playable", "empty", id="empty"),
        pytest.param(text, "not-playable", "not-media", id="unreadable"),
        pytest.param(make_truncated, "not-playable", "truncated", id="truncated"),
        pytest.param(make_scrambled, "not-playable", None, id="scrambled"),
        pytest.param(playlist, "source-refused", "playlist-file", id="playlist-named-mp4"),
        pytest.param(dash, "source-refused", "playlist-file", id="dash-named-mp4"),
        pytest.param(make_time_bomb, "not-playable", None, id="claims-20-hours"),
        pytest.param(Path.mkdir, "source-refused", "not-a-file", id="folder"),
        pytest.param(lambda _path: None, "source-unavailable", "file-missing", id="missing"),
    ],
)
def test_a_bad_file_ends_with_a_code_and_a_reason(tmp_path, make, code, reason):
    path = tmp_path / "bad.mp4"
    make(path)

    with pytest.raises((IngestError, MediaError)) as refused:
        run(context_for(file_source(path), tmp_path / "work"))

    assert refused.value.code == code
    assert reason in {None, refused.value.details().get("reason")}
    assert not list((tmp_path / "work").glob("transcript.json"))


def test_a_file_that_is_too_large_or_too_long_is_refused(talk, tmp_path):
    with pytest.raises(IngestError) as large:
        run(context_for(file_source(talk), tmp_path / "a", options=usual_options(max_bytes=1000)))
    with pytest.raises(MediaError) as long:
        run(context_for(file_source(talk), tmp_path / "b", options=usual_options(max_duration_seconds=1.0)))

    assert (large.value.code, large.value.details()) == ("too-large", {"limit_bytes": 1000})
    assert (long.value.code, long.value.details()["reason"]) == ("not-playable", "too-long")


@pytest.mark.parametrize(
    ("shape", "renditions", "note"),
    [
        pytest.param({"video": None}, {"audio"}, "no-model", id="audio-only"),
        pytest.param({"audio": None}, {"source"}, "no-audio", id="silent-film"),
        pytest.param({"tone_hertz": 0}, {"source", "audio"}, "no-model", id="silence"),
        pytest.param({"video": "hevc"}, {"360p", "audio"}, "no-model", id="hevc"),
        pytest.param({"container": "matroska"}, {"source", "audio"}, "no-model", id="wrong-extension"),
    ],
)
def test_an_unusual_recording_is_taken_in_all_the_same(tmp_path, shape, renditions, note):
    path = make_clip(tmp_path / "unusual.mp4", **{"container": "mp4", "seconds": 1, **shape})

    result = run(context_for(file_source(path), tmp_path / "work"))

    assert {file.spec.name for file in result.renditions} == renditions
    assert (result.transcripts, result.transcript_note) == ((), note)
    assert bool(result.pictures.frames) == bool(result.pictures.storyboard) == (result.info.video is not None)


def spoken_in(source, folder):
    """Take in a recording without its renditions, which say nothing about its words."""
    folder.mkdir()
    context = context_for(source, folder)
    fetched = fetch.run(context)
    return fetched, transcript.run(context, fetched, inspect.run(context, fetched), Rendered(()))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"", "captions-empty", id="empty"),
        pytest.param(b"<!doctype html><title>404</title>", "captions-unreadable", id="broken"),
        pytest.param(GERMAN_CAPTIONS.encode("cp1252"), None, id="cp1252"),
        pytest.param(GERMAN_CAPTIONS.encode("utf-16"), None, id="utf-16"),
    ],
)
def test_captions_nobody_can_read_are_told_and_do_not_lose_the_recording(talk, tmp_path, content, code):
    talk.with_suffix(".de.vtt").write_bytes(content)

    _, spoken = spoken_in(file_source(talk), tmp_path / "work")

    assert [(problem.code, problem.subject) for problem in spoken.problems] == (
        [(code, "Fokus_Georgien_06.12.2023.de.vtt")] if code else []
    )
    assert [found.cues[1].text for found in spoken.transcripts] == ([] if code else ["Wir sprechen über die Rückkehr."])


def test_a_caption_file_that_vanished_is_told(talk, tmp_path):
    source = file_source(talk)
    talk.with_suffix(".de.vtt").unlink()

    fetched, _ = spoken_in(source, tmp_path / "work")

    assert fetched.problems == (Problem("captions-unavailable", "Fokus_Georgien_06.12.2023.de.vtt"),)
