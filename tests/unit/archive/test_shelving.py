import datetime as dt

import pytest
from sqlalchemy import select

from archive.catalogue.events import Event, Kind, State
from archive.catalogue.recordings import Recording
from archive.catalogue.viewing import VISITOR, Access, access, visible_recording_ids
from archive.catalogue.work import Job
from archive.details.amending import Correction, correct, move
from archive.details.drafts import draft_recording
from archive.errors import InvalidInputError, NotFoundError, NotPublishableError
from archive.publication.publishing import publish
from archive.publication.rights import RightsGiven
from archive.publication.withdrawing import restore, withdraw
from archive.shelf.accession import put_files, write_rows
from tests.support.archives import do, open_archive
from tests.support.ingested import details, ingested

RIGHTS = RightsGiven("Einwilligung", dt.date(2024, 1, 2), "anna")


@pytest.fixture
def services(tmp_path):
    with open_archive(tmp_path / "var") as services:
        yield services


@pytest.fixture
def recording_id(services, tmp_path):
    result = ingested(tmp_path / "work")
    files = put_files(services, result)
    with services.database.writing() as session:
        row = draft_recording(session, details(), now=services.clock())
        write_rows(services, session, row.id, result, files)
        return row.id


def seen(services):
    with services.database.reading() as session:
        return visible_recording_ids(session, VISITOR)


def access_of(services, recording_id):
    with services.database.reading() as session:
        return access(session, recording_id, VISITOR)


def test_a_draft_is_nowhere_until_it_is_published(services, recording_id):
    assert seen(services) == frozenset()
    assert access_of(services, recording_id) is Access.MISSING

    do(services, publish, recording_id, rights=RIGHTS)

    assert seen(services) == {recording_id}
    assert access_of(services, recording_id) is Access.SHOWN


@pytest.mark.parametrize(
    ("rights", "missing"),
    [
        (RightsGiven("", dt.date(2024, 1, 2)), "basis"),
        (RightsGiven("  ", dt.date(2024, 1, 2)), "basis"),
        (RightsGiven("Einwilligung", None), "granted-on"),
        (RightsGiven("Einwilligung", dt.date(2199, 1, 1)), "granted-in-future"),
    ],
)
def test_publishing_asks_for_the_basis_and_the_date_of_the_rights(services, recording_id, rights, missing):
    with pytest.raises(NotPublishableError) as caught:
        do(services, publish, recording_id, rights=rights)

    assert caught.value.missing == (missing,)
    assert seen(services) == frozenset()


def test_a_recording_whose_footage_has_not_arrived_cannot_be_published(services):
    with services.database.writing() as session:
        draft_id = draft_recording(session, details(), now=services.clock()).id

    with pytest.raises(NotPublishableError) as caught:
        do(services, publish, draft_id, rights=RIGHTS)

    assert caught.value.missing == ("renditions", "captions")


def test_a_withdrawn_recording_is_gone_at_once_and_comes_back_when_restored(services, recording_id):
    do(services, publish, recording_id, rights=RIGHTS)

    do(services, withdraw, recording_id, reason="Widerruf")
    gone = (seen(services), access_of(services, recording_id))
    do(services, restore, recording_id)

    assert gone == (frozenset(), Access.GONE)
    assert seen(services) == {recording_id}


def test_a_withdrawn_draft_was_never_public_and_comes_back_as_a_draft(services, recording_id):
    do(services, withdraw, recording_id, reason="Doppelt")
    assert access_of(services, recording_id) is Access.MISSING

    restored = do(services, restore, recording_id)

    assert restored.state == State.DRAFT


def test_withdrawing_asks_for_a_reason_and_restoring_for_something_withdrawn(services, recording_id):
    with pytest.raises(InvalidInputError):
        do(services, withdraw, recording_id, reason=" ")
    with pytest.raises(InvalidInputError):
        do(services, restore, recording_id)


def test_a_publish_form_that_was_left_open_does_not_undo_a_withdrawal(services, recording_id):
    do(services, publish, recording_id, rights=RIGHTS)
    do(services, withdraw, recording_id, reason="Widerruf")

    with pytest.raises(NotPublishableError) as caught:
        do(services, publish, recording_id, rights=RIGHTS)

    assert "withdrawn" in caught.value.missing
    assert seen(services) == frozenset()


def test_withdrawing_twice_keeps_the_first_reason(services, recording_id):
    do(services, withdraw, recording_id, reason="Widerruf")

    with pytest.raises(InvalidInputError):
        do(services, withdraw, recording_id, reason="Versehen")

    assert do(services, correct, recording_id, changes=Correction()).withdrawn_reason == "Widerruf"


def test_a_shipped_event_stays_when_its_footage_is_withdrawn(services, recording_id):
    changes = Correction(starts="2023-12-06", kind="virtual", countries=("GE",))
    do(services, correct, recording_id, changes=changes)
    do(services, publish, recording_id, rights=RIGHTS)

    row = do(services, withdraw, recording_id, reason="Widerruf")

    assert row.event.seed_key == "virtual-georgia-2023-12-06"
    assert row.event.state == State.PUBLISHED


