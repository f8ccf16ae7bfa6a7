import pytest

from search.folding import fold, lower


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rückkehr", "Rueckkehr"),
        ("Rückkehr", "RUECKKEHR"),
        ("Rückkehr", "Ru\u0308ckkehr"),
        ("Rückkehr", "Rück\u00adkehr"),
        ("Straße", "STRASSE"),
        ("Öffnung", "Oeffnung"),
        ("Ämter", "aemter"),
        ("İzmir", "izmir"),
        ("Diyarbakır", "Diyarbakir"),
        ("Đorđević", "Dordevic"),
        ("Café", "cafe"),
        ("أهلا", "اهلا"),
    ],
)
def test_two_spellings_of_one_word_fold_to_one(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize("word", ["frauen", "neue", "quelle", "bauer", "steuer", "konsequenz"])
def test_ue_stays_where_it_is_no_umlaut(word):
    assert fold(word) == word


def test_turkish_capital_i_without_dot_becomes_the_dotless_one():
    assert lower("IRAK", "tr") == "ırak"
    assert lower("İRAN", "tr") == "iran"
    assert lower("IRAK", "de") == "irak"
