"""What else is searched for: by one word or by several, bounded, and never behind anybody's back."""

import pytest

from search.glossary import NOTHING, Glossary, Term, terms_for
from search.parsing import parse
from search.patterns import leaves
from search.query import MAX_EXPANSIONS, Phrase, Word

WORDS = Glossary.of(
    [
        [Term("Starthilfe", "de"), Term("start-up assistance", "en")],
        [Term("Krankenversicherung", "de"), Term("health insurance", "en")],
        [Term("Rückkehr", "de"), Term("return", "en"), Term("kehrt … zurück", "de")],
        [Term("Zahlung", "de"), Term("zahlen", "de"), Term("Auszahlung", "de", is_narrower=True)],
        [Term("Auszahlung", "de"), Term("payout", "en")],
        [Term("Rente", "de"), Term("pension", "en")],
        [Term("Miete", "de"), Term("rent", "en")],
        [Term("Rampe", "de"), Term("slope", "en")],
        [Term("Bärlauch", "de"), Term("ramp", "en")],
        [Term("Rate", "de"), Term("instalment", "en")],
        [Term("Türkei"), Term("Türkiye"), Term("Turkey")],
        [Term("BAMF"), Term("Bundesamt für Migration", "de")],
    ]
)


def also(query, glossary=WORDS, **wishes):
    return {one.text: [term.text for term in one.terms] for one in glossary.expansions(parse(query), **wishes)}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("Starthilfe", {"Starthilfe": ["start-up assistance"]}),
        ("STARTHILFEN", {"STARTHILFEN": ["Starthilfe", "start-up assistance"]}),
        ("Rueckkehr", {"Rueckkehr": ["return", "kehrt … zurück"]}),
        ("returns", {"returns": ["Rückkehr", "return", "kehrt … zurück"]}),
        ("Start-Hilfe", {"Start Hilfe": ["Starthilfe", "start-up assistance"]}),
        ("Wetter", {}),
    ],
)
def test_a_word_is_recognised_in_every_form_and_spelling(query, found):
    assert also(query) == found


def test_a_stop_word_brings_no_word_that_shares_its_stem():
    glossary = Glossary.of([[Term("sicher", "de"), Term("safe", "en")]])

    assert also("sich anmelden", glossary) == {}
    assert also("sicheres", glossary) == {"sicheres": ["sicher", "safe"]}


def test_several_words_in_a_row_stand_for_one():
    assert also("start-up assistance georgien") == {"start up assistance": ["Starthilfe"]}
    assert also("health insurances") == {"health insurances": ["Krankenversicherung", "health insurance"]}
    assert also("health Georgien insurance") == {}


@pytest.mark.parametrize("query", ["Rückkehr-Fernsehen", "500-Zahlung"])
def test_a_part_of_what_was_typed_as_one_does_not_stand_for_all_of_it(query):
    assert also(query) == {}


def test_all_words_of_a_row_are_answered_by_what_they_stand_for():
    query = parse("health insurance Georgien")
    found = WORDS.expansions(query)

    answered = [[term.text for term in terms_for(leaf, found)] for leaf in query.clauses]

    assert answered == [["Krankenversicherung"], ["Krankenversicherung"], []]


def test_a_narrower_word_is_found_but_does_not_stand_for_the_wider():
    assert also("zahlen") == {"zahlen": ["Zahlung", "Auszahlung"]}
    assert also("Auszahlung") == {"Auszahlung": ["payout"]}


def test_a_word_as_it_is_written_is_not_taken_for_another_with_the_same_stem():
    assert also("Rampe") == {"Rampe": ["slope"]}
    assert also("ramp") == {"ramp": ["Bärlauch"]}
    assert also("Rampen") == {"Rampen": ["Rampe", "slope"]}


def test_a_word_of_three_letters_is_not_taken_for_a_form_of_another():
    assert also("Rat") == {}


def test_names_are_recognised_with_the_ending_of_the_genitive_only():
    assert also("Turkeys") == {"Turkeys": ["Türkei", "Türkiye", "Turkey"]}
    assert also("Turkeyer") == {}


def mistaken_in(glossary, typed, languages):
    kind = Phrase if " " in typed else Word
    return glossary.mistaken_in(kind(typed, 0, len(typed)), languages)


def test_a_word_of_one_language_may_only_look_like_a_word_of_another():
    assert mistaken_in(WORDS, "Rampe", {"de", "en"}) == {"en"}
    assert mistaken_in(WORDS, "ramp", {"de", "en"}) == {"de"}
    assert mistaken_in(WORDS, "Rückkehr", {"de", "en"}) == frozenset()
    assert mistaken_in(WORDS, "Turkey", {"de", "en"}) == frozenset()
    assert mistaken_in(WORDS, "Wetter", {"de", "en"}) == frozenset()


