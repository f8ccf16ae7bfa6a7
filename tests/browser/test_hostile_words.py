"""Words from outside that try to be more than words: shown as they are, on every public page, and never run."""

import datetime as dt

import pytest

from archive.catalogue.events import Event, EventOrganiser, Kind, Organiser, State
from archive.catalogue.recordings import (
    Chapter,
    Origin,
    Recording,
    RecordingSpeaker,
    Speaker,
    Transcript,
    TranscriptCue,
)
from archive.finding.indexing import rebuild
from tests.support.chromium import chromium
from tests.support.desk import live_desk

pytestmark = pytest.mark.browser

HOSTILE = """"><img src=x onerror=window.pwn=1><script>window.pwn=1</script>{{7*7}}'; javascript:window.pwn=1//"""
ARABIC = "مرحبا بكم"
NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with live_desk(tmp_path_factory.mktemp("hostile") / "var", works=False) as (services, here):
        with services.database.writing() as session:
            session.add_all([recording("hostile", State.PUBLISHED), recording("gone", State.WITHDRAWN), endless()])
        rebuild(services)
        folder = services.settings.data / "pages" / "de"
        folder.mkdir(parents=True)
        (folder / "imprint.md").write_text(HOSTILE, encoding="utf-8")
        yield here


def recording(slug, state):
    cue = TranscriptCue(position=0, start_seconds=0.0, end_seconds=5.0, text=f"starthilfe {HOSTILE}", speaker=HOSTILE)
    return Recording(
        slug=slug,
        title=f"starthilfe {HOSTILE}",
        description=HOSTILE,
        language="de",
        state=state,
        duration_seconds=10.0,
        created_at=NOW,
        shelved_at=NOW,
        published_at=NOW,
        withdrawn_reason=HOSTILE,
        chapters=[Chapter(start_seconds=0, title=HOSTILE)],
        speakers=[RecordingSpeaker(speaker=Speaker(name=f"{slug} {HOSTILE}"))],
        transcripts=[Transcript(language="de", origin=Origin.SUPPLIED, created_at=NOW, cues=[cue])],
        event=Event(
            slug=slug,
            title=HOSTILE,
            starts="2023",
            kind=Kind.VIRTUAL,
            place=HOSTILE,
            description_de=HOSTILE,
            state=State.PUBLISHED,
            organisers=[EventOrganiser(organiser=Organiser(name=f"{slug} {HOSTILE}"))],
        ),
    )


def endless():
    """Give a recording whose names have no place to break, with words that run from right to left."""
    row = recording("endless", State.PUBLISHED)
    name = "W" * 300
    row.title = row.event.title = row.chapters[0].title = row.transcripts[0].cues[0].speaker = name
    row.event.place = "w" * 200
    row.transcripts[0].language = "ar"
    row.transcripts[0].cues[0].text = f"{ARABIC} {name}"
    return row


def test_words_stay_words(site):
    said = []
    with chromium() as browser:
        page = browser.new_page()
        page.on("console", lambda message: said.append(message.text))
        for path in (
            "/de/",
            "/de/events",
            "/de/events/hostile",
            "/de/search?q=starthilfe",
            "/de/watch/hostile?q=starthilfe",
            "/de/watch/gone",
            "/de/imprint",
        ):
            page.goto(site + path)
            assert page.evaluate("window.pwn") is None, path
            assert "onerror=window.pwn" in page.locator("main").inner_text(), path
            assert page.locator("main img[src=x], main script, a[href^=javascript]").count() == 0
        page.goto(f"{site}/de/search?q=" + HOSTILE.replace("&", "%26").replace("#", "%23"))
        assert page.locator("#ask").input_value().startswith('"><img')
        assert page.evaluate("window.pwn") is None

    assert [text for text in said if "410" not in text] == []


@pytest.mark.parametrize("width", [320, 1440])
def test_words_without_a_place_to_break_stay_on_the_page(site, width):
    too_wide = []
    with chromium() as browser:
        page = browser.new_page(viewport={"width": width, "height": 700})
        for path in ("/", "/search", f"/search?q={ARABIC}", "/watch/endless", "/events", "/events/endless"):
            page.goto(f"{site}/de{path}")
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                too_wide.append(path)

    assert too_wide == []


def test_words_from_right_to_left_leave_their_time_some_room(site):
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 360, "height": 700})
        page.goto(f"{site}/de/watch/endless")
        gap = page.evaluate(
            """() => {
              const box = (node) => {
                const range = new Range();
                range.selectNodeContents(node);
                return range.getBoundingClientRect();
              };
              const paragraph = document.querySelector("p:has(a[id^=line-])");
              return box(paragraph.querySelector("a.at")).left - box(paragraph.querySelector("a[id^=line-]")).right;
            }"""
        )

    assert gap >= 8
