"""Names, dates, numbers and the choice of language."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.catalogue import places
from archive.i18n import I18n, country_codes
from ingest.places import fold


@pytest.fixture(scope="module")
def i18n():
    return I18n(places.place_names())


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, "de"),
        ("", "de"),
        ("en", "en"),
        ("EN-us,en;q=0.9", "en"),
        ("de-AT, en;q=0.8", "de"),
        ("en;q=0.8, de;q=0.9", "de"),
        ("fr, en;q=0.5, de;q=0.4", "en"),
        ("fr;q=1, *;q=0.5", "de"),
        ("*, de;q=0", "en"),
        ("de;q=0, en;q=0", "de"),
        ("en;q=, de", "de"),
        ("en;q=banana", "de"),
        (";;,=,en ; q = .7 , \x00", "en"),
        ("en," * 100_000, "en"),
    ],
)
def test_the_language_that_the_browser_likes_best_is_spoken(i18n, header, expected):
    assert i18n.negotiate(header) == expected


@given(header=st.text(max_size=200))
def test_no_header_can_break_the_choice(i18n, header):
    assert i18n.negotiate(header) in i18n.languages


@pytest.mark.parametrize(
    ("iso", "language", "long", "expected"),
    [
        ("2023-12-06", "de", True, "6. Dezember 2023"),
        ("2023-12-06", "de", False, "06.12.2023"),
        ("2023-12-06", "en", True, "6 December 2023"),
        ("2023-12-06", "en", False, "6 Dec 2023"),
        ("2022-05", "de", True, "Mai 2022"),
        ("2022-05", "en", False, "May 2022"),
        ("2018", "de", True, "2018"),
        (None, "de", True, ""),
    ],
)
def test_a_date_says_no_more_than_is_known(i18n, iso, language, long, expected):
    assert i18n.date(iso, language, long=long) == expected


def test_two_days_are_shown_as_one_span(i18n):
    assert i18n.date_range("2023-05-23", "2023-05-24", "de") == "23.–24. Mai 2023"
    assert i18n.date_range("2023-05-23", None, "de") == "23. Mai 2023"
    assert i18n.date_range("2023-05", "2023-06", "en") == "May 2023 – June 2023"


@pytest.mark.parametrize(
    ("seconds", "clock", "short", "spoken"),
    [
        (0, "0:00", "0 s", "0 Sekunden"),
        (45.9, "0:45", "45 s", "45 Sekunden"),
        (59.9, "0:59", "59 s", "59 Sekunden"),
        (245, "4:05", "4 min", "4 Minuten, 5 Sekunden"),
        (3599, "59:59", "1:00 h", "59 Minuten, 59 Sekunden"),
        (6130, "1:42:10", "1:42 h", "1 Stunde, 42 Minuten"),
        (-3, "0:00", "0 s", "0 Sekunden"),
    ],
)
def test_durations_are_shown_for_eyes_and_ears(i18n, seconds, clock, short, spoken):
    assert i18n.duration_clock(seconds) == clock
    assert i18n.duration_short(seconds) == short
    assert i18n.formats("de").duration_spoken(seconds) == spoken


@pytest.mark.parametrize(
    ("size_bytes", "expected"),
    [(999, "999 B"), (1000, "1 kB"), (999_960, "1 MB"), (1_430_000_000, "1,4 GB"), (5 * 10**15, "5.000 TB")],
)
def test_sizes_are_shown_in_units_people_know(i18n, size_bytes, expected):
    assert i18n.size(size_bytes, "de") == expected


@pytest.mark.parametrize(
    ("spelling", "code"),
    [
        ("Türkei", "TR"),
        ("Tuerkei", "TR"),
        ("Türkiye", "TR"),
        ("TURKEY", "TR"),
        ("Kosovo", "XK"),
        ("Tschechien", "CZ"),
        ("Czech Republic", "CZ"),
        ("Elfenbeinküste", "CI"),
        ("Côte d’Ivoire", "CI"),
        ("Weißrussland", "BY"),
        ("Bosnien-Herzegowina", "BA"),
        ("Bosnien und Herzegowina", "BA"),
        ("Guinea-Bissau", "GW"),
        ("Guinea", "GN"),
        ("Niger", "NE"),
        ("Nigeria", "NG"),
        ("The Gambia", "GM"),
        ("Georgien", "GE"),
        ("საქართველო", "GE"),
        ("Србија", "RS"),
        ("العراق", "IQ"),
        ("DR Kongo", "CD"),
        ("Nordmazedonien", "MK"),
    ],
)
def test_every_spelling_of_a_country_is_known(i18n, spelling, code):
    assert i18n.country_names()[fold(spelling)] == code


def test_every_country_is_found_by_its_german_and_english_name(i18n):
    names = i18n.country_names()

    missed = {
        (code, language)
        for code in country_codes()
        for language in i18n.languages
        if names.get(fold(i18n.country(code, language))) != code
    }

    assert missed == set()
    assert len(country_codes()) == 250


def test_aliases_name_countries_that_exist_and_no_two_of_them_the_same():
    aliases = places.country_aliases()
    folded = [fold(spelling) for spellings in aliases.values() for spelling in set(map(fold, spellings))]

    assert all(map(places.is_country, aliases))
    assert len(folded) == len(set(folded))


def test_regions_have_names_and_countries(i18n):
    assert i18n.region("western-balkans", "de") == "Westbalkan"
    assert i18n.region("nowhere", "de") == "nowhere"
    assert set(places.countries_of("western-balkans")) == {"AL", "BA", "ME", "MK", "RS", "XK"}
    assert {"NG", "GH", "GM", "SN"} <= set(places.countries_of("west-africa"))
    assert places.countries_of("nowhere") == ()
    assert places.regions_of("GH") == ("west-africa",)
    assert all(map(places.is_country, [code for region in places.regions().values() for code in region.countries]))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("de", "Deutsch"),
        ("ckb", "Zentralkurdisch"),
        ("sr-Latn", "Serbisch (Lateinisch)"),
        ("und", "Unbekannte Sprache"),
    ],
)
def test_languages_have_names(i18n, code, expected):
    assert i18n.language_name(code, "de") == expected


@pytest.mark.parametrize("code", ["", "zz", "not a language", "x" * 300])
def test_an_unknown_language_is_shown_as_it_is_written(i18n, code):
    assert i18n.language_name(code, "en") == code


def test_day_and_time_are_those_of_the_archive_and_say_utc_only_where_it_is():
    late = dt.datetime(2026, 7, 1, 22, 30, tzinfo=dt.UTC)
    there = I18n(places.place_names(), zone=ZoneInfo("Europe/Berlin"))

    assert there.formats("de").day_and_time(late) == "02.07.2026, 00:30"
    assert there.formats("de").day_and_time(late, long=True) == "2. Juli 2026, 00:30"
    assert (there.formats("en").day(late), there.formats("en").time(late)) == ("2 July 2026", "00:30")
    assert I18n(places.place_names()).formats("en").day_and_time(late) == "1 Jul 2026, 22:30 UTC"


def test_an_unknown_country_is_shown_by_its_code(i18n):
    assert i18n.country("QQ", "de") == "QQ"
    assert i18n.country("XK", "de") == "Kosovo"


def test_translations_are_compiled_from_text_when_the_program_starts(tmp_path):
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
        'msgid "Recording"\nmsgstr "Aufzeichnung"\n\n'
        'msgid "one hit"\nmsgid_plural "%(num)d hits"\nmsgstr[0] "eine Fundstelle"\nmsgstr[1] "%(num)d Fundstellen"\n',
        encoding="utf-8",
    )

    i18n = I18n(places.place_names(), locale=tmp_path)

    assert i18n.translations("de").gettext("Recording") == "Aufzeichnung"
    assert i18n.translations("de").ngettext("one hit", "%(num)d hits", 2) == "%(num)d Fundstellen"
    assert i18n.translations("en").gettext("Recording") == "Recording"
