"""Feeds and maps for machines: well-formed for every title, about what anybody may see, sent only when changed."""

import datetime as dt
import io
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from PIL import Image
from sqlalchemy import select

from archive.catalogue.events import Event, Series
from archive.catalogue.recordings import Recording
from archive.details.succeeding import supersede
from archive.publication import withdrawing
from archive.web.machines import sitemap
from archive.web.markup import ATOM, ITUNES, OPEN_SEARCH, SITEMAP, VIDEO, XHTML, clean
from tests.support.archives import open_archive
from tests.support.desk import HERE, client_for
from tests.support.published import NASTY, publish_nasty
from tests.support.shelf import shelve_words

NAMES = {"a": ATOM, "i": ITUNES, "s": SITEMAP, "v": VIDEO, "x": XHTML, "o": OPEN_SEARCH}


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    with open_archive(tmp_path_factory.mktemp("feeds") / "var") as services:
        publish_nasty(services)
        with services.database.writing() as session:
            session.add(Series(slug="quitten", title_de="Quitten & Birnen", title_en="Quinces & pears"))
            session.flush()
            series = session.scalar(select(Series).where(Series.slug == "quitten"))
            session.scalar(select(Event).where(Event.slug == "nasty-0")).series = series
        yield services


@pytest.fixture(scope="module")
def visitor(services):
    return client_for(services)


def read(visitor, path):
    answer = visitor.get(path)
    assert answer.status_code == 200, path
    return ET.fromstring(answer.content)


def test_every_title_survives_in_atom(visitor):
    root = read(visitor, "/feeds/de/recordings.atom")

    titles = {" ".join(entry.text.split()) for entry in root.findall("a:entry/a:title", NAMES)}

    assert titles == {" ".join(clean(title).split()) for title in NASTY.values()}


def test_an_entry_of_atom_has_what_the_format_asks_for(visitor):
    root = read(visitor, "/feeds/de/recordings.atom")

    assert root.find("a:link[@rel='self']", NAMES).get("href") == f"{HERE}/feeds/de/recordings.atom"
    for entry in (root, *root.findall("a:entry", NAMES)):
        assert entry.find("a:id", NAMES).text
        assert dt.datetime.fromisoformat(entry.find("a:updated", NAMES).text).tzinfo is not None
    names = [entry.text for entry in root.findall("a:entry/a:id", NAMES)]
    assert len(set(names)) == len(NASTY)
    assert all(name.startswith("urn:uuid:") for name in names)


def test_a_podcast_offers_the_sound_with_its_length_and_type(visitor):
    channel = read(visitor, "/feeds/en/recordings.rss").find("channel")

    items = channel.findall("item")

    assert len(items) == len(NASTY)
    for item in items:
        enclosure = item.find("enclosure")
        assert enclosure.attrib == {"url": enclosure.get("url"), "length": "4321", "type": "audio/mp4"}
        assert enclosure.get("url").startswith(f"{HERE}/media/nasty-")
        assert item.find("guid").get("isPermaLink") == "false"
        assert parsedate_to_datetime(item.find("pubDate").text)
        assert item.find("i:duration", NAMES).text == "10"
    assert channel.find("language").text == "en"


def test_a_podcast_has_a_square_picture_as_directories_ask_for(visitor):
    channel = read(visitor, "/feeds/de/recordings.rss").find("channel")

    answer = visitor.get(channel.find("i:image", NAMES).get("href").removeprefix(HERE))

    assert answer.headers["content-type"] == "image/png"
    with Image.open(io.BytesIO(answer.content)) as picture:
        assert picture.size == (1400, 1400)
    posters = [item.find("i:image", NAMES).get("href") for item in channel.findall("item")]
    assert all(url.startswith(f"{HERE}/media/nasty-") for url in posters)


