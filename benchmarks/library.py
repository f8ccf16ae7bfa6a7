"""An archive of many recordings for the benchmarks: rows as an ingest leaves them, words from a Zipf distribution."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.bootstrap import Services, open_services
from archive.catalogue.events import Event, EventCountry, Kind, State
from archive.catalogue.recordings import Origin, Recording, Rendition, Transcript, TranscriptCue
from archive.finding.indexing import rebuild
from archive.settings import PREFIX, Settings

SYLLABLES = (
    *("ab", "an", "beit", "beru", "da", "dung", "ent", "er", "fahr", "ge", "hei", "hilf", "kehr", "keit", "land"),
    *("lung", "me", "mit", "nung", "ort", "rat", "reis", "rück", "schul", "sor", "stand", "ten", "ung", "ver", "zu"),
)
KNOWN = ("Krankenversicherung", "Starthilfe", "Rückkehrberatung")
COUNTRIES = ("GE", "IQ", "RS", "TR", "NG", "GH")
CUES, WORDS, CUE_SECONDS = 800, 9, 4.5


def settings_for(data: Path, **values: str) -> Settings:
    """Give the settings of a throw-away archive."""
    return Settings.from_environ(
        {PREFIX + "DATA": str(data), **{PREFIX + name: value for name, value in values.items()}}
    )


@contextmanager
def library(data: Path, *, recordings: int) -> Iterator[Services]:
    """Open an archive with that many published recordings of an hour each, all indexed."""
    services = open_services(settings_for(data))
    words = _Words(seed=7)
    try:
        for number in range(recordings):
            with services.database.writing() as session:
                session.add(_recording(number, words, services))
        with services.database.writing() as session:
            session.add(_two_hours(words, services))
        rebuild(services)
        yield services
    finally:
        services.database.close()


def _recording(number: int, words: "_Words", services: Services) -> Recording:
    now = services.clock()
    event = Event(
        slug=f"bench-{number}",
        title=f"Fokus {number}",
        language="de",
        starts=f"20{10 + number % 14}-03-{1 + number % 28:02d}",
        kind=list(Kind)[number % len(Kind)],
        state=State.PUBLISHED,
        countries=[EventCountry(country=COUNTRIES[number % len(COUNTRIES)])],
    )
    key = f"00/{number:0128x}.mp4"
    film = services.settings.data / "store" / key  # pages look whether it is there, and nobody plays it
    film.parent.mkdir(parents=True, exist_ok=True)
    film.touch()
    rendition = Rendition(
        name="360p",
        key=key,
        media_type="video/mp4",
        width=640,
        height=360,
        size_bytes=60_000_000,
    )
    return Recording(
        slug=f"bench-{number}",
        event=event,
        title=f"Fokus {number}",
        language="de",
        state=State.PUBLISHED,
        duration_seconds=CUES * CUE_SECONDS,
        created_at=now,
        shelved_at=now,
        published_at=now,
        transcripts=[Transcript(language="de", origin=Origin.SUPPLIED, created_at=now, cues=_cues(words))],
        renditions=[rendition],
    )


def _two_hours(words: "_Words", services: Services) -> Recording:
    """Make a long recording with its words in two languages."""
    made = _recording(0, words, services)
    made.slug = made.event.slug = "two-hours"
    made.event.countries = []
    made.duration_seconds = 2 * CUES * CUE_SECONDS
    made.transcripts = [
        Transcript(
            language=language,
            origin=Origin.SUPPLIED,
            created_at=made.created_at,
            cues=_cues(words, count=2 * CUES),
        )
        for language in ("de", "en")
    ]
    return made


def _cues(words: "_Words", *, count: int = CUES) -> list[TranscriptCue]:
    return [
        TranscriptCue(
            position=place,
            start_seconds=place * CUE_SECONDS,
            end_seconds=(place + 1) * CUE_SECONDS,
            text=words.sentence(),
        )
        for place in range(count)
    ]


class _Words:
    """Words that look German and come as often as words do: a few all the time, most of them rarely."""

    def __init__(self, *, seed: int, count: int = 20_000) -> None:
        self.random = random.Random(seed)
        made = {"".join(self.random.choices(SYLLABLES, k=self.random.randint(1, 4))) for _ in range(count * 2)}
        self.words = [*KNOWN, *sorted(made)[:count]]
        self.random.shuffle(self.words)
        self.weights = [1 / rank for rank in range(1, len(self.words) + 1)]

    def sentence(self) -> str:
        """Give one line of a transcript."""
        chosen = self.random.choices(self.words, self.weights, k=WORDS)
        if self.random.random() < 0.01:
            chosen.append(self.random.choice(KNOWN))
        return " ".join(chosen).capitalize() + "."
