"""Recordings put on the shelf by hand, without footage: for tests of what happens with words and rows."""

import datetime as dt
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.bootstrap import Services
from archive.catalogue.events import Event, EventCountry, Kind, State
from archive.catalogue.recordings import Origin, Recording, Rendition, Transcript, TranscriptCue
from media.store import StoredFile
from tests.support.archives import open_archive

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
SECONDS_A_LINE = 5.0


def stored(services: Services, content: bytes, *, suffix: str) -> StoredFile:
    """Put a file with this content into the store."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        return services.store.adopt(Path(file.name), suffix=suffix)


def give_film(services: Services, recording_id: int) -> None:
    """Put a file behind the film of a recording that `shelve_words` added: pages name none that is not there."""
    film = stored(services, b"no film", suffix=".mp4")
    with services.database.writing() as session:
        session.get_one(Recording, recording_id).renditions[0].key = film.key


def shelve_words(
    services: Services,
    title: str,
    *lines: str,
    state: State = State.PUBLISHED,
    starts: str = "2023-12-06",
    countries: tuple[str, ...] = ("GE",),
    language: str = "de",
    is_playable: bool = True,
) -> int:
    """Add a recording with a transcript of these lines, five seconds each; give its id."""
    slug = title.lower().replace(" ", "-")
    cues = [
        TranscriptCue(
            key=f"{language}{position:04}",
            position=position,
            start_seconds=position * SECONDS_A_LINE,
            end_seconds=(position + 1) * SECONDS_A_LINE,
            text=line,
        )
        for position, line in enumerate(lines)
    ]
    rendition = Rendition(name="360p", key="aa/none", media_type="video/mp4", height=360, size_bytes=1)
    recording = Recording(
        slug=slug,
        title=title,
        language=language,
        state=state,
        duration_seconds=len(lines) * SECONDS_A_LINE,
        created_at=NOW,
        shelved_at=NOW,
        published_at=NOW if state is State.PUBLISHED else None,
        event=Event(
            slug=slug,
            title=title,
            starts=starts,
            kind=Kind.VIRTUAL,
            state=state,
            countries=[EventCountry(country=code) for code in countries],
        ),
        renditions=[rendition] if is_playable else [],
        transcripts=[Transcript(language=language, origin=Origin.SUPPLIED, created_at=NOW, cues=cues)],
    )
    with services.database.writing() as session:
        session.add(recording)
        session.flush()
        return recording.id


def damage_index(services: Services) -> None:
    """Write nothing but zeros over the index."""
    for file in (services.settings.data / "index").rglob("*"):
        if file.is_file() and file.stat().st_size > 100:
            file.write_bytes(b"\0" * file.stat().st_size)


@contextmanager
def archive_without_index(data: Path) -> Iterator[Services]:
    """Open an archive with one recording whose index is lost, and not made anew yet."""
    with open_archive(data) as services:
        shelve_words(services, "Fokus Irak", "Guten Tag")
    for path in (data / "index").rglob("*"):
        if path.is_file():
            path.unlink()
    with open_archive(data) as services:
        yield services
