"""An address pasted at the desk: what is there is shown first, by the real worker and yt-dlp; only ticks come in."""

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from archive.catalogue.audit import AuditEntry
from archive.catalogue.people import Role
from archive.catalogue.recordings import Recording, Source
from archive.catalogue.work import Job
from ingest.addresses import address_key
from tests.support.archives import open_archive, work_until_idle
from tests.support.clips import make_clip
from tests.support.desk import client_for
from tests.support.loopback_site import running_site
from tests.support.shelf import shelve_words

TALK = '<h2>Fokus {name} am 06.12.2023</h2><video src="/{file}.mp4">{track}</video>'
TRACK = '<track kind="captions" srclang="de" src="/captions.vtt">'


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return make_clip(tmp_path_factory.mktemp("clip") / "clip.mp4", size="160x90")


@pytest.fixture
def site(clip):
    with running_site(clip) as site:
        talks = [("georgia", "Georgien", TRACK), ("iraq", "Irak", ""), ("serbia", "Serbien", "")]
        body = "".join(TALK.format(file=file, name=name, track=track) for file, name, track in talks)
        site.put("/archiv", f"<html lang=de><title>Archiv</title><body>{body}</body></html>")
        yield site


@pytest.fixture
def services(tmp_path, site):
    with open_archive(tmp_path / "var", fetch_allow=(site.host,)) as services:
        yield services


@pytest.fixture
def editor(services):
    return client_for(services, Role.EDITOR, name="erika")


def listed(services, editor, site, path="/archiv"):
    answer = editor.post("/en/desk/add/address", data={"address": site.at(path)})
    work_until_idle(services)
    return answer.headers["location"]


def shown(editor, place):
    return BeautifulSoup(editor.get(place).text, "html.parser")


def titles(services):
    with services.database.reading() as session:
        return list(session.scalars(select(Recording.title).order_by(Recording.id)))


def test_what_is_at_an_address_is_shown_with_its_facts_before_anything_is_fetched(services, editor, site):
    place = listed(services, editor, site)

    page = shown(editor, place)

    rows = [" ".join(row.get_text(" ").split()) for row in page.select(".found > li")]
    assert [row.split(" am ")[0] for row in rows] == ["Fokus Georgien", "Fokus Irak", "Fokus Serbien"]
    assert "Dec 6, 2023" in rows[0] or "6 December 2023" in rows[0]
    assert "captions: German" in rows[0]
    assert "no captions" in rows[1]
    assert [box.has_attr("checked") for box in page.select(".found input")] == [True] * 3
    assert titles(services) == []
    assert not any(hit.path.endswith("iraq.mp4") and hit.method == "GET" for hit in site.hits if not hit.range)
    assert shown(editor, "/en/desk").find("a", href=place), "the front page names what waits for a choice"


def test_only_what_is_ticked_becomes_drafts_and_jobs_and_the_rest_can_follow(services, editor, site):
    place = listed(services, editor, site)

    nothing = editor.post(f"{place}/take", data={})
    two = editor.post(f"{place}/take", data={"entry": ["0", "2"]})
    after = shown(editor, place)
    again = editor.post(f"{place}/take", data={"entry": ["0", "1", "7", "x"]})

    assert nothing.headers["location"].endswith("?done=nothing-ticked")
    assert two.headers["location"].endswith("?done=chosen")
    assert [box["value"] for box in after.select(".found input")] == ["1"]
    assert [title.split(" am ")[0] for title in titles(services)] == ["Fokus Georgien", "Fokus Serbien", "Fokus Irak"]
    with services.database.reading() as session:
        jobs = session.scalars(select(Job).where(Job.kind == "ingest")).all()
        added = session.scalars(select(AuditEntry.account_name).where(AuditEntry.action == "recording.added")).all()
    assert {job.parent_id for job in jobs} == {place.rsplit("/", 1)[1]}
    assert added == ["erika"] * 3
    assert again.headers["location"] == f"/en/desk/jobs/{jobs[-1].id}"


def test_what_is_here_already_is_shown_as_known_and_cannot_be_ticked(services, editor, site):
    recording_id = shelve_words(services, "Schon da", "Guten Tag")
    with services.database.writing() as session:
        key = address_key(site.at("/iraq.mp4"))
        session.add(Source(kind="address", recording_id=recording_id, address_key=key, created_at=services.clock()))

    page = shown(editor, listed(services, editor, site))

    assert page.select_one(".found").find("a", href=f"/en/desk/recordings/{recording_id}")
    assert [box["value"] for box in page.select(".found input")] == ["0", "2"]


def test_nothing_of_it_is_an_answer_too(services, editor, site):
    place = listed(services, editor, site)

    answer = editor.post(f"{place}/take", data={"none": "yes", "entry": "0"})

    assert answer.headers["location"] == "/en/desk?done=none-chosen"
    assert titles(services) == []
    assert shown(editor, "/en/desk").find("a", href=place) is None
    assert editor.post("/en/desk/jobs/none/take", data={"entry": "0"}).status_code == 404
