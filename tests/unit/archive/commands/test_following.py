"""How a job is shown in the terminal while somebody waits for it."""

import io

import pytest
from rich.console import Console

from archive.catalogue import places
from archive.catalogue.work import Job, JobState
from archive.commands.following import Display, _bars
from archive.commands.shell import Shell
from archive.i18n import I18n
from archive.wording import time_left


@pytest.mark.parametrize(
    ("seconds", "english", "german"),
    [
        (None, "", ""),
        (59.0, "less than a minute left", "noch weniger als eine Minute"),
        (1300.0, "about 22 min left", "noch etwa 22 min"),
        (9000.0, "about 2 h left", "noch etwa 2 h"),
    ],
)
def test_the_time_left_is_said_as_roughly_as_it_is_known(seconds, english, german):
    i18n = I18n(places.place_names())

    said = [time_left(seconds, i18n.translations(language)) for language in ("en", "de")]

    assert said == [english, german]


def test_a_terminal_shows_the_step_and_the_time_left():
    console = Console(file=io.StringIO(), force_terminal=True, width=160, highlight=False)
    shell = Shell(language="en", err=console)
    job = Job(
        id="1",
        kind="ingest",
        title="Talk [a]",
        state=JobState.RUNNING,
        step="renditions",
        progress=0.5,
        seconds_left=600.0,
    )

    with _bars(shell) as bars:
        Display(shell, bars).show(job)
        bars.refresh()

    shown = console.file.getvalue()
    assert "Talk [a]" in shown
    assert "Make it playable everywhere" in shown
    assert "about 10 min left" in shown
