import pytest

from search.words import split_words


def words(text):
    return [(word.text, word.position) for word in split_words(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2.000 Euro", [("2000", 0), ("Euro", 1)]),
        ("2 000 Euro", [("2000", 0), ("Euro", 1)]),
        ("2000, 2,000 und 2'000", [("2000", 0), ("2000", 1), ("und", 2), ("2000", 3)]),
        ("1.234.567", [("1234567", 0)]),
        ("1.200,50 1,200.50", [("1200", 0), ("50", 1), ("1200", 2), ("50", 3)]),
        ("3,5 Prozent", [("3", 0), ("5", 1), ("Prozent", 2)]),
        ("06.12.2023", [("06", 0), ("12", 1), ("2023", 2)]),
        ("12:30:15", [("12", 0), ("30", 1), ("15", 2)]),
        ("§ 60a", [("§", 0), ("60a", 1)]),
        ("§§ 60 und 5%", [("§", 0), ("60", 1), ("und", 2), ("5", 3), ("%", 4)]),
        ("z. B. d.h.", [("z", 0), ("B", 1), ("zB", 0), ("d", 2), ("h", 3), ("dh", 2)]),
        ("A. Müller", [("A", 0), ("Müller", 1)]),
        ("REAG/GARP", [("REAG", 0), ("GARP", 1)]),
        ("E-Mail", [("E", 0), ("Mail", 1), ("EMail", 0)]),
        ("Rückkehr- und Beratungs-", [("Rückkehr", 0), ("und", 1), ("Beratungs", 2)]),
        ("geht's", [("geht", 0), ("gehts", 0)]),
        ("O'Neill", [("O", 0), ("Neill", 1), ("ONeill", 0)]),
        ("Ankara'dan", [("Ankara", 0), ("Ankaradan", 0)]),
        ("Berater:innen Antragsteller/in", [
            ("Berater", 0), ("Beraterinnen", 0), ("Antragsteller", 1), ("Antragstellerin", 1),
        ]),
        ("BeraterInnen", [("Berater", 0), ("BeraterInnen", 0)]),
        ("StarthilfePlus", [("Starthilfe", 0), ("Plus", 1), ("StarthilfePlus", 0)]),
        ("GmbH McDonald BAMF", [("GmbH", 0), ("McDonald", 1), ("BAMF", 2)]),
        ("info@bamf.de", [("info", 0), ("bamf", 1), ("de", 2)]),
        ("foo_bar", [("foo", 0), ("bar", 1)]),
        ('\x00 \u200f ( " * 🙂', []),
    ],
)  # fmt: skip
def test_a_text_is_cut_into_these_words_at_these_positions(text, expected):
    assert words(text) == expected


def test_the_parts_of_a_hyphenated_word_follow_each_other_and_cover_the_written_word():
    cut = split_words("Die Rückkehr-Beratung hilft")

    assert [(word.text, word.position, word.is_joined) for word in cut] == [
        ("Die", 0, False), ("Rückkehr", 1, False), ("Beratung", 2, False), ("RückkehrBeratung", 1, True),
        ("hilft", 3, False),
    ]  # fmt: skip
    assert {(word.start_char, word.end_char) for word in cut[1:4]} == {(4, 21)}
