import datetime as dt

import pytest
from sqlalchemy import func, select

from archive.catalogue.events import Event, State
from archive.catalogue.recordings import Origin, Recording, Rendition, Transcript, TranscriptCue
from archive.details.amending import Correction, correct
from archive.details.drafts import EDITOR, draft_recording
from archive.errors import AlreadyArchivedError, NotFoundError
from archive.finding.indexing import completeness, index_recordings
from archive.publication.rights import RightsGiven
from archive.shelf.accession import put_files, write_rows
from tests.support.archives import open_archive
from tests.support.ingested import details, ingested, spoken, transcript


@pytest.fixture
def services(tmp_path):
    with open_archive(tmp_path / "var") as services:
        yield services


def draft(services, said=None):
    with services.database.writing() as session:
        return draft_recording(session, said or details(), now=services.clock()).id


def shelve(services, recording_id, result, **more):
    files = put_files(services, result)
    with services.database.writing() as session:
        write_rows(services, session, recording_id, result, files, **more)


def recording(services, recording_id):
    with services.database.reading() as session:
        row = session.get_one(Recording, recording_id)
        _ = (row.event, row.renditions, row.transcripts, row.chapters, row.details, row.rights)
        return row


def test_a_finished_ingest_becomes_files_and_rows(services, tmp_path):
    recording_id = draft(services)

    shelve(services, recording_id, ingested(tmp_path / "work"))

    row = recording(services, recording_id)
    assert {rendition.name for rendition in row.renditions} == {"source", "audio"}
    assert all(services.store.path(rendition.key).is_file() for rendition in row.renditions)
    assert services.store.path(row.original_key).suffix == ".mp4"
    assert (row.duration_seconds, row.state, row.shelved_at is not None) == (2.0, State.DRAFT, True)
    assert [chapter.title for chapter in row.chapters] == ["Anfang"]
    assert [(said.language, said.origin, said.is_current) for said in row.transcripts] == [
        ("de", Origin.SUPPLIED, True)
    ]


def test_shelving_twice_doubles_nothing(services, tmp_path):
    recording_id = draft(services)
    result = ingested(tmp_path / "work")

    shelve(services, recording_id, result)
    shelve(services, recording_id, result)
    index_recordings(services, [recording_id])

    with services.database.reading() as session:
        counted = completeness(session, services.index)
        assert session.scalar(select(func.count(Rendition.id))) == 2
        assert session.scalar(select(func.count(Transcript.id))) == 1
        assert session.scalar(select(func.count(TranscriptCue.id))) == 2
    assert (counted.indexed, counted.total, counted.is_complete) == (2, 2, True)


def test_a_name_that_came_along_never_becomes_a_path(services, tmp_path):
    recording_id = draft(services)

    shelve(services, recording_id, ingested(tmp_path / "work", original_name="../../etc/passwd.sh"))

    assert services.store.path(recording(services, recording_id).original_key).suffix == ""


@pytest.mark.parametrize("people", [{"is_checked": True}, {"origin": Origin.HAND}], ids=["checked", "by-hand"])
def test_what_people_did_to_a_transcript_is_never_overwritten(services, tmp_path, people):
    recording_id = draft(services)
    shelve(services, recording_id, ingested(tmp_path / "work"))
    with services.database.writing() as session:
        ours = session.scalars(select(Transcript)).one()
        ours.cues[0].text = "von Hand verbessert"
        for name, value in people.items():
            setattr(ours, name, value)

    again = ingested(tmp_path / "again", transcripts=(transcript("neu", origin="speech"), transcript(language="en")))
    shelve(services, recording_id, again)

    rows = {(row.language, row.origin): row for row in recording(services, recording_id).transcripts}
    kept = rows["de", people.get("origin", Origin.SUPPLIED)]
    assert kept.is_current
    assert not rows["de", Origin.SPEECH].is_current
    assert rows["en", Origin.SUPPLIED].is_current
    with services.database.reading() as session:
        assert (
            session.scalar(select(TranscriptCue.text).filter_by(transcript_id=kept.id, position=0))
            == "von Hand verbessert"
        )


