"""Words of a redacted span are gone at once, wherever they were kept; films and pictures leave the site with them."""

import pytest
from sqlalchemy import select

from archive.catalogue.cut_queries import cut_of
from archive.catalogue.edits import TranscriptEdit
from archive.catalogue.files import UnneededFile
from archive.catalogue.recordings import Chapter, ChapterOrigin, Recording, TranscriptCue
from archive.catalogue.reports import LineReport, ReportState
from archive.catalogue.revisions import FormerCue
from archive.catalogue.topics import TopicMoment, TopicState
from archive.catalogue.work import Job, JobState
from archive.details.drafts import draft_recording
from archive.errors import InvalidInputError
from archive.finding.indexing import index_recordings
from archive.jobs.queue import INDEX
from archive.shelf.accession import put_files, write_rows
from archive.shelf.rebuilding import ask_for_rebuild, outdated_recordings
from archive.shelf.redacting import redact
from archive.transcripts.cut_lines import REMOVED
from archive.transcripts.line_saving import correct_lines
from archive.transcripts.retiming import Ends, move_words
from archive.transcripts.transcribing import add_captions
from archive.unneeded import sweep_unneeded
from media.cutting import Cut, Span
from media.errors import FileMissingError
from tests.support.archives import open_archive
from tests.support.ingested import details, ingested, transcript

LINES = ("Guten Tag", "mein Name ist Fatima Beispiel", "und jetzt zur Starthilfe")


@pytest.fixture
def services(tmp_path):
    with open_archive(tmp_path / "var") as services:
        yield services


@pytest.fixture
def recording_id(services, tmp_path):
    result = ingested(tmp_path / "work", transcripts=(transcript(*LINES),))
    files = put_files(services, result)
    with services.database.writing() as session:
        drafted = draft_recording(session, details(), now=services.clock())
        write_rows(services, session, drafted.id, result, files).duration_seconds = 3.0
        return drafted.id


def take_out(services, recording_id, start=1.2, end=1.8, *, blurs=False):
    with services.database.writing() as session:
        return redact(services, session, recording_id, start_seconds=start, end_seconds=end, blurs_picture=blurs).id


def everything_kept(services):
    """All text of the whole catalogue, as a thief of the file would read it."""
    with services.database.engine.connect() as connection:
        return "\n".join(connection.connection.dbapi_connection.iterdump())


def texts(services):
    with services.database.reading() as session:
        return list(session.scalars(select(TranscriptCue.text).order_by(TranscriptCue.position)))


def test_the_line_keeps_its_name_and_its_seconds_and_loses_its_words(services, recording_id):
    with services.database.reading() as session:
        keys = list(session.scalars(select(TranscriptCue.key).order_by(TranscriptCue.position)))

    take_out(services, recording_id)

    assert texts(services) == ["Guten Tag", REMOVED, "und jetzt zur Starthilfe"]
    with services.database.reading() as session:
        assert list(session.scalars(select(TranscriptCue.key).order_by(TranscriptCue.position))) == keys


def test_nothing_in_the_whole_catalogue_says_it_any_more(services, recording_id):
    with services.database.writing() as session:
        cue = session.scalars(select(TranscriptCue).where(TranscriptCue.position == 1)).one()
        place = {"recording_id": recording_id, "language": "de", "key": cue.key, "start_seconds": 1.0}
        session.add(
            FormerCue(
                **place,
                since_revision=1,
                until_revision=1,
                end_seconds=2.0,
                text="Fatima, fr\u00fcher",
                is_machine_text=True,
            )
        )
        session.add(
            LineReport(**place, text="Fatima", suggestion="Fatma", state=ReportState.OPEN, created_at=services.clock())
        )
        correct_lines(services, session, cue.transcript_id, {cue.key: "mein Name ist Fatma Beispiel"})
    assert "Fat" in everything_kept(services)

    take_out(services, recording_id)

    assert "Fat" not in everything_kept(services)
    with services.database.reading() as session:
        assert session.scalars(select(LineReport.state)).one() is ReportState.DONE
        assert session.scalars(select(TranscriptEdit)).all() == []


@pytest.mark.parametrize(
    ("is_living", "seconds_before", "stays"), [(False, 59, False), (False, 61, True), (True, 59, True)]
)
def test_a_report_on_a_line_that_is_gone_goes_when_the_line_may_have_reached_into_the_span(
    services, recording_id, is_living, seconds_before, stays
):
    with services.database.writing() as session:
        first = session.scalars(select(TranscriptCue).where(TranscriptCue.position == 0)).one()
        report = LineReport(recording_id=recording_id, language="de", key=first.key if is_living else "gone")
        report.start_seconds, report.created_at = 1.2 - seconds_before, services.clock()
        report.text, report.suggestion, report.state = "Fatima und mehr", "Fatma", ReportState.OPEN
        session.add(report)

    take_out(services, recording_id)

    with services.database.reading() as session:
        kept = session.scalars(select(LineReport)).one()
    assert (kept.text, kept.state) == (("Fatima und mehr", "open") if stays else (REMOVED, "done"))


def test_former_words_of_a_line_go_also_where_they_stood_at_other_seconds(services, recording_id):
    with services.database.writing() as session:
        cue = session.scalars(select(TranscriptCue).where(TranscriptCue.position == 1)).one()
        place = {"recording_id": recording_id, "language": "de", "key": cue.key, "since_revision": 1}
        session.add(
            FormerCue(
                **place, until_revision=1, start_seconds=0.0, end_seconds=0.5, text=LINES[1], is_machine_text=True
            )
        )

    take_out(services, recording_id)

    assert "Fatima" not in everything_kept(services)


