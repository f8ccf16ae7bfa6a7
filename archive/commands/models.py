"""`mitschnitt models`: speech models on this machine. Only `fetch` asks the network, and only when it is typed."""

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from archive.commands.shell import shell_of
from archive.settings import Settings
from ingest.errors import SpeechModelError
from ingest.speech import fetch_model, validate_model

app = typer.Typer(no_args_is_help=True, help="Models for speech recognition.")


@app.command()
def fetch(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="tiny, base, small, medium, large-v3 ...; small is a good beginning.")],
) -> None:
    """Fetch a model from its publisher into the data folder."""
    shell = shell_of(context)
    folder = models_folder(shell.settings)
    folder.mkdir(parents=True, exist_ok=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=shell.err, transient=True) as progress:
        progress.add_task(shell.gettext("Fetching the model %(name)s") % {"name": name})
        fetched = fetch_model(name, folder)
    shell.remark(shell.gettext("The model is here. Use it with this setting:"))
    shell.say(f"MITSCHNITT_SPEECH_MODEL={fetched.name}")


@app.command("list")
def list_models(
    context: typer.Context, *, as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False
) -> None:
    """List the models in the data folder."""
    shell = shell_of(context)
    _ = shell.gettext
    found = [(folder.name, _fault(folder)) for folder in _folders(models_folder(shell.settings))]
    chosen = shell.settings.speech_model
    if as_json:
        shell.json([{"name": name, "is_chosen": name == chosen, "fault": fault} for name, fault in found])
    elif found:
        rows = [(name, fault or _("whole"), _("in use") if name == chosen else "") for name, fault in found]
        shell.table([_("Model"), _("State"), ""], rows)
    else:
        shell.remark(_("There are no models yet. Fetch one with: mitschnitt models fetch small"))


def models_folder(settings: Settings) -> Path:
    """Give the folder of fetched models."""
    return settings.data / "models"


def _folders(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))


def _fault(folder: Path) -> str:
    try:
        validate_model(folder)
    except SpeechModelError as error:
        return f"{error.reason} {error.subject}".strip()
    return ""
