"""`mitschnitt add`: take in addresses, files, folders and manifests, and stay until they are on the shelf."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import select

from archive.bootstrap import Services
from archive.catalogue.documents import DocumentKind
from archive.catalogue.events import State
from archive.catalogue.recordings import Recording
from archive.catalogue.work import Job, JobState
from archive.commands.following import follow
from archive.commands.shell import FAILED, Shell, plain, shell_of
from archive.details.documents import add_document, put_document
from archive.errors import AlreadyArchivedError
from archive.intake.taking_in import accept_address, accept_file, take_in
from archive.jobs.queue import DISCOVER
from archive.plain_text import several_lines
from archive.publication.rights import RightsGiven, rights_faults, written_day
from archive.web import addresses
from ingest.errors import IngestError, NothingFoundError, SourceUnavailableError
from ingest.meetings import left_out, meeting_files_of
from ingest.sources import (
    AddressSource,
    FileSource,
    Source,
    file_source,
    files_in,
    read_manifest,
    readable_name,
    recognise,
)
from media.errors import MediaError


def add(
    context: typer.Context,
    sources: Annotated[list[str], typer.Argument(help="Addresses, files, folders, or manifests (.toml).")],
    *,
    publish: Annotated[bool, typer.Option("--publish", help="Publish instead of making drafts.")] = False,
    rights_basis: Annotated[str, typer.Option(help="Why the recordings may be shown.")] = "",
    rights_date: Annotated[str, typer.Option(help="When that was granted: 2023-12-06.")] = "",
    meeting_files: Annotated[
        bool, typer.Option("--meeting-files", help="Keep chats and lists of participants too, for staff alone.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Take recordings in; end with 1 when one of them could not be."""
    shell = shell_of(context)
    rights = _rights(shell, publish=publish, basis=rights_basis, date=rights_date)
    _expect_something(shell, sources)
    job_ids, refused = _accept_all(shell, sources, rights, meeting_files=meeting_files)
    jobs = follow(shell, job_ids) if job_ids else []
    recordings = _recordings(shell.services, jobs)
    if as_json:
        shell.json([_plain(job, recordings) for job in jobs])
    else:
        for job in jobs:
            _report(shell, job, recordings)
    if refused or any(_has_failed(job) for job in jobs):
        raise typer.Exit(FAILED)


def _rights(shell: Shell, *, publish: bool, basis: str, date: str) -> RightsGiven | None:
    _ = shell.gettext
    if not publish:
        if basis or date:
            raise typer.BadParameter(_("--rights-basis and --rights-date belong to --publish."))
        return None
    if not basis.strip() or not date.strip():
        raise typer.BadParameter(_("--publish needs --rights-basis and --rights-date."))
    rights = RightsGiven(basis=several_lines(basis), granted_on=written_day(date.strip()))
    faults = rights_faults(rights, today=shell.today())
    if "basis" in faults:
        raise typer.BadParameter(_("--rights-basis needs some words, and at most 2,000 characters."))
    if "granted_on" in faults:
        raise typer.BadParameter(_("--rights-date must be a day such as 2023-12-06, from 1990 on and not ahead."))
    return rights


def _expect_something(shell: Shell, texts: Sequence[str]) -> None:
    """Stop before anything begins when a name was mistyped."""
    for text in texts:
        if not text.strip() or ("://" not in text and not Path(text).exists()):  # "" is no name for the folder here
            message = shell.gettext("%(text)s is neither a file or folder here nor a web address (https://...).")
            raise typer.BadParameter(message % {"text": text})


def _accept_all(
    shell: Shell, texts: Sequence[str], rights: RightsGiven | None, *, meeting_files: bool
) -> tuple[list[str], int]:
    """Enqueue what can be; say of the rest why not, and go on."""
    job_ids: list[str] = []
    refused = 0
    for text in texts:
        _say_left_out(shell, Path(text), meeting_files=meeting_files)
        try:
            for source in _sources(shell.services, text):
                try:
                    job_ids.append(_accept(shell.services, source, rights, meeting_files=meeting_files))
                except AlreadyArchivedError as error:  # no failure: it is here
                    shell.complain(error.code, error.details())
                except (IngestError, MediaError) as error:
                    refused += 1
                    _complain_of(shell, _name(source), error)
        except (IngestError, MediaError) as error:
            refused += 1
            _complain_of(shell, text, error)
    return list(dict.fromkeys(job_ids)), refused


def _say_left_out(shell: Shell, folder: Path, *, meeting_files: bool) -> None:
    """Name what a folder holds that is not taken in by itself, and why."""
    if "://" in str(folder) or not folder.is_dir():
        return
    reasons = {
        "chat": shell.gettext("the chat of a meeting; --meeting-files keeps it for staff"),
        "participants": shell.gettext("a list of participants; --meeting-files keeps it for staff"),
        "sound": shell.gettext("the sound of a film that is taken in"),
    }
    for row in left_out(folder):
        if row.kind == "sound" or not meeting_files:
            name = readable_name(row.path)
            shell.remark(shell.gettext("Left out: %(name)s (%(why)s)") % {"name": name, "why": reasons[row.kind]})