def test_a_feed_of_a_series_leads_to_its_page(visitor):
    root = read(visitor, "/feeds/de/series/quitten.atom")

    assert root.find("a:link[@rel='alternate']", NAMES).get("href") == f"{HERE}/de/series/quitten"
    assert visitor.get("/de/series/quitten").status_code == 200


def test_what_is_superseded_says_so_in_every_form_of_feed(tmp_path):
    with open_archive(tmp_path / "var") as services:
        former = shelve_words(services, "Fokus Irak", "Guten Tag", starts="2022-01-01")
        newer = shelve_words(services, "Fokus Irak neu", "Guten Tag", starts="2025-02-01")
        with services.database.writing() as session:
            supersede(session, former, newer_id=newer)
            for recording in session.scalars(select(Recording)):
                recording.renditions[0].name = "audio"
                recording.renditions[0].media_type = "audio/mp4"
        visitor = client_for(services)
        entries = read(visitor, "/feeds/de/recordings.atom").findall("a:entry", NAMES)
        items = read(visitor, "/feeds/en/recordings.rss").findall("channel/item")

    told = {entry.find("a:title", NAMES).text: entry.find("a:summary", NAMES).text for entry in entries}
    link = f"{HERE}/de/watch/fokus-irak-neu"
    notice = f"Überholt. Es gibt eine neuere Aufzeichnung: Fokus Irak neu (1. Februar 2025), {link}"
    assert told["Fokus Irak"].startswith(notice)
    assert "berholt" not in told["Fokus Irak neu"]
    links = [entry.find("a:link[@rel='successor-version']", NAMES) for entry in entries]
    assert [one.get("href") for one in links if one is not None] == [link]
    said = [item.find("description").text for item in items]
    assert sum(text.startswith("Superseded. There is a newer recording: Fokus Irak neu") for text in said) == 1


def test_feeds_are_narrowed_to_a_place_a_series_and_a_search(visitor):
    def titles(path):
        return len(read(visitor, f"/feeds/de/{path}").findall("a:entry", NAMES))

    assert titles("countries/ge.atom") == len(NASTY)
    assert titles("countries/iq.atom") == 0
    assert titles("countries/western-balkans.atom") == 0
    assert titles("series/quitten.atom") == 1
    assert titles("search.atom?q=danke&country=ge") == len(NASTY)
    assert titles("search.atom?q=gibtesnicht") == 0
    assert "Quinces & pears" in read(visitor, "/feeds/en/series/quitten.atom").find("a:title", NAMES).text


@pytest.mark.parametrize(
    "path",
    [
        "/feeds/de/recordings.json",
        "/feeds/xx/recordings.atom",
        "/feeds/de/countries/GE.atom",
        "/feeds/de/countries/qq.atom",
        "/feeds/de/series/nix.atom",
        "/feeds/de/series/quitten.html",
        "/sitemap-2.xml",
        "/sitemap-0.xml",
        "/opensearch/xx.xml",
    ],
)
def test_what_is_no_feed_and_no_map_is_a_page_that_says_so(visitor, path):
    answer = visitor.get(path)

    assert answer.status_code == 404
    assert 'role="search"' in answer.text


def test_a_very_long_search_is_a_feed_all_the_same(visitor):
    assert visitor.get("/feeds/de/search.atom", params={"q": "wort " * 2000}).status_code == 200


def test_a_feed_is_sent_only_when_it_has_changed_and_a_withdrawal_is_a_change(tmp_path):
    with open_archive(tmp_path / "var") as services:
        recording_id = shelve_words(services, "Fokus Irak", "Guten Tag")
        visitor = client_for(services)
        first = visitor.get("/feeds/de/recordings.atom")
        known = {"If-None-Match": first.headers["etag"]}
        since = {"If-Modified-Since": first.headers["last-modified"]}

        assert visitor.get("/feeds/de/recordings.atom", headers=known).status_code == 304
        assert visitor.get("/feeds/de/recordings.atom", headers=since).status_code == 304
        with services.database.writing() as session:
            withdrawing.withdraw(services, session, recording_id, reason="asked for")
            later = services.clock() + dt.timedelta(minutes=1)
            session.get_one(Recording, recording_id).changed_at = later

        for headers in (known, since):
            answer = visitor.get("/feeds/de/recordings.atom", headers=headers)
            assert answer.status_code == 200
            assert "Fokus Irak" not in answer.text


