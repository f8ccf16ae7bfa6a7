"""The results page as the server makes it, warm: catalogue in SQLite, index, template; no network.

    scripts/bench search_page                       1,000 hours
    scripts/bench search_page --hours=50            to see that it works

Target: p95 below 40 ms of CPU time. One recording in twenty is a draft, so that what a visitor may not see is left out
of every answer as it is in life.
"""

import argparse
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from starlette.testclient import TestClient

from archive.bootstrap import open_services
from archive.catalogue.events import Event, EventCountry, Kind, State
from archive.catalogue.recordings import Origin, Recording, Transcript, TranscriptCue
from archive.indexing import rebuild
from archive.web.app import create_app
from benchmarks.corpus import CUE_SECONDS, recordings
from benchmarks.library import settings_for
from benchmarks.measuring import percentile
from benchmarks.questions import CLASSES, questions
from search.documents import RecordingDocument

RUNS, DRAFTS = 3, 20


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="scripts/bench search_page")
    parser.add_argument("--hours", type=int, default=1000)
    wishes = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        services = open_services(settings_for(Path(folder)))
        _fill(services.database, services.clock(), recordings(wishes.hours, None))
        rebuild(services)
        asked = questions(recordings(min(wishes.hours, 300), None))
        client = TestClient(create_app(services), base_url=services.settings.public_url)
        times: dict[str, list[float]] = {kind: [] for kind in CLASSES}
        for run in range(RUNS + 1):
            for question in asked:
                parameters = {"q": question.text} | ({"country": question.country} if question.country else {})
                began = time.process_time()
                client.get("/de/search", params=parameters).raise_for_status()
                if run:
                    times[question.kind].append((time.process_time() - began) * 1000)
        services.database.close()
    print(f"search_page: ms of CPU, {wishes.hours} hours, {len(asked)} questions, {RUNS} runs (target: p95 below 40)")
    times["all"] = [taken for own in times.values() for taken in own]
    for kind, own in times.items():
        print(f"  {kind:12} p50 {percentile(own, 0.5):6.1f}  p95 {percentile(own, 0.95):6.1f}  longest {max(own):6.1f}")


def _fill(database, now, documents: Iterable[RecordingDocument]) -> None:
    for known in documents:
        state = State.DRAFT if known.recording_id % DRAFTS == 0 else State.PUBLISHED
        said = known.transcripts[0]
        cues = [
            TranscriptCue(
                position=cue.position,
                start_seconds=cue.start_seconds,
                end_seconds=cue.start_seconds + CUE_SECONDS,
                text=cue.text,
            )
            for cue in said.cues
        ]
        event = Event(
            slug=f"event-{known.recording_id}", title=known.title, language=known.language, starts=known.date,
            kind=Kind(known.kind), state=state, countries=[EventCountry(country=known.countries[0])],
        )  # fmt: skip
        recording = Recording(
            slug=f"recording-{known.recording_id}", event=event, title=known.title, language=known.language,
            state=state, duration_seconds=len(cues) * CUE_SECONDS, created_at=now, shelved_at=now, published_at=now,
            transcripts=[Transcript(language=said.language, origin=Origin.SUPPLIED, created_at=now, cues=cues)],
        )  # fmt: skip
        with database.writing() as session:
            session.add(recording)


if __name__ == "__main__":
    main()
