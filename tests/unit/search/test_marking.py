import pytest

from search.analysis import Analyser
from search.marking import SNIPPET_CHARACTERS, best_reason, marks_in, snippet_of
from search.parsing import parse
from search.patterns import leaves, pattern_of
from tests.support.search_library import Library, recording

LANGUAGES = {"de", "en"}


class _Everything:
    """Stands where a scope stands: two languages, and these terms for any prefix."""

    languages = frozenset(LANGUAGES)
    analyser = Analyser({})

    def terms_with_prefix(self, prefix):
        return tuple(term for term in ("krankenversicherung", "krankenhaus") if term.startswith(prefix))


def marked(text, query, language="de"):
    patterns = [pattern_of(leaf, _Everything(), keep_common_in=frozenset()) for leaf in leaves(parse(query).clauses)]
    marks = marks_in(text, language, patterns)
    line = "".join(f"[{part.text}]" if part.is_match else part.text for part in snippet_of(text, marks))
    return line, best_reason(marks)


def test_all_forms_of_a_word_are_marked_as_whole_words():
    assert marked("Die Beratung, viele Beratungen", "beratung") == ("Die [Beratung], viele [Beratungen]", "exact")


def test_another_form_is_called_so():
    assert marked("viele Beratungen", "beratung") == ("viele [Beratungen]", "form")


def test_a_prefix_marks_the_whole_word():
    assert marked("Ihre Krankenversicherung", "kranken*") == ("Ihre [Krankenversicherung]", "prefix")


def test_a_mark_covers_the_whole_hyphenated_word_once():
    assert marked("die Rückkehr-Beratung hier", "beratung rückkehr")[0] == "die [Rückkehr-Beratung] hier"
    assert marked("die Rückkehr-Beratung hier", "Rückkehrberatung")[0] == "die [Rückkehr-Beratung] hier"


def test_a_phrase_is_marked_only_where_its_words_follow_each_other():
    text = "Rückkehr und die freiwillige Rückkehr"

    assert marked(text, '"freiwillige Rückkehr"')[0] == "Rückkehr und die [freiwillige] [Rückkehr]"


def test_of_a_phrase_that_goes_on_behind_the_text_no_stop_words_are_marked():
    text = "die Meldung der freiwilligen"

    assert marked(text, '"der freiwilligen und die Rückkehr"')[0] == "die Meldung der [freiwilligen]"


def test_of_a_phrase_that_leaves_the_text_the_rest_is_marked():
    assert marked("danach die freiwillige", '"freiwillige Rückkehr"')[0] == "danach die [freiwillige]"


def test_stop_words_of_the_language_are_not_marked():
    assert marked("der Weg und die Rückkehr", "die rückkehr")[0] == "der Weg und die [Rückkehr]"


def test_no_mark_is_shorter_than_three_letters_unless_the_asked_word_is():
    assert marked("Ru und Rue", "rue")[0] == "Ru und [Rue]"
    assert marked("EU und USA", "eu")[0] == "[EU] und USA"
    assert marked("am 6. Mai", "der/6")[0] == "am [6]. Mai"


def test_long_text_is_shortened_around_the_mark():
    text = "davor " * 200 + "Krankenversicherung " + "danach " * 200
    pattern = [
        pattern_of(leaf, _Everything(), keep_common_in=frozenset()) for leaf in leaves(parse("kranken*").clauses)
    ]
    marks = marks_in(text, "de", pattern)

    fragments = snippet_of(text, marks, around=marks[0].start_char)

    assert fragments[0].text == fragments[-1].text == "…"
    assert [part.text for part in fragments if part.is_match] == ["Krankenversicherung"]
    assert sum(len(part.text) for part in fragments) <= SNIPPET_CHARACTERS + 2


def test_snippet_and_text_are_the_same_letters():
    text = "Iraq's war – «refugees» return"

    assert "".join(part.text for part in snippet_of(text, marks_in(text, "en", []))) == text


def test_a_pattern_knows_the_real_scope_too(tmp_path):
    library = Library(tmp_path, recording(1, "die Krankenversicherung"))

    assert library.found("krank*") == [1]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("angemeldet", "wir [melden] Sie morgen [an], das hilft uns aus"),
        ("Anmeldung", "wir [melden] Sie morgen [an], das hilft uns aus"),
        ("aushelfen", "wir melden Sie morgen an, das [hilft] uns [aus]"),
        ("melden", "wir [melden] Sie morgen an, das hilft uns aus"),
        ("abmelden", "wir melden Sie morgen an, das hilft uns aus"),
        ('"morgen anmelden"', "wir melden Sie [morgen] an, das hilft uns aus"),
    ],
)
def test_a_verb_that_stands_apart_is_marked_together_with_its_particle(asked, shown):
    assert marked("wir melden Sie morgen an, das hilft uns aus", asked)[0] == shown


def test_a_stop_word_is_marked_where_it_is_the_verb_of_a_particle():
    assert marked("dann machen wir zwei das Fenster zu", "zugemacht") == (
        "dann [machen] wir zwei das Fenster [zu]",
        "form",
    )


@pytest.mark.parametrize(
    ("text", "asked", "shown"),
    [
        ("sicher ist, wer sich meldet", "sicher", "[sicher] ist, wer sich meldet"),
        ("nach dem nächsten Termin", "nächste", "nach dem [nächsten] Termin"),
        ("unter dem Dach, unten links", "unten", "unter dem Dach, [unten] links"),
    ],
)
def test_a_stop_word_is_no_form_of_the_word_that_shares_its_stem(text, asked, shown):
    assert marked(text, asked)[0] == shown