def test_a_short_word_typed_is_looked_for_in_its_own_language_unless_that_is_english_or_it_is_a_name():
    words = Glossary.of(
        [
            [Term("Hang", "de"), Term("slope", "en")],
            [Term("Abhang", "de"), Term("cliff", "en")],
            [Term("Bus", "de"), Term("bus", "en")],
            [Term("Imbiss", "de"), Term("snack", "en")],
            [Term("Fez"), Term("Fès")],
        ]
    )

    def mistaken(word):
        return mistaken_in(words, word, ("de", "en", "ka", ""))

    assert mistaken("Hang") == {"en", "ka"}
    assert (
        mistaken("Abhang") == mistaken("Bus") == mistaken("snack") == mistaken("Fez") == mistaken("Fund") == frozenset()
    )


def test_a_short_word_that_is_narrower_in_another_language_is_looked_for_there_too():
    words = Glossary.of([[Term("Pass", "de")], [Term("ticket", "en"), Term("pass", "en", is_narrower=True)]])

    assert mistaken_in(words, "Pass", ("de", "en", "ka")) == frozenset()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("boarding pass", {"boarding": {"en"}, "pass": {"en"}}),
        ("assistance in kind", {"assistance": {"en"}, "in": {"en"}, "kind": {"en"}}),
        ("boarding Georgien pass", {}),
        ("boarding OR pass", {}),
        ("Pass", {}),
    ],
)
def test_words_of_a_longer_word_are_of_its_language(query, said):
    words = Glossary.of(
        [
            [Term("Pass", "de"), Term("passport", "en")],
            [Term("Bordkarte", "de"), Term("boarding pass", "en", is_narrower=True)],
            [Term("Sachleistung", "de"), Term("assistance in kind", "en")],
        ]
    )

    assert {leaf.text: set(languages) for leaf, languages in words.said_in(parse(query)).items()} == said


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Hausverwaltungen", {"Hausverwaltungen": ["Hausverwaltung", "property management"]}),
        ("Hausverwalter", {}),
        ("Jobvermittlerin", {"Jobvermittlerin": ["Jobvermittler", "placement officer"]}),
        ("Jobvermittlung", {}),
    ],
)
def test_who_does_something_and_what_is_done_do_not_stand_for_each_other_in_compounds(typed, found):
    words = Glossary.of(
        [
            [Term("Hausverwaltung", "de"), Term("property management", "en")],
            [Term("Jobvermittler", "de"), Term("placement officer", "en")],
        ]
    )

    assert also(typed, words) == found


def test_short_words_are_looked_for_in_their_own_language_only():
    assert Term("rent", "en").may_be_said_in("en")
    assert not Term("rent", "en").may_be_said_in("de")
    assert Term("returnee", "en").may_be_said_in("de")
    assert Term("IOM").may_be_said_in("de")
    assert Term("rent", "en").may_be_said_in("")


@pytest.mark.parametrize("query", ['"Rückkehr"', "Rückk*", "-Rückkehr Wetter", "land:Türkei"])
def test_phrases_beginnings_exclusions_and_fields_mean_what_they_say(query):
    assert also(query) == {}


def test_each_alternative_stands_for_itself():
    assert also("Rente OR health") == {"Rente": ["pension"]}
    assert also("health OR insurance") == {}


def test_what_the_request_does_without_is_named_and_not_searched_for():
    query = parse("Rückkehr Rente")

    found = WORDS.expansions(query, without=frozenset({"ruckkehr"}))

    assert [(one.key, one.is_off) for one in found] == [("ruckkehr", True), ("rente", False)]
    assert terms_for(query.clauses[0], found) == ()
    assert [term.text for term in terms_for(query.clauses[1], found)] == ["pension"]


def test_a_query_is_bounded_in_what_else_it_searches_for():
    many = Glossary.of([[Term(f"wort{group}{'x' * n}", "de") for n in range(20)] for group in range(10)])
    found = many.expansions(parse(" ".join(f"wort{group}" for group in range(10))))

    assert sum(len(one.terms) for one in found) == MAX_EXPANSIONS


def test_words_that_are_switched_off_take_nothing_from_the_others():
    many = Glossary.of([[Term(f"wort{group}{'x' * n}", "de") for n in range(60)] for group in range(2)])
    found = many.expansions(parse("wort0 wort1"), without=frozenset({"wort0"}))

    assert [len(one.terms) for one in found if not one.is_off] == [59]


def test_a_glossary_without_words_says_nothing():
    assert NOTHING.expansions(parse("Rückkehr")) == ()


def test_a_word_typed_twice_is_expanded_once_and_answers_both_times():
    query = parse("Rente Rente OR Bus")
    found = WORDS.expansions(query)

    assert [one.text for one in found] == ["Rente"]
    assert [[term.text for term in terms_for(leaf, found)] for leaf in leaves(query.clauses)] == [
        ["pension"],
        ["pension"],
        [],
    ]


def test_of_words_with_one_stem_the_nearest_is_meant():
    words = Glossary.of(
        [[Term("minor", "en"), Term("Minderjährige", "de")], [Term("minority", "en"), Term("Minderheit", "de")]]
    )

    assert also("minors", words) == {"minors": ["minor", "Minderjährige"]}
    assert also("minorities", words) == {"minorities": ["minority", "Minderheit"]}


def test_a_compound_typed_as_two_words_is_recognised():
    assert also("Start Hilfe") == {"Start Hilfe": ["Starthilfe", "start-up assistance"]}
