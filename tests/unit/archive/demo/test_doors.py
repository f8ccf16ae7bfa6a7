"""The pages from which demonstration recordings are fetched hold what the archive's reader looks for."""

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup

from archive.demo.doors import FEED, SERIES_PAGE, Take, entrance, feed, file_name, series_page, single_page, site
from archive.demo.filming import Footage
from archive.demo.texts import read_scripts
from ingest.entries import ChapterMark
from ingest.pages import read_page

ORIGIN = "http://127.0.0.1:1234"
FOOTAGE = Footage(
    film=Path("film.mp4"),
    captions=Path("captions.vtt"),
    chapters_file=Path("chapters.vtt"),
    chapters=(ChapterMark(0.0, 10.0, "Beginn"), ChapterMark(10.0, 70.0, "Ende </script>")),
    duration_seconds=70.0,
    sha512="0" * 128,
)
TAKES = [Take(script, FOOTAGE) for script in read_scripts()]


def _behind(door):
    return [take for take in TAKES if take.script.door == door]


def test_the_page_has_three_players_each_under_its_heading_with_captions_and_chapters():
    page = read_page(series_page(_behind("page")), ORIGIN + SERIES_PAGE)

    assert [row.heading for row in page.recordings] == [take.script.title for take in _behind("page")]
    assert all(row.captions[0].language == "de" for row in page.recordings)
    assert all(row.chapters_address for row in page.recordings)
    assert page.title.startswith("Demonstration")


def test_the_single_page_describes_its_recording_for_machines():
    (take,) = _behind("address")

    (recording,) = read_page(single_page(take, origin=ORIGIN), ORIGIN + entrance(take.script)).recordings

    assert recording.title == take.script.title
    assert recording.description == take.script.description
    assert recording.language == "en"
    assert recording.duration_seconds == 70.0
    assert [mark.title for mark in recording.chapters] == ["Beginn", "Ende </script>"]
    assert recording.addresses[0].startswith(ORIGIN)


def test_the_feed_leads_to_a_page_with_a_player():
    channel = ET.fromstring(feed(_behind("feed"), origin=ORIGIN)).find("channel")
    (item,) = channel.findall("item")
    (take,) = _behind("feed")

    assert item.findtext("title") == take.script.title
    path = item.findtext("link").removeprefix(ORIGIN)
    assert read_page(site(TAKES, origin=ORIGIN)[path].content, ORIGIN + path).recordings


def test_every_address_on_every_page_is_answered():
    answers = site(TAKES, origin=ORIGIN)

    for answer in answers.values():
        if answer.media_type.startswith("text/html"):
            soup = BeautifulSoup(answer.content, "html.parser")
            assert {tag["src"] for tag in soup.find_all(src=True)} <= answers.keys()


def test_every_page_says_that_it_is_a_demonstration():
    answers = site(TAKES, origin=ORIGIN)
    pages = [answer.content for answer in answers.values() if isinstance(answer.content, str)]

    assert len(pages) == 4
    assert all("Demonstration" in page for page in pages)


def test_files_are_not_on_the_site_and_nothing_is_before_it_is_made():
    assert site([], origin=ORIGIN) == {}
    assert not [path for path in site(TAKES, origin=ORIGIN) if "berlin" in path or "frankfurt" in path]
    assert FEED not in site(_behind("page"), origin=ORIGIN)


@pytest.mark.parametrize("write", [lambda take: series_page([take]), lambda take: single_page(take, origin=ORIGIN)])
def test_a_title_stays_text(write):
    hostile = 'Demonstration: <b>"fett"</b></script><script>alert(1)</script>'
    take = replace(TAKES[0], script=replace(TAKES[0].script, title=hostile))

    soup = BeautifulSoup(write(take), "html.parser")

    assert not soup.find("b")
    scripts = soup.find_all("script")
    assert all(tag.get("type") == "application/ld+json" and json.loads(tag.string) for tag in scripts)


def test_the_name_of_a_file_holds_no_sign_that_systems_refuse():
    names = [file_name(take.script) for take in TAKES]

    assert not [name for name in names if set(name) & set('/\\:*?"<>|')]
