"""An archive that visitors can use: recordings with real files, posters, chapters and words, found by the index."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import select

from archive.bootstrap import Services
from archive.catalogue.events import Event, State
from archive.catalogue.recordings import (
    Chapter,
    Origin,
    Recording,
    RecordingSpeaker,
    Rendition,
    Speaker,
    Transcript,
    TranscriptCue,
)
from archive.finding.indexing import rebuild
from tests.support.archives import open_archive
from tests.support.clips import make_clip

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
SECONDS = 20.0
GERMAN = (
    "Guten Tag und herzlich willkommen.",
    "Heute geht es um die freiwillige Rückkehr.",
    "Die staatliche Krankenversicherung gilt ab der Anmeldung.",
    "Für eine Starthilfe stellen Sie den Antrag vor der Ausreise.",
    "Die Beratung hilft bei den Unterlagen <b>und</b> begleitet Sie.",
)
ENGLISH = ("Good morning and welcome.", "There is basic health insurance.", "Thank you.")
SPEAKER = "Nino Beridze"
"""Of the first recording."""
EVENTS = {
    "fokus-georgien": "virtual-georgia-2023-12-06",
    "fokus-serbien": "virtual-serbia-2023-11-28",
    "fokus-irak": "virtual-iraq-2023-10-16",
}


@contextmanager
def archive_on_show(folder: Path, *slugs: str) -> Iterator[Services]:
    """Open an archive in a folder, with these recordings."""
    with open_archive(folder / "var") as services:
        show_recordings(services, folder / "clips", *slugs)
        yield services


def show_recordings(services: Services, folder: Path, *slugs: str) -> None:
    """Publish recordings of the shipped events, one file for all of them, and bring their words into the index."""
    folder.mkdir(parents=True, exist_ok=True)
    files = _files(services, folder)
    with services.database.writing() as session:
        for number, slug in enumerate(slugs or EVENTS):
            event = session.scalar(
                select(Event).where(Event.seed_key == EVENTS.get(slug, "virtual-georgia-2023-12-06"))
            )
            session.add(_recording(slug, event, files, number=number))
    rebuild(services)


def _files(services: Services, folder: Path) -> dict[str, tuple[str, int]]:
    clips = {
        "720p": make_clip(folder / "large.mp4", seconds=SECONDS, size="640x360"),
        "360p": make_clip(folder / "small.mp4", seconds=SECONDS, size="320x180"),
        "audio": make_clip(folder / "sound.m4a", seconds=SECONDS, video=None),
        "poster": make_clip(folder / "still.jpg", seconds=0.1, video="mjpeg", audio=None, container="mjpeg"),
    }
    stored = {name: services.store.adopt(path, suffix=path.suffix) for name, path in clips.items()}
    return {name: (file.key, file.size_bytes) for name, file in stored.items()}


def _recording(slug: str, event: Event | None, files: dict[str, tuple[str, int]], *, number: int) -> Recording:
    transcripts = [_transcript("de", GERMAN, Origin.SPEECH)]
    if number == 0:
        transcripts.append(_transcript("en", ENGLISH, Origin.SUPPLIED))
    return Recording(
        slug=slug,
        title=slug.replace("-", " ").title(),
        description="Was die Beratung wissen sollte.",
        language="de",
        event=event,
        state=State.PUBLISHED,
        duration_seconds=SECONDS,
        poster_key=files["poster"][0],
        is_demonstration=number == 0,
        created_at=NOW,
        shelved_at=NOW,
        published_at=NOW,
        renditions=[
            Rendition(name=name, key=files[name][0], size_bytes=files[name][1], media_type=kind, height=height)
            for name, kind, height in (
                ("720p", "video/mp4", 720),
                ("360p", "video/mp4", 360),
                ("audio", "audio/mp4", 0),
            )
        ],
        speakers=[RecordingSpeaker(speaker=Speaker(name=SPEAKER))] if number == 0 else [],
        chapters=[Chapter(start_seconds=0, title="Begrüßung"), Chapter(start_seconds=8, title="Versorgung")],
        transcripts=transcripts,
    )


def _transcript(language: str, lines: tuple[str, ...], origin: Origin) -> Transcript:
    step = SECONDS / len(lines)
    cues = [
        TranscriptCue(
            key=f"{language}{position:04}",
            position=position,
            start_seconds=position * step + 0.25,
            end_seconds=(position + 1) * step,
            text=text,
            speaker="Moderation" if position < 2 else "Beratung vor Ort",
        )
        for position, text in enumerate(lines)
    ]
    return Transcript(language=language, origin=origin, created_at=NOW, cues=cues)
