import pytest

from search.compounds import Splitter
from search.lexicon import german

SHIPPED = Splitter({})


def parts(word, splitter=SHIPPED):
    return "|".join(part.written for part in splitter.split(word)) or "-"


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Rückkehrberatung", "rückkehr|beratung"),
        ("rueckkehrberatung", "rueckkehr|beratung"),
        ("RÜCKKEHRBERATUNG", "rückkehr|beratung"),
        ("Rückkehrberatungsstelle", "rückkehr|beratungs|stelle"),
        ("Rückkehrberatungsstellen", "rückkehr|beratungs|stellen"),
        ("Krankenversicherungskarte", "kranken|versicherungs|karte"),
        ("Schulbuch", "schul|buch"),
        ("Hilfsangebote", "hilfs|angebote"),
        ("Kinderbetreuung", "kinder|betreuung"),
        ("Landesamt", "landes|amt"),
        ("Jahresbericht", "jahres|bericht"),
        ("Familienzusammenführung", "familien|zusammenführung"),
        ("Impfausweis", "impf|ausweis"),
        ("Notunterkunft", "not|unterkunft"),
        ("Zweizimmerwohnung", "zwei|zimmer|wohnung"),
        ("Aufenthaltstitels", "aufenthalts|titels"),
        ("Wiedereinreise", "wieder|einreise"),
        ("ausreisepflichtig", "ausreise|pflichtig"),
        ("Reisefähigkeitsbescheinigung", "reise|fähigkeits|bescheinigung"),
        ("Grenzübertrittsbescheinigung", "grenz|übertritts|bescheinigung"),
    ],
)
def test_compounds_of_the_field_are_split_before_any_word_was_counted(word, expected):
    assert parts(word) == expected


@pytest.mark.parametrize(
    "word",
    [
        "insgesamt", "vielleicht", "vereinbart", "Vereinbarung", "Begründung", "Rückkehr", "Beratung", "Versicherung",
        "Gesundheit", "Freundschaft", "Wohnung", "erreichbar", "Deutschland", "Donnerstag", "Teilnehmer", "Ausländer",
        "Studierende", "Amt", "Reise", "a" * 60, "2023", "x", "", "REAG", "dauerhaft", "kostenlos",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_compound_stays_whole(word):
    assert parts(word) == "-"


def test_the_words_of_the_archive_split_what_no_list_knows():
    archive = Splitter({"drucksache": 40, "druck": 30, "bremse": 25, "klima": 60, "wandel": 30, "entwicklung": 90})

    assert parts("Klimawandel", SHIPPED) == "-"
    assert parts("Klimawandel", archive) == "klima|wandel"
    assert parts("Klimaentwicklung", archive) == "klima|entwicklung"  # ae at the seam is no umlaut


def test_a_word_seen_much_more_often_than_its_parts_is_a_word_of_its_own():
    assert parts("Apfelbaum", Splitter({"apfel": 5, "baum": 5})) == "apfel|baum"
    assert parts("Apfelbaum", Splitter({"apfel": 5, "baum": 5, "apfelbaum": 500})) == "-"


def test_a_word_that_is_seen_and_is_no_noun_is_split_only_before_an_adjective_of_the_list():
    archive = Splitter({"verein": 80, "bart": 40, "haltbart": 9, "vereinbart": 0, "hilfebedurftig": 0})

    assert parts("vereinbart", archive) == "-"
    assert parts("hilfebedürftig", archive) == "hilfe|bedürftig"


def test_short_parts_come_from_the_list_only():
    archive = Splitter({"kur": 90, "ort": 90, "abend": 90})

    assert parts("Kurabend", archive) == "-"
    assert parts("Ortsbesuch", archive) == "orts|besuch"


def test_the_shipped_words_are_of_the_size_meant_and_do_not_contradict_each_other():
    told = german()

    assert 600 <= len(told.nouns) <= 1_400
    assert told.fronts.keys().isdisjoint(told.ends)
    assert told.splits.keys().isdisjoint(told.wholes)
    assert all(len(word) >= 3 for word in told.nouns)
