import pytest

from search.analysis import MAX_TERM_LETTERS, Analyser, term_of
from search.folding import fold
from search.languages import stem

SHIPPED = Analyser({})


def terms(text, language="de"):
    return [token.terms for token in SHIPPED.analyse(text, language)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Rückkehr", "de", ("ruckkehr",)),
        ("Beratungen", "de", ("beratungen", "~berat")),
        ("Rückkehrberatung", "de", ("ruckkehrberatung", "~ruckkehrberat", "+ruckkehr", "+berat")),
        ("STRASSE", "de", ("strasse", "~strass")),
        ("06", "de", ("6",)),
        ("%", "de", ("prozent",)),
        ("%", "en", ("percent",)),
        ("returning", "en", ("returning", "~return")),
        ("healthcare", "en", ("healthcare", "~healthcar")),
        ("повратак", "sr", ("povratak", "~povratk")),
        ("povratak", "sr", ("povratak", "~povratk")),
        ("საქართველოში", "ka", ("საქართველოში",)),
        ("Returning", "und", ("returning",)),
        ("Beratung", "de-AT", ("beratung", "~berat")),
    ],
)
def test_a_word_is_found_by_itself_by_its_stem_and_by_the_parts_of_a_compound(text, language, expected):
    assert terms(text, language) == [expected]


def test_the_parts_of_a_hyphenated_word_are_words_and_no_parts():
    assert terms("Rückkehr-Beratung") == [
        ("ruckkehr",), ("beratung", "~berat"), ("ruckkehrberatung", "~ruckkehrberat"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ärztin", "Arzt"), ("Beraterinnen", "Berater"), ("Kollegin", "Kollege"), ("Zeugnisse", "Zeugnis"),
        ("Kurse", "Kurs"), ("Gründungs", "Gründung"), ("Paragraph", "Paragraf"), ("Visa", "Visum"),
    ],
)  # fmt: skip
def test_forms_the_stemmer_does_not_join_have_one_stem(one, other):
    def stem_of(word):
        last = terms(word)[0][-1]
        return last.lstrip("~")

    assert stem_of(one) == stem_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Reise", "Reis"), ("Rate", "Rat"), ("Berater", "Beratung"), ("gründen", "Grund"), ("Lager", "Lage")],
)
def test_words_the_stemmer_throws_together_are_kept_apart(one, other):
    assert term_of(one, "de") != term_of(other, "de")


FALSE_FRIENDS = [
    ("Krieg", "kriegen"), ("Gehalt", "gehalten"), ("Unterhalt", "unterhalten"), ("Haft", "haften"),
    ("Handel", "handeln"), ("Land", "landet"), ("Bild", "bilden"), ("Wand", "wandern"), ("Stamm", "stammen"),
    ("Trauer", "trauen"), ("Schein", "scheinen"), ("Wunde", "wundern"), ("Gewalt", "gewaltig"), ("Zustand", "zustande"),
    ("Not", "Noten"), ("meisten", "Meister"), ("bauen", "Bauern"), ("Leben", "Leber"), ("mag", "Magen"),
    ("Post", "Posten"), ("Herd", "Herden"), ("gute", "Güter"), ("seit", "Seite"),
    ("Ausweis", "Ausweisung"), ("Beruf", "Berufung"), ("Zustand", "zuständig"), ("Geduld", "geduldet"),
    ("Natur", "natürlich"), ("Gericht", "gerichtet"), ("Anhang", "anhängig"),
    ("Verein", "Vereinigung"), ("einige", "Einigung"), ("mindern", "Minderheit"), ("Brauch", "brauchen"),
    ("Bank", "Bänke"), ("Bericht", "berichtigen"), ("verfassen", "Verfassung"), ("Vertrag", "verträglich"),
    ("eben", "Ebene"), ("herb", "Herbst"), ("Beton", "betonen"), ("Müll", "Müller"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), FALSE_FRIENDS)
def test_false_friends_share_the_stem_of_the_stemmer_and_are_not_found_for_each_other(one, other):
    assert fold(stem(one.lower(), "de")) == fold(stem(other.lower(), "de"))
    assert not SHIPPED.asked(one, "de").forms & set(terms(other)[0])
    assert not SHIPPED.asked(other, "de").forms & set(terms(one)[0])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("author", "authorities"), ("busy", "business"), ("customer", "customs"), ("depart", "departments"),
        ("hospital", "hospitality"), ("house", "housing"), ("imported", "important"), ("information", "informal"),
        ("minors", "minorities"), ("nation", "nationality"), ("relations", "relatives"), ("severe", "several"),
        ("trains", "training"), ("unit", "united"), ("saves", "savings"), ("generate", "generation"),
        ("experience", "experiment"), ("object", "objections"), ("ration", "rational"), ("person", "personal"),
    ],
)  # fmt: skip
def test_english_false_friends_are_kept_apart_too(one, other):
    assert stem(one, "en") == stem(other, "en")
    assert not SHIPPED.asked(one, "en").forms & set(terms(other, "en")[0])
    assert not SHIPPED.asked(other, "en").forms & set(terms(one, "en")[0])


