"""New ends of a recording: everything that is told by seconds moves, and what is left out comes back."""

from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from archive.catalogue.cut_queries import original_seconds
from archive.catalogue.cuts import Trim
from archive.catalogue.pictures import PosterFrame
from archive.catalogue.recordings import Chapter, Recording, TranscriptCue
from archive.catalogue.revisions import FormerCue
from archive.catalogue.topics import TopicMoment
from archive.errors import InvalidInputError
from archive.jobs.queue import REPLACE
from archive.shelf.trimming import ends_of, trim
from archive.transcripts.retiming import Ends, move_words
from tests.support.archives import open_archive
from tests.support.shelf import shelve_words

SECONDS = 20.0
COUNTER = count()
TITLES = ("Anfang", "Mitte", "Ende")


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    with open_archive(tmp_path_factory.mktemp("retiming") / "var") as services:
        yield services


@pytest.fixture
def recording_id(services, request):
    made = shelve_words(services, f"Gespräch {request.node.name}", "eins", "zwei", "drei", "vier")
    with services.database.writing() as session:
        recording = session.get_one(Recording, made)
        recording.duration_seconds, recording.original_key = SECONDS, "aa/original"
        for start, title in zip((0.0, 8.0, 16.0), TITLES, strict=True):
            session.add(Chapter(recording_id=made, start_seconds=start, title=title))
    return made


def move(services, recording_id, begins_at, ends_at=None):
    with services.database.writing() as session:
        recording = session.get_one(Recording, recording_id)
        move_words(session, recording, Ends(begins_at, ends_at), original_seconds=SECONDS)


def lines(services, recording_id):
    with services.database.reading() as session:
        transcripts = session.get_one(Recording, recording_id).transcripts
        cues = select(TranscriptCue).where(TranscriptCue.transcript_id == transcripts[0].id)
        rows = session.scalars(cues.order_by(TranscriptCue.position)).all()
        return [(row.key, row.start_seconds, row.end_seconds, row.text) for row in rows]


def chapters(services, recording_id):
    with services.database.reading() as session:
        rows = session.get_one(Recording, recording_id).chapters
        return [(row.start_seconds, row.title) for row in rows]


def test_lines_move_and_those_outside_are_not_shown(services, recording_id):
    move(services, recording_id, 5.0, 15.0)

    assert [line[1:] for line in lines(services, recording_id)] == [(0.0, 5.0, "zwei"), (5.0, 10.0, "drei")]


def test_a_line_that_an_end_cuts_through_is_shortened(services, recording_id):
    move(services, recording_id, 7.0, 12.0)

    assert [line[1:] for line in lines(services, recording_id)] == [(0.0, 3.0, "zwei"), (3.0, 5.0, "drei")]


def test_the_chapter_that_is_under_way_at_the_beginning_begins_there(services, recording_id):
    move(services, recording_id, 10.0, 15.0)

    assert chapters(services, recording_id) == [(0.0, "Mitte")]


def test_everything_comes_back_with_the_ends(services, recording_id):
    before, titled = lines(services, recording_id), chapters(services, recording_id)

    move(services, recording_id, 5.0, 15.0)
    move(services, recording_id, 0.0)

    assert lines(services, recording_id) == before
    assert [title for _, title in chapters(services, recording_id)] == [title for _, title in titled]
    with services.database.reading() as session:
        assert session.get(Trim, recording_id) is None


def test_frames_and_passages_of_topics_move_along(services, recording_id):
    with services.database.writing() as session:
        recording = session.get_one(Recording, recording_id)
        recording.poster_frames = [
            PosterFrame(position=0, at_seconds=9.0, image_key="aa/frame"),
            PosterFrame(position=1, at_seconds=0.0, image_key="aa/source", is_from_source=True),
        ]
        about = {"recording_id": recording_id, "topic": "housing", "language": "de", "words": [], "said": []}
        session.add(TopicMoment(**about, first_position=1, last_position=1, start_seconds=5.0, end_seconds=10.0))

    move(services, recording_id, 5.0)

    with services.database.reading() as session:
        frames = session.get_one(Recording, recording_id).poster_frames
        moment = session.scalars(select(TopicMoment).where(TopicMoment.recording_id == recording_id)).one()
    assert [frame.at_seconds for frame in frames] == [4.0, 0.0]
    assert (moment.start_seconds, moment.end_seconds) == (0.0, 5.0)


