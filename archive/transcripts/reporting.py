"""Takes what readers say about wrong lines, and what editors make of it. Rate-limited; keeps nothing about people."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.auditing import record_about
from archive.bootstrap import Services
from archive.catalogue.recordings import Recording
from archive.catalogue.reports import LineReport, ReportState
from archive.errors import InvalidInputError, NotFoundError
from archive.identity import attempts
from archive.identity.attempts import Limit
from archive.transcripts.line_saving import correct_lines
from archive.transcripts.revising import line_called

LONGEST_SUGGESTION = 500
"""A line has two times 42 characters; this is room for several."""
FROM_ONE_NETWORK = 20
FROM_EVERYWHERE = 200
"""Reports taken in an hour; more than that is no reader."""
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Report:
    """What a reader says about a line."""

    recording_id: int
    language: str
    """Of the transcript."""
    key: str
    suggestion: str
    """As it should read; may be empty."""


@dataclass(frozen=True, slots=True)
class Reported:
    """A report as the desk lists it."""

    report_id: int
    slug: str
    title: str
    language: str
    key: str
    start_seconds: float
    text: str
    suggestion: str
    present_text: str | None
    """How the line reads now; None when it is gone."""
    version: int
    """Of the line as it reads now."""
    created_at: dt.datetime
    longest: ClassVar[int] = LONGEST_SUGGESTION
    """How many characters may be written in its place."""


def report_line(services: Services, session: Session, report: Report, *, network: str) -> int:
    """Note that a line is wrong; give the seconds to wait when too much was reported (then nothing is noted).

    The same report twice is noted once.

    Raises:
        NotFoundError: there is no such line.
        InvalidInputError: `suggestion`: `too-long`.
    """
    if len(report.suggestion) > LONGEST_SUGGESTION:
        raise InvalidInputError({"suggestion": "too-long"})
    cue = line_called(session, report.recording_id, report.language, report.key)
    if cue is None:
        raise NotFoundError(kind="line", key=report.key)
    limits = (
        Limit(attempts.bucket("report", network), FROM_ONE_NETWORK, attempts.HOUR),
        Limit(attempts.bucket("report"), FROM_EVERYWHERE, attempts.HOUR),
    )
    now = services.clock()
    wait_seconds = attempts.count(session, limits, now=now)
    if wait_seconds:
        return wait_seconds
    same = select(LineReport.id).where(
        LineReport.recording_id == report.recording_id,
        LineReport.key == report.key,
        LineReport.suggestion == report.suggestion,
        LineReport.state == ReportState.OPEN,
    )
    if session.scalar(same) is None:
        session.add(
            LineReport(
                recording_id=report.recording_id,
                language=report.language,
                key=report.key,
                start_seconds=cue.start_seconds,
                text=cue.text,
                suggestion=report.suggestion,
                created_at=now,
            )
        )
        session.flush()
    return 0


def open_reports(session: Session, *, recording_id: int | None = None, language: str = "") -> Sequence[Reported]:
    """List what waits for an editor, the oldest first; perhaps only of one transcript."""
    wanted = (
        select(LineReport, Recording.slug, Recording.title)
        .join(Recording, Recording.id == LineReport.recording_id)
        .where(LineReport.state == ReportState.OPEN)
        .order_by(LineReport.created_at, LineReport.id)
        .limit(MOST_SHOWN)
    )
    if recording_id is not None:
        wanted = wanted.where(LineReport.recording_id == recording_id, LineReport.language == language)
    rows = session.execute(wanted)
    return [_reported(session, report, slug, title) for report, slug, title in rows]


def count_open(session: Session) -> int:
    """Count what waits for an editor."""
    return session.scalar(select(func.count(LineReport.id)).where(LineReport.state == ReportState.OPEN)) or 0


def settle(
    services: Services, session: Session, report_id: int, *, text: str | None, version: int | None = None
) -> bool:
    """Close a report, with this text for its line or, None, without; say whether the line has another text now.

    `version` is that of the line which the person saw.

    Raises:
        NotFoundError: there is no such report, or its line is gone.
        InvalidInputError: `text`: `empty` or `too-long`.
        LinesChangedError: somebody else changed the line since.
    """
    report = session.get(LineReport, report_id)
    if report is None:
        raise NotFoundError(kind="report", key=report_id)
    changed = 0
    if text is not None:
        if not text or len(text) > LONGEST_SUGGESTION:
            raise InvalidInputError({"text": "too-long" if text else "empty"})
        cue = line_called(session, report.recording_id, report.language, report.key)
        if cue is None:
            raise NotFoundError(kind="line", key=report.key)
        changed = correct_lines(services, session, cue.transcript_id, {cue.key: text}, version=version)
    report.state = ReportState.DONE if text is None else ReportState.CORRECTED
    about = session.get_one(Recording, report.recording_id)
    record_about(session, "report.answered", about, report=report.id, outcome=report.state.value)
    return changed > 0


def _reported(session: Session, report: LineReport, slug: str, title: str) -> Reported:
    cue = line_called(session, report.recording_id, report.language, report.key)
    return Reported(
        report_id=report.id,
        slug=slug,
        title=title,
        language=report.language,
        key=report.key,
        start_seconds=report.start_seconds,
        text=report.text,
        suggestion=report.suggestion,
        present_text=cue.text if cue else None,
        version=cue.last_edit if cue else 0,
        created_at=report.created_at,
    )
