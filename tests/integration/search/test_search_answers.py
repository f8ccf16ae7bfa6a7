"""Questions to a real index, as a person would ask them."""

import pytest

from search.moments import LEAD_SECONDS
from search.results import SearchRequest
from tests.support.search_library import CUE_SECONDS, Library, recording, shown, transcript


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    return Library(
        tmp_path_factory.mktemp("index"),
        recording(
            1,
            "Herzlich willkommen zur Veranstaltung",
            "Die freiwillige Rückkehr nach Tiflis ist möglich",
            "Die Starthilfe beträgt 2.000 Euro, siehe § 60",
            *["Dazwischen reden wir von anderem"] * 9,
            "Eine Krankenversicherung gibt es in Straßennähe",
            "Schreiben Sie uns eine E-Mail oder REAG/GARP",
            title="Fokus Georgien",
            countries=("GE",),
            country_names=("Georgien", "Georgia"),
            speakers=("Anna Müller",),
            year=2023,
            date="2023-12-06",
            kind="virtual",
            kind_names=("virtuell",),
            series="Reihe 2023",
            topics=("housing",),
            topic_names=("Wohnen",),
        ),
        recording(
            2,
            "We welcome you to this war stories session",
            "Iraq's refugees are returning home, we never die",
            "The startup assistance is 2,000 euros",
            language="en",
            title="Focus Iraq",
            countries=("IQ",),
            country_names=("Irak", "Iraq"),
            year=2022,
            date="2022-05",
            kind="national",
            language_names=("Englisch", "English"),
        ),
        recording(
            3,
            "Rückkehr, Rückkehr und noch einmal die Rückkehr",
            "auch Krankenversicherung in der Türkei",
            title="Was nun",
            countries=("TR", "GE"),
            country_names=("Türkei", "Türkiye", "Georgien"),
            year=2023,
            date="2023-11-02",
            kind="virtual",
        ),
        recording(4, title="Treffen in Dresden", place="Dresden", year=None, date=""),
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Rückkehr", [1, 3]),
        ("rueckkehr", [1, 3]),
        ("RUECKKEHR", [1, 3]),
        ("Strassennähe", [1]),
        ("krankenversicherung rückkehr", [1, 3]),  # in one recording, not in one passage
        ("krankenversicherung georgien", [1, 3]),  # the one spoken, the other only written
        ("krankenversicherung tiflis", [1]),
        ('"freiwillige Rückkehr"', [1]),
        ('"Rückkehr freiwillige"', []),
        ('"Rückkehr nach Tiflis"', [1]),
        ("rückkehr -tiflis", [3]),
        ('rückkehr -"freiwillige Rückkehr"', [3]),
        ("-rückkehr", [2, 4]),
        ("tiflis OR refugees", [1, 2]),
        ("kranken*", [1, 3]),
        ("returned", [2]),
        ("2.000", [1, 2]),
        ("2000 euro", [1, 2]),
        ("§ 60", [1]),
        ("email", [1]),
        ("E-Mail", [1]),
        ("REAG/GARP", [1]),
        ("GARP/REAG", []),
        ("land:georgien", [1, 3]),
        ("land:ge rückkehr", [1, 3]),
        ("country:iraq", [2]),
        ("land:georgien land:irak", [1, 2, 3]),
        ("-land:georgien", [2, 4]),
        ("jahr:2022", [2]),
        ("jahr:2022 OR tiflis", [1, 2]),
        ("sprache:en", [2]),
        ("sprache:englisch", [2]),
        ("rednerin:mueller", [1]),
        ("thema:wohnen", [1]),
        ("art:virtuell rückkehr", [1]),
        ("art:virtual rückkehr", [1, 3]),
        ("die land:georgien", [1, 3]),
        ("kind:national", [2]),
        ("land:atlantis", []),
        ("Dresden", [4]),
        ("Müller", [1]),
        ("die rückkehr", [1, 3]),  # a stop word asks nothing
        ("die", [2]),  # but it is a word of English
        ("war", [2]),
        ("war rückkehr", [1, 3]),
        ("was", [3]),  # titles keep their stop words
        ("Was nun", [3]),
        ("und oder", []),
        ("", [1, 2, 3, 4]),
        ("(", []),
        ("🙂", []),
        ("title:rückkehr", []),
        ("text:rückkehr recording:1", []),
        ("C:", []),
    ],
)
def test_a_question_finds_these_recordings(library, query, expected):
    assert library.found(query) == expected


