"""Makes playable files from an original, as the ladder decided.

All files that are asked for together come out of one ffmpeg process with one decode. Each is looked at before it gets
its final name: a file is there as a whole or not at all. All metadata stays behind.
"""

import functools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from media.cutting import WHOLE, Cut
from media.errors import NotPlayableError, ToolFailedError
from media.ffmpeg import run_ffmpeg
from media.ladder import AUDIO, SOURCE, VIDEO_TYPE, RenditionSpec, ladder
from media.loudness import gain_for, measured_lufs
from media.probe import MediaInfo, probe
from media.process import never
from media.recipes import files, unfinished
from media.store import make_folder, replace_durably

MISSING_SHARE = 0.1
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


def copy(source: Path, info: MediaInfo, *, folder: Path, cancelled: Callable[[], bool] = never) -> RenditionFile | None:
    """Make the rendition that needs no encoding of the picture; None when there is none, or it cannot be copied.

    Raises:
        StoreFullError: the disk is full.
        ToolMissingError, ToolTimeoutError, ToolCancelledError: as in `process.run`.
    """
    copies = [spec for spec in ladder(info) if spec.name == SOURCE]
    try:
        made = encode(source, info, copies, folder=folder, progress=_nobody, cancelled=cancelled)
    except (ToolFailedError, NotPlayableError):  # what cannot be copied may still be decoded
        return None
    return next(iter(made), None)


def encode(
    source: Path,
    info: MediaInfo,
    specs: Sequence[RenditionSpec],
    *,
    folder: Path,
    progress: Callable[[float], None],
    gains: Mapping[int, float] | None = None,
    cut: Cut = WHOLE,
    cancelled: Callable[[], bool] = never,
) -> tuple[RenditionFile, ...]:
    """Make the files in `folder`; each appears whole under its final name or not at all.

    Progress runs from 0 to 1 and never back. `gains` says by how many decibels each audio track changes.

    Raises:
        NotPlayableError: the content breaks off, or cannot be decoded.
        StoreFullError: the disk is full.
        ToolMissingError, ToolFailedError, ToolTimeoutError, ToolCancelledError: as in `process.run`.
    """
    if not specs:
        return ()
    make_folder(folder)
    advance = _never_back(progress)
    length = cut.length(info.duration_seconds)
    try:
        run_ffmpeg(
            files(source, info, specs, folder=folder, gains=gains, cut=cut),
            folder=folder,
            timeout_seconds=TIMEOUT_FLOOR_SECONDS + TIMEOUT_PER_SECOND * info.duration_seconds,
            on_seconds=lambda seconds: advance(seconds / length),
            cancelled=cancelled,
        )
        made = tuple(_finished(info, spec, length, folder=folder, cancelled=cancelled) for spec in specs)
    finally:
        for spec in specs:
            unfinished(spec, folder=folder).unlink(missing_ok=True)
    advance(1.0)
    return made


def needed_gains(
    source: Path,
    info: MediaInfo,
    *,
    folder: Path,
    progress: Callable[[float], None] = lambda _share: None,
    cancelled: Callable[[], bool] = never,
) -> dict[int, float]:
    """Measure every track that the ladder plays and say which have to change, by how many decibels.

    Raises:
        StoreFullError, ToolMissingError, ToolTimeoutError, ToolCancelledError: as in `process.run`.
    """
    make_folder(folder)
    tracks = sorted({spec.track for spec in ladder(info) if spec.track is not None})
    gains: dict[int, float] = {}
    for done, track in enumerate(tracks):
        told = functools.partial(_advance_part, progress, done, len(tracks))
        lufs = measured_lufs(
            source,
            track=track,
            channels=info.audio[track].channels,
            duration_seconds=info.duration_seconds,
            folder=folder,
            on_share=told,
            cancelled=cancelled,
        )
        gains[track] = gain_for(lufs)
    return {track: gain for track, gain in gains.items() if gain}


def _finished(
    info: MediaInfo, spec: RenditionSpec, length: float, *, folder: Path, cancelled: Callable[[], bool]
) -> RenditionFile:
    """Look at what was made before it gets its name: as long as it should be, and with a picture.

    Sound beside a picture may end before it does.
    """
    made = unfinished(spec, folder=folder)
    found = probe(made, is_ours=True, cancelled=cancelled)
    is_whole = spec.media_type == VIDEO_TYPE or (info.video is None and spec.name == AUDIO)
    if is_whole and found.duration_seconds < (1 - MISSING_SHARE) * length - 1:
        subject = f"{found.duration_seconds:.0f} of {length:.0f} s"
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


def _advance_part(progress: Callable[[float], None], done: int, parts: int, share: float) -> None:
    progress((done + min(1.0, share)) / parts)


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
