"""What staff change in the glossary holds for the next question; the index stays as it is."""

import pytest
from sqlalchemy import select

from archive.catalogue.glossary import GlossaryGroup, GlossaryTerm
from archive.details.drafts import draft_recording
from archive.finding.indexing import index_recordings
from archive.finding.searching import find
from archive.shelf.accession import put_files, write_rows
from search.results import SearchRequest
from tests.support.archives import open_archive
from tests.support.ingested import ingested, transcript


@pytest.fixture
def services(tmp_path):
    with open_archive(tmp_path / "var") as services:
        result = ingested(tmp_path / "1", transcripts=(transcript("Die Heimreise ist bezahlt"),))
        files = put_files(services, result)
        with services.database.writing() as session:
            row = draft_recording(session, result.details, now=services.clock())
            write_rows(services, session, row.id, result, files)
        index_recordings(services, [row.id])
        yield services


def found(services, text, **wishes):
    with services.database.reading() as session:
        return find(services, session, SearchRequest(text=text, **wishes), allowed=frozenset({1})).total_recordings


def test_a_word_that_staff_add_is_searched_for_at_once(services):
    before = services.index.generation()
    assert found(services, "return") == 0

    with services.database.writing() as session:
        group = session.scalars(select(GlossaryGroup).where(GlossaryGroup.seed_key == "return")).one()
        group.terms.append(GlossaryTerm(text="Heimreise", language="de"))

    assert found(services, "return") == 1
    assert found(services, "return", without_expansion=frozenset({"return"})) == 0
    assert services.index.generation() == before


def test_a_shipped_group_that_staff_switch_off_stays_off_when_the_archive_is_opened_again(services):
    assert found(services, "zahlen") == 1

    with services.database.writing() as session:
        session.scalars(select(GlossaryGroup).where(GlossaryGroup.seed_key == "payment")).one().is_enabled = False

    assert found(services, "zahlen") == 0
    with open_archive(services.settings.data) as again:
        assert found(again, "zahlen") == 0
