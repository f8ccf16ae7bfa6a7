"""Whatever is said or typed: analysing, folding and splitting never fail, and keep what they promise."""

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from search.analysis import APART, PART, STEM, Analyser
from search.compounds import MAX_PARTS, MIN_PART_LETTERS, Splitter
from search.folding import fold, lower
from search.lexicon import german
from search.words import split_words

ARCHIVE = {"klima": 60, "wandel": 30, "entwicklung": 90, "verein": 80, "bart": 40, "vereinbart": 0, "sache": 5}
SHIPPED, SEEN = Splitter({}), Splitter(ARCHIVE)
ANALYSER = Analyser(ARCHIVE)
NOUNS = sorted({*german().nouns, *ARCHIVE, *german().fronts})
LINKS = ["", "s", "es", "n", "en", "er", "e", "ns", "ens", "-"]
COMPOUNDS = st.lists(st.tuples(st.sampled_from(NOUNS), st.sampled_from(LINKS)), min_size=1, max_size=4).map(
    lambda pieces: "".join(noun + link for noun, link in pieces)
)
LANGUAGE = st.sampled_from(["de", "en", "tr", "ar", "sr", "ka", "", "und", "xx-YY"])
WORDS = st.one_of(st.text(max_size=40), COMPOUNDS, st.text(alphabet="aeouqäöüßsn", max_size=14))


@given(WORDS)
@example("aee")
@example("İİıß")
@example("quueaeoe")
def test_what_is_folded_stays_what_it_is_when_folded_again(word):
    assert fold(fold(word)) == fold(word)


@given(WORDS)
def test_composed_and_decomposed_letters_fold_alike(word):
    assert fold(unicodedata.normalize("NFD", word)) == fold(unicodedata.normalize("NFC", word))


@given(WORDS, st.booleans())
def test_the_parts_of_a_compound_are_the_word_itself_and_none_is_short(word, is_archive):
    parts = (SEEN if is_archive else SHIPPED).split(word)

    assert len(parts) != 1
    assert len(parts) <= 2**MAX_PARTS
    assert "".join(part.written for part in parts) in {"", lower(word)}
    assert all(min(len(part.written), len(part.word)) >= MIN_PART_LETTERS for part in parts)


@given(COMPOUNDS)
def test_a_word_is_split_the_same_every_time_and_however_it_is_written(word):
    once = [part.word for part in SEEN.split(word)]

    assert once == [part.word for part in Splitter(dict(ARCHIVE)).split(word)]
    assert once == [part.word for part in SEEN.split(word.upper())]


@given(st.text(max_size=200), LANGUAGE)
def test_any_text_is_analysed_and_only_german_words_have_parts(text, language):
    tokens = ANALYSER.analyse(text, language)

    for token in tokens:
        first, *others = token.terms
        assert first
        assert first[0] not in STEM + PART + APART
        assert all(len(term) > 1 and term[0] in STEM + PART + APART for term in others)
        assert len(set(token.terms)) == len(token.terms)
        assert language == "de" or all(term[0] == STEM for term in others)
    assert [(token.position, token.start_char) for token in tokens] == [
        (word.position, word.start_char) for word in split_words(text)
    ]


@given(WORDS, LANGUAGE)
def test_a_word_finds_itself_in_its_own_language(word, language):
    for token, written in zip(ANALYSER.analyse(word, language), split_words(word), strict=True):
        asked = ANALYSER.asked(written.text, language)

        assert asked.exact == token.terms[0]
        assert not asked.forms.isdisjoint(token.terms)


@given(COMPOUNDS)
def test_the_parts_of_an_asked_compound_are_found_in_the_same_compound(word):
    for token, written in zip(ANALYSER.analyse(word, "de"), split_words(word), strict=True):
        if not written.is_joined:
            asked = ANALYSER.asked(written.text, "de")
            assert all(not part.terms.isdisjoint(token.terms) for part in asked.parts)