def test_the_time_of_a_change_is_kept_by_itself(services):
    with services.database.writing() as session:
        recording = session.scalars(select(Recording)).first()
        before = recording.changed_at
        recording.description += "."
        session.flush()
        session.refresh(recording)

        assert recording.changed_at > before


def test_the_map_names_every_page_in_both_languages_with_films(visitor):
    root = read(visitor, "/sitemap.xml")

    pages = {url.find("s:loc", NAMES).text: url for url in root.findall("s:url", NAMES)}

    watch = pages[f"{HERE}/de/watch/nasty-1"]
    links = {link.get("hreflang"): link.get("href") for link in watch.findall("x:link", NAMES)}
    assert links["en"] == f"{HERE}/en/watch/nasty-1"
    assert links["x-default"] == links["de"] == f"{HERE}/de/watch/nasty-1"
    assert watch.find("v:video/v:title", NAMES).text == NASTY["script"]
    assert watch.find("v:video/v:duration", NAMES).text == "10"
    assert {f"{HERE}/de/", f"{HERE}/en/countries/ge", f"{HERE}/de/events/nasty-0"} <= set(pages)
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in visitor.get("/robots.txt").text


def test_a_map_that_is_too_large_is_split(visitor, monkeypatch):
    monkeypatch.setattr(sitemap, "MOST_ADDRESSES", 10)
    index = read(visitor, "/sitemap.xml")

    parts = [loc.text.removeprefix(HERE) for loc in index.findall("s:sitemap/s:loc", NAMES)]
    listed = [len(read(visitor, part).findall("s:url", NAMES)) for part in parts]

    assert len(parts) > 2
    assert set(listed[:-1]) == {10}
    monkeypatch.undo()
    assert sum(listed) == len(read(visitor, "/sitemap.xml").findall("s:url", NAMES))


def test_browsers_learn_how_to_search_and_what_to_suggest(visitor):
    root = read(visitor, "/opensearch/de.xml")
    urls = {url.get("type"): url.get("template") for url in root.findall("o:Url", NAMES)}

    assert urls["text/html"] == f"{HERE}/de/search?q={{searchTerms}}"
    assert len(root.find("o:ShortName", NAMES).text) <= 16
    suggestions = urls["application/x-suggestions+json"].removeprefix(HERE)
    assert visitor.get(suggestions.format(searchTerms="dan")).json() == ["dan", ["Danke"]]
    assert visitor.get(suggestions.format(searchTerms="x" * 10_000)).json()[1] == []


@pytest.mark.parametrize("path", ["/de/", "/en/watch/nasty-0", "/de/countries"])
def test_every_page_names_feed_search_and_itself(visitor, path):
    text = visitor.get(path).text

    assert f'<link rel="canonical" href="{HERE}{path}">' in text
    assert 'type="application/atom+xml" title="' in text
    assert f'href="/opensearch/{path[1:3]}.xml"' in text


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        ("/de/countries/ge", "/feeds/de/countries/ge.atom"),
        ("/en/search?q=danke&country=ge&page=1", "/feeds/en/search.atom?q=danke&country=ge"),
        ("/de/search", "/feeds/de/search.atom"),
    ],
)
def test_a_page_names_the_feed_of_what_it_shows(visitor, page, feed):
    links = BeautifulSoup(visitor.get(page).text, "html.parser").find_all("link", type="application/atom+xml")

    assert links[0]["href"] == feed
    assert all(visitor.get(link["href"]).status_code == 200 for link in links)
