import pytest

from search.verbs import forms_of_verb


@pytest.mark.parametrize(
    ("infinitive", "form"),
    [
        ("zahlen", "zahlt"), ("zahlen", "gezahlt"), ("zahlen", "zahlten"), ("bezahlen", "bezahlt"),
        ("antworten", "antwortet"), ("antworten", "geantwortet"), ("rechnen", "gerechnet"), ("offnen", "offnet"),
        ("lernen", "lernt"), ("wohnen", "wohnt"), ("fordern", "gefordert"), ("sammeln", "gesammelt"),
        ("ausreisen", "ausgereist"), ("ausreisen", "auszureisen"), ("zuruckkehren", "zuruckgekehrt"),
        ("umschreiben", "umgeschrieben"), ("unterschreiben", "unterschrieben"), ("bekommen", "bekommen"),
        ("abschieben", "abgeschoben"), ("entscheiden", "entschieden"), ("zuruckgeben", "zuruckgibt"),
        ("verlieren", "verloren"), ("annehmen", "annimmt"),
        ("vorbereiten", "vorbereitet"), ("finanzieren", "finanziert"), ("abmelden", "abzumelden"),
    ],
)  # fmt: skip
def test_the_forms_of_a_verb_are_known(infinitive, form):
    assert form in forms_of_verb(infinitive)


@pytest.mark.parametrize("word", ["", "en", "den", "rat", "zahlt", "beratung", "2.000en", "a-ben"])
def test_what_cannot_be_an_infinitive_has_no_forms(word):
    assert forms_of_verb(word) == ()


def test_a_verb_with_a_prefix_that_stays_has_no_form_with_ge():
    assert not any("ge" in form for form in forms_of_verb("bezahlen"))


def test_a_noun_that_ends_in_an_irregular_verb_has_no_forms_of_it():
    assert "hartegegeben" not in forms_of_verb("hartegeben")
    assert not any("gegeben" in form for form in forms_of_verb("erzgeben"))
