"""What the demonstration says: marked everywhere, no figures, and attached to the events that ship."""

import re
from collections import Counter

import pytest

from archive.catalogue import places
from archive.catalogue.events import Kind
from archive.demo.doors import file_name
from archive.demo.texts import DATA, read_scripts, shortened
from archive.details.matching import Clues, matching_event
from archive.i18n import I18n
from ingest.details import extract
from ingest.entries import Entry
from tests.support.archives import open_archive

SCRIPTS = read_scripts()
EVENTS = {
    "georgien": ("2023-12-06", "virtual", ("GE",), "virtual-georgia-2023-12-06"),
    "tuerkei": ("2023-11-02", "virtual", ("TR",), "virtual-turkiye-2023-11-02"),
    "serbien": ("2023-11-28", "virtual", ("RS",), "virtual-serbia-2023-11-28"),
    "irak": ("2023-10-16", "virtual", ("IQ",), "virtual-iraq-2023-10-16"),
    "nuernberg": ("2023-05", "national", (), "national-nuernberg-2023-05"),
    "frankfurt": ("2022-11", "national", (), "national-frankfurt-2022-11"),
    "berlin": ("2022-05", "national", (), "national-berlin-2022-05"),
}


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    with open_archive(tmp_path_factory.mktemp("archive")) as opened:
        yield opened


def _details(script):
    names = I18n(places.place_names()).country_names()
    is_file = script.door.startswith("file")
    entry = None if is_file else Entry("http://127.0.0.1/film.mp4", heading=script.title)
    return extract(entry=entry, file_name=file_name(script), info=None, given=None, country_names=names)


def test_there_are_seven_texts_five_german_and_two_english_through_every_door():
    assert Counter(script.language for script in SCRIPTS) == {"de": 5, "en": 2}
    assert Counter(script.door for script in SCRIPTS) == {
        "page": 3,
        "address": 1,
        "feed": 1,
        "file-with-captions": 1,
        "file": 1,
    }


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.slug)
def test_every_text_is_marked_as_a_demonstration(script):
    assert script.title.startswith("Demonstration: ")
    assert script.description.startswith("Demonstration, ")
    assert "demonstration" in script.lines[0].sentence.casefold()


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.slug)
def test_no_text_names_a_figure_an_amount_or_a_law(script):
    said = " ".join(line.sentence for line in script.lines)

    assert not re.search(
        r"\d|€|\bEuro\b|\bProzent\b|\bpercent\b|§|\bParagra|\bREAG\b|\bGARP\b|\bStarthilfe Plus\b", said
    )


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.slug)
def test_the_title_alone_gives_date_kind_and_country(script):
    date, kind, countries, _ = EVENTS[script.slug]

    details = _details(script)

    assert (details.date.value, details.kind.value) == (date, kind)
    assert tuple(country.value for country in details.countries) == countries


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.slug)
def test_each_belongs_to_an_event_that_ships(script, services):
    details = _details(script)
    countries = frozenset(country.value for country in details.countries)
    clues = Clues(details.date.value, Kind(details.kind.value), countries, f"{script.title}\n{script.description}")

    with services.database.reading() as session:
        event = matching_event(session, clues, besides=0)

    assert event is not None
    assert event.seed_key == EVENTS[script.slug][3]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.slug)
def test_several_people_speak(script):
    assert len({line.speaker.name for line in script.lines}) >= 2


def test_those_that_come_in_together_are_made_first():
    assert [script.door for script in SCRIPTS[:3]] == ["page"] * 3


def test_a_text_without_the_mark_is_refused(tmp_path):
    text = (DATA / "berlin.toml").read_text(encoding="utf-8")
    (tmp_path / "berlin.toml").write_text(text.replace("einer Demonstration ohne", "einer Vorführung ohne"), "utf-8")

    with pytest.raises(ValueError, match=r"berlin\.toml.*Demonstration"):
        read_scripts(tmp_path)


def test_a_line_of_an_unknown_speaker_is_refused(tmp_path):
    text = (DATA / "berlin.toml").read_text(encoding="utf-8")
    (tmp_path / "berlin.toml").write_text(text.replace('"M: Willkommen', '"X: Willkommen'), "utf-8")

    with pytest.raises(ValueError, match="speaker: sentence"):
        read_scripts(tmp_path)


def test_a_shortened_text_keeps_its_beginning():
    short = shortened(SCRIPTS[0], slides=2)

    assert short.slides == SCRIPTS[0].slides[:2]
    assert short.lines == SCRIPTS[0].lines[: len(short.lines)]
