import pytest

from search.parsing import parse
from search.query import MAX_CHARACTERS, MAX_TERMS, Field, Not, Or, Phrase, Prefix, Word


def outline(text):
    """The tree without positions, for the eye."""

    def leaf(node):
        match node:
            case Word(text=words):
                return words
            case Phrase(text=words):
                return f'"{words}"'
            case Prefix(text=words):
                return f"{words}*"
            case Field(name=name, value=value):
                return f"{name}={value}"
            case Not(node=inner):
                return f"-{leaf(inner)}"
            case Or(nodes=nodes):
                return tuple(map(leaf, nodes))

    def marked(node):
        is_on_slide = getattr(getattr(node, "node", node), "on_slide", False)
        return f"slide: {leaf(node)}" if is_on_slide else leaf(node)

    return [marked(clause) for clause in parse(text).clauses]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("krankenversicherung georgien", ["krankenversicherung", "georgien"]),
        ('"freiwillige Rückkehr" geld', ['"freiwillige Rückkehr"', "geld"]),
        ("„freiwillige Rückkehr“", ['"freiwillige Rückkehr"']),
        ("«freiwillige Rückkehr»", ['"freiwillige Rückkehr"']),
        ('"Rückkehr"', ["Rückkehr"]),
        ("geld -kredit", ["geld", "-kredit"]),
        ('-"auf Raten" -land:irak', ['-"auf Raten"', "-country=irak"]),
        ("a OR b OR c d", [("a", "b", "c"), "d"]),
        ("a ODER b", [("a", "b")]),
        ("a or b", ["a", "or", "b"]),
        ("OR a OR", ["a"]),
        ("a OR -b", ["a", "-b"]),
        ("rück*", ["rück*"]),
        ("E-Mai*", ["EMai*"]),
        ("rü*", ["rü"]),
        ("*kehr", ["kehr"]),
        ("a*b", ["a", "b"]),
        ("REAG/GA*", ["REAG/GA"]),
        ("land:georgien Country:iq", [("country=georgien", "country=iq")]),
        ('land:"Saudi-Arabien"', ["country=Saudi-Arabien"]),
        ("land: georgien", ["country=georgien"]),
        ("jahr:2023 year:2022", [("year=2023", "year=2022")]),
        ("jahr:bald", ["bald"]),
        ("sprache:de language:en", [("language=de", "language=en")]),
        ("rednerin:Müller thema:wohnen art:virtual", ["speaker=Müller", "topic=wohnen", "kind=virtual"]),
        ("reihe:2023 series:x", [("series=2023", "series=x")]),
        ("folie:wohnen", ["slide: wohnen"]),
        ('slide:"soziale Hilfe" -folie:arb*', ['slide: "soziale Hilfe"', "slide: -arb*"]),
        ('folie:"" x', ["x"]),
        ("redner:a speaker:b topic:c kind:d", [("speaker=a", "speaker=b"), "topic=c", "kind=d"]),
        ("land:", ["land:"]),
        ("12:30:15", ["12:30:15"]),
        ("a & b", ["a", "b"]),
        ("(a b)", ["a", "b"]),
        ("C:", ["C:"]),
        ("3,5 und 2.000, 7", ["3,5", "und", "2.000", "7"]),
        ("title:x text:y", ["title:x", "text:y"]),
        ("e-mail - x", ["e-mail", "x"]),
        ('12" rohr', ["12", "rohr"]),
        ("a\x00b\u200f c", ["a", "b", "c"]),
        ("a AND NOT b", ["a", "AND", "NOT", "b"]),
    ],
)
def test_text_is_understood_so(text, expected):
    assert outline(text) == expected


@pytest.mark.parametrize("text", ["(", '"', "*", "-", "🙂", "\x00", "\u200f\u202e", '""', "!?", "***", "OR"])
def test_what_holds_no_word_asks_for_nothing_and_says_so(text):
    query = parse(text)

    assert query.clauses == ()
    assert query.is_empty == (not text.strip("\x00\u200f\u202e"))


def test_blank_text_is_an_empty_query_without_notes():
    assert parse("  \n ").is_empty
    assert parse("").notes == ()


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("rü*", "prefix-too-short", "rü*"),
        ("ab *kehr", "no-leading-wildcard", "*"),
        ("REAG/GA*", "prefix-of-several-words", "REAG/GA*"),
        ("jahr:bald", "not-a-year", "jahr:bald"),
        ("(", "no-words", "("),
    ],
)
def test_what_could_not_be_meant_is_noted_with_its_place(text, code, place):
    (note,) = parse(text).notes

    assert note.code == code
    assert text[note.start : note.end] == place


def test_positions_point_into_the_text():
    text = 'aa "bb cc" -dd land:ee ff*'

    word, phrase, excluded, field, prefix = parse(text).clauses

    places = [text[node.start : node.end] for node in (word, phrase, excluded.node, field, prefix)]
    assert places == ["aa", "bb cc", "dd", "land:ee", "ff*"]


def test_length_and_number_of_words_are_bounded():
    long = parse(" ".join(f"wort{number}" for number in range(400)))

    assert len(long.text) == MAX_CHARACTERS
    assert len(long.clauses) == MAX_TERMS
    assert {note.code for note in long.notes} == {"too-long", "too-many-words"}


def test_what_is_asked_twice_is_looked_up_once():
    assert outline('Geld geld "in bar" geld "In Bar" gel* -geld folie:geld -geld') == [
        "Geld",
        '"in bar"',
        "gel*",
        "-geld",
        "slide: geld",
    ]
    assert outline("geld geld OR haus") == ["geld", ("geld", "haus")]


def test_a_phrase_counts_all_its_words():
    assert parse(f'"{"wort " * (MAX_TERMS + 1)}"').clauses == ()
    assert len(parse(f'"{"wort " * MAX_TERMS}" mehr').clauses) == 1
