"""Takes what the transcript editor's script saves, takes back and does again; answers with how the lines stand now.

A retried save changes nothing twice. Where somebody else was quicker, the answer is 409 with their wording.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from archive.catalogue.recordings import Transcript
from archive.errors import InvalidInputError, LinesChangedError, NotFoundError
from archive.fault_words import FAULTS
from archive.i18n import N_
from archive.transcripts.correction_history import author_of, step, steps_of
from archive.transcripts.line_changes import placed_lines
from archive.transcripts.line_saving import Saved, lines_of, opened, save
from archive.web.asking import services_of
from archive.web.desk.edit_requests import plain_line, request_of, saving_of
from archive.web.speaking import say
from archive.web.staff import account_id_of, staff_stream

Act = Callable[[Session, Transcript], Saved]
NO_STORE = {"Cache-Control": "no-store"}
NOTHING = N_("There is nothing to take back, or to do again.")


@staff_stream
async def save_lines(request: Request) -> Response:
    """Save edits, all or none of them."""
    return await _answer(request, _saving)


@staff_stream
async def take_step(request: Request) -> Response:
    """Take back the last edit of who asks, or do it again."""
    return await _answer(request, _stepping)


async def _answer(request: Request, reading: Callable[[Request, bytes], Act]) -> Response:
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        return _refused(request, {"edits": "not-a-form"}, status=415)
    try:
        body = await request.body()
    except ClientDisconnect:
        return Response(status_code=400)
    try:
        act = reading(request, body)
    except InvalidInputError as exc:
        return _refused(request, exc.fields)
    return await run_in_threadpool(_done, request, act)


def _saving(request: Request, body: bytes) -> Act:
    saving = saving_of(request_of(body))
    return lambda session, transcript: save(services_of(request), session, transcript, saving)


def _stepping(request: Request, body: bytes) -> Act:
    asked = request_of(body)
    is_redo = asked.get("redo") is True

    def act(session: Session, transcript: Transcript) -> Saved:
        return step(
            services_of(request), session, transcript, is_redo=is_redo, request_id=asked["id"], seen=asked["seen"]
        )

    return act


def _done(request: Request, act: Act) -> Response:
    by = account_id_of(request)
    recording_id, transcript_id = (request.path_params[name] for name in ("recording_id", "transcript_id"))
    try:
        with services_of(request).database.writing(by=by) as session:
            try:
                transcript = opened(session, recording_id, transcript_id)
            except NotFoundError as exc:
                raise HTTPException(404) from exc
            saved = act(session, transcript)
            steps = steps_of(session, transcript_id, by)
    except NotFoundError:
        return JSONResponse({"message": say(request, NOTHING)}, 422, headers=NO_STORE)
    except InvalidInputError as exc:
        return _refused(request, exc.fields)
    except LinesChangedError as exc:
        return _conflict(request, exc.keys)
    answer = {
        "number": saved.number,
        "saved_at": saved.made_at.astimezone(dt.UTC).isoformat(),
        "lines": [plain_line(placed) for placed in saved.lines],
        "removed": saved.removed,
        "undo": steps.undo is not None,
        "redo": steps.redo is not None,
    }
    return JSONResponse(answer, headers=NO_STORE)


def _refused(request: Request, faults: Mapping[str, str], *, status: int = 422) -> Response:
    return JSONResponse({"message": said_faults(request, faults.values())}, status, headers=NO_STORE)


def said_faults(request: Request, codes: Iterable[str]) -> str:
    """Say what is wrong, in one or more sentences."""
    return " ".join(say(request, FAULTS.get(code, code)) for code in codes)


def _conflict(request: Request, keys: tuple[str, ...]) -> Response:
    """Answer with the lines that others changed: as they read now and who changed them, or that they are gone."""
    with services_of(request).database.reading() as session:
        transcript = session.get(Transcript, request.path_params["transcript_id"])
        if transcript is None:
            raise HTTPException(404)
        present = {placed.line.key: placed for placed in placed_lines(lines_of(session, transcript))}
        conflicts = [
            {
                "key": key,
                "line": plain_line(present[key]) if key in present else None,
                "who": author_of(session, transcript.id, present[key].line.version) if key in present else "",
            }
            for key in keys
        ]
        number = transcript.last_edit
    message = say(request, N_("Somebody else has changed these lines meanwhile."))
    return JSONResponse({"message": message, "conflicts": conflicts, "number": number}, 409, headers=NO_STORE)