def test_a_query_of_stop_words_that_finds_nothing_says_why(library):
    assert [note.code for note in library.ask("und oder").query.notes] == ["only-common-words"]
    assert library.ask("die").query.notes == ()


def test_neighbouring_cues_are_one_moment_and_all_are_counted(library):
    (hit,) = library.ask("rückkehr", recording_id=3).hits

    assert hit.total_moments == 1
    assert library.ask("rückkehr krankenversicherung", recording_id=3).hits[0].total_moments == 1


def test_moments_far_from_each_other_are_counted_and_drawn_each(library):
    answer = library.ask("tiflis krankenversicherung", moments_per_recording=1)

    (hit,) = answer.hits
    assert (hit.total_moments, answer.total_moments, len(hit.moments)) == (2, 2, 1)
    assert hit.timeline == (1 * CUE_SECONDS, 12 * CUE_SECONDS)


def test_the_best_cue_of_a_moment_is_the_one_with_most_asked_words(tmp_path):
    library = Library(tmp_path, recording(1, "Rückkehr", "Rückkehr und Beratung", "Beratung"))

    (moment,) = library.ask("rückkehr beratung").hits[0].moments

    assert (moment.position, moment.start_seconds) == (1, CUE_SECONDS)


def test_a_snippet_is_the_cue_with_its_neighbours_and_all_forms_marked(library):
    (hit,) = library.ask("krankenversicherungen", recording_id=1).hits

    assert shown(hit) == (
        "Dazwischen reden wir von anderem Eine [Krankenversicherung] gibt es in Straßennähe "
        "Schreiben Sie uns eine E-Mail oder REAG/GARP"
    )
    assert hit.moments[0].reason == "form"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            (
                "Gut.",
                "Wir melden Sie",
                "und Ihre Kinder",
                "dann gleich morgen bei der Stadt",
                "selbst an.",
                "Das hilft.",
            ),
            "Gut. Wir [melden] Sie und Ihre Kinder",
        ),
        (("Wir melden Sie", "und Ihre Kinder an.", "Gut."), "Wir [melden] Sie und Ihre Kinder [an]."),
    ],
)
def test_a_verb_is_marked_whose_particle_stands_behind_the_lines_that_are_shown(tmp_path, lines, expected):
    library = Library(tmp_path, recording(1, *lines))

    (hit,) = library.ask("anmelden").hits

    assert shown(hit) == expected


@pytest.mark.parametrize(
    ("query", "reason", "kind"),
    [
        ("tiflis", "exact", "speech"),
        ("freiwilligen", "form", "speech"),
        ("freiwill*", "prefix", "speech"),
        ("fokus", "title", "details"),
        ("anna", "speaker", "details"),
        ("georgia", "place", "details"),
    ],
)
def test_every_moment_says_why_it_is_there(library, query, reason, kind):
    moment = library.ask(query, recording_id=1).hits[0].moments[0]

    assert (moment.reason, moment.kind) == (reason, kind)


def test_a_recording_found_by_its_title_shows_the_title_and_counts_no_moment(library):
    (hit,) = library.ask("dresden").hits

    assert shown(hit) == "Treffen in [Dresden]"
    assert (hit.total_moments, hit.timeline) == (0, ())


def test_with_word_times_a_moment_begins_shortly_before_the_word(tmp_path):
    spoken = transcript("de", "eins zwei drei vier Krankenversicherung fünf", word_seconds=0.8)
    library = Library(tmp_path, recording(1, transcripts=(spoken,)))
    word_start = spoken.cues[0].word_starts[4]

    start = library.ask("krankenversicherung").hits[0].moments[0].start_seconds

    assert start == pytest.approx(word_start - LEAD_SECONDS)
    assert word_start - 1 <= start <= word_start


def test_a_moment_never_begins_before_its_cue(tmp_path):
    library = Library(tmp_path, recording(1, transcripts=(transcript("de", "", "Rückkehr", word_seconds=0.1),)))

    assert library.ask("rückkehr").hits[0].moments[0].start_seconds == CUE_SECONDS


