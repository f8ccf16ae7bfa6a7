"""`mitschnitt rebuild`: bring recordings up to date with today's recipes, and stay until that is done."""

from collections.abc import Sequence
from typing import Annotated

import typer
from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.catalogue.recordings import Recording
from archive.catalogue.work import Job, JobState
from archive.commands.following import follow
from archive.commands.shell import FAILED, Shell, plain, shell_of
from archive.errors import InvalidInputError, NotFoundError
from archive.shelf.rebuilding import ask_for_rebuild, outdated_recordings


def rebuild(
    context: typer.Context,
    slugs: Annotated[
        list[str] | None, typer.Argument(metavar="[SLUG]...", help="Recordings, by the last part of their address.")
    ] = None,
    *,
    outdated: Annotated[bool, typer.Option("--outdated", help="All that an older version made.")] = False,
    part: Annotated[
        list[str] | None,
        typer.Option("--part", help="Make this part anew, also when it is up to date: renditions or pictures."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Make qualities and pictures anew from the originals; end with 1 when one could not be. Words and details stay."""
    shell = shell_of(context)
    if not slugs and not outdated:
        raise typer.BadParameter(shell.gettext("Name recordings, or take all that an older version made: --outdated."))
    job_ids, refused = _ask_for_all(shell, slugs or [], parts=part or [], outdated=outdated)
    jobs = follow(shell, job_ids) if job_ids else []
    if as_json:
        shell.json([_plain(job) for job in jobs])
    else:
        for job in jobs:
            _report(shell, job)
        if not jobs and not refused:
            shell.remark(shell.gettext("Everything is up to date."))
    if refused or any(job.state is not JobState.DONE for job in jobs):
        raise typer.Exit(FAILED)


def _ask_for_all(shell: Shell, slugs: Sequence[str], *, parts: Sequence[str], outdated: bool) -> tuple[list[str], int]:
    """Enqueue what can be; say of the rest why not, and go on."""
    services = shell.services
    jobs: list[Job | None] = []
    refused = 0
    for slug in slugs:
        try:
            with services.database.writing() as session:
                jobs.append(ask_for_rebuild(services, session, _recording_named(session, slug), parts=parts))
        except (NotFoundError, InvalidInputError) as error:
            refused += 1
            shell.remark(f"{slug}:")
            shell.complain(error.code, error.details())
    if outdated:
        with services.database.writing() as session:
            jobs += [ask_for_rebuild(services, session, found, parts=parts) for found in outdated_recordings(session)]
    return list(dict.fromkeys(job.id for job in jobs if job is not None)), refused


def _recording_named(session: Session, slug: str) -> int:
    recording_id = session.scalar(select(Recording.id).where(Recording.slug == slug))
    if recording_id is None:
        raise NotFoundError(kind="recording", key=slug)
    return recording_id


def _report(shell: Shell, job: Job) -> None:
    if job.state is JobState.DONE:
        what = shell.gettext("up to date")
        shell.say(f"{job.title}  {what}")
        return
    shell.remark(f"{job.title}:")
    shell.complain(job.error_code or "cancelled", job.error_details)


def _plain(job: Job) -> dict[str, object]:
    return plain(
        {
            "title": job.title,
            "recording": job.recording_id,
            "state": job.state.value,
            "error_code": job.error_code,
            "error_details": job.error_details or None,
        }
    )
