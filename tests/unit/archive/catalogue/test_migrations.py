"""Migrations end at what the mapped classes say, and keep what an older archive holds."""

import datetime as dt
import re

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, Table, select

from archive.catalogue.base import Base
from archive.catalogue.database import MIGRATIONS, Database
from archive.catalogue.people import Upload
from archive.catalogue.recordings import Chapter, ChapterOrigin, Recording, Transcript, TranscriptCue

EVENT = {"id": 1, "slug": "e", "title": "Event", "language": "de", "description_de": "", "description_en": ""}
RECORDING = {"id": 1, "slug": "r", "event_id": 1, "position": 1, "title": "Recording", "description": ""}
SEEN_BY_ALL = {"state": "published", "visibility": "public"}


@pytest.fixture
def database(tmp_path):
    opened = Database(f"sqlite:///{tmp_path / 'catalogue.sqlite'}")
    yield opened
    opened.close()


def migrate_to(database, revision):
    with database.engine.execution_options(mitschnitt_writes=True, mitschnitt_migrates=True).begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def insert(connection, table, **values):
    connection.execute(Table(table, MetaData(), autoload_with=connection).insert().values(**values))


def test_the_migrations_make_exactly_the_tables_of_the_mapped_classes(database):
    migrate_to(database, "head")

    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        assert compare_metadata(context, Base.metadata) == []


def test_an_archive_of_the_first_version_keeps_its_chapters_and_they_are_no_suggestions(database):
    migrate_to(database, "0001")
    with database.engine.execution_options(mitschnitt_writes=True, mitschnitt_migrates=True).begin() as connection:
        insert(connection, "event", **EVENT, **SEEN_BY_ALL)
        known = {"language": "de", "transcript_note": "", "is_demonstration": False, "version": 1}
        times = {"created_at": dt.datetime(2023, 12, 6, 9, tzinfo=dt.UTC), "withdrawn_reason": ""}
        insert(connection, "recording", **RECORDING, **SEEN_BY_ALL, **known, **times)
        insert(connection, "chapter", id=1, recording_id=1, start_seconds=3.0, title="Begin")

    migrate_to(database, "head")

    with database.reading() as session:
        chapter = session.get_one(Chapter, 1)
        assert (chapter.title, chapter.origin, chapter.is_suggestion) == ("Begin", ChapterOrigin.SOURCE, False)
        recording = session.get_one(Recording, 1)
        assert not recording.are_chapters_decided
        assert recording.slides == []
        assert recording.changed_at == recording.created_at


def test_lines_of_an_older_archive_get_names_that_differ_and_keep_their_words(database):
    migrate_to(database, "0007")
    with database.engine.execution_options(mitschnitt_writes=True, mitschnitt_migrates=True).begin() as connection:
        insert(connection, "event", **EVENT, **SEEN_BY_ALL)
        now = dt.datetime(2023, 12, 6, 9, tzinfo=dt.UTC)
        known = {"language": "de", "transcript_note": "", "is_demonstration": False, "version": 1, "recipes": {}}
        insert(connection, "recording", **RECORDING, **SEEN_BY_ALL, **known, created_at=now, withdrawn_reason="")
        for number, language in enumerate(("de", "en"), start=1):
            about = {"origin": "speech", "is_current": True, "is_checked": False, "timing_lines": 2, "problems": []}
            insert(connection, "transcript", id=number, recording_id=1, language=language, created_at=now, **about)
            for at in range(2):
                timed = {"start_seconds": at * 2.0, "end_seconds": at * 2.0 + 2, "text": f"{language} {at}"}
                insert(connection, "cue", transcript_id=number, position=at, **timed)

    migrate_to(database, "head")

    with database.reading() as session:
        cues = session.scalars(select(TranscriptCue).order_by(TranscriptCue.id)).all()
        assert [cue.text for cue in cues] == ["de 0", "de 1", "en 0", "en 1"]
        assert len({cue.key for cue in cues}) == 4
        assert all(re.fullmatch("[a-z0-9]{6}", cue.key) for cue in cues)
        assert {(cue.is_checked, cue.since_revision, cue.last_edit) for cue in cues} == {(False, 1, 0)}
        assert {row.revision for row in session.scalars(select(Transcript))} == {1}


def test_captions_on_their_way_in_an_older_archive_still_go_with_their_recording(database):
    migrate_to(database, "0011")
    with database.engine.execution_options(mitschnitt_writes=True, mitschnitt_migrates=True).begin() as connection:
        now = dt.datetime(2023, 12, 6, 9, tzinfo=dt.UTC)
        insert(
            connection, "account", id=1, name="erika", password_hash="-", role="editor", is_active=True, created_at=now
        )
        about = {"account_id": 1, "size_bytes": 9, "created_at": now}
        insert(connection, "upload", id="a" * 32, purpose="captions", file_name="a.vtt", captions=[], **about)
        insert(connection, "upload", id="b" * 32, purpose="recording", file_name="b.mp4", captions=["a" * 32], **about)

    migrate_to(database, "head")

    with database.reading() as session:
        assert session.get_one(Upload, "a" * 32).with_id == "b" * 32
        assert session.get_one(Upload, "b" * 32).with_id is None
