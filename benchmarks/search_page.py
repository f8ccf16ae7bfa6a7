"""The results page as the server makes it, warm: catalogue in SQLite, index, template; no network.

    scripts/bench search_page                       1,000 hours
    scripts/bench search_page --hours=50            to see that it works
    scripts/bench search_page --keep=FOLDER         leave the archive there and use it again

Targets: p95 below 40 ms of CPU time, memory below 400 MB. The application is called as a server calls it, without a
client whose own time would count. The archive is made in another process, so that the memory is that of a server. One
recording in twenty is a draft, so that what a visitor may not see is left out of every answer as it is in life.
"""

import argparse
import asyncio
import contextlib
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import insert
from starlette.applications import Starlette
from starlette.types import Message

from archive.bootstrap import open_services
from archive.catalogue.events import Event, EventCountry, Kind, State
from archive.catalogue.recordings import Origin, Recording, Transcript, TranscriptCue
from archive.finding.indexing import rebuild
from archive.web.app import create_app
from benchmarks.corpus import CUE_SECONDS, recordings
from benchmarks.library import settings_for
from benchmarks.measuring import in_a_process_of_its_own, peak_megabytes, percentile
from benchmarks.questions import CLASSES, Question, questions
from search.documents import CueText, RecordingDocument

RUNS, DRAFTS = 3, 20


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="scripts/bench search_page")
    parser.add_argument("--hours", type=int, default=1000)
    parser.add_argument("--keep", type=Path)
    wishes = parser.parse_args(arguments)
    with contextlib.ExitStack() as ending:
        folder = wishes.keep or Path(ending.enter_context(tempfile.TemporaryDirectory()))
        asked = in_a_process_of_its_own(_prepared, folder, wishes.hours)
        services = open_services(settings_for(folder))
        ending.callback(services.database.close)
        server = _Server(create_app(services))
        ending.callback(server.close)
        times: dict[str, list[float]] = {kind: [] for kind in CLASSES}
        for run in range(RUNS + 1):  # the first one warms up
            for question in asked:
                taken = server.milliseconds(question)
                if run:
                    times[question.kind].append(taken)
    print(f"search_page: ms of CPU, {wishes.hours} hours, {len(asked)} questions, {RUNS} runs")
    times["all"] = [taken for own in times.values() for taken in own]
    for kind, own in times.items():
        print(f"  {kind:12} p50 {percentile(own, 0.5):6.1f}  p95 {percentile(own, 0.95):6.1f}  longest {max(own):6.1f}")
    print(f"  memory of the serving process: peak {peak_megabytes():.0f} MB")


def _prepared(folder: Path, hours: int) -> Sequence[Question]:
    """Make the archive if it is not there, and give what will be asked."""
    services = open_services(settings_for(folder))
    try:
        done = folder / "prepared"
        if not done.exists():
            _fill(services.database, services.clock(), recordings(hours, None))
            rebuild(services)
            done.touch()
        elif services.index.problem() is not None:  # made by another version
            rebuild(services)
    finally:
        services.database.close()
    return questions(recordings(hours, None))


class _Server:
    """Calls the application request by request."""

    def __init__(self, app: Starlette) -> None:
        self._app = app
        self._loop = asyncio.new_event_loop()
        self._living = app.router.lifespan_context(app)
        self._loop.run_until_complete(self._living.__aenter__())

    def milliseconds(self, question: Question) -> float:
        """Ask, and give the CPU time of the whole process."""
        asked = {"q": question.text} | ({"country": question.country} if question.country else {})
        began = time.process_time()
        status = self._loop.run_until_complete(self._get("/de/search", urlencode(asked)))
        taken = (time.process_time() - began) * 1000
        assert status == 200, status
        return taken

    def close(self) -> None:
        """End as a server ends."""
        self._loop.run_until_complete(self._living.__aexit__(None, None, None))
        self._loop.close()

    async def _get(self, path: str, query: str) -> int:
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            sent.append(message)

        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
            "path": path, "raw_path": path.encode(), "query_string": query.encode(), "root_path": "",
            "headers": [(b"host", b"localhost"), (b"accept-encoding", b"gzip")],
            "server": ("localhost", 80), "client": ("127.0.0.1", 1),
        }  # fmt: skip
        await self._app(scope, receive, send)
        return int(sent[0]["status"])


def _fill(database, now, documents: Iterable[RecordingDocument]) -> None:
    for known in documents:
        state = State.DRAFT if known.recording_id % DRAFTS == 0 else State.PUBLISHED
        said = known.transcripts[0]
        event = Event(
            slug=f"event-{known.recording_id}", title=known.title, language=known.language, starts=known.date,
            kind=Kind(known.kind), state=state, countries=[EventCountry(country=known.countries[0])],
        )  # fmt: skip
        recording = Recording(
            slug=f"recording-{known.recording_id}", event=event, title=known.title, language=known.language,
            state=state, duration_seconds=len(said.cues) * CUE_SECONDS, created_at=now, shelved_at=now,
            published_at=now,
        )  # fmt: skip
        with database.writing() as session:
            session.add(recording)
            transcript = Transcript(language=said.language, origin=Origin.SUPPLIED, created_at=now)
            recording.transcripts.append(transcript)
            session.flush()
            session.execute(insert(TranscriptCue), [_row(cue, transcript.id) for cue in said.cues])


def _row(cue: CueText, transcript_id: int) -> dict[str, object]:
    return {
        "transcript_id": transcript_id,
        "key": f"{cue.position:06d}",  # keys at random would meet now and then in so many lines
        "position": cue.position,
        "start_seconds": cue.start_seconds,
        "end_seconds": cue.start_seconds + CUE_SECONDS,
        "text": cue.text,
    }


if __name__ == "__main__":
    main()
