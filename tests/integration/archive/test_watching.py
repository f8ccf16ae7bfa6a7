"""A watched page, by the real worker and real yt-dlp: what is new comes in as a draft, what is gone stays."""

import pytest
from sqlalchemy import select

from archive.catalogue.events import State
from archive.catalogue.recordings import Recording
from archive.catalogue.watched import watched
from archive.catalogue.work import Job, JobState
from archive.intake.watching import check_now, watch
from tests.support.archives import open_archive, work_until_idle
from tests.support.clips import make_clip
from tests.support.loopback_site import running_site

PLAYER = '<h2>Fokus {name}</h2><video src="/{file}.mp4"></video>'


@pytest.fixture
def site(tmp_path):
    with running_site(make_clip(tmp_path / "clip.mp4", size="160x90")) as site:
        yield site
    assert site.canary_hits == []


def show(site, **players):
    body = "".join(PLAYER.format(name=name, file=file) for file, name in players.items())
    site.put("/archiv", f"<html lang=de><title>Archiv</title><body>{body}</body></html>")


def test_a_watched_page_brings_what_is_new_and_keeps_what_is_gone(site, tmp_path):
    show(site, georgia="Georgien")
    with open_archive(tmp_path / "var", fetch_allow=(site.host,)) as services:
        with services.database.writing() as session:
            watch(services, session, address=site.at("/archiv"))
        work_until_idle(services)
        show(site, iraq="Irak")
        with services.database.reading() as session:
            [row] = watched(session)
        with services.database.writing() as session:
            check_now(services, session, row.source_id)
        work_until_idle(services)

        with services.database.reading() as session:
            [row] = watched(session)
            recordings = session.scalars(select(Recording).order_by(Recording.id)).all()
            failed = session.scalars(select(Job.error_code).where(Job.state == JobState.FAILED)).all()
        assert failed == []
        assert [(found.title, found.state, found.shelved_at is not None) for found in recordings] == [
            ("Fokus Georgien", State.DRAFT, True),
            ("Fokus Irak", State.DRAFT, True),
        ]
        assert [gone.title for gone in row.gone] == ["Fokus Georgien"]
        assert services.store.path(recordings[0].original_key).is_file()
