"""Which verb a particle belongs to that ends its clause, and which words are none."""

import pytest

from search.analysis import APART, Analyser
from search.lexicon import german_verbs
from search.verbs import finite_forms, separable_verbs

SHIPPED = Analyser({})


def found(text, language="de", **wishes):
    """The verbs that stand apart in a text, each as it is written with its particle."""
    return [
        (text[token.start_char : token.end_char], text[slice(*token.particle)], term.removeprefix(APART))
        for token in SHIPPED.analyse(text, language, **wishes)
        for term in token.terms
        if term.startswith(APART)
    ]


def infinitives(text, **wishes):
    return [infinitive for _, _, infinitive in found(text, **wishes)]


def test_a_verb_is_found_with_its_particle():
    assert found("Holen Sie ihn bitte am Bahnhof ab.") == [("Holen", "ab", "abholen")]
    assert found("sie ließ das Kind nicht los, es rief uns an") == [("rief", "an", "anrufen")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what ends a clause
        ("wir füllen den Antrag gemeinsam aus", ["ausfullen"]),
        ("Rufen Sie uns an!", ["anrufen"]),
        ("füllen Sie das aus und schicken Sie es zurück", ["ausfullen", "zuruckschicken"]),
        ("sie ziehen um weil die Wohnung zu klein ist", ["umziehen"]),
        ("wir fangen an wir müssen los", ["anfangen"]),
        ("Sie melden sich an bei der Stadt", ["anmelden"]),
        ("wir fangen morgen an zu bauen", ["anfangen"]),
        ("er sagte: „Kommen Sie mit“, und ging", ["mitkommen"]),
        ("wir kommen morgen an – hoffe ich", ["ankommen"]),
        ("wir kommen an Die Kinder schlafen", ["ankommen"]),
        # where the verb may stand
        ("Wir bieten denen, die kommen, eine Beratung an.", ["anbieten"]),
        ("Wir melden, wenn Sie wollen, auch die Kinder an.", ["anmelden"]),
        ("Wir zahlen Miete, Strom und Essen aus", ["auszahlen"]),
        ("Am 3. Mai geht es los.", ["losgehen"]),
        ("er reist am 3. Mai aus", ["ausreisen"]),
        ("Ich rufe Sie ca. zwei Tage vorher an", ["anrufen"]),
        ("Wir stellen Ihnen Frau Dr. Müller vor", ["vorstellen"]),
        ("Wir melden Sie bzw. Ihre Kinder an", ["anmelden"]),
        ("Er wohnt in der Berliner Str. Melden Sie sich dort an", ["anmelden"]),
        ("Wenn jemand Hilfe braucht, melden Sie das gleich bei der Buchung mit an.", ["anmelden"]),
        ("sie reisen ein und aus", ["einreisen", "ausreisen"]),
        ("Das kommt auf uns zu", ["zukommen"]),
        ("Das schließt Leute von der Hilfe aus", ["ausschliessen"]),
        # which form it has
        ("er fällt aus", ["ausfallen"]),
        ("das hängt davon ab", ["abhangen"]),
        ("gib acht, ruf sie an", ["anrufen"]),
        ("er hatte viel vor", ["vorhaben"]),
        ("wir erkennen das an", ["anerkennen"]),
        ("er lieh sich Geld aus", ["ausleihen"]),
        ("ich sammle Belege ein", ["einsammeln"]),
        ("du schließt das ab", ["abschliessen"]),
    ],
)
def test_verbs_are_found_wherever_their_clause_ends(text, expected):
    assert infinitives(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Er kommt an einem Montag",
        "viele gehen weil sie zurück wollen",
        "Wir fahren mit, äh, dem Bus",
        "wir stellen ein ein Zelt",
        "sie holen ab und zu Wasser",
        "wir nehmen das an und für sich selten",
        "sie laufen hin und her, auf und ab",
        "Wir zahlen von Ghana aus",
        "wir nehmen das nach wie vor",
        "Das geben wir unserer Meinung nach",
        "wir geben und so weiter",
        "Die Preise steigen, kassiert wird mehr an",
        "Er meldet sich. Morgen an",
        "Er meldet sich bei der Frau Dr.! Morgen an",
        "Er meldet sich usw. Morgen an",
        "die kommen wollen an",
        "ohne zu melden an",
        "die Ein- und Ausreise zahlen wir Ein-, dann",
        "wir schreiben vor und nach der Reise",
        "die Reise der Frau aus",
        "das ist halt an",
        "sie holen dich mit zu hohen Kosten",
        "wir xylen das an",
        "wir füllen es aus den Akten",
        "der Zug fährt ab Berlin",
        "eins zwei drei an",
        "wir melden " + "viele " * 14 + "an",
    ],
)
def test_what_only_looks_like_a_particle_is_none(text):
    assert infinitives(text) == []