def _complain_of(shell: Shell, name: str, error: IngestError | MediaError) -> None:
    shell.remark(f"{name}:")
    shell.complain(error.code, error.details())


def _name(source: Source) -> str:
    """Name what cannot be taken: the address, a file that is not there, or the recording."""
    if isinstance(source, AddressSource):
        return source.address
    paths = (source.path, *(caption.path for caption in source.captions))
    return next((str(path) for path in paths if not os.access(path, os.F_OK)), source.name)


def _sources(services: Services, text: str) -> Iterator[Source]:
    """Tell an address from a path, and list what is behind a folder or a manifest."""
    path = Path(text)
    allow_hosts = frozenset(services.settings.fetch_allow)
    if "://" in text:
        yield recognise(text, allow_hosts=allow_hosts)
    elif path.is_dir():
        found = files_in(path)
        if not found:
            raise NothingFoundError(text, reason="folder")
        yield from found
    elif path.suffix == ".toml":
        yield from read_manifest(path, country_names=services.i18n.country_names(), allow_hosts=allow_hosts)
    elif path.is_file():
        yield file_source(path)
    else:
        raise SourceUnavailableError(None, "file-missing")


def _accept(services: Services, source: Source, rights: RightsGiven | None, *, meeting_files: bool) -> str:
    if isinstance(source, AddressSource):
        with services.database.writing() as session:
            return accept_address(services, session, address=source.address, given=source.given, publish=rights).id
    return _accept_file(services, source, rights, meeting_files=meeting_files)


def _accept_file(services: Services, source: FileSource, rights: RightsGiven | None, *, meeting_files: bool) -> str:
    captions = tuple(
        replace(caption, path=take_in(services, caption.path), name=caption.name or caption.path.name)
        for caption in source.captions
    )
    path = take_in(services, source.path)
    kept = meeting_files_of(source.path) if meeting_files else ()
    documents = [(put_document(services, row.path, name=readable_name(row.path)), row.kind) for row in kept]
    with services.database.writing() as session:
        job = accept_file(
            services, session, path=path, name=source.name, captions=captions, given=source.given, publish=rights
        )
        for put, kind in documents:
            if job.recording_id is not None:
                add_document(services, session, job.recording_id, put, kind=DocumentKind(kind))
        return job.id


def _recordings(services: Services, jobs: Sequence[Job]) -> dict[int, Recording]:
    ids = {job.recording_id for job in jobs if job.recording_id is not None}
    with services.database.reading() as session:
        return {row.id: row for row in session.scalars(select(Recording).where(Recording.id.in_(ids)))}


def _has_failed(job: Job) -> bool:
    """A recording that was here before is here: that is no failure."""
    return job.state is not JobState.DONE and job.error_code != AlreadyArchivedError.code


def _report(shell: Shell, job: Job, recordings: dict[int, Recording]) -> None:
    recording = recordings.get(job.recording_id or 0)
    if job.state is JobState.DONE:
        if recording is not None and job.kind != DISCOVER:
            shell.say(_line(shell, recording))
            for problem in _listed(job, "problems"):
                shell.complain(str(problem.get("code", "")), problem)
        for known in _listed(job, "known"):
            shell.complain(AlreadyArchivedError.code, known)
        return
    shell.remark(f"{job.title}:")
    shell.complain(job.error_code or "cancelled", job.error_details)


def _line(shell: Shell, recording: Recording) -> str:
    if recording.state is State.PUBLISHED:
        path = addresses.page(shell.language, "watch", recording.slug)
        return f"{recording.title}  {shell.settings.public_url}{path}"
    path, state = addresses.page(shell.language, "desk", "recordings", recording.id), shell.gettext("draft")
    return f"{recording.title} ({state})  {shell.settings.public_url}{path}"


def _listed(job: Job, name: str) -> list[dict[str, object]]:
    """Give rows of a job's result: recordings that are `known`, `problems` that spoilt only a part."""
    listed = job.result.get(name, [])
    return [dict(row) for row in listed] if isinstance(listed, list) else []


def _plain(job: Job, recordings: dict[int, Recording]) -> dict[str, object]:
    recording = recordings.get(job.recording_id or 0)
    return plain(
        {
            "kind": job.kind,
            "title": job.title if recording is None else recording.title,
            "state": job.state.value,
            "slug": None if recording is None else recording.slug,
            "recording_state": None if recording is None else recording.state.value,
            "error_code": job.error_code,
            "error_details": job.error_details or None,
            "problems": _listed(job, "problems") or None,
        }
    )
