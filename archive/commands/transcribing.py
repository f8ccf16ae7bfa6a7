"""`mitschnitt transcribe`: recognise the speech of recordings without words, and stay until that is done."""

from collections.abc import Sequence
from typing import Annotated

import typer
from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.bootstrap import Services
from archive.catalogue.recordings import Recording
from archive.catalogue.work import Job, JobState
from archive.commands.following import follow
from archive.commands.shell import FAILED, Shell, plain, shell_of
from archive.errors import InvalidInputError, NotFoundError
from archive.transcripts.recognising import ask_for_speech, usable_options, without_words


def transcribe(
    context: typer.Context,
    slugs: Annotated[
        list[str] | None, typer.Argument(metavar="[SLUG]...", help="Recordings, by the last part of their address.")
    ] = None,
    *,
    missing: Annotated[bool, typer.Option("--missing", help="All recordings without a transcript.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Recognise the speech of recordings; end with 1 when one of them could not be."""
    shell = shell_of(context)
    if not slugs and not missing:
        raise typer.BadParameter(shell.gettext("Name recordings, or take all that have no transcript: --missing."))
    usable_options(shell.services)
    job_ids, refused = _ask_for_all(shell, slugs or [], missing=missing)
    jobs = follow(shell, job_ids) if job_ids else []
    if as_json:
        slug_of = _slugs(shell.services, jobs)
        shell.json([_plain(job, slug_of) for job in jobs])
    else:
        for job in jobs:
            _report(shell, job)
        if not jobs and not refused:
            shell.remark(shell.gettext("There is nothing to transcribe."))
    if refused or any(job.state is not JobState.DONE for job in jobs):
        raise typer.Exit(FAILED)


def _ask_for_all(shell: Shell, slugs: Sequence[str], *, missing: bool) -> tuple[list[str], int]:
    """Enqueue what can be; say of the rest why not, and go on."""
    services = shell.services
    job_ids: list[str] = []
    refused = 0
    for slug in slugs:
        try:
            with services.database.writing() as session:
                job_ids.append(ask_for_speech(services, session, _recording_named(session, slug)).id)
        except (NotFoundError, InvalidInputError) as error:
            refused += 1
            shell.remark(f"{slug}:")
            shell.complain(error.code, error.details())
    if missing:
        with services.database.writing() as session:
            job_ids += [ask_for_speech(services, session, found).id for found in without_words(session)]
    return list(dict.fromkeys(job_ids)), refused


def _recording_named(session: Session, slug: str) -> int:
    recording_id = session.scalar(select(Recording.id).where(Recording.slug == slug))
    if recording_id is None:
        raise NotFoundError(kind="recording", key=slug)
    return recording_id


def _slugs(services: Services, jobs: Sequence[Job]) -> dict[int, str]:
    ids = [job.recording_id for job in jobs if job.recording_id is not None]
    with services.database.reading() as session:
        return {row.id: row.slug for row in session.scalars(select(Recording).where(Recording.id.in_(ids)))}


def _report(shell: Shell, job: Job) -> None:
    if job.state is not JobState.DONE:
        shell.remark(f"{job.title}:")
        shell.complain(job.error_code or "cancelled", job.error_details)
        return
    lines = job.result.get("lines")
    if lines == 0:
        words = shell.gettext("no speech was found")
    else:
        words = shell.gettext("%(lines)s lines") % {"lines": lines} if lines else ""
    shell.say(f"{job.title}  {words}".rstrip())


def _plain(job: Job, slug_of: dict[int, str]) -> dict[str, object]:
    return plain(
        {
            "title": job.title,
            "slug": slug_of.get(job.recording_id or 0),
            "state": job.state.value,
            "lines": job.result.get("lines"),
            "error_code": job.error_code,
            "error_details": job.error_details or None,
        }
    )
