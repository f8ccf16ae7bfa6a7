"""What recognisers say when nobody speaks, and what people really do say."""

import pytest

from ingest.phantoms import COURTESIES, Echo, is_phantom

CREDITS = (
    "Untertitel der Amara.org-Community",
    "Untertitelung aufgrund der Amara.org-Community",
    "Untertitel im Auftrag des ZDF für funk, 2017",
    "Untertitelung des ZDF, 2020",
    "SWR 2021",
    "Copyright WDR 2021",
    "Subtitles by the Amara.org community",
    "Sous-titres réalisés para la communauté d'Amara.org",
    "Altyazı M.K.",
    "Субтитры сделал DimaTorzok",
)
COURTESY = ("Vielen Dank fürs Zuschauen!", "Thanks for watching.", "Thank you for watching!", "Vielen Dank.")
SAID = (
    "Die Untertitel stellen wir später bereit.",
    "Vielen Dank für die Frage zur Starthilfe.",
    "Das ZDF hat darüber berichtet.",
    "Thank you for watching over the children.",
    "2021 kamen weniger Menschen zurück.",
    "",
)


@pytest.mark.parametrize("text", CREDITS)
def test_credits_are_never_said(text):
    assert is_phantom(text, is_quiet=False)


@pytest.mark.parametrize("text", COURTESY)
def test_thanks_are_dropped_only_where_it_is_quiet(text):
    assert is_phantom(text, is_quiet=True)
    assert not is_phantom(text, is_quiet=False)


@pytest.mark.parametrize("text", SAID)
def test_what_people_say_stays_even_where_it_is_quiet(text):
    assert not is_phantom(text, is_quiet=True)


def test_every_courtesy_is_in_the_form_that_is_compared():
    assert all(is_phantom(phrase, is_quiet=True) for phrase in COURTESIES)


def test_the_same_line_is_a_loop_from_the_fourth_time_on():
    echo = Echo()

    lines = ["Ja.", "ja", "JA!", "Ja.", "Ja.", "Nein.", "Ja.", "", "", "", "", ""]

    assert [echo.is_loop(line) for line in lines] == [False] * 3 + [True] * 2 + [False] * 7
