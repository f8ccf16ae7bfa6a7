"""Describes recordings and events for search engines: catalogue rows in, schema.org's things out."""

from dataclasses import replace

from archive.catalogue.events import Kind
from archive.catalogue.queries import EventAbout, EventCard
from archive.catalogue.recordings import Recording, Rendition
from archive.catalogue.watching import TranscriptAbout
from archive.i18n import I18n
from archive.web import addresses, structured

_MODES = "https://schema.org/{}EventAttendanceMode"


def media_object(
    recording: Recording,
    transcripts: tuple[TranscriptAbout, ...],
    event: EventAbout,
    *,
    i18n: I18n,
    base: str,
    language: str,
    site_name: str,
    text: str,
) -> structured.MediaObject:
    """Describe a recording with all that its page loads; `text` is the transcript that the page shows."""
    slug, film = recording.slug, largest_film(recording)
    file = film or min(recording.renditions, key=lambda row: row.name, default=None)
    kind = structured.VideoObject if film or file is None else structured.AudioObject
    und = recording.language == "und"
    return kind(
        name=recording.title,
        url=base + addresses.page(language, "watch", slug),
        description=recording.description or event.card.title,
        encoding_format=file.media_type if file else "",
        content_url=base + addresses.rendition(slug, file.name, file.key) if file and recording.offers_files else "",
        embed_url=base + addresses.embed(slug),
        thumbnail_url=base + addresses.poster(slug, recording.poster_key) if recording.poster_key else "",
        upload_date=recording.published_at.isoformat() if recording.published_at else "",
        date_modified=recording.changed_at.isoformat(),
        duration=structured.duration(recording.duration_seconds),
        in_language="" if und else recording.language,
        is_accessible_for_free=True,
        transcript=text,
        caption=tuple(_captions(base, slug, about) for about in transcripts if about.lines),
        has_part=_clips(recording, base, language),
        recorded_at=replace(event_of(event, i18n=i18n, base=base, language=language), recorded_in=()),
        actor=tuple(structured.Person(name=entry.speaker.name) for entry in recording.speakers),
        publisher=structured.Organization(name=site_name, url=f"{base}/"),
    )


def event_of(about: EventAbout, *, i18n: I18n, base: str, language: str) -> structured.Event:
    """Describe an event, with the recordings of it that may be seen."""
    card = about.card
    url = base + addresses.page(language, "events", card.slug)
    is_online = card.kind is Kind.VIRTUAL
    countries = (structured.Country(name=i18n.country(code, language), identifier=code) for code in card.countries)
    regions = (structured.Place(name=i18n.region(code, language)) for code in card.regions)
    place = structured.Place(name=card.place) if card.place else None
    series = about.series.get(language)
    return structured.Event(
        name=card.title,
        url=url,
        start_date=card.starts or "",
        end_date=card.ends or "",
        description=about.descriptions.get(language, ""),
        event_attendance_mode=_MODES.format("Online" if is_online else "Offline") if card.kind else "",
        location=structured.VirtualLocation(url=url) if is_online else place,
        about=(*countries, *regions),
        organizer=tuple(structured.Organization(name=name) for name in about.organisers),
        super_event=structured.EventSeries(name=series) if series else None,
        recorded_in=tuple(
            structured.MediaObject(name=shown.title, url=base + addresses.page(language, "watch", shown.slug))
            for shown in card.recordings
        ),
    )


def way_to(
    event: EventCard, *, i18n: I18n, base: str, language: str, last: tuple[str, str] | None = None
) -> structured.Thing:
    """Name the way to the page of an event, or to one below it."""
    say = i18n.translations(language).gettext
    steps = [
        (say("Events"), base + addresses.page(language, "events")),
        (event.title, base + addresses.page(language, "events", event.slug)),
    ]
    return structured.way(*steps, *([last] if last else []))


def largest_film(recording: Recording) -> Rendition | None:
    """Give the rendition with the largest picture; None where there is sound alone."""
    pictured = [row for row in recording.renditions if not row.media_type.startswith("audio/")]
    return max(pictured, key=lambda row: row.height, default=None)


def _captions(base: str, slug: str, about: TranscriptAbout) -> structured.MediaObject:
    return structured.MediaObject(
        content_url=base + addresses.captions(slug, about.language),
        encoding_format="text/vtt",
        in_language=about.language,
    )


def _clips(recording: Recording, base: str, language: str) -> tuple[structured.Clip, ...]:
    """Describe the chapters, also those that a machine proposed; each ends where the next begins."""
    rows = recording.chapters
    ends = [*(row.start_seconds for row in rows[1:]), recording.duration_seconds]
    return tuple(
        structured.Clip(
            name=row.title,
            url=base + addresses.page(language, "watch", recording.slug, t=addresses.second(row.start_seconds)),
            start_offset=row.start_seconds,
            end_offset=end,
        )
        for row, end in zip(rows, ends, strict=False)
    )
