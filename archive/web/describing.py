"""Describes recordings and events for search engines: catalogue rows in, schema.org's things out."""

from archive.catalogue.events import Event, Kind
from archive.catalogue.recordings import Recording, Rendition
from archive.catalogue.watching import TranscriptAbout
from archive.i18n import I18n
from archive.web import addresses, structured

_MODES = "https://schema.org/{}EventAttendanceMode"


def media_object(
    recording: Recording,
    transcripts: tuple[TranscriptAbout, ...],
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
        description=recording.description or recording.event.title,
        encoding_format=file.media_type if file else "",
        content_url=base + addresses.rendition(slug, file.name, file.key) if file else "",
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
        recorded_at=event_of(recording.event, i18n=i18n, base=base, language=language),
        actor=tuple(structured.Person(name=entry.speaker.name) for entry in recording.speakers),
        publisher=structured.Organization(name=site_name, url=f"{base}/"),
    )


def event_of(event: Event, *, i18n: I18n, base: str, language: str) -> structured.Event:
    """Describe an event; its countries, regions and organisers must be loaded."""
    url = base + addresses.page(language, "events", event.slug)
    is_online = event.kind is Kind.VIRTUAL
    countries = tuple(
        structured.Country(name=i18n.country(row.country, language), identifier=row.country) for row in event.countries
    )
    regions = tuple(structured.Place(name=i18n.region(row.region, language)) for row in event.regions)
    place = structured.Place(name=event.place) if event.place else None
    return structured.Event(
        name=event.title,
        url=url,
        start_date=event.starts or "",
        end_date=event.ends or "",
        description=(event.description_de if language == "de" else event.description_en) or "",
        event_attendance_mode=_MODES.format("Online" if is_online else "Offline") if event.kind else "",
        location=structured.VirtualLocation(url=url) if is_online else place,
        about=(*countries, *regions),
        organizer=tuple(structured.Organization(name=row.organiser.name) for row in event.organisers),
    )


def way_to(
    event: Event, *, i18n: I18n, base: str, language: str, last: tuple[str, str] | None = None
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
