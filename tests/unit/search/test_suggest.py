from search.parsing import parse
from search.passages import passages_of, read_facts
from search.suggest import suggestions
from tests.support.search_library import recording

FACTS = [
    read_facts(next(passages_of(document)).facts)
    for document in (
        recording(1, title="Fokus Georgien", speakers=("Anna Müller",)),
        recording(2, title="Fokus Türkei", country_names=("Türkei", "Türkiye")),
    )
]


def test_a_name_spelt_nearly_right_is_suggested_within_the_whole_query():
    assert suggestions(parse("arbeit in Gorgien heute"), FACTS) == ("arbeit in Georgien heute",)


def test_what_is_spelt_right_in_any_way_is_not_corrected():
    assert suggestions(parse("Tuerkei mueller"), FACTS) == ()


def test_short_words_and_nothing_suggest_nothing():
    assert suggestions(parse("gor"), FACTS) == ()
    assert suggestions(parse(""), FACTS) == ()
