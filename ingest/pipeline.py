"""The story of a recording on its way in: fetch, inspect, playable, renditions, pictures, slides, transcript.

Each step leaves files and one note in the work folder. The note is written last and durably: where it is, the step is
done and is not repeated; where it is not, the step begins again and overwrites what it left. So a recording can be
taken up after any crash by calling `run` again with the same folder.
"""

import errno
import logging
import shutil
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from ingest.chapters import suggested_chapters
from ingest.context import Context, IngestResult, Offer, Remade, StepName
from ingest.details import with_heard_language
from ingest.errors import CancelledError, IngestError, StepFailedError
from ingest.notes import read_note, write_note
from ingest.steps import fetch, inspect, pictures, playable, renditions, slides, transcript
from media.errors import FileDamagedError, MediaError, StoreFullError, ToolCancelledError
from media.ladder import RECIPE
from media.renditions import RenditionFile
from media.store import sha512_in

STEPS: tuple[StepName, ...] = ("fetch", "inspect", "playable", "renditions", "pictures", "slides", "transcript")
RENDITIONS = "renditions"
PICTURES = "pictures"
RECIPES = {RENDITIONS: RECIPE, PICTURES: pictures.RECIPE}
"""Parts of a recording that can be made anew, and which recipe makes them now."""
MOMENTS = ("before", "outputs", "after")
POINTS = tuple(f"{step}:{moment}" for step in STEPS for moment in MOMENTS)
"""Every named point: before a step, after its outputs but before its note, after its note."""

log = logging.getLogger(__name__)
Outcome = TypeVar("Outcome")


def run(context: Context) -> IngestResult:
    """Take a recording in, or go on where an earlier call was ended.

    Raises:
        IngestError: with a code and data, for whatever the source or a step did.
        MediaError: the same, from files and outside programs.
    """
    context.folder.mkdir(parents=True, exist_ok=True)
    fetched = _step(context, "fetch", fetch.Fetched, lambda: fetch.run(context))
    inspected = _step(context, "inspect", inspect.Inspected, lambda: inspect.run(context, fetched))
    ready = _step(context, "playable", playable.Playable, lambda: playable.run(context, fetched, inspected))
    if ready.copy is not None:
        _offer(context, fetched, inspected, (ready.copy,))
    rendered = _step(
        context, "renditions", renditions.Rendered, lambda: renditions.run(context, fetched, inspected, ready)
    )
    if ready.copy is None:
        _offer(context, fetched, inspected, rendered.renditions)
    pictured = _step(
        context, "pictures", pictures.Pictured, lambda: pictures.run(context, rendered.renditions, fetched.thumbnail)
    )
    seen = _step(context, "slides", slides.Seen, lambda: slides.run(context, rendered.renditions))
    spoken = _step(
        context, "transcript", transcript.Spoken, lambda: transcript.run(context, fetched, inspected, rendered)
    )
    details = inspected.details
    if spoken.transcripts:
        first = spoken.transcripts[0]
        details = with_heard_language(details, language=first.language, transcript_origin=first.origin)
    return IngestResult(
        original=fetched.original,
        original_name=fetched.original_name,
        sha512=fetched.sha512,
        size_bytes=fetched.size_bytes,
        info=inspected.info,
        details=details,
        renditions=rendered.renditions,
        transcripts=spoken.transcripts,
        chapters=details.chapters or suggested_chapters(seen.slides, inspected.info.duration_seconds),
        are_chapters_suggested=not details.chapters,
        transcript_note=spoken.note,
        problems=(*fetched.problems, *seen.problems, *spoken.problems),
        pictures=slides.together(pictured, seen),
    )


def remake(context: Context, *, parts: frozenset[str], shelved: tuple[RenditionFile, ...], original_key: str) -> Remade:
    """Make parts of a recording anew from its original, or go on where an earlier call was ended.

    `shelved` are the playable files there are: what is made of a small picture is made of these, unless they are
    themselves among the parts. Nothing is made of an original that is not what its key in the store says.

    Raises:
        FileDamagedError: the original has changed since it came in.
        IngestError, MediaError: as in `run`.
    """
    context.folder.mkdir(parents=True, exist_ok=True)
    fetched = _step(context, "fetch", fetch.Fetched, lambda: _undamaged(fetch.run(context), original_key))
    inspected = _step(context, "inspect", inspect.Inspected, lambda: inspect.run(context, fetched))
    rendered: renditions.Rendered | None = None
    if RENDITIONS in parts:
        ready = _step(context, "playable", playable.Playable, lambda: playable.run(context, fetched, inspected))
        rendered = _step(
            context, "renditions", renditions.Rendered, lambda: renditions.run(context, fetched, inspected, ready)
        )
    remade = Remade(
        original_seconds=inspected.info.duration_seconds,
        duration_seconds=context.cut.length(inspected.info.duration_seconds),
        renditions=rendered.renditions if rendered else None,
    )
    if PICTURES not in parts:
        return remade
    files = rendered.renditions if rendered else shelved
    pictured = _step(context, "pictures", pictures.Pictured, lambda: pictures.run(context, files))
    seen = _step(context, "slides", slides.Seen, lambda: slides.run(context, files))
    return replace(remade, pictures=slides.together(pictured, seen))


def _undamaged(fetched: fetch.Fetched, key: str) -> fetch.Fetched:
    """Look before the note is written, so that a file restored from the backup is looked at again.

    Raises:
        FileDamagedError: these are not the bytes that came in once.
    """
    if fetched.sha512 != sha512_in(key):
        raise FileDamagedError(key)
    return fetched


def _offer(
    context: Context, fetched: fetch.Fetched, inspected: inspect.Inspected, files: tuple[RenditionFile, ...]
) -> None:
    context.offer(
        Offer(
            original=fetched.original,
            original_name=fetched.original_name,
            sha512=fetched.sha512,
            info=inspected.info,
            details=inspected.details,
            renditions=files,
        )
    )


def _step(context: Context, name: StepName, kind: type[Outcome], work: Callable[[], Outcome]) -> Outcome:
    """Do a step unless its note says that it is done.

    Raises:
        IngestError: ours, or `StepFailedError` for what nobody foresaw.
        MediaError: from files and outside programs.
    """
    note = context.path(f"{name}.json")
    context.progress.started(name)
    done = read_note(note, kind)
    if done is not None:
        context.progress.finished(name, "done before")
        return done
    context.check()
    context.reached(f"{name}:before")
    try:
        outcome = work()
        context.reached(f"{name}:outputs")
        write_note(note, outcome)
    except ToolCancelledError as exc:
        raise CancelledError from exc
    except (IngestError, MediaError):
        raise
    except OSError as exc:
        if exc.errno == errno.ENOSPC:
            raise StoreFullError(needed_bytes=0, free_bytes=shutil.disk_usage(context.folder).free) from exc
        raise StepFailedError(name) from exc
    except Exception as exc:
        raise StepFailedError(name) from exc
    context.reached(f"{name}:after")
    context.progress.finished(name, str(outcome))
    return outcome