def test_without_word_times_a_moment_begins_with_its_cue(library):
    assert library.ask("tiflis").hits[0].moments[0].start_seconds == CUE_SECONDS


def test_each_transcript_is_read_in_its_own_language(tmp_path):
    both = (transcript("de", "die Rückkehr"), transcript("en", "the returning"))
    library = Library(tmp_path, recording(1, transcripts=both))

    languages = [library.ask(query).hits[0].moments[0].transcript_language for query in ("rückkehr", "returned")]

    assert languages == ["de", "en"]


def test_filters_narrow_and_values_of_one_filter_are_alternatives(library):
    assert library.found("", countries=("GE",)) == [1, 3]
    assert library.found("", countries=("TR", "IQ")) == [2, 3]
    assert library.found("", countries=("GE",), years=(2022,)) == []
    assert library.found("", languages=("de-DE",)) == [1, 3]
    assert library.found("", kinds=("national",)) == [2]
    assert library.found("", series=("Reihe 2023",)) == [1]
    assert library.found("rückkehr", recording_id=3) == [3]


def test_facets_count_recordings_each_without_its_own_filter(library):
    facets = library.ask("", countries=("IQ",), kinds=("national",)).facets

    assert {value.value: value.count for value in facets["countries"]} == {"IQ": 1}
    assert {value.value: value.count for value in facets["kinds"]} == {"national": 1}
    narrowed = library.ask("", countries=("GE",)).facets
    assert {value.value: value.count for value in narrowed["countries"]} == {"GE": 2, "TR": 1, "IQ": 1}
    assert {value.value: value.count for value in narrowed["years"]} == {"2023": 2}


def test_hits_come_by_relevance_newest_or_oldest_with_undated_ones_last(library):
    def order(sort):
        return [hit.recording_id for hit in library.ask("", sort=sort).hits]

    assert order("newest") == [1, 3, 2, 4]
    assert order("oldest") == [2, 3, 1, 4]
    assert order("relevance") == [1, 3, 2, 4]
    assert [hit.recording_id for hit in library.ask("rückkehr").hits] == [3, 1]


def test_of_two_that_say_the_same_the_newer_stands_first_but_age_never_beats_a_better_answer(tmp_path):
    library = Library(
        tmp_path,
        recording(1, "Die Rückkehr", title="", date="2015-01-01"),
        recording(2, "Die Rückkehr", title="", date="2024-01-01"),
        recording(3, "Die Miete", title="Rückkehr", date="2010-01-01"),
    )

    assert [hit.recording_id for hit in library.ask("Rückkehr").hits] == [3, 2, 1]


def test_a_title_that_answers_weighs_more_than_a_word_in_passing(tmp_path):
    library = Library(
        tmp_path,
        recording(1, "nebenbei Georgien erwähnt und dann noch vieles anderes gesagt"),
        recording(2, "nichts davon", title="Fokus Georgien"),
    )

    assert [hit.recording_id for hit in library.ask("georgien").hits] == [2, 1]


def test_every_page_has_its_hits_and_pages_outside_are_brought_back(tmp_path):
    library = Library(tmp_path, *(recording(number, "Rückkehr") for number in range(1, 24)))

    pages = [library.ask("rückkehr", page=page, page_size=10) for page in (1, 2, 3, 99, -1)]

    assert [len(page.hits) for page in pages] == [10, 10, 3, 3, 10]
    assert [page.page for page in pages] == [1, 2, 3, 3, 1]
    assert {page.pages for page in pages} == {3}
    assert {page.total_recordings for page in pages} == {23}
    assert {page.total_moments for page in pages} == {23}
    assert len({hit.recording_id for page in pages[:3] for hit in page.hits}) == 23


def test_nothing_found_suggests_names_of_the_catalogue(library):
    assert library.ask("Gorgien").suggestions == ("Georgien",)
    assert library.ask("Georgien").suggestions == ()


def test_cues_that_are_gone_from_the_catalogue_leave_a_moment_at_the_indexed_time(library):
    answer = library.index.search(
        SearchRequest(text="tiflis"), allowed=frozenset(library.documents), cues=lambda *_asked: ()
    )

    (moment,) = answer.hits[0].moments
    assert (moment.start_seconds, moment.snippet) == (CUE_SECONDS, ())