def test_english_false_friends_keep_their_own_plural():
    assert SHIPPED.asked("authority", "en").forms & set(terms("authorities", "en")[0])
    assert SHIPPED.asked("relatives", "en").forms & set(terms("relative", "en")[0])


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("Krieg", "Kriege"), ("kriegen", "gekriegt"), ("handeln", "handelt"), ("Seite", "Seiten"),
        ("landen", "gelandet"), ("Meister", "Meisterin"), ("Note", "Noten"), ("haften", "haftet"),
        ("halten", "gehalten"), ("Zuständigkeit", "zuständige"), ("Ausweisung", "Ausweisungen"),
        ("brauchen", "gebraucht"), ("gehören", "gehörte"),
    ],
)  # fmt: skip
def test_false_friends_keep_their_own_forms(asked, said):
    assert SHIPPED.asked(asked, "de").forms & set(terms(said)[0])


@pytest.mark.parametrize(
    ("compound", "part"), [("Nordsyrien", "Syrien"), ("Westafrika", "Afrika"), ("Ostukraine", "Ukraine")]
)
def test_a_country_is_found_within_the_name_of_its_region(compound, part):
    assert SHIPPED.asked(part, "de").inside & set(terms(compound)[0])


@pytest.mark.parametrize(
    ("doer", "doing"),
    [
        ("Rückkehrer", "Rückkehr"),
        ("Rückkehrende", "Rückkehr"),
        ("Beraterinnen", "Beratung"),
        ("Mietern", "Miet"),
        ("Rückkehrberater", "Rückkehrberatung"),
        ("Alleinreisende", "alleinreisend"),
        ("Arbeitsvermittler", "Arbeitsvermittlung"),
        ("Hausverwalterin", "Hausverwaltung"),
    ],
)
def test_what_is_done_finds_who_does_it_and_not_the_other_way_round(doer, doing):
    asked_for_doing, asked_for_doer = (SHIPPED.asked(word, "de").forms for word in (doing, doer))

    assert asked_for_doing & set(terms(doer)[0])
    assert not asked_for_doer & set(terms(doing)[0])


@pytest.mark.parametrize(
    ("one", "other"), [("Arbeitszeugnisse", "Arbeitszeugnis"), ("Rückkehrberaterinnen", "Rückkehrberater")]
)
def test_a_compound_has_the_forms_of_its_last_part(one, other):
    assert SHIPPED.asked(one, "de").forms & set(terms(other)[0])


def test_arabic_marks_and_forms_of_alef_do_not_tear_words():
    assert terms("مُحَمَّد", "ar") == terms("محمد", "ar") == terms("محـمد", "ar")
    assert terms("إسلام", "ar") == terms("اسلام", "ar")


def test_stop_words_are_known_in_their_own_language_only_and_keep_their_position():
    german = SHIPPED.analyse("Rückkehr in die Heimat", "de")
    english = SHIPPED.analyse("they die", "en")

    assert [token.is_common for token in german] == [False, True, True, False]
    assert [token.position for token in german] == [0, 1, 2, 3]
    assert [token.is_common for token in english] == [True, False]


@pytest.mark.parametrize("written", ["über", "ueber", "ÜBER", "daß", "dass"])
def test_stop_words_are_known_in_every_spelling(written):
    assert SHIPPED.analyse(written, "de")[0].is_common


def test_a_word_without_end_is_cut():
    assert terms("a" * 10_000) == [("a" * MAX_TERM_LETTERS,)]


def test_an_asked_compound_is_itself_another_form_or_its_parts_together():
    asked = SHIPPED.asked("Rückkehrberatung", "de")

    assert asked.exact == "ruckkehrberatung"
    assert "~ruckkehrberat" in asked.forms
    assert [part.word for part in asked.parts] == ["ruckkehr", "beratung"]
    assert asked.parts[1].terms == {"berat", "~berat", "+berat"}


def test_an_asked_word_may_be_a_part_in_german_only():
    assert SHIPPED.asked("Beratung", "de").inside == {"+berat"}
    assert SHIPPED.asked("Beratung", "en").inside == frozenset()


def test_an_english_plural_is_no_part_of_a_german_compound():
    english = Analyser({"art": 50})

    assert english.asked("arts", "de").inside == frozenset()
    assert english.asked("Art", "de").inside == {"+art"}


def test_words_remembered_are_bounded(monkeypatch):
    monkeypatch.setattr("search.analysis._MAX_REMEMBERED", 3)
    forgetful = Analyser({})

    forgetful.analyse("eins zwei drei vier fünf", "de")

    assert len(forgetful._known) <= 3
    assert forgetful.analyse("fünf", "de")[0].terms == SHIPPED.analyse("fünf", "de")[0].terms
