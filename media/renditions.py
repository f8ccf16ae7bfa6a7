"""Makes playable files from an original, as the ladder decided.

All encoded files of a recording come out of one ffmpeg process with one decode. Each is looked at before it gets its
final name: a file is there as a whole or not at all. All metadata stays behind.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from media.errors import NotPlayableError, ToolFailedError
from media.ffmpeg import run_ffmpeg
from media.ladder import VIDEO_TYPE, RenditionSpec, ladder
from media.probe import MediaInfo, probe
from media.process import never
from media.recipes import copied, encoded, unfinished
from media.store import make_folder, replace_durably

__all__ = ["RenditionFile", "RenditionSpec", "encode", "ladder"]

MISSING_SHARE = 0.1
REMUX_SHARE_OF_WORK = 0.05
TIMEOUT_PER_SECOND = 10.0
TIMEOUT_FLOOR_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class RenditionFile:
    """A playable file that was made."""

    spec: RenditionSpec
    path: Path
    size_bytes: int
    width: int | None
    height: int | None
    duration_seconds: float


def encode(
    source: Path,
    info: MediaInfo,
    specs: Sequence[RenditionSpec],
    *,
    folder: Path,
    progress: Callable[[float], None],
    cancelled: Callable[[], bool] = never,
) -> tuple[RenditionFile, ...]:
    """Make the files in `folder`; each appears whole under its final name or not at all.

    Progress runs from 0 to 1 and never back. A copy that fails is replaced by encoding, so the names may differ from
    those asked for.

    Raises:
        NotPlayableError: the content breaks off, or cannot be decoded.
        StoreFullError: the disk is full.
        ToolMissingError, ToolFailedError, ToolTimeoutError, ToolCancelledError: as in `process.run`.
    """
    make_folder(folder)
    advance = _never_back(progress)
    copies = [spec for spec in specs if spec.action == "remux"]
    to_encode = [spec for spec in specs if spec.action == "encode"]
    made: list[RenditionFile] = []
    try:
        for spec in copies:
            output = copied(source, info, spec, folder=folder)
            made += _make(output, info, [spec], folder=folder, on_share=_nobody, cancelled=cancelled)
            advance(REMUX_SHARE_OF_WORK)
    except (ToolFailedError, NotPlayableError):
        to_encode, made = list(ladder(info, may_copy=False)), []
    if to_encode:
        begun = REMUX_SHARE_OF_WORK if made else 0.0
        outputs = encoded(source, info, to_encode, folder=folder)
        made += _make(
            outputs,
            info,
            to_encode,
            folder=folder,
            on_share=lambda share: advance(begun + share * (1 - begun)),
            cancelled=cancelled,
        )
    advance(1.0)
    return tuple(made)


def _make(
    outputs: Any,
    info: MediaInfo,
    specs: Sequence[RenditionSpec],
    *,
    folder: Path,
    on_share: Callable[[float], None],
    cancelled: Callable[[], bool],
) -> list[RenditionFile]:
    try:
        run_ffmpeg(
            outputs,
            folder=folder,
            timeout_seconds=TIMEOUT_FLOOR_SECONDS + TIMEOUT_PER_SECOND * info.duration_seconds,
            on_seconds=lambda seconds: on_share(seconds / info.duration_seconds),
            cancelled=cancelled,
        )
        return [_finished(info, spec, folder=folder, cancelled=cancelled) for spec in specs]
    finally:
        for spec in specs:
            unfinished(spec, folder=folder).unlink(missing_ok=True)


def _finished(info: MediaInfo, spec: RenditionSpec, *, folder: Path, cancelled: Callable[[], bool]) -> RenditionFile:
    """Look at what was made before it gets its name: as long as the original, and with a picture."""
    made = unfinished(spec, folder=folder)
    found = probe(made, is_ours=True, cancelled=cancelled)
    if found.duration_seconds < (1 - MISSING_SHARE) * info.duration_seconds - 1:
        subject = f"{found.duration_seconds:.0f} of {info.duration_seconds:.0f} s"
        raise NotPlayableError(reason="truncated", subject=subject)
    final = folder / f"{spec.name}.{'mp4' if spec.media_type == VIDEO_TYPE else 'm4a'}"
    replace_durably(made, final)
    return RenditionFile(
        spec=spec,
        path=final,
        size_bytes=found.size_bytes,
        width=found.video.width if found.video else None,
        height=found.video.height if found.video else None,
        duration_seconds=found.duration_seconds,
    )


def _never_back(progress: Callable[[float], None]) -> Callable[[float], None]:
    reached = -math.inf

    def advance(share: float) -> None:
        nonlocal reached
        bounded = min(1.0, max(0.0, share))
        if bounded > reached:
            reached = bounded
            progress(bounded)

    return advance


def _nobody(_share: float) -> None:
    return None
