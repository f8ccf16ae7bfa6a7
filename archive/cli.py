"""The command line: `mitschnitt COMMAND`. Which commands there are, in which language they speak, how they end.

Every command ends with 0 (done), 1 (it did not work) or 2 (it was not asked properly), and says why.
"""

import gc
from typing import Annotated

import typer

from archive import __version__
from archive.commands import (
    account,
    adding,
    check,
    demo,
    finding,
    index,
    models,
    rebuilding,
    running,
    settings,
    transcribing,
    web,
)
from archive.commands.ending import CarefulGroup
from archive.commands.shell import Shell, language_of

app = typer.Typer(
    name="mitschnitt",
    cls=CarefulGroup,
    help="A searchable archive for recordings of virtual events.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("serve")(running.serve)
app.command("web")(web.web)
app.command("worker")(running.work)
app.command("add")(adding.add)
app.command("transcribe")(transcribing.transcribe)
app.command("rebuild")(rebuilding.rebuild)
app.command("search", context_settings={"ignore_unknown_options": True})(finding.search)
app.command("reindex")(index.reindex)
app.command("check")(check.check)
app.command("demo")(demo.demo)
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
        typer.Option(
            envvar=["LC_ALL", "LC_MESSAGES", "LANG"], callback=language_of, help="Language of the answers: de or en."
        ),
    ] = "en",
    version: Annotated[  # noqa: ARG001  answered by its callback
        bool, typer.Option("--version", help="Say which version this is.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """A searchable archive for recordings of virtual events."""
    context.obj = shell = Shell(language=language)
    context.with_resource(shell.at_end)


def main() -> None:
    """Run the command that was typed."""
    gc.freeze()  # what was imported stays: to look through it once more at the end takes half a second
    app(prog_name="mitschnitt")


if __name__ == "__main__":
    main()
