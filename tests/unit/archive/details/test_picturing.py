"""Chapters and posters on the shelf: those of a source, suggested ones, and what a person decided before both."""

from pathlib import Path

import pytest
from sqlalchemy import select

from archive.catalogue.recordings import Recording
from archive.details.chaptering import correct_chapters
from archive.details.drafts import draft_recording
from archive.details.picturing import choose_poster, place_pictures, put_pictures, suggest_chapters
from archive.shelf.accession import put_files, write_rows
from archive.web.desk.pictures import chapter_rows, chapters_in
from ingest.context import Pictures
from ingest.entries import ChapterMark
from media.slides import SlideFile
from media.stills import Frame
from tests.support.archives import open_archive
from tests.support.ingested import details, ingested

SHOWN = Pictures(
    slides=tuple(SlideFile(at, at + 60, Path("s.jpg"), title=title) for at, title in ((0.0, "Reise"), (60.0, "Wohnen")))
)


@pytest.fixture
def services(tmp_path):
    with open_archive(tmp_path / "var") as services:
        yield services


@pytest.fixture
def shelved(services, tmp_path):
    """A recording of two minutes with the given chapters."""

    def shelve(*chapters, **more):
        result = ingested(tmp_path / "work", chapters=chapters, **more)
        files = put_files(services, result)
        with services.database.writing() as session:
            known = session.scalars(select(Recording.id)).one_or_none()
            recording_id = known or draft_recording(session, details(), now=services.clock()).id
            write_rows(services, session, recording_id, result, files).duration_seconds = 120.0
        return recording_id

    return shelve


def pictured(folder, at_seconds, *, from_source):
    folder.mkdir()
    for name in ("poster.jpg", "from-source.jpg"):
        (folder / name).write_text(f"{name} at {at_seconds}")
    return Pictures(
        (Frame(at_seconds, folder / "poster.jpg"),), from_source=folder / "from-source.jpg" if from_source else None
    )


def chapters_of(services):
    with services.database.reading() as session:
        rows = session.scalars(select(Recording)).one().chapters
        return [(row.start_seconds, row.title, row.is_suggestion) for row in rows]


def suggest(services, recording_id):
    with services.database.writing() as session:
        suggest_chapters(session, session.get_one(Recording, recording_id), SHOWN)


def test_a_rebuild_suggests_chapters_where_there_are_none(services, shelved):
    suggest(services, shelved())

    assert chapters_of(services) == [(0.0, "Reise", True), (60.0, "Wohnen", True)]


def test_a_rebuild_leaves_the_chapters_of_a_source(services, shelved):
    suggest(services, shelved(ChapterMark(3.0, None, "Anfang")))

    assert chapters_of(services) == [(3.0, "Anfang", False)]


@pytest.mark.parametrize("wanted", [(), (ChapterMark(5.0, None, "Mine"),)], ids=["none", "one"])
def test_what_a_person_decided_about_chapters_stays_in_a_rebuild_and_a_second_ingest(services, shelved, wanted):
    recording_id = shelved(ChapterMark(3.0, None, "Anfang"))
    with services.database.writing() as session:
        correct_chapters(session, recording_id, wanted)

    suggest(services, recording_id)
    shelved(ChapterMark(3.0, None, "Anfang"))
    shelved(ChapterMark(0.0, None, "Folie"), are_chapters_suggested=True)

    assert chapters_of(services) == [(mark.start_seconds, mark.title, False) for mark in wanted]


@pytest.mark.parametrize("seconds", [0.0, 59.996, 59.999, 119.25, 3599.999, 7262.5])
def test_a_time_that_the_desk_writes_is_one_that_it_reads(services, shelved, seconds):
    shelved(ChapterMark(seconds, None, "Hier"))
    with services.database.reading() as session:
        rows = chapter_rows(session.scalars(select(Recording)).one())

    (read,) = chapters_in(rows, duration_seconds=None)

    assert read.start_seconds == pytest.approx(seconds, abs=0.01)
    assert ":60" not in rows[0].time


def posters_of(services):
    with services.database.reading() as session:
        recording = session.scalars(select(Recording)).one()
        poster = next(row.position for row in recording.poster_frames if row.image_key == recording.poster_key)
        return [(row.at_seconds, row.is_from_source) for row in recording.poster_frames], poster


def test_the_picture_of_the_source_is_offered_but_stands_for_nothing_by_itself(services, shelved, tmp_path):
    shelved(pictures=pictured(tmp_path / "new", 7.0, from_source=True))

    assert posters_of(services) == ([(7.0, False), (0.0, True)], 0)


def test_the_picture_of_the_source_stays_when_the_others_are_made_anew(services, shelved, tmp_path):
    recording_id = shelved(pictures=pictured(tmp_path / "new", 7.0, from_source=True))
    with services.database.writing() as session:
        frames = session.get_one(Recording, recording_id).poster_frames
        choose_poster(session, recording_id, frame_id=frames[1].id)

    again = pictured(tmp_path / "again", 9.0, from_source=False)
    files = put_pictures(services, again)
    with services.database.writing() as session:
        place_pictures(services, session, session.get_one(Recording, recording_id), again, files)

    assert posters_of(services) == ([(0.0, True), (9.0, False)], 0)
