"""`mitschnitt search` from the terminal: what it finds and says, to people and to programs."""

import json

import pytest

from archive.catalogue.events import Series, State
from archive.catalogue.pictures import Slide
from archive.catalogue.recordings import Recording
from archive.finding.indexing import rebuild
from tests.support.shelf import damage_index, shelve_words


def test_search_finds_the_second_and_gives_an_address_for_it(run, services):
    shelve_words(services, "Fokus Georgien", "Guten Tag", "zur Krankenversicherung in Tiflis")
    rebuild(services)

    answer = json.loads(run("search", "krankenversicherung", "--json").stdout)

    moment = answer["recordings"][0]["moments"][0]
    assert answer["total_moments"] == 1
    assert moment["start_seconds"] == 5.0
    assert moment["matches"] == ["Krankenversicherung"]
    assert moment["address"] == "http://127.0.0.1:8000/en/watch/fokus-georgien?t=5"


def test_search_prints_title_time_and_words(run, services):
    shelve_words(services, "Fokus Georgien", "Guten Tag", "zur [Krankenversicherung] in Tiflis")
    rebuild(services)

    answer = run("search", "tiflis")

    assert answer.exit_code == 0
    assert "Fokus Georgien" in answer.stdout
    assert "0:05" in answer.stdout
    assert "[Krankenversicherung]" in answer.stdout


def test_a_word_behind_a_minus_must_not_occur_and_is_no_option(run, services):
    shelve_words(services, "Fokus Georgien", "die Ankunft in Tiflis")
    shelve_words(services, "Fokus Irak", "die Ankunft in Erbil")
    rebuild(services)

    answer = json.loads(run("search", "ankunft", "-tiflis", "--json").stdout)

    assert [row["title"] for row in answer["recordings"]] == ["Fokus Irak"]


def _insured(services):
    german = shelve_words(services, "Fokus Georgien", "Guten Tag", "Es gibt eine Versicherung für Kranke")
    shelve_words(services, "Focus Georgia", "The health insurance pays", language="en")
    with services.database.writing() as session:
        recording = session.get_one(Recording, german)
        recording.transcripts[0].is_checked = True
        recording.event.series = Series(slug="reihe", title_de="Reihe", title_en="Series")
        recording.slides = [
            Slide(
                position=0,
                start_seconds=3,
                end_seconds=9,
                text="Krankenversicherung",
                image_key="aa",
                width=1,
                height=1,
            )
        ]
    rebuild(services)


def test_search_gives_programs_reasons_slides_facets_and_what_else_was_searched_for(run, services):
    _insured(services)

    answer = json.loads(run("search", "Krankenversicherung", "--json").stdout)

    german, english = sorted(answer["recordings"], key=lambda recording: recording["title"], reverse=True)
    reasons = {moment["kind"]: (moment["reason"], moment["via"]) for moment in german["moments"]}
    assert answer["total_moments"] == 3
    assert answer["expansions"] == {"Krankenversicherung": ["health insurance"]}
    assert answer["facets"]["series"] == {"reihe": 1}
    assert answer["facets"]["checked"] == {"checked": 1}
    assert answer["facets"]["languages"] == {"de": 1, "en": 1}
    assert (german["timeline"], german["slides"]) == ([5.0], [3.0])
    assert reasons["slide"] == ("exact", [])
    assert reasons["speech"] == ("part", [{"reason": "part", "words": ["Kranken", "Versicherung"], "language": ""}])
    assert english["moments"][0]["via"] == [{"reason": "glossary", "words": ["health insurance"], "language": "en"}]


def test_search_says_why_and_does_without_the_glossary_when_asked(run, services):
    _insured(services)

    asked, alone = (
        run("search", "Krankenversicherung"),
        run("search", "Krankenversicherung", "--without", "krankenversicherung"),
    )

    assert "Krankenversicherung: also searched for: health insurance" in asked.output
    assert "via English: health insurance" not in alone.output
    assert "found via: Kranken + Versicherung" in alone.stdout
    assert "Focus Georgia" in asked.stdout
    assert "Focus Georgia" not in alone.output
    assert "also searched for" not in alone.output


@pytest.mark.parametrize(("options", "found"), [([], 0), (["--drafts"], 1)])
def test_search_sees_drafts_only_when_asked(run, services, options, found):
    shelve_words(services, "Fokus Georgien", "Krankenversicherung", state=State.DRAFT)
    rebuild(services)

    answer = json.loads(run("search", *options, "--json", "krankenversicherung").stdout)

    assert answer["total_recordings"] == found


@pytest.mark.parametrize("command", [("search", "krankenversicherung"), ("reindex", "--check")])
def test_a_command_whose_index_cannot_answer_ends_with_1_and_says_what_mends_it(run, services, command):
    shelve_words(services, "Fokus Georgien", "Krankenversicherung")
    rebuild(services)
    damage_index(services)

    answer = run(*command)

    assert answer.exit_code == 1
    assert "`mitschnitt reindex`" in answer.stderr
    assert "Traceback" not in answer.output


def test_a_search_that_finds_nothing_says_so(run, services):
    rebuild(services)

    answer = run("search", "krankenversicherung")

    assert answer.exit_code == 0
    assert "Nothing was found." in answer.stdout


def test_who_has_only_drafts_is_not_told_that_nothing_is_here(run, services):
    nothing = run("search", "tiflis").stderr
    shelve_words(services, "Fokus Georgien", "Guten Tag", state=State.DRAFT)
    rebuild(services)

    assert "nothing to search yet" in nothing
    assert "--drafts" in run("search", "tiflis").stderr
    assert "--drafts" not in run("search", "--drafts", "tiflis").stderr
