"""The ffmpeg graphs that make playable files: one that copies, one that encodes several files in one decode."""

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ffmpeg

from media.ffmpeg import foreign_input, picture, sound, threads
from media.ladder import (
    AUDIO,
    AUDIO_TYPE,
    LOWER,
    LOWER_LINES,
    SOURCE,
    SQUARE,
    UPPER,
    UPPER_LINES,
    VIDEO_TYPE,
    RenditionSpec,
    scaled_size,
)
from media.probe import MediaInfo, VideoStream

FASTEST_FRAME_RATE = 31.0
QUALITY = {UPPER: 23, LOWER: 25}
SOUND_BIT_RATE = {SOURCE: "128k", UPPER: "96k", LOWER: "64k", AUDIO: "64k"}
KEYFRAME_EVERY_5_S = "expr:if(isnan(prev_forced_t),1,gte(t,prev_forced_t+5))"
SLACK_SECONDS = 10.0


def copied(source: Path, info: MediaInfo, spec: RenditionSpec, *, folder: Path) -> Any:
    """Return a graph that copies the picture, and the sound when browsers know it."""
    opened = foreign_input(source, longest_seconds=info.duration_seconds + SLACK_SECONDS)
    streams = [picture(opened)]
    options: dict[str, str | int] = {"c:v": "copy"}
    if info.audio:
        streams.append(sound(opened))
        is_fine = info.audio[0].codec == "aac" and info.audio[0].channels in {1, 2}
        options |= {"c:a": "copy"} if is_fine else _sound_options(info, spec)
    return _output(streams, spec, folder=folder, options=options)


def encoded(source: Path, info: MediaInfo, specs: Sequence[RenditionSpec], *, folder: Path) -> Any:
    """Return one graph for all files: the picture is decoded once, and scaled down from the larger to the smaller."""
    opened = foreign_input(source, longest_seconds=info.duration_seconds + SLACK_SECONDS)
    pictured = [spec for spec in specs if spec.media_type == VIDEO_TYPE]
    outputs = []
    if pictured and info.video:
        stream = _straightened(picture(opened), info.video)
        for spec, following in itertools.zip_longest(pictured, pictured[1:]):
            stream = _scaled(stream, info.video, spec)
            branches = stream.filter_multi_output("split") if following else None
            streams = [branches[0] if branches else stream, *([sound(opened)] if info.audio else [])]
            outputs.append(_output(streams, spec, folder=folder, options=_options(info, spec)))
            stream = branches[1] if branches else stream
    outputs += [
        _output([sound(opened)], spec, folder=folder, options=_sound_options(info, spec))
        for spec in specs
        if spec.media_type == AUDIO_TYPE
    ]
    return ffmpeg.merge_outputs(*outputs) if len(outputs) > 1 else outputs[0]


def _straightened(stream: Any, video: VideoStream) -> Any:
    """Undo interlacing, odd pixel shapes and needlessly many frames. Frames are only ever dropped, never doubled."""
    if video.is_interlaced:
        stream = stream.filter("yadif", deint="interlaced")
    if video.frame_rate > FASTEST_FRAME_RATE:
        stream = stream.filter("select", "isnan(prev_selected_t)+gte(t-prev_selected_t,0.0325)")
    if abs(video.pixel_aspect - 1) >= SQUARE:
        stream = stream.filter("scale", "max(2,trunc(iw*sar/2)*2)", "ih")
    return stream


def _scaled(stream: Any, video: VideoStream, spec: RenditionSpec) -> Any:
    """Scale, and keep the size when the picture changes its shape on the way, as calls do."""
    width, height = scaled_size(video, lines=UPPER_LINES if spec.name == UPPER else LOWER_LINES)
    fitted = stream.filter("scale", width, height, force_original_aspect_ratio="decrease", force_divisible_by=2)
    return fitted.filter("pad", width, height, -1, -1).filter("setsar", 1).filter("format", "yuv420p")


def _options(info: MediaInfo, spec: RenditionSpec) -> dict[str, str | int]:
    """Return encoder options. The level is set, since a wild frame rate in the header would give an unplayable one."""
    return {
        "c:v": "libx264",
        "preset": "veryfast",
        "crf": QUALITY[spec.name],
        "profile:v": "high",
        "level:v": "4.0",
        "force_key_frames": KEYFRAME_EVERY_5_S,
        "fps_mode": "vfr",
        "threads": threads(),
        **(_sound_options(info, spec) if info.audio else {}),
    }


def _sound_options(info: MediaInfo, spec: RenditionSpec) -> dict[str, str | int]:
    is_for_small = spec.name in {AUDIO, LOWER}
    return {
        "c:a": "aac",
        "b:a": SOUND_BIT_RATE[spec.name],
        "ac": 1 if is_for_small else min(2, max(1, info.audio[0].channels)),
        "ar": 48_000,
        "af": "aresample=async=1:first_pts=0",
    }


def _output(streams: Sequence[Any], spec: RenditionSpec, *, folder: Path, options: dict[str, str | int]) -> Any:
    return ffmpeg.output(
        *streams,
        f"file:{unfinished(spec, folder=folder).absolute()}",
        f="mp4",
        movflags="+faststart",
        map_metadata=-1,
        map_chapters=-1,
        fflags="+bitexact",
        **options,
    )


def unfinished(spec: RenditionSpec, *, folder: Path) -> Path:
    """Return where a file grows until it is whole."""
    return folder / f".{spec.name}.part"
