"""What every change of a recording on the shelf begins and ends with: it is found, and its words are indexed anew.

Putting a finished ingest on the shelf is `accession.py`. Nothing touches the index in a transaction: what can be
searched has a version, which grows, and an `index` job is asked for.
"""

from sqlalchemy.orm import Session

from archive.bootstrap import Services
from archive.catalogue.recordings import Recording
from archive.errors import NotFoundError
from archive.jobs.queue import INDEX


def known_recording(session: Session, recording_id: int) -> Recording:
    """Give a recording, in whatever state.

    Raises:
        NotFoundError: there is no such recording.
    """
    recording = session.get(Recording, recording_id)
    if recording is None:
        raise NotFoundError(kind="recording", key=recording_id)
    return recording


def purge_from_index(services: Services, session: Session, recording_id: int) -> None:
    """Ask for an index of which no file holds the words that a recording had."""
    services.jobs.enqueue(
        session,
        kind=INDEX,
        arguments={"recording_ids": [recording_id], "anew": True},
        dedupe_key=f"{INDEX}:anew",
    )


def search_anew(services: Services, session: Session, recording: Recording) -> None:
    """Note that the searchable words of a shelved recording changed, and ask for them to be indexed."""
    recording.version += 1
    if recording.shelved_at is not None:
        services.jobs.enqueue_index(session, recording.id)