def test_of_two_transcripts_in_one_language_the_more_trusted_one_is_current(services, tmp_path):
    recording_id = draft(services)
    both = (transcript("platform", origin="platform"), transcript("machine", origin="platform-auto"))

    shelve(services, recording_id, ingested(tmp_path / "work", transcripts=both))

    rows = recording(services, recording_id).transcripts
    assert [(row.origin, row.is_current) for row in rows] == [(Origin.PLATFORM, True), (Origin.PLATFORM_AUTO, False)]


def test_word_times_are_kept_where_they_fit_the_text(services, tmp_path):
    recording_id = draft(services)
    cues = (spoken("zur Starthilfe", 0.5, 0.9), spoken("mehr Worte als Zeiten", 2.0, 2.1))
    said = transcript(origin="speech")
    said = type(said)("de", "speech", "base", cues, 2)

    shelve(services, recording_id, ingested(tmp_path / "work", transcripts=(said,)))

    with services.database.reading() as session:
        assert session.scalars(select(TranscriptCue.word_starts).order_by(TranscriptCue.position)).all() == [
            [0.5, 0.9],
            None,
        ]


def test_the_same_bytes_are_not_shelved_twice(services, tmp_path):
    first, second = draft(services), draft(services)
    shelve(services, first, ingested(tmp_path / "work"))

    with pytest.raises(AlreadyArchivedError) as caught:
        shelve(services, second, ingested(tmp_path / "other"))

    assert caught.value.recording_id == first
    assert recording(services, second).shelved_at is None


def test_a_draft_that_was_given_up_is_not_shelved(services, tmp_path):
    with pytest.raises(NotFoundError):
        shelve(services, 4711, ingested(tmp_path / "work"))


def test_what_an_editor_set_is_kept_and_the_rest_is_filled_in(services, tmp_path):
    recording_id = draft(services)
    with services.database.writing() as session:
        correct(services, session, recording_id, changes=Correction(title="Von Hand", countries=("TR",)))

    said = details("Aus der Datei", date="2021-04-05", countries=("GE",), language="en", speakers=("Ana Muster",))
    shelve(services, recording_id, ingested(tmp_path / "work", said=said))

    row = recording(services, recording_id)
    origins = {detail.field: (detail.value, detail.origin) for detail in row.details}
    assert (row.title, row.language, row.event.starts) == ("Von Hand", "en", "2021-04-05")
    assert origins["title"] == ("Von Hand", EDITOR)
    assert origins["countries"] == ("TR", EDITOR)
    assert origins["date"] == ("2021-04-05", "file-name")
    assert origins["speakers"] == ("Ana Muster", "file-name")


def test_a_recording_that_turns_out_to_be_of_a_shipped_event_moves_there_and_its_draft_event_goes(services, tmp_path):
    recording_id = draft(services)
    own_event = recording(services, recording_id).event_id
    said = details("Fokus Georgien", date="2023-12-06", kind="virtual", countries=("GE",))

    shelve(services, recording_id, ingested(tmp_path / "work", said=said))

    row = recording(services, recording_id)
    assert row.event.seed_key == "virtual-georgia-2023-12-06"
    assert row.slug == "fokus-georgien"
    with services.database.reading() as session:
        assert session.get(Event, own_event) is None


def test_rights_that_came_with_it_publish_it_and_its_event(services, tmp_path):
    recording_id = draft(services)
    rights = RightsGiven("Einwilligung", dt.date(2024, 1, 2), "cli")

    shelve(services, recording_id, ingested(tmp_path / "work"), rights=rights)

    row = recording(services, recording_id)
    assert (row.state, row.event.state, row.rights.basis) == (State.PUBLISHED, State.PUBLISHED, "Einwilligung")
