"""Who gets what: every address of a recording, in every state, for every role; and no list that tells of more."""

import datetime as dt

import pytest
from sqlalchemy import select
from starlette.routing import Match

from archive import publishing, withdrawing
from archive.catalogue.events import Series, State
from archive.catalogue.people import Role
from archive.catalogue.pictures import PosterFrame, Slide, Storyboard
from archive.catalogue.recordings import Recording
from archive.indexing import index_recordings
from archive.rights import RightsGiven
from archive.web import addresses
from archive.web.machine_routes import MACHINE_ROUTES
from tests.support.archives import open_archive
from tests.support.desk import HERE, client_for
from tests.support.shelf import shelve_words

RIGHTS = RightsGiven("consent", dt.date(2024, 1, 31))
LIFE = {
    "draft": "Gespräch Apfel",
    "published": "Gespräch Birne",
    "withdrawn": "Gespräch Quitte",
    "withdrawn draft": "Gespräch Mispel",
    "restored": "Gespräch Pflaume",
}
"""Titles by what has become of the recording."""
WORD = "starthilfe"
EXPECTED = {
    "draft": {"anyone": 404, "staff": 200},
    "published": {"anyone": 200, "staff": 200},
    "withdrawn": {"anyone": 410, "staff": 410},
    "withdrawn draft": {"anyone": 404, "staff": 404},
    "restored": {"anyone": 200, "staff": 200},
}
THINGS = (
    "report",
    "watch de",
    "watch en",
    "rendition",
    "poster",
    "captions vtt",
    "captions srt",
    "captions txt",
    "captions json",
    "slide",
    "storyboard",
    "sheet",
)
FOR_MACHINES = ("api recording", "api transcript", "api event", "oembed", "embed")
"""They answer everybody as they answer a visitor, editors too."""
LISTS = (
    "/de/",
    "/en/",
    "/de/events",
    "/de/countries",
    "/de/countries/ge",
    "/de/topics",
    f"/de/compare?q={WORD}",
    "/de/topics/return-programmes",
    "/en/topics/return-programmes?country=ge",
    "/de/help",
    f"/de/search?q={WORD}",
    "/en/search?q=Gespräch",
    "/api/v1/events",
    "/api/v1/countries",
    "/api/v1/recordings",
    f"/api/v1/search?q={WORD}",
    "/api/v1/search?q=Gespräch",
    "/feeds/de/recordings.atom",
    "/feeds/de/recordings.rss",
    "/feeds/de/countries/ge.atom",
    "/feeds/de/series/obst.atom",
    f"/feeds/de/search.atom?q={WORD}",
    "/sitemap.xml",
    "/sitemap-1.xml",
    "/opensearch/de/suggestions?q=Gespr",
)
ABOUT_NO_RECORDING = {"api-entry", "api-openapi", "opensearch"}
"""Routes for machines that tell of the site alone."""
ROLES = (None, Role.READER, Role.EDITOR, Role.ADMIN)


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    folder = tmp_path_factory.mktemp("matrix")
    with open_archive(folder / "var") as services:
        for life, title in LIFE.items():
            recording_id = shelve_words(services, title, f"Hier geht es um {WORD}", state=State.DRAFT)
            give_files(services, recording_id, folder)
            live(services, recording_id, life)
            index_recordings(services, [recording_id])
        yield services


def give_files(services, recording_id, folder):
    with services.database.writing() as session:
        recording = session.get_one(Recording, recording_id)
        series = session.scalar(select(Series).where(Series.slug == "obst"))
        recording.event.series = series or Series(slug="obst", title_de="Obst", title_en="Fruit")
        for name, suffix in (("film", ".mp4"), ("poster", ".jpg")):
            path = folder / f"{name}-{recording_id}"
            path.write_bytes(f"{name} {recording_id}".encode())
            key = services.store.adopt(path, suffix=suffix).key
            if name == "film":
                recording.renditions[0].key = key
            else:
                recording.poster_key = key
                picture = {"image_key": key, "width": 1, "height": 1}
                recording.slides = [Slide(position=0, start_seconds=0, end_seconds=1, title="", text=WORD, **picture)]
                recording.poster_frames = [PosterFrame(position=0, at_seconds=0, image_key=key)]
                tiles = {"columns": 1, "rows": 1, "tile_width": 1, "tile_height": 1, "times": [0.0]}
                recording.storyboard = Storyboard(sheet_keys=[key], **tiles)


def live(services, recording_id, life):
    with services.database.writing() as session:
        if life in {"published", "withdrawn", "restored"}:
            publishing.publish(services, session, recording_id, rights=RIGHTS)
        if life in {"withdrawn", "withdrawn draft", "restored"}:
            withdrawing.withdraw(services, session, recording_id, reason="asked for")
        if life == "restored":
            withdrawing.restore(services, session, recording_id)


