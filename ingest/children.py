"""How we talk to our own child processes: a request as JSON on stdin, events as JSON lines on stdout.

Children keep foreign bytes and heavy libraries out of the process that knows the catalogue. Each runs one request
and ends. Imported by both sides; imports nothing heavy.
"""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ingest.errors import CancelledError, IngestError, SourceUnavailableError, StepFailedError, error_from
from media.errors import ToolBrokenError, ToolCancelledError, ToolFailedError, ToolTimeoutError
from media.process import Limits, run

HOUSE = Path(__file__).resolve().parent.parent
OPEN_FILES = 512
WORDS_BYTES = 64 << 20
"""Ten times what is said of the longest recording or the longest list."""
Event = Mapping[str, Any]
Answer = dict[str, Any]


def ask(
    module: str,
    request: Mapping[str, Any],
    *,
    program: str,
    cwd: Path,
    timeout_seconds: float,
    cancelled: Callable[[], bool],
    on_event: Callable[[Event], None] = lambda _event: None,
    stall_seconds: float | None = None,
    network: bool = False,
    memory_bytes: int | None = None,
    file_bytes: int | None = None,
    environment: Mapping[str, str] | None = None,
) -> Answer:
    """Run one request in a child of ours and give its answer. People know the child by the `program` it is for.

    Raises:
        IngestError: what the child reported, of the class it would have had here.
        CancelledError: `cancelled()` turned true.
        SourceUnavailableError: `timeout`, when a child with network was too slow.
        StepFailedError: the child ended without an answer, by a fault of its own.
        ToolBrokenError: it died, or had no memory left.
        MediaError: from the runner.
    """
    listener = _Listener(program, on_event)
    try:
        run(
            # -P: nothing in the work folder may be imported; -s: nothing of the person's own site folder
            [sys.executable, "-P", "-s", "-m", module],
            cwd=cwd,
            timeout_seconds=timeout_seconds,
            stall_seconds=stall_seconds,
            limits=Limits(memory_bytes=memory_bytes, file_bytes=file_bytes, open_files=OPEN_FILES),
            on_line=listener.hear,
            cancelled=cancelled,
            words_limit_bytes=WORDS_BYTES,
            network=network,
            environment={"PYTHONPATH": str(HOUSE), **(environment or {})},
            stdin=json.dumps(request).encode(),
            called=program,
        )
    except ToolCancelledError as exc:
        raise CancelledError from exc
    except ToolTimeoutError as exc:
        if network:
            raise SourceUnavailableError(None, "timeout") from exc
        raise
    except ToolFailedError as exc:
        raise (listener.failure or StepFailedError(program)) from exc
    except ToolBrokenError as exc:
        if listener.failure:
            raise listener.failure from exc
        raise
    if listener.failure or listener.answer is None:
        raise listener.failure or StepFailedError(program)
    return listener.answer


class _Listener:
    """Sorts what a child says into its answer, its failure, and events on the way."""

    def __init__(self, program: str, on_event: Callable[[Event], None]) -> None:
        self._program = program
        self._on_event = on_event
        self.answer: Answer | None = None
        self.failure: IngestError | None = None

    def hear(self, line: str) -> None:
        """Take one line; what is not ours was printed by a library."""
        try:
            event = json.loads(line)
        except ValueError:
            return
        kind = event.get("event") if isinstance(event, dict) else None
        if kind == "answer":
            self.answer = event["answer"]
        elif kind == "error":
            known = error_from(str(event.get("code")), event.get("details", {}))
            self.failure = known or StepFailedError(self._program)
        elif kind is not None:
            self._on_event(event)


def emit(event: str, **values: Any) -> None:
    """Say something to the parent."""
    sys.stdout.write(json.dumps({"event": event, **values}) + "\n")
    sys.stdout.flush()


def serve(work: Callable[[dict[str, Any]], Answer]) -> None:
    """Be the child: read the request, work, answer. An error of ours is said with its code and data."""
    request = json.load(sys.stdin)
    try:
        answer = work(request)
    except IngestError as error:
        emit("error", code=error.code, details=error.details())
        sys.exit(1)
    emit("answer", answer=answer)
