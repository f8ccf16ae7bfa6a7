"""Drafts take what foreign pages say about a recording, but nothing that nobody can see or name."""

import pytest

from archive.details.drafts import NAMELESS, draft_recording
from ingest.details import Detail, Details
from tests.support.archives import open_archive


@pytest.fixture
def services(tmp_path):
    with open_archive(tmp_path / "var") as services:
        yield services


def drafted(services, **details):
    found = {field: Detail(field, value, "page") for field, value in details.items()}
    with services.database.writing() as session:
        recording = draft_recording(session, Details(**found), now=services.clock())
        return recording.title, recording.description, recording.language


def test_texts_of_foreign_pages_lose_the_signs_that_nobody_sees(services):
    title, description, _ = drafted(services, title="\u202eFokus\x07 Irak\u2069", description="Eins\x00\r\nzwei")

    assert (title, description) == ("Fokus Irak", "Eins\nzwei")


def test_a_title_of_which_nothing_is_seen_is_none(services):
    assert drafted(services, title="\u200b\u202e")[0] == NAMELESS


def test_a_language_that_is_none_is_not_taken_over(services):
    assert drafted(services, title="x", language="zz")[2] == "und"
    assert drafted(services, title="x", language="ka")[2] == "ka"
