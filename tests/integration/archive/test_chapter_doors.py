"""Chapters through every door they come in by, from the words of the source to the rows of the recording."""

import shutil
from dataclasses import replace

import pytest
from sqlalchemy import select

from archive.catalogue.recordings import Recording
from archive.details.drafts import draft_recording
from archive.shelf.accession import put_files, write_rows
from ingest.notes import read_note, write_note
from ingest.pages import read_page
from ingest.pipeline import run
from ingest.sources import FileSource
from ingest.steps.fetch import Fetched
from ingest.steps.slides import Seen
from ingest.ytdlp_answers import entries_of, joined
from ingest.ytdlp_texts import fetch_chapters
from media.slides import SlideFile
from tests.support.archives import open_archive
from tests.support.clips import make_clip, run_tool
from tests.support.ingesting import context_for

PAGE = "https://archive.example/page"
WANTED = [(0.0, "Begrüßung"), (30.0, "Wohnen & Arbeit")]
INSIDE = """;FFMETADATA1
[CHAPTER]
TIMEBASE=1/1000
START=0
END=30000
title=Begrüßung
[CHAPTER]
TIMEBASE=1/1000
START=30000
END=60000
title=Wohnen & Arbeit
"""
TRACK = "WEBVTT\n\n00:00.000 --> 00:30.000\nBegrüßung\n\n00:30.000 --> 01:00.000\nWohnen &amp; Arbeit\n"
LINKED = """<script type="application/ld+json">{"@type": "VideoObject", "contentUrl": "/talk.mp4", "hasPart": [
{"@type": "Clip", "name": "Begrüßung", "startOffset": 0, "endOffset": 30},
{"@type": "Clip", "name": "Wohnen & Arbeit", "startOffset": 30, "endOffset": 60}]}</script>"""


def by_platform(_work):
    chapters = [
        {"start_time": 0, "end_time": 30, "title": "Begrüßung"},
        {"start_time": 30, "end_time": 60, "title": "Wohnen & Arbeit"},
    ]
    (entry,) = entries_of({"url": "https://archive.example/talk.mp4", "chapters": chapters})
    return entry


def by_linked_data(_work):
    (entry,) = joined(read_page(f"<html>{LINKED}</html>", PAGE), ())
    return entry


def by_track(work):
    html = "<html><video src=talk.mp4><track kind=chapters src=c.vtt></video></html>"
    (entry,) = joined(read_page(html, PAGE), ())
    assert entry.chapters_address == "https://archive.example/c.vtt"
    chapters = fetch_chapters(entry.chapters_address, work, lambda _ref, target: target.write_text(TRACK, "utf-8"))
    return replace(entry, chapters=chapters)


def by_container(work):
    notes, told = work / "chapters.txt", work / "told.m4a"
    notes.write_text(INSIDE, encoding="utf-8")
    run_tool(["-f", "mp4", "-i", work / "original", "-i", notes, "-map_chapters", "1", "-c", "copy", told])
    told.replace(work / "original")


def by_slides(work):
    slides = ((0.0, 30.0, "Begrüßung"), (30.0, 60.0, "Wohnen & Arbeit"))
    write_note(
        work / "slides.json",
        Seen(tuple(SlideFile(start, end, work / "original", title, title) for start, end, title in slides)),
    )


@pytest.fixture(scope="module")
def taken_in(tmp_path_factory):
    """The work folder of a minute of sound, with all steps done."""
    folder = tmp_path_factory.mktemp("taken-in")
    source = FileSource(make_clip(folder / "talk.m4a", video=None, seconds=60), "talk.m4a")
    run(context_for(source, folder / "work"))
    return folder / "work", source


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    with open_archive(tmp_path_factory.mktemp("var") / "var") as services:
        yield services


@pytest.mark.parametrize(
    ("door", "are_suggested"),
    [(by_platform, False), (by_linked_data, False), (by_track, False), (by_container, False), (by_slides, True)],
)
def test_chapters_reach_the_recording_by_every_door(door, are_suggested, taken_in, services, tmp_path):
    done, source = taken_in
    work = shutil.copytree(done, tmp_path / "work")
    (work / "inspect.json").unlink()
    entry = door(work)
    write_note(work / "fetch.json", replace(read_note(work / "fetch.json", Fetched), entry=entry))

    result = run(context_for(source, work))
    files = put_files(services, result)
    with services.database.writing() as session:
        known = session.scalars(select(Recording.id)).one_or_none()
        recording_id = known or draft_recording(session, result.details, now=services.clock()).id
        row = write_rows(services, session, recording_id, result, files)
        chapters = [(chapter.start_seconds, chapter.title, chapter.is_suggestion) for chapter in row.chapters]

    assert chapters == [(start, title, are_suggested) for start, title in WANTED]
