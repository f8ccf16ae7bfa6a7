"""What is passed on: the head of a recording's page, oEmbed, and the player in a frame on another site."""

import json
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup

from archive.errors import SettingError
from archive.publication import withdrawing
from archive.settings import Settings
from archive.web.machines.oembed import slug_in
from archive.web.sharing import shortened
from tests.support.archives import open_archive
from tests.support.desk import HERE, client_for
from tests.support.pages import visited
from tests.support.published import NASTY, publish_nasty
from tests.support.shelf import shelve_words

INTRANET = "https://intranet.example"


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    with open_archive(tmp_path_factory.mktemp("share") / "var", embed_hosts=(INTRANET,)) as services:
        publish_nasty(services)
        gone = shelve_words(services, "Fokus Quitte", "Weg")
        with services.database.writing() as session:
            withdrawing.withdraw(services, session, gone, reason="asked for")
        yield services


@pytest.fixture(scope="module")
def visitor(services):
    return client_for(services)


@pytest.mark.parametrize("name", NASTY)
def test_search_engines_get_the_recording_whatever_its_title(visitor, name):
    slug = f"nasty-{list(NASTY).index(name)}"
    (script,) = visited(visitor, f"/de/watch/{slug}").find_all("script", type="application/ld+json")

    video, way = json.loads(script.string)["@graph"]

    assert video["@type"] == "VideoObject"
    assert video["name"] == video["description"] == NASTY[name]
    assert video["transcript"].split()[-1] == "Danke"
    assert video["duration"] == "PT10S"
    assert [(clip["startOffset"], clip["endOffset"]) for clip in video["hasPart"]] == [(0.0, 5.0), (5.0, 10.0)]
    assert video["hasPart"][1]["url"] == f"{HERE}/de/watch/{slug}?t=5"
    assert video["recordedAt"]["startDate"] == "2023-12-06"
    assert video["recordedAt"]["eventAttendanceMode"].endswith("/OnlineEventAttendanceMode")
    assert video["contentUrl"].startswith(f"{HERE}/media/{slug}/")
    assert [step["position"] for step in way["itemListElement"]] == [1, 2, 3]
    assert way["itemListElement"][-1]["name"] == NASTY[name]


@pytest.mark.parametrize("name", NASTY)
def test_links_are_shown_with_title_picture_and_film_whatever_the_title(visitor, name):
    page = visited(visitor, f"/en/watch/nasty-{list(NASTY).index(name)}")
    said = {tag["property"]: tag["content"] for tag in page.find_all("meta", property=True)}

    assert " ".join(said["og:title"].split()) == " ".join(NASTY[name].split())
    assert said["og:locale"] == "en_GB"
    assert said["og:image"].startswith(f"{HERE}/media/")
    assert said["og:video:type"] == "video/mp4"
    assert page.find("link", rel="canonical")["href"] == said["og:url"]
    assert page.find("meta", attrs={"name": "twitter:card"})["content"] == "summary_large_image"


@pytest.mark.parametrize("name", NASTY)
def test_search_engines_get_the_event_with_its_recordings(visitor, name):
    slug = f"nasty-{list(NASTY).index(name)}"
    (script,) = visited(visitor, f"/en/events/{slug}").find_all("script", type="application/ld+json")

    event, way = json.loads(script.string)["@graph"]

    assert (event["@type"], event["name"]) == ("Event", NASTY[name])
    assert [shown["url"] for shown in event["recordedIn"]] == [f"{HERE}/en/watch/{slug}"]
    assert event["about"] == [{"@type": "Country", "name": "Georgia", "identifier": "GE"}]
    assert [step["item"] for step in way["itemListElement"]] == [f"{HERE}/en/events", f"{HERE}/en/events/{slug}"]


def test_other_sites_are_told_how_to_show_a_recording(visitor):
    page = visited(visitor, "/de/watch/nasty-0?t=5&q=danke")
    address = page.find("link", type="application/json+oembed")["href"]
    xml = page.find("link", type="text/xml+oembed")["href"]

    answer = visitor.get(address.removeprefix(HERE)).json()
    root = ET.fromstring(visitor.get(xml.removeprefix(HERE)).content)

    frame = BeautifulSoup(answer["html"], "html.parser").iframe
    assert answer["type"] == "video"
    assert answer["title"] == root.findtext("title") == NASTY["quotes"]
    assert frame["src"] == f"{HERE}/embed/nasty-0"
    assert frame["title"] == NASTY["quotes"]
    assert (int(frame["width"]), int(frame["height"])) == (answer["width"], answer["height"])
    assert page.find("textarea", id="share-frame").string == answer["html"]


