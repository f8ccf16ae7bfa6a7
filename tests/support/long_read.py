"""A recording with a transcript that is longer than its box, in German and in Arabic, for tests of reading."""

from sqlalchemy import select

from archive.bootstrap import Services
from archive.catalogue.recordings import Chapter, Origin, Recording, Transcript, TranscriptCue
from tests.support.shown import NOW, SECONDS

LINES = 80
STEP = SECONDS / LINES
SENTENCES = (
    "Guten Tag und herzlich willkommen zu unserer Reihe,",
    "in der wir heute über die freiwillige Rückkehr sprechen.",
    "Wer zurückkehren möchte, fragt oft zuerst nach der Krankenversicherung",
    "und danach nach einer Wohnung für die ganze Familie.",
)
ARABIC = ("مرحبا بكم جميعا.", "نتحدث اليوم عن العودة الطوعية.")


def lengthen(services: Services, slug: str) -> None:
    """Give a shown recording many lines by two people in turn, a second language, and chapters."""
    with services.database.writing() as session:
        recording = session.scalar(select(Recording).where(Recording.slug == slug))
        assert recording is not None
        recording.transcripts.clear()
        session.flush()
        recording.transcripts = [
            _transcript("de", SENTENCES, Origin.SPEECH),
            _transcript("ar", ARABIC, Origin.SUPPLIED),
        ]
        recording.chapters = [Chapter(start_seconds=0, title="Begrüßung"), Chapter(start_seconds=10, title="Wohnen")]


def _transcript(language: str, sentences: tuple[str, ...], origin: Origin) -> Transcript:
    cues = [
        TranscriptCue(
            key=f"{language}{number:04}",
            position=number,
            start_seconds=number * STEP,
            end_seconds=(number + 1) * STEP,
            text=sentences[number % len(sentences)],
            speaker="Moderation" if number // 20 % 2 == 0 else "Beratung vor Ort",
        )
        for number in range(LINES)
    ]
    return Transcript(language=language, origin=origin, created_at=NOW, cues=cues)
