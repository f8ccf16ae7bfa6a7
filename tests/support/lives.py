"""Recordings in every state of their life, with everything that has an address: for tests of who may see what."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.bootstrap import Services
from archive.catalogue.documents import Document, DocumentKind
from archive.catalogue.events import Series, State, Visibility
from archive.catalogue.people import Role
from archive.catalogue.pictures import PosterFrame, Slide, Storyboard
from archive.catalogue.recordings import Recording, RecordingSpeaker, Speaker
from archive.finding.indexing import index_recordings
from archive.publication.deleting import delete_for_good
from archive.publication.publishing import ask_for_review, publish, schedule
from archive.publication.rights import RightsGiven, note_rights
from archive.publication.withdrawing import Because, restore, withdraw
from archive.web import addresses
from tests.support.archives import open_archive
from tests.support.clock import SetClock
from tests.support.desk import HERE
from tests.support.shelf import shelve_words

START = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
RIGHTS = RightsGiven("consent", dt.date(2024, 1, 31))
ROLES = (None, Role.READER, Role.EDITOR, Role.ADMIN)
STAFF = {Role.EDITOR, Role.ADMIN}
WORD = "starthilfe"
PUBLIC, SIGNED_IN, FOR_STAFF = Visibility.PUBLIC, Visibility.SIGNED_IN, Visibility.STAFF
THINGS = (
    "watch",
    "report",
    "rendition",
    "poster",
    "captions vtt",
    "captions srt",
    "captions txt",
    "captions json",
    "slide",
    "storyboard",
    "sheet",
    "document",
)
FOR_MACHINES = ("api recording", "api transcript", "oembed", "embed")
"""They answer everybody as they answer a visitor, editors too."""
CAPTIONS = ("vtt", "srt", "txt", "json")


@dataclass(frozen=True)
class Life:
    """What has become of a recording and its event, and whom they are for; the fruit is in title, address and words."""

    fruit: str
    country: str
    fate: str
    visibility: Visibility = PUBLIC
    of_event: Visibility = PUBLIC
    event_state: State = State.PUBLISHED
    """What became of the event after the recording had come to its fate."""

    @property
    def lets_in(self) -> set[Role | None]:
        """Give the roles that it is for."""
        strictest = max(self.visibility, self.of_event, key=[PUBLIC, SIGNED_IN, FOR_STAFF].index)
        return {PUBLIC: {*ROLES}, SIGNED_IN: {Role.READER, *STAFF}, FOR_STAFF: STAFF}[strictest]

    @property
    def is_there(self) -> bool:
        """Say whether recording and event are both published."""
        return self.fate in {"published", "restored"} and self.event_state is State.PUBLISHED

    @property
    def was_published(self) -> bool:
        """Say whether the recording has ever been before its public."""
        return self.fate in {"published", "restored", "withdrawn", "deleted"}

    def answers(self, role: Role | None) -> int:
        """Give the status that a role gets."""
        if role not in self.lets_in:
            return 404
        if self.fate in {"withdrawn", "withdrawn draft", "deleted"} or self.event_state is State.WITHDRAWN:
            return 410 if self.was_published else 404
        return 200 if self.is_there or role in STAFF else 404

    def is_listed(self, role: Role | None) -> bool:
        """Say whether lists may name it."""
        return self.is_there and role in self.lets_in


@dataclass(frozen=True)
class Lived:
    """An archive in which all that has happened."""

    services: Services
    addresses: Mapping[Life, Mapping[str, str]]
    """Of every recording, as somebody noted them while it was there."""


@contextmanager
def lived(folder: Path, lives: Sequence[Life]) -> Iterator[Lived]:
    """Open an archive in which these recordings have lived; the number of an event is the place of its life."""
    clock = SetClock(START)
    with open_archive(folder / "var", clock=clock) as services:
        known = {life: _furnished(services, number, life, folder) for number, life in enumerate(lives)}
        for life, (recording_id, _) in known.items():
            _live(services, recording_id, life)
        clock.pass_by(days=31)
        for life, (recording_id, _) in known.items():
            if life.fate == "deleted":
                with services.database.writing() as session:
                    delete_for_good(services, session, recording_id, typed_title=f"Runde {life.fruit}")
        index_recordings(services, [recording_id for recording_id, _ in known.values()])
        yield Lived(services, {life: found for life, (_, found) in known.items()})


def _furnished(services: Services, number: int, life: Life, folder: Path) -> tuple[int, Mapping[str, str]]:
    words = f"Hier geht es um {WORD} und {life.fruit.lower()}saft"
    recording_id = shelve_words(services, f"Runde {life.fruit}", words, state=State.DRAFT, countries=(life.country,))
    with services.database.writing() as session:
        recording = session.get_one(Recording, recording_id)
        series = session.scalar(select(Series).where(Series.slug == "obst"))
        speaker = session.scalar(select(Speaker).where(Speaker.name == "Ana Muster"))
        recording.visibility, recording.event.visibility = life.visibility, life.of_event
        recording.event.title, recording.event.slug = "Treffen", f"treffen-{number}"
        recording.event.series = series or Series(slug="obst", title_de="Obst", title_en="Fruit")
        recording.speakers = [RecordingSpeaker(speaker=speaker or Speaker(name="Ana Muster"))]
        _give_files(services, session, recording, folder)
        session.flush()
        note_rights(services, session, recording, RIGHTS)
        return recording_id, _addresses_of(recording)


def _give_files(services: Services, session: Session, recording: Recording, folder: Path) -> None:
    keys = {}
    for name, suffix in (("film", ".mp4"), ("poster", ".jpg"), ("handout", ".pdf")):
        path = folder / f"{name}-{recording.id}"
        path.write_bytes(f"{name} {recording.id} {WORD}".encode())
        keys[name] = services.store.adopt(path, suffix=suffix).key
    recording.renditions[0].key, recording.poster_key = keys["film"], keys["poster"]
    picture = {"image_key": keys["poster"], "width": 1, "height": 1}
    recording.slides = [Slide(position=0, start_seconds=0, end_seconds=1, title="", text=WORD, **picture)]
    recording.poster_frames = [PosterFrame(position=0, at_seconds=0, image_key=keys["poster"])]
    tiles = {"columns": 1, "rows": 1, "tile_width": 1, "tile_height": 1, "times": [0.0]}
    recording.storyboard = Storyboard(sheet_keys=[keys["poster"]], **tiles)
    for kind in (DocumentKind.HANDOUT, DocumentKind.CHAT):
        file = {"file_name": "f.pdf", "key": keys["handout"], "media_type": "application/pdf", "size_bytes": 9}
        document = Document(kind=kind, title=recording.title, language="de", position=0, created_at=START, **file)
        recording.documents.append(document)


def _live(services: Services, recording_id: int, life: Life) -> None:
    fate = life.fate
    with services.database.writing() as session:
        if fate == "in review":
            ask_for_review(session, recording_id)
        if fate == "scheduled":
            schedule(services, session, recording_id, at=START + dt.timedelta(days=300))
        if fate in {"published", "withdrawn", "restored", "deleted"}:
            publish(services, session, recording_id)
        if fate in {"withdrawn", "withdrawn draft", "restored", "deleted"}:
            withdraw(services, session, recording_id, because=Because.ASKED)
        if fate == "restored":
            restore(services, session, recording_id)
        if life.event_state is not State.PUBLISHED:
            session.get_one(Recording, recording_id).event.state = life.event_state


def _addresses_of(recording: Recording) -> Mapping[str, str]:
    slug, rendition = recording.slug, recording.renditions[0]
    handout, chat = recording.documents
    return {
        "watch": addresses.page("de", "watch", slug),
        "report": addresses.page("de", "watch", slug, "report"),
        "rendition": addresses.rendition(slug, rendition.name, rendition.key),
        "poster": addresses.poster(slug, recording.poster_key),
        "slide": addresses.slide(slug, 0, recording.slides[0].image_key),
        "storyboard": addresses.storyboard(slug),
        "sheet": f"/media/{slug}/{addresses.storyboard_sheet(0, recording.storyboard.sheet_keys[0])}",
        "frame": addresses.poster_frame(slug, recording.poster_frames[0].id, recording.poster_key),
        "document": addresses.document(slug, handout.id, handout.key),
        "chat": addresses.document(slug, chat.id, chat.key),
        **{f"captions {suffix}": addresses.captions(slug, "de", suffix=suffix) for suffix in CAPTIONS},
        "api recording": f"/api/v1/recordings/{slug}",
        "api transcript": f"/api/v1/recordings/{slug}/transcripts/de",
        "oembed": addresses.oembed(HERE + addresses.page("de", "watch", slug)),
        "embed": addresses.embed(slug),
    }
