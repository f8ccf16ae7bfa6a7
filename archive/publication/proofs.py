"""The document that proves a permission: told by its content, kept in the private part of the store, for staff alone.

The file comes into the store before the transaction of its row. Another one takes its place.
"""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from archive.auditing import record_about
from archive.bootstrap import Services
from archive.errors import InvalidInputError, NotFoundError
from archive.plain_text import one_line
from archive.shelving import known_recording
from archive.unneeded import let_go, put_noted, take_back
from media.store import write_durably

LARGEST_PROOF_BYTES = 20_000_000
LONGEST_NAME = 200
SIGNATURES = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
"""How the files begin that may be a proof (ISO 32000-2, ISO 10918-1, ISO 15948)."""
SUFFIXES = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}


@dataclass(frozen=True, slots=True)
class PutProof:
    """A proof that lies in the store and has no row yet."""

    key: str
    media_type: str
    name: str
    """As the person knows it."""


def put_proof(services: Services, content: bytes, *, name: str) -> PutProof:
    """Bring a file into the private part of the store. Left without a row it is swept.

    Raises:
        InvalidInputError: field `proof`: `empty`, `too-large` or `not-a-proof`.
        StoreFullError: there is no room for it.
    """
    if len(content) > LARGEST_PROOF_BYTES:
        raise InvalidInputError({"proof": "too-large"})
    media_type = next((kind for start, kind in SIGNATURES.items() if content.startswith(start)), None)
    if media_type is None:
        raise InvalidInputError({"proof": "not-a-proof" if content else "empty"})
    with tempfile.TemporaryDirectory(dir=services.work) as passing:
        file = Path(passing) / "proof"
        write_durably(file, content)
        stored = put_noted(services, file, suffix=SUFFIXES[media_type], is_private=True)
    return PutProof(stored.key, media_type, one_line(name)[:LONGEST_NAME] or "proof")


def add_proof(services: Services, session: Session, recording_id: int, put: PutProof) -> None:
    """Let a rights record have a document, in place of the one it had.

    Raises:
        NotFoundError: there is no such recording.
        InvalidInputError: field `proof`: `no-rights`, there is nothing written down that it could prove.
    """
    recording = known_recording(session, recording_id)
    if recording.rights is None:
        raise InvalidInputError({"proof": "no-rights"})
    rights = recording.rights
    if rights.proof_key not in {None, put.key}:
        let_go(session, {rights.proof_key or "": rights.proof_type}, now=services.clock())
    take_back(session, [put.key])
    rights.proof, rights.proof_key, rights.proof_type = put.name, put.key, put.media_type
    record_about(session, "rights.proof-added", recording)


def remove_proof(services: Services, session: Session, recording_id: int) -> None:
    """Take the document away; its file goes with the next sweep, unless another recording needs it.

    Raises:
        NotFoundError: there is no such recording, or it has no document.
    """
    recording = known_recording(session, recording_id)
    rights = recording.rights
    if rights is None or rights.proof_key is None:
        raise NotFoundError(kind="proof", key=recording_id)
    let_go(session, {rights.proof_key: rights.proof_type}, now=services.clock())
    rights.proof, rights.proof_key, rights.proof_type = "", None, ""
    record_about(session, "rights.proof-removed", recording)
