import datetime as dt

import pytest
from sqlalchemy import select

from archive.catalogue.recordings import Recording, TranscriptCue
from archive.catalogue.work import Job
from archive.details.amending import Correction, correct
from archive.details.drafts import draft_recording
from archive.finding.indexing import completeness, cue_source, document_of, index_recordings, rebuild
from archive.housekeeping import heal_index, keep_house
from archive.shelf.accession import put_files, write_rows
from search.results import SearchRequest
from tests.support.archives import open_archive, work_until_idle
from tests.support.ingested import details, ingested, transcript


@pytest.fixture
def services(tmp_path):
    with open_archive(tmp_path / "var") as services:
        yield services


def shelve(services, folder, *, number=1, **more):
    result = ingested(folder / str(number), content=str(number).encode(), **more)
    files = put_files(services, result)
    with services.database.writing() as session:
        row = draft_recording(session, result.details, now=services.clock())
        write_rows(services, session, row.id, result, files)
        return row.id


def counted(services):
    with services.database.reading() as session:
        return completeness(session, services.index)


def found(services, text, *ids):
    request = SearchRequest(text=text)
    return services.index.search(request, allowed=frozenset(ids), cues=cue_source(services.database))


def test_a_document_holds_all_by_which_a_recording_can_be_found(services, tmp_path):
    said = details(
        "Gespräch", date="2023-12-06", kind="virtual", countries=("GE",), speakers=("Ana Muster",), language="de"
    )
    key = shelve(services, tmp_path, said=said)

    with services.database.reading() as session:
        document = document_of(session, key, i18n=services.i18n)

    assert (document.title, document.year, document.date, document.kind) == ("Gespräch", 2023, "2023-12-06", "virtual")
    assert {"Georgien", "Georgia"} <= set(document.country_names)
    assert document.speakers == ("Ana Muster",)
    assert document.series == "virtual-series-2023"
    assert [(row.language, len(row.cues)) for row in document.transcripts] == [("de", 2)]


def test_a_draft_without_footage_has_no_document(services):
    with services.database.writing() as session:
        row = draft_recording(session, details(), now=services.clock())
        assert document_of(session, row.id, i18n=services.i18n) is None
        assert document_of(session, 4711, i18n=services.i18n) is None


def test_only_the_current_transcript_of_a_language_is_searched(services, tmp_path):
    both = (transcript("kluge Worte", origin="platform"), transcript("dumme Worte", origin="platform-auto"))
    key = shelve(services, tmp_path, transcripts=both)
    index_recordings(services, [key])

    assert found(services, "kluge", key).total_recordings == 1
    assert found(services, "dumme", key).total_recordings == 0
    assert counted(services).is_complete


def test_a_recording_without_words_is_found_by_its_title_and_counts_as_complete(services, tmp_path):
    key = shelve(services, tmp_path, transcripts=(), said=details("Schweigen"))

    index_recordings(services, [key])

    assert found(services, "schweigen", key).total_recordings == 1
    assert counted(services).is_complete


def test_completeness_counts_the_cues_that_are_missing(services, tmp_path):
    first, second = (shelve(services, tmp_path, number=number) for number in (1, 2))
    index_recordings(services, [first])

    behind = counted(services)

    assert (behind.indexed, behind.total, behind.stale, behind.is_complete) == (2, 4, (second,), False)


def test_words_of_an_older_version_are_behind_and_words_of_a_removed_recording_too_many(services, tmp_path):
    first, second = (shelve(services, tmp_path, number=number) for number in (1, 2))
    index_recordings(services, [first, second])
    with services.database.writing() as session:
        session.get_one(Recording, first).version += 1
        session.delete(session.get_one(Recording, second))

    behind = counted(services)

    assert (behind.stale, behind.surplus) == ((first,), (second,))
    assert heal_index(services) == 2
    work_until_idle(services)
    assert counted(services).is_complete


def test_a_lost_last_step_is_healed_when_a_worker_begins(services, tmp_path):
    key = shelve(services, tmp_path)
    assert not counted(services).is_complete

    work_until_idle(services)
    keep_house(services)
    work_until_idle(services)

    assert counted(services).is_complete
    assert found(services, "starthilfe", key).total_recordings == 1


def test_a_damaged_index_is_built_anew(services, tmp_path):
    key = shelve(services, tmp_path)
    rebuild(services)
    for path in (services.settings.data / "index").rglob("*.seg"):
        path.chmod(0o644)
        path.write_bytes(b"torn")
    services.index.check()

    heal_index(services)

    assert counted(services).is_complete
    assert found(services, "starthilfe", key).total_recordings == 1


def test_nothing_to_mend_asks_for_nothing(services, tmp_path):
    index_recordings(services, [shelve(services, tmp_path)])

    assert heal_index(services) == 0
    with services.database.reading() as session:
        assert session.scalars(select(Job)).all() == []


def test_a_corrected_title_is_found_after_its_job(services, tmp_path):
    key = shelve(services, tmp_path)
    index_recordings(services, [key])

    with services.database.writing() as session:
        correct(services, session, key, changes=Correction(title="Rückkehrgespräch"))
    work_until_idle(services)

    assert found(services, "rückkehrgespräch", key).total_recordings == 1
    assert counted(services).is_complete


def test_what_a_hit_shows_comes_from_the_catalogue(services, tmp_path):
    key = shelve(services, tmp_path)
    index_recordings(services, [key])
    with services.database.writing() as session:
        cue = session.scalars(select(TranscriptCue).where(TranscriptCue.position == 1)).one()
        cue.text = "zur Starthilfe, berichtigt"

    moment = found(services, "starthilfe", key).hits[0].moments[0]

    assert "berichtigt" in "".join(fragment.text for fragment in moment.snippet)


def test_files_nobody_needs_are_swept_and_others_stay(tmp_path):
    clock = [dt.datetime.now(dt.UTC)]
    with open_archive(tmp_path / "var", clock=lambda: clock[0]) as services:
        for folder in (services.work / ("a" * 32), services.incoming / "strange"):
            folder.mkdir()

        keep_house(services)
        early = (list(services.work.iterdir()), [path.name for path in services.incoming.iterdir()])
        clock[0] += dt.timedelta(days=2)
        keep_house(services)

        assert early == ([], ["strange"])
        assert list(services.incoming.iterdir()) == []
