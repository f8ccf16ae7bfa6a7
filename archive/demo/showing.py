"""What the demonstration says in the terminal: how far each recording is, where the site is, what to try there."""

import gettext
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import quote

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from archive.demo.arrivals import Stand, Standing
from archive.demo.texts import Script
from archive.i18n import N_
from archive.web.desk.desk_words import STEPS
from archive.wording import explain

SEARCHES = (("de", "Krankenversicherung"), ("de", '"schutzbedürftige Personen"'), ("en", "housing"))
"""What to try: each is said in one of the recordings."""
STANDS: Mapping[Stand, str] = {
    Stand.EXPECTED: N_("waiting"),
    Stand.COMING: N_("waiting"),
    Stand.HERE: N_("here"),
    Stand.FAILED: N_("failed"),
}
_STEP_NAMES = {name: words for kind in ("discover", "ingest") for name, words in STEPS[kind]}


@dataclass
class Teller:
    """The terminal, and the language it is spoken to."""

    translations: gettext.NullTranslations
    language: str
    console: Console = field(default_factory=lambda: Console(soft_wrap=True, highlight=False))

    def say(self, text: str = "") -> None:
        """Print a line."""
        self.console.print(text, markup=False)

    def gettext(self, message: str) -> str:
        """Translate a message."""
        return self.translations.gettext(message)

    def begin(self, *, count: int, folder: str) -> None:
        """Say what is about to happen."""
        _ = self.gettext
        self.say(_("A demonstration with %(count)d recordings; everything in them is made up.") % {"count": count})
        self.say(_("All files are in %(folder)s; delete that folder to begin again.") % {"folder": folder})

    def up(self, public_url: str) -> None:
        """Say that the site is there."""
        self.say()
        self.say(self.gettext("The site is up: %(address)s") % {"address": public_url})
        self.say()

    def account(self, public_url: str, name: str, password: str | None) -> None:
        """Say who may sign in; the password is known only when it was made."""
        _ = self.gettext
        self.say(_("Sign in at the desk: %(address)s") % {"address": f"{public_url}/{self.language}/desk"})
        if password is None:
            remark = _("name %(name)s, with the password shown at the first start") % {"name": name}
            self.say(f"    {remark}")
            self.say(_("    a new one: .venv/bin/mitschnitt account password %(name)s --generate") % {"name": name})
        else:
            shown = _("name %(name)s, password %(password)s (shown only this once)")
            shown %= {"name": name, "password": password}
            self.say(f"    {shown}")

    def to_try(self, public_url: str) -> None:
        """Say what to search for."""
        self.say(self.gettext("Try these searches:"))
        for language, words in SEARCHES:
            self.say(f"    {words:<30} {public_url}/{language}/search?q={quote(words)}")

    def service_ended(self, log: str) -> None:
        """Say that the site is gone although nobody asked for it."""
        self.say(self.gettext("The service has ended. Its log is in %(file)s") % {"file": log})

    def silent(self, public_url: str, log: str) -> None:
        """Say that the service runs, but not where it should be reached."""
        _ = self.gettext
        said = _("Nothing answers at %(address)s: do MITSCHNITT_PUBLIC_URL, HOST and PORT fit together?")
        self.say(said % {"address": public_url})
        self.say(_("The log of the service is in %(file)s") % {"file": log})

    def stays(self) -> None:
        """Say how to end it."""
        self.say()
        self.say(self.gettext("It stays up until you press Ctrl+C."))

    def failed(self, script: Script, standing: Standing) -> None:
        """Say why a recording did not come in."""
        said = explain(standing.error_code, dict(standing.error_details), self.translations)
        self.say(f"{script.title}: {said}")


@dataclass
class Board:
    """A bar for each recording; where there is no terminal, a line for each thing that happened."""

    teller: Teller
    bars: Progress
    tasks: dict[str, TaskID] = field(default_factory=dict)
    last: dict[str, str] = field(default_factory=dict)

    def making(self, script: Script) -> None:
        """Show that a recording is being drawn and spoken."""
        self._show(script, self.teller.gettext("drawing and speaking"), None)

    def standing(self, script: Script, standing: Standing) -> None:
        """Show how far a recording has come in."""
        step = "" if standing.is_over else _STEP_NAMES.get(standing.step, "")
        words = self.teller.gettext(step or STANDS[standing.stand])
        self._show(script, words, 1.0 if standing.is_over else standing.progress)

    def _show(self, script: Script, words: str, completed: float | None) -> None:
        if not self.teller.console.is_terminal:
            if self.last.get(script.slug) != words:
                self.last[script.slug] = words
                self.teller.say(f"{script.headline}: {words}")
            return
        if script.slug not in self.tasks:
            self.tasks[script.slug] = self.bars.add_task(escape(script.headline), total=None, words="")
        total = None if completed is None else 1.0
        self.bars.update(self.tasks[script.slug], total=total, completed=completed or 0.0, words=words)


@contextmanager
def board(teller: Teller) -> Iterator[Board]:
    """Show the progress of all recordings until the block ends."""
    columns = (
        TextColumn("{task.description:<32}"),
        BarColumn(bar_width=24),
        TextColumn("{task.fields[words]}", style="dim"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=teller.console) as bars:
        yield Board(teller, bars)
