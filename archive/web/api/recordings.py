"""The API about recordings: the list, one of them, and its words."""

from dataclasses import fields

from starlette.exceptions import HTTPException

from archive.catalogue import listing, watching
from archive.catalogue.events import Series
from archive.catalogue.listing import Order, Wanted
from archive.catalogue.succession_queries import newer_recordings
from archive.catalogue.viewing import VISITOR
from archive.catalogue.watching import TimedLine
from archive.web import addresses
from archive.web.access import shown_recording
from archive.web.api import making, models
from archive.web.api.endpoints import Call
from archive.web.api.models_of_places import RecordingList
from archive.web.api.parameters import Query, RecordingsQuery


def recordings(call: Call[RecordingsQuery]) -> RecordingList:
    """List the recordings that anybody may see."""
    asked = call.query
    wanted = Wanted(
        countries=tuple(code.upper() for code in asked.country),
        regions=asked.region,
        years=asked.year,
        kinds=asked.kind,
        languages=asked.language,
        series=asked.series,
    )
    total = listing.count(call.session, VISITOR, wanted)
    found = listing.listed(
        call.session,
        VISITOR,
        wanted,
        order=Order(asked.sort),
        limit=asked.page_size,
        offset=(asked.page - 1) * asked.page_size,
    )
    return RecordingList(
        total=total,
        page=asked.page,
        links=making.links(call.public_url, call.address, page=asked.page, total=total, page_size=asked.page_size),
        items=tuple(making.recording(call.public_url, entry) for entry in found),
    )


def recording(call: Call[Query]) -> models.RecordingDetails:
    """Give one recording."""
    row = shown_recording(call.session, call.parts["slug"], VISITOR)
    newer = newer_recordings(call.session, VISITOR, [row.id]).get(row.id)
    listed = listing.listed_of(row, watching.transcripts(call.session, row.id), newer=newer)
    summary = making.recording(call.public_url, listed)
    return models.RecordingDetails(
        **{field.name: getattr(summary, field.name) for field in fields(summary)},
        description=row.description,
        description_en=row.description_en,
        series=series_of(row.event.series),
        speakers=listed.speakers,
        renditions=making.renditions(call.public_url, listed),
        chapters=making.chapters(call.public_url, listed, row.chapters),
        slides=tuple(models.Slide(s.start_seconds, s.end_seconds, s.title, s.text) for s in row.slides),
        embed=call.public_url + addresses.embed(row.slug),
    )


def transcript(call: Call[Query]) -> models.Transcript:
    """Give all words of a recording in one language."""
    row = shown_recording(call.session, call.parts["slug"], VISITOR)
    listed = watching.transcripts(call.session, row.id)
    about = next((found for found in listed if found.language == call.parts["language"] and found.lines), None)
    if about is None:
        raise HTTPException(404)
    shown = about.language if len(listed) > 1 else None
    return models.Transcript(
        recording=making.reference(call.public_url, row.slug, row.title),
        language=about.language,
        origin=about.origin,
        engine=about.engine,
        is_checked=about.is_checked,
        is_machine_text=about.is_machine_text,
        lines=tuple(
            _line(making.page(call.public_url, "watch", row.slug, transcript=shown), line)
            for line in watching.timed_lines(call.session, about.transcript_id)
        ),
    )


def series_of(row: Series | None) -> models.Series | None:
    """Name a series."""
    return None if row is None else models.Series(row.slug, {"de": row.title_de, "en": row.title_en})


def _line(page: str, line: TimedLine) -> models.Line:
    at = addresses.second(line.start_seconds)
    return models.Line(
        key=line.key,
        start_seconds=line.start_seconds,
        end_seconds=line.end_seconds,
        text=line.text,
        speaker=line.speaker,
        words=_words(line),
        page=f"{page}{'&' if '?' in page else '?'}t={at}#line-{line.key}",
    )


def _words(line: TimedLine) -> tuple[models.Word, ...] | None:
    """Pair words and times; where there are not as many of both, an edit has come between them."""
    words = line.text.split()
    if not words or len(line.word_starts) != len(words):
        return None
    return tuple(models.Word(word, start) for word, start in zip(words, line.word_starts, strict=True))
