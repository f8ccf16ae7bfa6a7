import pytest

from search.analysis import MAX_TERM_LETTERS, analyse, split_words, terms_for_query


def terms(text, language="de"):
    return [token.term for token in analyse(text, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rückkehr Rueckkehr RUECKKEHR", ["ruckkehr"] * 3),
        ("Straße Strasse STRASSE", ["strass"] * 3),
        ("Beratung, Beratungen!", ["berat", "berat"]),
        ("2.000 Euro", ["2000", "euro"]),
        ("2000, 2,000 und 2'000", ["2000", "2000", "und", "2000"]),
        ("1.234.567", ["1234567"]),
        ("3,5 Prozent", ["3", "5", "prozent"]),
        ("06.12.2023", ["06", "12", "2023"]),
        ("12:30:15", ["12", "30", "15"]),
        ("§ 60a", ["60a"]),
        ("z. B.", ["z", "b"]),
        ("REAG/GARP", ["reag", "garp"]),
        ("E-Mail", ["e", "mail", "email"]),
        ("Rückkehr-Beratung", ["ruckkehr", "berat", "ruckkehrberat"]),
        ("geht's", ["geht"]),
        ("O'Neill", ["o", "neill", "oneill"]),
        ("info@bamf.de", ["info", "bamf", "de"]),
        ("foo_bar", ["foo", "bar"]),
        ('\x00 \u200f ( " * 🙂', []),
        ("Ru\u0308ckkehr", ["ruckkehr"]),
        ("Rück\u00adkehr", ["ruckkehr"]),
        ("Rück\u200bkehr", ["ruckkehr"]),
    ],
)
def test_german_text_becomes_these_terms(text, expected):
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("returning returned returns", "en", ["return"] * 3),
        ("Iraq's don't", "en", ["iraq", "don"]),
        ("Ankara'dan İstanbul'a", "tr", ["ankar", "istanbul"]),
        ("повратак povratak", "sr", ["povratk", "povratk"]),
        ("საქართველო", "ka", ["საქართველო"]),
        ("returning", "", ["returning"]),
        ("Returning", "und", ["returning"]),
        ("Beratungen", "de-AT", ["berat"]),
    ],
)
def test_each_language_has_its_stems_and_unknown_ones_are_folded_only(text, language, expected):
    assert terms(text, language) == expected


def test_arabic_marks_do_not_tear_words():
    assert terms("مُحَمَّد", "ar") == terms("محمد", "ar")


def test_stop_words_are_known_in_their_own_language_only_and_keep_their_position():
    german = analyse("Rückkehr in die Heimat", "de")
    english = analyse("they die", "en")

    assert [token.is_common for token in german] == [False, True, True, False]
    assert [token.position for token in german] == [0, 1, 2, 3]
    assert [token.is_common for token in english] == [True, False]


@pytest.mark.parametrize("written", ["über", "ueber", "ÜBER", "daß", "dass"])
def test_stop_words_are_known_in_every_spelling(written):
    assert analyse(written, "de")[0].is_common


def test_the_parts_of_a_hyphenated_word_follow_each_other_and_cover_the_written_word():
    words = split_words("Die Rückkehr-Beratung hilft")

    assert [(word.text, word.position) for word in words] == [
        ("Die", 0), ("Rückkehr", 1), ("Beratung", 2), ("RückkehrBeratung", 1), ("hilft", 3),
    ]  # fmt: skip
    assert {(word.start_char, word.end_char) for word in words[1:4]} == {(4, 21)}


def test_a_word_without_end_is_cut():
    assert terms("a" * 10_000) == ["a" * MAX_TERM_LETTERS]


def test_an_asked_word_has_a_term_for_every_language_once():
    asked = terms_for_query("Integration", ["de", "en", "tr"])

    assert set(asked.terms) == {"integration", "integr"}
    assert not asked.is_common


def test_a_word_common_in_one_of_the_languages_is_common():
    assert terms_for_query("war", ["de", "en"]).is_common
    assert not terms_for_query("war", ["en"]).is_common
