"""`mitschnitt search`: the same search as on the site, in the terminal."""

from collections.abc import Mapping
from typing import Annotated

import typer
from rich.text import Text
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from archive.catalogue.people import Role
from archive.catalogue.recordings import Recording
from archive.catalogue.viewing import Viewer, visible_recording_ids
from archive.commands.shell import Shell, shell_of
from archive.finding.searching import find
from archive.web import addresses
from archive.web.hits import why
from search.glossary import key_of
from search.results import Answer, Moment, RecordingHit, SearchRequest

OPERATOR = Viewer(role=Role.ADMIN)
"""Whoever may run commands on this machine sees what staff see."""


def search(
    context: typer.Context,
    words: Annotated[list[str], typer.Argument(help='Words, "exact phrases", -not, OR, begin*, country:ge ...')],
    *,
    drafts: Annotated[bool, typer.Option("--drafts", help="Find drafts too.")] = False,
    page: Annotated[int, typer.Option(min=1, help="Which page of the answer.")] = 1,
    without: Annotated[
        list[str] | None, typer.Option("--without", help="Do not ask the glossary about this word; may be repeated.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Find where something was said."""
    unknown = next((word for word in words if word.startswith("--")), None)
    if unknown is not None:
        context.fail(f"No such option: {unknown}")  # as typer says it elsewhere; here -word must not occur
    shell = shell_of(context)
    services = shell.services
    with services.database.reading() as session:
        allowed = visible_recording_ids(session, OPERATOR, drafts=drafts)
        if not allowed and (drafts or not visible_recording_ids(session, OPERATOR, drafts=True)):
            shell.remark(shell.gettext("There is nothing to search yet. Take something in with: mitschnitt add"))
        elif not allowed:
            shell.remark(shell.gettext("Nothing is published yet. With --drafts, drafts are searched too."))
        left_out = frozenset(key_of(word) for word in without or ())
        request = SearchRequest(text=" ".join(words), page=page, without_expansion=left_out)
        answer = find(services, session, request, allowed=allowed)
        recordings = _recordings(session, answer)
    if as_json:
        shell.json(_plain(shell, answer, recordings))
    else:
        _print(shell, answer, recordings)


def _recordings(session: Session, answer: Answer) -> Mapping[int, Recording]:
    ids = [hit.recording_id for hit in answer.hits]
    rows = session.scalars(select(Recording).where(Recording.id.in_(ids)).options(joinedload(Recording.event)))
    return {row.id: row for row in rows}


def _print(shell: Shell, answer: Answer, recordings: Mapping[int, Recording]) -> None:
    _ = shell.gettext
    for expansion in answer.expansions:
        if not expansion.is_off:
            names = ", ".join(term.text for term in expansion.terms)
            shell.remark(f"{expansion.text}: " + _("also searched for:") + f" {names}")
    if not answer.total_recordings:
        shell.say(_("Nothing was found."))
        if answer.suggestions:
            shell.say(_("Did you mean: %(words)s") % {"words": ", ".join(answer.suggestions)})
        return
    for hit in answer.hits:
        recording = recordings.get(hit.recording_id)
        if recording is None:  # withdrawn for good between the two questions
            continue
        date = shell.i18n.date(recording.event.starts, shell.language, long=False)
        shell.out.print(Text(f"{recording.title}  {date}".rstrip(), style="bold"))
        for moment in hit.moments:
            shell.out.print(_line(shell, moment))
            reasons = " · ".join(why(moment, shell.i18n, shell.language))
            shell.out.print(Text(f"          {reasons}", style="dim"))
            shell.out.print(Text(f"          {_address(shell, recording, moment)}", style="dim"))
    counts = {"moments": answer.total_moments, "recordings": answer.total_recordings}
    shell.remark(_("Moments: %(moments)d. Recordings: %(recordings)d.") % counts)
    if answer.pages > answer.page:
        shell.remark(_("More with --page %(page)d") % {"page": answer.page + 1})


def _line(shell: Shell, moment: Moment) -> Text:
    line = Text(f"{shell.i18n.duration_clock(moment.start_seconds):>8}  ")
    for fragment in moment.snippet:
        line.append(fragment.text, style="bold yellow" if fragment.is_match else "")
    return line


def _address(shell: Shell, recording: Recording, moment: Moment) -> str:
    path = addresses.page(shell.language, "watch", recording.slug, t=addresses.second(moment.start_seconds))
    return shell.settings.public_url + path


def _plain(shell: Shell, answer: Answer, recordings: Mapping[int, Recording]) -> dict[str, object]:
    return {
        "total_recordings": answer.total_recordings,
        "total_moments": answer.total_moments,
        "page": answer.page,
        "pages": answer.pages,
        "suggestions": list(answer.suggestions),
        "expansions": {one.text: [term.text for term in one.terms] for one in answer.expansions if not one.is_off},
        "facets": {name: {value.value: value.count for value in values} for name, values in answer.facets.items()},
        "notes": [{"code": note.code, "start": note.start, "end": note.end} for note in answer.query.notes],
        "recordings": [
            _plain_hit(shell, hit, recordings[hit.recording_id])
            for hit in answer.hits
            if hit.recording_id in recordings
        ],
    }


def _plain_hit(shell: Shell, hit: RecordingHit, recording: Recording) -> dict[str, object]:
    return {
        "slug": recording.slug,
        "title": recording.title,
        "date": recording.event.starts,
        "state": recording.state.value,
        "total_moments": hit.total_moments,
        "timeline": list(hit.timeline),
        "slides": list(hit.slides),
        "moments": [
            {
                "start_seconds": moment.start_seconds,
                "language": moment.transcript_language,
                "text": "".join(fragment.text for fragment in moment.snippet),
                "matches": [fragment.text for fragment in moment.snippet if fragment.is_match],
                "kind": moment.kind,
                "reason": moment.reason,
                "via": [
                    {"reason": via.reason, "words": list(via.words), "language": via.language} for via in moment.via
                ],
                "address": _address(shell, recording, moment),
            }
            for moment in hit.moments
        ],
    }
