"""No text, however strange, makes search raise or answer without bound."""

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.analysis import MAX_TERM_LETTERS, Analyser
from search.documents import SlideText
from search.glossary import NOTHING
from search.marking import marks_in, snippet_of
from search.parsing import parse
from search.query import MAX_CHARACTERS, MAX_EXPANSIONS, MAX_TERMS, Not, Or, Prefix
from search.question import look_up
from search.results import SearchRequest
from search.scope import Scope
from search.words import split_words
from tests.support.search_library import Library, recording

OPERATORS = [
    '"',
    "-",
    "*",
    "OR",
    "ODER",
    "land:",
    "jahr:2023",
    "speaker:",
    "folie:",
    "reihe:",
    "(",
    ")",
    " ",
    "\x00",
    "\u200f",
    "„",
    "“",
]
WORDS = [
    "Rückkehr",
    "die",
    "war",
    "rück",
    "E-Mail",
    "2.000",
    "§ 60",
    "🙂",
    "a" * 70,
    "ру́сский",
    "İ",
    "مُحَمَّد",
    "12:30:15",
]
TYPED = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(OPERATORS + WORDS), max_size=40).map("".join),
    st.lists(st.sampled_from(OPERATORS + WORDS), max_size=40).map(" ".join),
    st.text(alphabet=string.punctuation + "aä *", max_size=2_000),
)
ANALYSER = Analyser({})
LANGUAGE = st.sampled_from(["de", "en", "tr", "ar", "sr", "ka", "", "und", "xx-YY"])


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    words = " ".join(f"Rück{a}{b}" for a in string.ascii_lowercase for b in string.ascii_lowercase[:8])
    return Library(
        tmp_path_factory.mktemp("index"),
        recording(1, "Die Rückkehr am § 60, 2.000 Euro", "E-Mail an uns", words, title="Was nun", year=2023),
        recording(2, "the war and the return at 12:30:15", language="en"),
        recording(3, "İstanbul'da dönüş", language="tr", slides=(SlideText(0, 1.0, "", "Rückkehr 2.000\ndie E-Mail"),)),
    )


@given(TYPED)
def test_every_query_is_understood_within_its_bounds(text):
    query = parse(text)

    leaves = [
        leaf
        for clause in query.clauses
        for leaf in (clause.nodes if isinstance(clause, Or) else (clause.node if isinstance(clause, Not) else clause,))
    ]
    words = sum(1 + max(word.position for word in split_words(leaf.text)) for leaf in leaves if hasattr(leaf, "text"))
    assert len(query.text) <= MAX_CHARACTERS
    assert words <= MAX_TERMS
    assert all(0 <= leaf.start < leaf.end <= len(query.text) for leaf in leaves)
    assert all(not leaf.text.startswith("*") for leaf in leaves if isinstance(leaf, Prefix))


@settings(max_examples=150, deadline=2_000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TYPED, page=st.integers(-5, 5), sort=st.sampled_from(["relevance", "newest", "oldest", "?"]))
def test_every_query_gets_an_answer_that_adds_up(library, text, page, sort):
    answer = library.ask(text, page=page, sort=sort, page_size=2)

    assert 1 <= answer.page <= answer.pages
    assert len(answer.hits) <= 2
    assert answer.total_recordings <= 3
    for hit in answer.hits:
        assert len(hit.timeline) + len(hit.slides) == hit.total_moments
        assert list(hit.timeline) == sorted(hit.timeline)
        assert all(moment.start_seconds >= 0 for moment in hit.moments)
        for moment in hit.moments:
            assert any(fragment.is_match for fragment in moment.snippet)


@given(st.text(max_size=200), LANGUAGE)
def test_any_text_is_analysed_and_its_places_are_in_it(text, language):
    tokens = ANALYSER.analyse(text, language)

    assert all(0 < len(term) <= MAX_TERM_LETTERS + 1 for token in tokens for term in token.terms)
    assert all(0 <= token.start_char < token.end_char <= len(text) for token in tokens)
    assert [token.position for token in tokens if token.position >= 0] == [token.position for token in tokens]
    assert {token.position for token in tokens} == set(range(1 + max((t.position for t in tokens), default=-1)))


@given(st.text(alphabet=string.ascii_letters + "äöüß", min_size=1, max_size=20), LANGUAGE)
def test_upper_and_lower_case_of_a_word_are_one_term(word, language):
    assert language == "tr" or [t.terms for t in ANALYSER.analyse(word.upper(), language)] == [
        t.terms for t in ANALYSER.analyse(word.upper().lower(), language)
    ]


@given(st.text(max_size=1_000), st.integers(0, 1_000))
def test_a_snippet_without_marks_is_a_bounded_piece_of_its_text(text, around):
    fragments = snippet_of(text, marks_in(text, "de", []), around=min(around, len(text)))

    shown = "".join(fragment.text for fragment in fragments if fragment.text != "…" or "…" in text)
    assert shown.strip("…") in text


def test_a_prefix_looks_at_a_bounded_number_of_terms(library):
    answer = library.ask("rück*", recording_id=1)

    assert answer.total_recordings == 1
    marked = {part.text for part in answer.hits[0].moments[0].snippet if part.is_match}
    assert len(marked) <= MAX_EXPANSIONS


@pytest.mark.parametrize("text", ["12:30:15", "a & b", "(", '"', "*", "C:", "x" * 2_000, "NOT " * 500, "(" * 2_000])
def test_known_troublemakers_get_an_answer(library, text):
    request = SearchRequest(text=text)

    answer = library.index.search(request, allowed=frozenset({1, 2, 3}), cues=library.cues)

    assert answer.total_recordings <= 3


class _CountingScope(Scope):
    """Counts how many posting lists are asked for."""

    lookups = 0

    def postings(self, term, languages=None):
        self.lookups += 1
        return super().postings(term, languages)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TYPED)
def test_no_question_costs_more_than_a_bounded_number_of_lookups(library, text):
    scope = _CountingScope(library.index._snapshot(), frozenset({1, 2, 3}))

    look_up(text, scope, NOTHING)

    assert scope.lookups <= 2 * MAX_TERMS * (MAX_EXPANSIONS + 1) * len(scope.languages)
