"""A transcript as a file to take along: captions for players (VTT, SRT), a text for people, data for programs."""

import json
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from archive.catalogue.recordings import Recording
from archive.catalogue.watching import Line, TranscriptAbout
from archive.formats import duration_clock
from archive.i18n import N_, I18n
from archive.transcripts.paragraphs import paragraphs
from archive.web import addresses
from archive.web.words import ORIGINS
from media.cues import Cue, write_srt, write_vtt

MEDIA_TYPES = {
    "vtt": "text/vtt; charset=utf-8",
    "srt": "application/x-subrip; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "json": "application/json",
}
"""Forms by the last part of the file's name."""
COLUMNS = 78


@dataclass(frozen=True, slots=True)
class Words:
    """A transcript with its lines, and where it belongs."""

    recording: Recording
    about: TranscriptAbout
    lines: Sequence[Line]
    base: str
    """The public address of the site."""
    site_name: str


def write_words(words: Words, form: str, *, i18n: I18n) -> str:
    """Write it in one of the forms."""
    if form == "txt":
        return _text(words, i18n)
    if form == "json":
        return _data(words)
    cues = [Cue(line.start_seconds, line.end_seconds, line.text, line.speaker) for line in words.lines]
    return write_vtt(cues, language=words.about.language) if form == "vtt" else write_srt(cues)


def _address(words: Words, language: str) -> str:
    path = addresses.page(language, "watch", words.recording.slug, transcript=words.about.language)
    return words.base + path


def _text(words: Words, i18n: I18n) -> str:
    """Write paragraphs under a head that says what it is, in the site's language closest to that of the words."""
    recording, about = words.recording, words.about
    language = about.language if about.language in i18n.languages else i18n.languages[0]
    say = i18n.translations(language).gettext
    event = recording.event
    day = i18n.date_range(event.starts, event.ends, language) if event.starts else ""
    state = say(N_("checked by a person")) if about.is_checked else ""
    if about.is_machine_text:
        state = say(N_("machine text, not checked"))
    made = i18n.formats(language).day(about.created_at)
    head = [
        recording.title,
        ", ".join(filter(None, [event.title if event.title != recording.title else "", event.place or "", day])),
        ", ".join(filter(None, [say(ORIGINS.get(about.origin, "")) if about.origin in ORIGINS else "", made, state])),
        f"{words.site_name}, {_address(words, language)}",
    ]
    blocks = ["\n".join(filter(None, head))]
    speaking = ""
    for group in paragraphs(words.lines, [chapter.start_seconds for chapter in recording.chapters]):
        speaker = next((line.speaker for line in group if line.speaker), "") or ""
        who = f" {speaker}" if speaker and speaker != speaking else ""
        speaking = speaker or speaking
        said = " ".join(" ".join(line.text.split()) for line in group)
        wrapped = textwrap.fill(said, COLUMNS, break_long_words=False, break_on_hyphens=False)
        blocks.append(f"[{duration_clock(group[0].start_seconds)}]{who}\n{wrapped}")
    return "\n\n".join(blocks) + "\n"


def _data(words: Words) -> str:
    recording, about = words.recording, words.about
    return json.dumps(
        {
            "title": recording.title,
            "event": recording.event.title,
            "date": recording.event.starts,
            "url": words.base + addresses.page("en", "watch", recording.slug),
            "language": about.language,
            "origin": about.origin,
            "engine": about.engine,
            "created_at": about.created_at.isoformat(),
            "revision": about.revision,
            "is_checked": about.is_checked,
            "is_machine_text": about.is_machine_text,
            "lines": [
                {
                    "key": line.key,
                    "start_seconds": line.start_seconds,
                    "end_seconds": line.end_seconds,
                    "speaker": line.speaker,
                    "text": line.text,
                    "is_checked": about.is_checked or line.is_checked,
                }
                for line in words.lines
            ],
        },
        ensure_ascii=False,
        indent=1,
    )
