"""When the media file of a recording on the shelf may be replaced, and asking for it.

The work itself is a job (`replacement_job.py`).
"""

from enum import StrEnum
from pathlib import Path

from sqlalchemy.orm import Session

from archive.bootstrap import Services
from archive.catalogue.cut_queries import redactions_of
from archive.catalogue.work import Job
from archive.errors import InvalidInputError
from archive.jobs.queue import REBUILD, REPLACE, is_under_way
from archive.transcripts.transcribing import shelved
from ingest.notes import to_plain
from ingest.sources import FileSource

FILE, WORDS = "file", "words"
"""Arguments of the job: the new file, and what is to become of the words."""


class WordsWanted(StrEnum):
    """What is to become of the words of a recording whose file is replaced."""

    COMPARE = "compare"
    """They move as far as the new sound lies from the old one."""
    KEEP = "keep"
    """They stay as they are, whatever is heard."""
    ANEW = "anew"
    """Those of machines are laid aside, and the speech is recognised anew; those of people stay as they are."""


def ask_for_replacement(
    services: Services, session: Session, recording_id: int, *, path: Path, name: str, account_id: int | None = None
) -> Job:
    """Ask for a file, which lies below the data folder, to take the place of that of a recording.

    Raises:
        NotFoundError: there is no such recording.
        InvalidInputError: `recording`: `not-shelved`; else what `check_replaceable` refuses.
    """
    recording = shelved(session, recording_id)
    check_replaceable(session, recording_id)
    source = FileSource(path=path, name=name, is_ours=True)
    return services.jobs.enqueue(
        session,
        kind=REPLACE,
        arguments={FILE: to_plain(source, folder=services.settings.data), WORDS: WordsWanted.COMPARE.value},
        title=recording.title,
        dedupe_key=_key(recording_id),
        recording_id=recording_id,
        account_id=account_id,
    )


def check_replaceable(session: Session, recording_id: int) -> None:
    """Look whether the file of a recording can be replaced now, best before a new one is sent.

    Raises:
        InvalidInputError: `file`: `redacted`: nobody knows where in another file lies what must not be heard;
            `being-replaced`, or `being-cut`: another job is at the file.
    """
    if redactions_of(session, recording_id):
        raise InvalidInputError({"file": "redacted"})
    for kind, fault in ((REPLACE, "being-replaced"), (REBUILD, "being-cut")):
        if is_under_way(session, kind, recording_id):
            raise InvalidInputError({"file": fault})


def _key(recording_id: int) -> str:
    return f"{REPLACE}:{recording_id}"