@pytest.fixture(scope="module")
def clients(services):
    return {role: client_for(services, role) for role in ROLES}


def address_of(services, life, thing):
    with services.database.reading() as session:
        recording = session.query(Recording).filter_by(title=LIFE[life]).one()
        (rendition,) = recording.renditions
        return {
            "watch de": addresses.page("de", "watch", recording.slug),
            "watch en": addresses.page("en", "watch", recording.slug),
            "rendition": addresses.rendition(recording.slug, rendition.name, rendition.key),
            "poster": addresses.poster(recording.slug, recording.poster_key or ""),
            "slide": addresses.slide(recording.slug, 0, recording.slides[0].image_key),
            "storyboard": addresses.storyboard(recording.slug),
            "sheet": f"/media/{recording.slug}/{addresses.storyboard_sheet(0, recording.storyboard.sheet_keys[0])}",
            "frame": addresses.poster_frame(recording.slug, recording.poster_frames[0].id, recording.poster_key or ""),
            "captions vtt": addresses.captions(recording.slug, "de"),
            "captions srt": addresses.captions(recording.slug, "de", suffix="srt"),
            "captions txt": addresses.captions(recording.slug, "de", suffix="txt"),
            "captions json": addresses.captions(recording.slug, "de", suffix="json"),
            "report": addresses.page("de", "watch", recording.slug, "report"),
            "api recording": f"/api/v1/recordings/{recording.slug}",
            "api transcript": f"/api/v1/recordings/{recording.slug}/transcripts/de",
            "api event": f"/api/v1/events/{recording.event.slug}",
            "oembed": addresses.oembed(HERE + addresses.page("de", "watch", recording.slug)),
            "embed": addresses.embed(recording.slug),
        }[thing]


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "visitor")
@pytest.mark.parametrize("thing", THINGS + FOR_MACHINES)
@pytest.mark.parametrize("life", LIFE)
def test_every_address_of_a_recording_answers_by_its_state_and_who_asks(services, clients, life, thing, role):
    is_staff = role in {Role.EDITOR, Role.ADMIN} and thing not in FOR_MACHINES
    expected = EXPECTED[life]["staff" if is_staff else "anyone"]
    address = address_of(services, life, thing)

    answers = {method: clients[role].request(method, address) for method in ("GET", "HEAD")}

    assert {method: answer.status_code for method, answer in answers.items()} == {"GET": expected, "HEAD": expected}
    if expected != 200:
        assert WORD not in answers["GET"].text
        assert b"film" not in answers["GET"].content


@pytest.mark.parametrize("life", LIFE)
def test_frames_that_might_be_the_poster_are_for_staff_alone(services, clients, life):
    address = address_of(services, life, "frame")

    hidden = {200: 404}.get(EXPECTED[life]["anyone"], EXPECTED[life]["anyone"])
    assert {clients[role].get(address).status_code for role in (None, Role.READER)} == {hidden}
    assert {clients[role].get(address).status_code for role in (Role.EDITOR, Role.ADMIN)} == {EXPECTED[life]["staff"]}


@pytest.mark.parametrize("role", [None, Role.READER], ids=["visitor", "reader"])
@pytest.mark.parametrize("path", LISTS)
def test_no_list_tells_visitors_of_what_they_may_not_see(clients, path, role):
    answer = clients[role].get(path)

    assert answer.status_code == 200
    assert [LIFE[life] for life in ("draft", "withdrawn", "withdrawn draft") if LIFE[life] in answer.text] == []


@pytest.mark.parametrize("role", [None, Role.READER], ids=["visitor", "reader"])
def test_what_is_public_is_found(clients, role):
    answer = clients[role].get(f"/de/search?q={WORD}")

    assert LIFE["published"] in answer.text
    assert LIFE["restored"] in answer.text


def test_every_route_for_machines_is_walked_here(services):
    walked = [path.partition("?")[0] for path in LISTS]
    walked += [address_of(services, "published", thing).partition("?")[0] for thing in FOR_MACHINES]

    def is_walked(route):
        asked = ({"type": "http", "method": "GET", "path": path} for path in walked)
        return any(route.matches(scope)[0] is Match.FULL for scope in asked)

    assert {route.name for route in MACHINE_ROUTES if not is_walked(route)} == ABOUT_NO_RECORDING


def test_a_file_of_a_draft_is_never_kept_by_shared_caches(services, clients):
    answer = clients[Role.EDITOR].get(address_of(services, "draft", "rendition"))

    assert "no-store" in answer.headers["cache-control"]
