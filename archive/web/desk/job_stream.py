"""Tells a browser live how a job goes on: server-sent events, read from the row that the worker writes.

An event says how far the step is (`progress`), or that the page has changed otherwise (`changed`, `ended`), whereupon
the browser asks for the page again. So there is one place that puts jobs into words. Streams are few and short-lived.
https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

import json
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass

from anyio import sleep
from sqlalchemy import select
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from archive.bootstrap import Services
from archive.catalogue.work import Job
from archive.jobs.queue import LIVE
from archive.web.asking import services_of
from archive.web.staff import account_id_of, staff_stream
from archive.wording import time_left

MOST_STREAMS = 60
MOST_OF_ONE_ACCOUNT = 8
LIFETIME_SECONDS = 60.0
"""Then the browser connects again, and is let in again only if it still may."""
LOOK_SECONDS = 1.0
SIGN_OF_LIFE_SECONDS = 15.0
LOOKED_AT = (
    Job.id, Job.state, Job.step, Job.fence, Job.attempts, Job.is_cancel_wanted, Job.error_code, Job.progress,
    Job.seconds_left,
)  # fmt: skip
"""Without arguments and results, which may be long lists."""


class Streams:
    """Counts who is listening in this process."""

    def __init__(self) -> None:
        self._open: Counter[int] = Counter()

    def enter(self, account_id: int) -> bool:
        """Let one more in, if there is room."""
        if self._open.total() >= MOST_STREAMS or self._open[account_id] >= MOST_OF_ONE_ACCOUNT:
            return False
        self._open[account_id] += 1
        return True

    def leave(self, account_id: int) -> None:
        """Make room again."""
        self._open[account_id] -= 1


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look at the rows of a job and its children showed."""

    mark: str
    """Differs when anything but the progress of the job itself does."""
    progress: float | None
    seconds_left: float | None
    is_live: bool


@staff_stream
async def stream(request: Request) -> Response:
    """Tell how a job goes on, for a minute at most."""
    streams: Streams = request.app.state.streams
    job_id, account_id = request.path_params["job_id"], account_id_of(request)
    first = await run_in_threadpool(look, services_of(request), job_id)
    if first is None:
        raise HTTPException(404)
    if not streams.enter(account_id):
        return Response("Too many pages are listening.\n", 503, headers={"Retry-After": "10"})
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(
        _events(request, first, streams, account_id), media_type="text/event-stream", headers=headers
    )


def look(services: Services, job_id: str) -> Seen | None:
    """Read the rows of a job and of those it led to."""
    with services.database.reading() as session:
        job = session.execute(select(*LOOKED_AT).where(Job.id == job_id)).one_or_none()
        if job is None:
            return None
        children = session.execute(select(*LOOKED_AT).where(Job.parent_id == job_id).order_by(Job.id)).all()
    mark = [
        (row.id, row.state.value, row.step, row.fence, row.attempts, row.is_cancel_wanted, row.error_code)
        for row in (job, *children)
    ]
    shares = [None if row.progress is None else round(row.progress * 100) for row in children]
    return Seen(
        mark=json.dumps([mark, shares]),
        progress=job.progress,
        seconds_left=job.seconds_left,
        is_live=any(row.state in LIVE for row in (job, *children)),
    )


async def _events(request: Request, first: Seen, streams: Streams, account_id: int) -> AsyncIterator[str]:
    services = services_of(request)
    translations = services.i18n.translations(request.state.language)
    end, said_at, seen = time.monotonic() + LIFETIME_SECONDS, time.monotonic(), first
    try:
        yield "retry: 2000\n\n" + _event("changed")  # since the page was made, things may have happened
        while seen.is_live and time.monotonic() < end:
            await sleep(LOOK_SECONDS)
            now = await run_in_threadpool(look, services, request.path_params["job_id"])
            if now is None:
                break
            if now.mark != seen.mark:
                yield _event("changed")
            elif now.progress != seen.progress:
                percent = None if now.progress is None else round(now.progress * 100)
                yield _event("progress", percent=percent, left=time_left(now.seconds_left, translations))
            elif time.monotonic() - said_at > SIGN_OF_LIFE_SECONDS:
                yield ": still here\n\n"
            else:
                seen = now
                continue
            seen, said_at = now, time.monotonic()
        if not seen.is_live:
            yield _event("ended")
    finally:
        streams.leave(account_id)


def _event(name: str, **told: object) -> str:
    return f"event: {name}\ndata: {json.dumps(told)}\n\n"
