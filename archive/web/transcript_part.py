"""Gathers the transcript that an address asks for: in which language, with what beside, at which second, with marks."""

from dataclasses import dataclass

from sqlalchemy.orm import Session
from starlette.requests import Request

from archive.catalogue import watching
from archive.catalogue.recordings import Recording
from archive.catalogue.watching import TranscriptAbout
from archive.web import addresses
from archive.web.asking import language_of, text_of
from archive.web.marking import pattern_of, written_forms
from archive.web.reading import Reading, TranscriptView, transcript_view
from archive.web.spans import Span
from search.passages import SPEECH
from search.results import RecordingHit

TRANSCRIPT, BESIDE = "transcript", "beside"
"""Parameters with the language of the transcript, and with that of a second one beside it."""


@dataclass(frozen=True, slots=True)
class AskedWords:
    """What was searched for, and where it is said in this recording."""

    query: str
    without: tuple[str, ...]
    """Words whose glossary is not asked."""
    hit: RecordingHit | None
    is_answered: bool
    """False while search is away: then nobody knows whether it is said."""

    def spoken_in(self, language: str) -> int:
        """Count the moments in the transcript of this language."""
        moments = self.hit.moments if self.hit else ()
        return sum(moment.kind == SPEECH and moment.transcript_language == language for moment in moments)


@dataclass(frozen=True, slots=True)
class ChosenTranscript:
    """Which transcript is shown, and which was asked for and is not there."""

    about: TranscriptAbout | None
    usual: str
    """The language that is shown when none is asked for."""
    missing: str
    """The language that was asked for in vain."""


def chosen_transcript(
    request: Request, recording: Recording, transcripts: tuple[TranscriptAbout, ...]
) -> ChosenTranscript:
    """Choose the transcript to show: the one asked for, else in the language spoken, else in that of the page."""
    with_words = [about for about in transcripts if about.lines]
    by_language = {about.language: about for about in reversed(with_words)}
    wanted = text_of(request, TRANSCRIPT)
    usual = next(
        (by_language[code] for code in (recording.language, language_of(request)) if code in by_language),
        with_words[0] if with_words else None,
    )
    missing = "" if not wanted or wanted in by_language else wanted
    return ChosenTranscript(by_language.get(wanted, usual), usual.language if usual else "", missing)


def transcript_of(
    request: Request,
    session: Session,
    recording: Recording,
    transcripts: tuple[TranscriptAbout, ...],
    chosen: ChosenTranscript,
    *,
    words: AskedWords | None,
    span: Span | None,
) -> TranscriptView | None:
    """Give the transcript as the page shows it; None where there is none."""
    shown = chosen.about
    if shown is None:
        return None
    wanted = text_of(request, BESIDE)
    beside = next((about for about in transcripts if about.lines and wanted == about.language != shown.language), None)
    languages = {shown.language, beside.language if beside else shown.language}
    moments = words.hit.moments if words and words.hit else ()
    return transcript_view(
        Reading(
            transcripts=transcripts,
            shown=shown,
            lines=watching.lines(session, shown.transcript_id),
            beside=beside,
            beside_lines=watching.lines(session, beside.transcript_id) if beside else (),
            chapters={chapter.start_seconds: chapter.title for chapter in recording.chapters},
            usual=chosen.usual,
            query=words.query if words else "",
            without=words.without if words else (),
            at=addresses.second(span.start_seconds) if span else "",
            second=span.start_seconds if span else None,
            pattern=pattern_of(written_forms(moment for moment in moments if moment.transcript_language in languages)),
        )
    )