def test_words_that_only_moved_are_still_those_of_a_machine(services, recording_id):
    move(services, recording_id, 5.0)

    with services.database.reading() as session:
        transcripts = session.get_one(Recording, recording_id).transcripts
        assert [(row.last_edit, row.is_edited) for row in transcripts] == [(1, False)]


def test_while_the_file_is_being_replaced_its_seconds_are_no_wish(services, recording_id):
    with services.database.writing() as session:
        services.jobs.enqueue(session, kind=REPLACE, arguments={}, recording_id=recording_id)
        with pytest.raises(InvalidInputError, match="being-replaced"):
            trim(services, session, recording_id, begins_at=5.0, ends_at=SECONDS)


def test_quotes_of_former_wordings_move_along(services, recording_id):
    with services.database.writing() as session:
        row = {"recording_id": recording_id, "language": "de", "key": "abcd", "since_revision": 1, "until_revision": 1}
        session.add(FormerCue(**row, start_seconds=9.0, end_seconds=11.0, text="früher", is_machine_text=False))

    move(services, recording_id, 5.0)

    with services.database.reading() as session:
        former = session.scalars(select(FormerCue).where(FormerCue.recording_id == recording_id)).one()
        assert (former.start_seconds, former.end_seconds) == (4.0, 6.0)


@settings(max_examples=10)
@given(st.lists(st.tuples(st.integers(0, 19), st.integers(1, 20)), max_size=5))
def test_no_line_is_ever_lost_however_often_the_ends_move(services, ends):
    made = shelve_words(services, f"Gespräch {next(COUNTER)}", "eins", "zwei", "drei", "vier")
    said = [line[3] for line in lines(services, made)]

    for begins_at, more in ends:
        move(services, made, float(begins_at), min(SECONDS, float(begins_at + more)))
        assert all(0 <= start < end for _, start, end, _ in lines(services, made))
    move(services, made, 0.0)

    assert [line[3] for line in lines(services, made)] == said


def test_a_wish_is_a_job_and_the_words_move_only_with_the_film(services, recording_id):
    with services.database.writing() as session:
        job = trim(services, session, recording_id, begins_at=5.0, ends_at=SECONDS)

    assert job.arguments == {"parts": ["pictures", "renditions"], "ends": [5.0, None]}
    assert len(lines(services, recording_id)) == 4
    with services.database.reading() as session:
        assert ends_of(session, recording_id) == Ends()


def test_the_ends_that_it_has_are_no_wish(services, recording_id):
    with services.database.writing() as session:
        assert trim(services, session, recording_id, begins_at=0.0, ends_at=SECONDS) is None


def test_the_length_of_the_original_is_remembered(services, recording_id):
    move(services, recording_id, 5.0, 15.0)

    with services.database.reading() as session:
        assert original_seconds(session, session.get_one(Recording, recording_id)) == SECONDS


@pytest.mark.parametrize(
    ("begins_at", "ends_at", "faults"),
    [
        (-1.0, 10.0, {"begins_at": "not-a-time"}),
        (20.0, 30.0, {"begins_at": "not-a-time"}),
        (9.5, 10.0, {"ends_at": "before-the-start"}),
    ],
)
def test_ends_that_leave_nothing_are_refused(services, recording_id, begins_at, ends_at, faults):
    with services.database.writing() as session, pytest.raises(InvalidInputError) as refused:
        trim(services, session, recording_id, begins_at=begins_at, ends_at=ends_at)

    assert refused.value.fields == faults