def test_a_correction_changes_recording_and_event_and_asks_for_the_words_to_be_indexed(services, recording_id):
    before = do(services, lambda _, session, key: session.get_one(Recording, key).version, recording_id)
    changes = Correction(
        title="  Rückkehr nach Georgien ", starts="2022-05", kind="national", countries=("ge", "TR"), language="de-DE",
        description="Text", place="Berlin", speakers=("Ana Muster", "Ana Muster", "Ben Beispiel"),
    )  # fmt: skip

    row = do(services, correct, recording_id, changes=changes)

    event = row.event
    assert (row.title, row.language, row.description) == ("Rückkehr nach Georgien", "de", "Text")
    assert row.slug == "rueckkehr-nach-georgien"
    assert [speaker.speaker.name for speaker in row.speakers] == ["Ana Muster", "Ben Beispiel"]
    assert (event.starts, event.kind, event.place) == ("2022-05", Kind.NATIONAL, "Berlin")
    assert {country.country for country in event.countries} == {"GE", "TR"}
    assert row.version > before
    with services.database.reading() as session:
        assert session.scalars(select(Job.dedupe_key).where(Job.kind == "index")).all() == [f"index:{recording_id}"]


def test_a_published_recording_keeps_its_address(services, recording_id):
    do(services, publish, recording_id, rights=RIGHTS)
    with services.database.reading() as session:
        before = session.get_one(Recording, recording_id).slug

    row = do(services, correct, recording_id, changes=Correction(title="Ganz anders"))

    assert (row.title, row.slug) == ("Ganz anders", before)


def test_fields_that_are_not_named_stay_and_empty_ones_are_emptied(services, recording_id):
    do(services, correct, recording_id, changes=Correction(starts="2022-05-04", place="Berlin"))

    row = do(services, correct, recording_id, changes=Correction(starts=""))

    assert (row.event.starts, row.event.place) == (None, "Berlin")


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        (Correction(title=" "), {"title": "empty"}),
        (Correction(title="x" * 301), {"title": "too-long"}),
        (Correction(starts="2023-13"), {"starts": "not-a-date"}),
        (Correction(kind="party"), {"kind": "not-a-kind"}),
        (Correction(countries=("GE", "XX")), {"countries": "not-a-country"}),
        (Correction(language="Klingonisch"), {"language": "not-a-language"}),
        (Correction(language="zz"), {"language": "not-a-language"}),
        (Correction(title="\u200b\u202e"), {"title": "empty"}),
    ],
)
def test_a_correction_that_cannot_be_used_names_its_fields_and_changes_nothing(services, recording_id, changes, fault):
    with pytest.raises(InvalidInputError) as caught:
        do(services, correct, recording_id, changes=changes)

    assert caught.value.fields == fault


def test_a_draft_that_is_corrected_to_a_shipped_event_becomes_its_footage(services, recording_id):
    with services.database.reading() as session:
        own = session.get_one(Recording, recording_id).event_id

    row = do(
        services, correct, recording_id, changes=Correction(starts="2023-11-02", kind="virtual", countries=("TR",))
    )

    assert row.event.seed_key == "virtual-turkiye-2023-11-02"
    with services.database.reading() as session:
        assert session.get(Event, own) is None


def test_a_recording_at_the_wrong_event_is_moved_and_the_shipped_event_stays_as_it_was(services, recording_id):
    do(services, correct, recording_id, changes=Correction(starts="2023-11-02", kind="virtual", countries=("TR",)))

    row = do(services, move, recording_id, event_id=None)
    retitled = do(services, correct, recording_id, changes=Correction(title="Etwas anderes an diesem Tag"))
    corrected = do(services, correct, recording_id, changes=Correction(starts="2024-03-04"))

    assert (row.event.seed_key, row.event.state) == (None, State.DRAFT)
    assert retitled.event.seed_key is None
    assert corrected.event.starts == "2024-03-04"
    with services.database.reading() as session:
        shipped = session.scalars(select(Event).where(Event.seed_key == "virtual-turkiye-2023-11-02")).one()
        assert shipped.starts == "2023-11-02"


def test_a_draft_event_that_loses_its_footage_goes(services, recording_id):
    with services.database.reading() as session:
        own = session.get_one(Recording, recording_id).event_id
        shipped = session.scalars(select(Event).where(Event.seed_key == "virtual-iraq-2023-10-16")).one().id

    row = do(services, move, recording_id, event_id=shipped)

    assert row.event_id == shipped
    with services.database.reading() as session:
        assert session.get(Event, own) is None


def test_a_published_recording_does_not_fall_back_to_a_draft_event(services, recording_id):
    do(services, publish, recording_id, rights=RIGHTS)

    with pytest.raises(InvalidInputError):
        do(services, move, recording_id, event_id=None)
    with pytest.raises(NotFoundError):
        do(services, move, recording_id, event_id=4711)


def test_nobody_shelves_what_is_not_there(services):
    for action, more in ((publish, {"rights": RIGHTS}), (withdraw, {"reason": "x"}), (restore, {})):
        with pytest.raises(NotFoundError):
            do(services, action, 4711, **more)
