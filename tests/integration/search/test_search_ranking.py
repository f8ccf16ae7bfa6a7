"""What was said exactly stands before another form of it, before a part of a compound, and before the glossary."""

import pytest

from search.glossary import Glossary, Term
from search.results import SearchRequest, Via
from tests.support.search_library import Library, recording, shown

FILLING = ["Heute sprechen wir über ganz andere Dinge"] * 3
GLOSSARY = Glossary.of([(Term("Beratung", "de"), Term("counselling", "en"))])


def library_of(folder, *said, more=()):
    """Recordings alike but for one line each, and others that make one of these words frequent."""
    others = (recording(100 + number, text, *FILLING) for number, text in enumerate(more))
    return Library(folder, *(recording(n, text, *FILLING) for n, text in enumerate(said, start=1)), *others)


def order(library, asked, *, among=10, glossary=None):
    answer = library.index.search(
        SearchRequest(text=asked, page_size=100),
        allowed=frozenset(library.documents),
        cues=library.cues,
        **({"glossary": glossary} if glossary else {}),
    )
    return [hit.recording_id for hit in answer.hits if hit.recording_id <= among]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("Rückkehr", ("die Rückkehr beginnt", "der Rückkehrer beginnt", "die Rückkehrberatung beginnt")),
        ("Rückkehrer", ("der Rückkehrer beginnt", "die Rückkehrerinnen beginnen")),
        ("Betreuung", ("die Betreuung beginnt", "der Betreuer beginnt", "die Betreuungskosten beginnen")),
        ("ausreisen", ("sie wollen ausreisen", "sie sind ausgereist")),
        ("anmelden", ("sie wollen ihn anmelden", "sie melden ihn an.")),
        ("angemeldet", ("sie haben ihn angemeldet", "sie melden ihn an.")),
        ("Beratungen", ("die Beratungen helfen", "die Beratung hilft", "die Rückkehrberatung hilft")),
        ("Wohnung", ("die Wohnung fehlt", "die Wohnungen fehlen", "die Wohnungssuche dauert")),
        ("Rückkehrberatung", (
            "die Rückkehrberatung hilft", "die Rückkehrberatungen helfen", "die Beratung zur Rückkehr hilft",
        )),
    ],
)  # fmt: skip
@pytest.mark.parametrize("frequent", [None, 0, 1, 2], ids=["alike", "exact", "form", "part"])
def test_exact_before_form_before_part_however_frequent_each_of_them_is(tmp_path, asked, said, frequent):
    more = [said[frequent]] * 12 if frequent is not None and frequent < len(said) else []
    library = library_of(tmp_path, *said[::-1], more=more)

    assert order(library, asked) == list(range(len(said), 0, -1))


def test_the_glossary_comes_last(tmp_path):
    library = library_of(
        tmp_path, "counselling auf Deutsch", "die Rückkehrberatung hilft", "die Beratungen helfen", "die Beratung hilft"
    )

    assert order(library, "Beratung", glossary=GLOSSARY) == [4, 3, 2, 1]


def test_a_hyphenated_compound_is_the_closed_one(tmp_path):
    library = library_of(
        tmp_path, "unsere Beratung zur Rückkehr", "unsere Rückkehr-Beratung", "unsere Rückkehrberatung"
    )

    assert set(order(library, "Rückkehrberatung")[:2]) == {2, 3}
    assert set(order(library, "Rückkehr-Beratung")[:2]) == {2, 3}
    assert order(library, "Rückkehrberatung")[2] == 1


def test_the_parts_of_a_compound_stand_near_each_other(tmp_path):
    far = "Beratung gibt es montags und dienstags in allen unseren Häusern im ganzen Land zur Rückkehr"
    library = library_of(tmp_path, "Beratung bei freiwilliger Rückkehr", far)

    assert order(library, "Rückkehrberatung") == [1]


def test_a_whole_written_word_is_marked_where_a_part_of_it_was_asked(tmp_path):
    library = library_of(tmp_path, "Die Rückkehrberatungsstelle öffnet um acht")

    for asked, reason in (("Beratung", "part"), ("Beratungsstelle", "part"), ("Rückkehrberatungsstelle", "exact")):
        (hit,) = library.ask(asked).hits
        assert "[Rückkehrberatungsstelle]" in shown(hit)
        assert hit.moments[0].reason == reason


def test_both_said_parts_of_an_asked_compound_are_marked(tmp_path):
    library = library_of(tmp_path, "Die Beratung zur Rückkehr hilft")

    (hit,) = library.ask("Rückkehrberatung").hits

    assert "[Beratung] zur [Rückkehr]" in shown(hit)


def test_a_phrase_means_its_words_and_no_parts(tmp_path):
    library = library_of(tmp_path, "freiwillige Rückkehrberatung hilft", "freiwillige Rückkehr hilft")

    assert order(library, '"freiwillige Rückkehr"') == [2]


def test_a_phrase_takes_any_ending_but_no_other_form_of_a_verb(tmp_path):
    library = library_of(
        tmp_path,
        "freiwilligen Rückkehr gibt",
        "die Leute anmelden bei ihm",
        "Leute melden bei ihm an.",
        "Leute angemeldet",
    )

    assert order(library, '"freiwillige Rückkehr"') == [1]
    assert order(library, '"Leute anmelden"') == [2]
    assert order(library, '"anmelden bei ihm"') == [2]
    assert set(order(library, "Leute anmelden")) == {2, 3, 4}


def test_excluding_a_word_excludes_its_compounds_too(tmp_path):
    library = library_of(tmp_path, "Hilfe durch Rückkehrberatung", "Hilfe durch Nachbarn")

    assert order(library, "hilfe -beratung") == [2]


def test_english_is_never_split_and_its_words_find_no_fragments(tmp_path):
    english = [recording(n, text, language="en") for n, text in enumerate(["bands and music", "homework club"], 1)]
    german = (recording(3, "ein neues Stirnband"), recording(4, *["Das Band um die Stirn"] * 3))
    library = Library(tmp_path, *english, *german)

    assert library.found("Band", allowed=[3]) == [3]
    assert library.found("bands", allowed=[1, 2, 3]) == [1]
    assert library.found("home") == []


@pytest.mark.parametrize(
    ("asked", "said", "parts"),
    [
        ("Krankenversicherung", "Es gibt eine Versicherung für Kranke", ("Kranken", "Versicherung")),
        ("Rückkehrhilfe", "Eine Hilfe zur Rückkehr gibt es auch", ("Rückkehr", "Hilfe")),
        ("Hilfsangebote", "Es gibt Angebote und Hilfe vor Ort", ("Hilfs", "Angebote")),
        ("Schulbücher", "Bücher bekommen sie in der Schule", ("Schul", "Bücher")),
        ("rueckkehrberatung", "die Beratung zur freiwilligen Rückkehr", ("rueckkehr", "beratung")),
        ("Rück\u00adkehr\u00adberatung", "die Beratung zur freiwilligen Rückkehr", ("Rückkehr", "Beratung")),
    ],
)
def test_the_parts_that_were_found_are_named_as_they_stand_in_the_asked_word(tmp_path, asked, said, parts):
    library = Library(tmp_path, recording(1, said, title=""))

    (moment,) = library.ask(asked).hits[0].moments

    assert moment.via == (Via("part", parts),)