def test_passages_of_a_topic_that_quote_the_span_go(services, recording_id):
    with services.database.writing() as session:
        for start in (0.0, 1.0):
            session.add(
                TopicMoment(
                    recording_id=recording_id,
                    topic="housing",
                    language="de",
                    first_position=0,
                    last_position=0,
                    start_seconds=start,
                    end_seconds=start + 0.9,
                    words=["name"],
                    said=["Fatima"] if start else ["Tag"],
                    state=TopicState.CONFIRMED,
                )
            )

    take_out(services, recording_id)

    with services.database.reading() as session:
        assert session.scalars(select(TopicMoment.start_seconds)).all() == [0.0]


def test_no_file_of_the_index_keeps_the_words(services, recording_id):
    index_recordings(services, [recording_id])
    take_out(services, recording_id)

    with services.database.reading() as session:
        asked = session.scalars(select(Job.arguments).where(Job.kind == INDEX).order_by(Job.created_at)).all()
    assert {"recording_ids": [recording_id], "anew": True} in asked


def test_what_was_redacted_is_not_up_to_date_whatever_becomes_of_the_job(services, recording_id):
    take_out(services, recording_id)

    with services.database.reading() as session:
        assert outdated_recordings(session) == (recording_id,)


def test_the_film_leaves_the_page_at_once_and_its_files_go_with_the_next_sweep(services, recording_id):
    with services.database.reading() as session:
        keys = [row.key for row in session.get_one(Recording, recording_id).renditions]

    take_out(services, recording_id)

    with services.database.reading() as session:
        assert session.get_one(Recording, recording_id).renditions == []
        assert {row.recording_id for row in session.scalars(select(UnneededFile))} == {None}
    assert sweep_unneeded(services) == len(keys)
    for key in keys:
        with pytest.raises(FileMissingError):
            services.store.path(key)


@pytest.mark.parametrize("blurs", [False, True])
def test_pictures_of_the_span_go_only_where_it_is_blurred(services, recording_id, blurs):
    take_out(services, recording_id, 0.0, 0.5, blurs=blurs)

    with services.database.reading() as session:
        recording = session.get_one(Recording, recording_id)
        assert (recording.poster_key is None, recording.poster_frames == []) == (blurs, blurs)


@pytest.mark.parametrize(("blurs", "left"), [(False, ["Folie", "Von Hand"]), (True, ["Von Hand"])])
def test_a_chapter_named_after_a_slide_goes_with_its_picture(services, recording_id, blurs, left):
    with services.database.writing() as session:
        session.get_one(Recording, recording_id).chapters = [
            Chapter(start_seconds=0.2, title="Folie", origin=ChapterOrigin.SLIDES),
            Chapter(start_seconds=0.3, title="Von Hand", origin=ChapterOrigin.EDITOR),
        ]

    take_out(services, recording_id, 0.0, 0.5, blurs=blurs)

    with services.database.reading() as session:
        assert [row.title for row in session.get_one(Recording, recording_id).chapters] == left


def test_the_job_makes_everything_anew_and_one_under_way_is_stopped(services, recording_id):
    with services.database.writing() as session:
        older = ask_for_rebuild(services, session, recording_id, parts=["pictures"]).id

    newer = take_out(services, recording_id)

    with services.database.reading() as session:
        assert session.get_one(Job, older).state is JobState.CANCELLED
        assert session.get_one(Job, newer).arguments == {"parts": ["pictures", "renditions"]}
        assert cut_of(session, recording_id) == Cut(silenced=(Span(1.2, 1.8),))


def test_words_that_come_later_are_emptied_too(services, recording_id):
    take_out(services, recording_id)

    with services.database.writing() as session:
        found = transcript("Good day", "my name is Fatima", "and now", language="en", origin="platform")
        add_captions(services, session, recording_id, found)

    assert "Fatima" not in everything_kept(services)
    assert texts(services).count(REMOVED) == 2


def test_lines_that_were_trimmed_off_are_emptied_too_and_the_span_is_kept_at_the_seconds_of_the_original(
    services, recording_id
):
    with services.database.writing() as session:
        recording = session.get_one(Recording, recording_id)
        move_words(session, recording, Ends(1.5, None), original_seconds=3.0)
        recording.duration_seconds = 1.5

    take_out(services, recording_id, 0.0, 0.3)

    assert "Fatima" not in everything_kept(services)
    with services.database.reading() as session:
        assert cut_of(session, recording_id).silenced == (Span(1.5, 1.8),)


@pytest.mark.parametrize(
    ("start", "end", "faults"),
    [
        (-1.0, 1.0, {"start": "not-a-time"}),
        (3.0, 4.0, {"start": "not-a-time"}),
        (1.0, 1.0, {"end": "before-the-start"}),
        (2.0, 1.0, {"end": "before-the-start"}),
    ],
)
def test_what_is_no_span_changes_nothing(services, recording_id, start, end, faults):
    with pytest.raises(InvalidInputError) as refused:
        take_out(services, recording_id, start, end)

    assert refused.value.fields == faults
    assert REMOVED not in texts(services)


def test_without_an_original_there_is_nothing_to_make_it_anew_from(services, recording_id):
    with services.database.writing() as session:
        session.get_one(Recording, recording_id).original_key = None

    with pytest.raises(InvalidInputError, match="no-original"):
        take_out(services, recording_id)
