"""Reads captions out of a file that somebody gave for a recording; they become words by `add_captions`.

The file's name knows the language best, then the person, then the words themselves.
"""

from pathlib import PurePath

from archive.bootstrap import Services
from archive.catalogue.cut_queries import original_seconds
from archive.details.field_checks import UNKNOWN_LANGUAGE, offered_languages
from archive.errors import InvalidInputError
from archive.transcripts.transcribing import shelved
from ingest.context import TranscriptResult
from ingest.languages import language_code
from ingest.transcripts import LARGEST_CAPTIONS_BYTES, transcript_of
from media.errors import TimedTextError


def read_captions(
    services: Services, recording_id: int, raw: bytes, *, name: str, chosen: str = "", is_of_original: bool = False
) -> TranscriptResult:
    """Read the captions of a recording; those of its original (`is_of_original`) are told by its seconds.

    Raises:
        NotFoundError: there is no such recording.
        InvalidInputError: `recording`: `not-shelved`; `captions_language`: `not-a-language`.
        TimedTextError: they cannot be read.
    """
    with services.database.reading() as session:
        recording = shelved(session, recording_id)
        length = original_seconds(session, recording) if is_of_original else recording.duration_seconds
    usual = services.settings.languages
    offered = offered_languages(usual, recording.language)
    if chosen and chosen not in offered:
        raise InvalidInputError({"captions_language": "not-a-language"})
    if len(raw) > LARGEST_CAPTIONS_BYTES:
        raise TimedTextError(reason="too-large")
    is_known = recording.language != UNKNOWN_LANGUAGE
    return transcript_of(
        raw,
        name=name,
        language=language_named(name, offered) or chosen or None,
        otherwise=recording.language if is_known else usual[0],
        recording_seconds=length,
    )


def language_named(file_name: str, offered: tuple[str, ...]) -> str | None:
    """Give the language in `talk.de.vtt`; `talk.neu.vtt` names none, though there is a code for it."""
    parts = PurePath(file_name).stem.rpartition(".")
    named = language_code(parts[2]) if parts[1] else None
    return named if named in offered else None
