"""A recording with all that a player can offer: small pictures, further sounds, one of them described, Arabic words."""

import datetime as dt
from pathlib import Path

from sqlalchemy import select

from archive.bootstrap import Services
from archive.catalogue.pictures import Storyboard
from archive.catalogue.recordings import Origin, Recording, Rendition, Transcript, TranscriptCue
from media.storyboard import storyboard
from tests.support.clips import make_clip
from tests.support.shown import NOW, SECONDS, show_recordings

SLUG = "fokus-georgien"
ARABIC = "صباح الخير ومرحبا بكم."
SOUNDS = {"audio-2": ("en", ""), "audio-3": ("de", "Audiodeskription")}
TALKED_OVER = (8.0, 10.0)
"""Seconds at which two people speak at the same time."""


def show_rich_recording(services: Services, folder: Path) -> None:
    """Publish it, and another one beside it that has nothing of the kind."""
    show_recordings(services, folder, SLUG, "fokus-irak")
    sounds = {}
    for number, name in enumerate(SOUNDS):
        path = make_clip(folder / f"{name}.m4a", seconds=SECONDS, video=None, tone_hertz=600 + 200 * number)
        sounds[name] = services.store.adopt(path, suffix=".m4a")
    with services.database.writing() as session:
        recording = session.scalar(select(Recording).where(Recording.slug == SLUG))
        for name, (language, label) in SOUNDS.items():
            file = sounds[name]
            recording.renditions.append(
                Rendition(
                    name=name, key=file.key, size_bytes=file.size_bytes, media_type="audio/mp4", height=0,
                    language=language, label=label,
                )
            )  # fmt: skip
        recording.renditions[2].language = "de"
        german = next(transcript for transcript in recording.transcripts if transcript.language == "de")
        german.cues.append(_cue(len(german.cues), *TALKED_OVER, text="Darf ich dazu etwas fragen?", key="deover"))
        recording.transcripts.append(
            Transcript(
                language="ar",
                origin=Origin.SUPPLIED,
                created_at=NOW,
                cues=[_cue(0, 0.25, 19.0, text=ARABIC, key="ar0000")],
            )
        )
        recording.storyboard = _storyboard(services, folder)
        recording.created_at = NOW + dt.timedelta(seconds=1)


def _cue(position: int, start: float, end: float, *, text: str, key: str) -> TranscriptCue:
    return TranscriptCue(key=key, position=position, start_seconds=start, end_seconds=end, text=text, speaker="")


def _storyboard(services: Services, folder: Path) -> Storyboard:
    film = make_clip(folder / "pictures.mp4", seconds=SECONDS, size="640x360")
    drawn = storyboard(film, duration_seconds=SECONDS, width=640, height=360, folder=folder / "board")
    assert drawn is not None
    return Storyboard(
        sheet_keys=[services.store.adopt(sheet, suffix=".jpg").key for sheet in drawn.sheets],
        columns=drawn.columns,
        rows=drawn.rows,
        tile_width=drawn.tile_width,
        tile_height=drawn.tile_height,
        times=list(drawn.times),
    )