def test_other_languages_have_no_such_verbs():
    assert found("wir holen Sie ab", "nl") == found("wir holen Sie ab", "en") == found("wir holen Sie ab", "") == []


def test_the_end_of_a_torn_text_ends_no_clause():
    assert infinitives("wir holen Sie ab", goes_on=True) == []
    assert infinitives("wir holen Sie ab.", goes_on=True) == ["abholen"]


@pytest.mark.parametrize("said", ["angemeldet", "anzumelden", "anmeldet", "anmelden", "ANMELDEN", "Anmeldungen"])
def test_who_asks_for_any_form_asks_for_the_verb_that_stands_apart(said):
    assert APART + "anmelden" in SHIPPED.asked(said, "de").forms


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("angemeldet", "anmelden"), ("anzumelden", "angemeldet"), ("ankommt", "ankam"), ("ankam", "angekommen"),
        ("abgewogen", "abwägen"), ("einbezogen", "einbeziehen"), ("anerkannt", "anzuerkennen"),
        ("vorangekommen", "vorankommen"), ("anbieten", "angeboten"), ("ankommen", "ankamen"), ("anfangen", "anfingen"),
        ("mitbringen", "mitbrachten"), ("zurückkamen", "zurückkommen"), ("zurückgeben", "zurückgaben"),
        ("teilnehmen", "teilnahmen"), ("aushelfen", "aushalfen"), ("vorhaben", "vorhatten"),
    ],
)  # fmt: skip
def test_any_form_of_a_separable_verb_finds_every_other(asked, said):
    (token,) = SHIPPED.analyse(said, "de")

    assert SHIPPED.asked(asked, "de").forms & set(token.terms)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("aufgeben", "Aufgaben"), ("ausgeben", "Ausgabe"), ("einnehmen", "Einnahmen"), ("vorliegen", "Vorlagen"),
        ("aufstehen", "Aufstand"), ("ausfahren", "Ausfuhr"), ("abgeben", "Abgaben"), ("vorsprechen", "Vorsprachen"),
    ],
)  # fmt: skip
def test_a_noun_that_looks_like_the_past_of_a_verb_is_not_found_for_it(asked, said):
    (token,) = SHIPPED.analyse(said, "de")

    assert not SHIPPED.asked(asked, "de").forms & set(token.terms)


def test_a_phrase_asks_for_no_verb_that_stands_apart():
    asked = SHIPPED.asked("anmelden", "de")

    assert asked.endings < asked.forms
    assert APART + "anmelden" not in asked.endings
    assert "angemeldet" not in asked.endings


def test_the_listed_verbs_stand_there_once_and_are_infinitives():
    verbs = german_verbs()
    infinitives = [verb.infinitive for verb in verbs]

    assert len(set(infinitives)) == len(infinitives)
    assert all(infinitive.endswith("n") for infinitive in infinitives)
    assert all(len(set(verb.particles)) == len(verb.particles) for verb in verbs)
    assert all(form.isalpha() for verb in verbs for form in (*verb.irregular, *verb.only_with_particle))
    assert 250 <= len(set(separable_verbs().values())) <= 900


def test_no_verb_takes_the_form_of_another_with_the_same_particle():
    """So which of two verbs is meant needs no guess."""
    taken = {}
    for verb in german_verbs():
        for form in finite_forms(verb):
            for particle in verb.particles:
                assert taken.setdefault((form, particle), verb.infinitive) == verb.infinitive, (form, particle)
