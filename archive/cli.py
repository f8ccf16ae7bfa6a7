"""The command line: `mitschnitt COMMAND`. Which commands there are, in which language they speak, how they end.

Every command ends with 0 (done), 1 (it did not work) or 2 (it was not asked properly), and says why.
"""

from typing import Annotated

import typer

from archive import __version__
from archive.commands import account, check, finding, index, models, settings
from archive.commands.ending import CarefulGroup
from archive.commands.shell import Shell, language_from

app = typer.Typer(
    name="mitschnitt",
    cls=CarefulGroup,
    help="A searchable archive for recordings of virtual events.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("search")(finding.search)
app.command("reindex")(index.reindex)
app.command("check")(check.check)
app.command("settings")(settings.show)
app.add_typer(account.app, name="account")
app.add_typer(models.app, name="models")


def _print_version(is_wanted: bool) -> None:  # noqa: FBT001  the shape that typer calls
    if is_wanted:
        typer.echo(f"mitschnitt {__version__}")
        raise typer.Exit


@app.callback()
def prepare(
    context: typer.Context,
    *,
    language: Annotated[
        str,
        typer.Option(envvar=["LC_ALL", "LC_MESSAGES", "LANG"], help="Language of the answers: de or en."),
    ] = "en",
    version: Annotated[  # noqa: ARG001  answered by its callback
        bool, typer.Option("--version", help="Say which version this is.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """A searchable archive for recordings of virtual events."""
    context.obj = Shell(language=language_from(language))


def main() -> None:
    """Run the command that was typed."""
    app(prog_name="mitschnitt")


if __name__ == "__main__":
    main()
