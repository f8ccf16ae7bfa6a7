"""What the demonstration says in the terminal, with bars and without."""

import io

import pytest
from rich.console import Console

from archive.catalogue import places
from archive.demo.arrivals import Stand, Standing
from archive.demo.showing import SEARCHES, Teller, board
from archive.demo.texts import read_scripts
from archive.i18n import I18n

SCRIPT = read_scripts()[0]


def _teller(*, is_terminal=False, language="en"):
    console = Console(file=io.StringIO(), force_terminal=is_terminal, width=160, highlight=False)
    return Teller(I18n(places.place_names()).translations(language), language, console)


def _said(teller):
    return teller.console.file.getvalue()


def test_without_a_terminal_each_thing_that_happens_is_one_line():
    teller = _teller()

    with board(teller) as shown:
        shown.making(SCRIPT)
        shown.making(SCRIPT)
        shown.standing(SCRIPT, Standing(Stand.COMING, step="fetch", progress=0.1))
        shown.standing(SCRIPT, Standing(Stand.COMING, step="fetch", progress=0.9))
        shown.standing(SCRIPT, Standing(Stand.HERE, recording_id=1))

    lines = [line for line in _said(teller).splitlines() if line.strip()]
    assert lines == [
        f"{SCRIPT.headline}: drawing and speaking",
        f"{SCRIPT.headline}: Fetch the file",
        f"{SCRIPT.headline}: here",
    ]


def test_in_a_terminal_each_recording_has_a_bar():
    teller = _teller(is_terminal=True)

    with board(teller) as shown:
        shown.making(SCRIPT)
        shown.standing(SCRIPT, Standing(Stand.COMING, step="renditions", progress=0.5))

    assert SCRIPT.headline in _said(teller)
    assert "Make it playable everywhere" in _said(teller)


@pytest.mark.parametrize("password", ["s3cret-[bold]word", None])
def test_the_password_is_said_as_it_is_and_only_when_it_was_made(password):
    teller = _teller()

    teller.account("http://127.0.0.1:8000", "demo", password)

    assert ("s3cret-[bold]word" in _said(teller)) is (password is not None)
    assert (".venv/bin/mitschnitt account password demo --generate" in _said(teller)) is (password is None)
    assert "http://127.0.0.1:8000/en/desk" in _said(teller)


def test_three_searches_are_offered_with_their_addresses():
    teller = _teller()

    teller.to_try("http://127.0.0.1:8000")

    assert _said(teller).count("http://127.0.0.1:8000/") == len(SEARCHES) == 3
    assert "/en/search?q=housing" in _said(teller)


def test_what_failed_is_explained_in_the_words_of_the_site():
    teller = _teller()

    teller.failed(SCRIPT, Standing(Stand.FAILED, error_code="nothing-found", error_details=(("address", "http://x"),)))

    assert SCRIPT.title in _said(teller)
    assert "http://x" in _said(teller)


def test_a_site_that_runs_somewhere_else_is_not_said_to_have_ended():
    teller = _teller()

    teller.silent("http://127.0.0.1:8000", "service.log")

    assert "Nothing answers at http://127.0.0.1:8000" in _said(teller)
    assert "ended" not in _said(teller)