def test_a_frame_is_no_larger_than_there_is_room(visitor):
    url = f"{HERE}/embed/nasty-1"

    answer = visitor.get("/oembed", params={"url": url, "maxwidth": "320", "maxheight": "2000"}).json()

    assert (answer["width"], answer["height"]) == (320, 720)
    assert 'width="320"' in answer["html"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({}, 400),
        ({"url": ""}, 400),
        ({"url": "https://other.example/de/watch/nasty-0"}, 400),
        ({"url": "http://["}, 400),
        ({"url": f"{HERE}/de/events"}, 400),
        ({"url": f"{HERE}/de/watch/nasty-0", "maxwidth": "wide"}, 400),
        ({"url": f"{HERE}/de/watch/nasty-0", "format": "yaml"}, 501),
        ({"url": f"{HERE}/de/watch/nix"}, 404),
        ({"url": f"{HERE}/de/watch/fokus-quitte"}, 410),
        ({"url": "x" * 10_000}, 400),
    ],
)
def test_what_cannot_be_described_is_a_problem(visitor, query, status):
    answer = visitor.get("/oembed", params=query)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        (f"{HERE}/de/watch/a", "a"),
        (f"{HERE}/en/watch/%C3%A4?t=5#l2", "ä"),
        (f"{HERE}/embed/a", "a"),
        (f"{HERE}/xx/watch/a", None),
        (f"{HERE}/de/watch/a/b", None),
        (f"{HERE}.evil.example/de/watch/a", None),
        ("//127.0.0.1:8000/de/watch/a", None),
    ],
)
def test_a_recording_is_recognised_by_its_address(url, slug):
    assert slug_in(url, HERE) == slug


def test_the_player_may_be_framed_by_those_who_are_named_and_nothing_else_may(visitor):
    framed = visitor.get("/embed/nasty-0").headers["content-security-policy"]

    assert f"frame-ancestors 'self' {INTRANET};" in framed
    assert "script-src 'self';" in framed
    assert "frame-ancestors 'none'" in visitor.get("/de/watch/nasty-0").headers["content-security-policy"]


def test_without_named_sites_only_our_own_may_frame_the_player_and_others_get_a_link(tmp_path):
    with open_archive(tmp_path / "var") as services:
        shelve_words(services, "Fokus Irak", "Guten Tag")
        visitor = client_for(services)
        policy = visitor.get("/embed/fokus-irak").headers["content-security-policy"]
        described = visitor.get("/oembed", params={"url": f"{HERE}/embed/fokus-irak"}).json()

    assert "frame-ancestors 'self';" in policy
    assert described["type"] == "link"
    assert "html" not in described


def test_a_frame_holds_player_transcript_and_the_way_to_the_archive(visitor):
    page = visited(visitor, "/embed/nasty-1?t=5&language=en")

    assert page.html["lang"] == "en"
    assert page.find("video").find("source")["src"].endswith("#t=5")
    assert "Danke" in page.find("transcript-lines").get_text()
    assert page.h1.a["href"] == f"{HERE}/en/watch/nasty-1"
    assert page.h1.a["target"] == "_blank"
    assert page.find("nav", class_="main-nav") is None
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"


@pytest.mark.parametrize(("slug", "status"), [("nix", 404), ("fokus-quitte", 410)])
def test_what_is_not_there_is_said_in_the_frame(visitor, slug, status):
    answer = visitor.get(f"/embed/{slug}?language=de")

    assert answer.status_code == status
    assert INTRANET in answer.headers["content-security-policy"]
    assert "<h1>" in answer.text


@pytest.mark.parametrize(
    "value", ["'none'", "https://a.example; script-src *", "https://a.example/path", "a b,;", "javascript:"]
)
def test_a_site_that_is_none_is_refused_as_a_setting(value):
    with pytest.raises(SettingError):
        Settings.from_environ({"MITSCHNITT_EMBED_HOSTS": value})


def test_sites_are_named_as_the_policy_names_them():
    hosts = "https://intranet.example:8443, *.Example.de http://localhost:* *"

    settings = Settings.from_environ({"MITSCHNITT_EMBED_HOSTS": hosts})

    assert settings.embed_hosts == ("https://intranet.example:8443", "*.example.de", "http://localhost:*", "*")


def test_a_description_is_cut_between_words():
    assert shortened("eins  zwei\ndrei", 12) == "eins zwei…"
    assert shortened("kurz") == "kurz"
