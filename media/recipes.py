"""The ffmpeg graph that makes playable files: pictures copied, or encoded in one decode, and every sound made once."""

import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import ffmpeg

from media.cutting import WHOLE, Cut, cut_picture, cut_sound
from media.ffmpeg import foreign_input, picture, sound, threads
from media.ladder import AUDIO_TYPE, LOWEST, RUNGS, SQUARE, VIDEO_TYPE, RenditionSpec, scaled_size
from media.loudness import CEILING
from media.probe import MediaInfo, VideoStream

FASTEST_FRAME_RATE = 31.0
QUALITY = {"1080p": 23, "720p": 23, "360p": 25}
LEVEL = {"1080p": "4.2", "720p": "4.0", "360p": "4.0"}
SOUND_BIT_RATE = {"1080p": "128k", "720p": "96k", "360p": "64k"}
SOUND_ALONE_BIT_RATE, COPIED_SOUND_BIT_RATE = "64k", "128k"
KEYFRAME_EVERY_5_S = "expr:if(isnan(prev_forced_t),1,gte(t,prev_forced_t+5))"
SLACK_SECONDS = 10.0
BOTH_AS_ONE = "-3.01dB"
"""What ffmpeg adds when it makes one channel of two, behind the limiter."""


def files(
    source: Path,
    info: MediaInfo,
    specs: Sequence[RenditionSpec],
    *,
    folder: Path,
    gains: Mapping[int, float] | None = None,
    cut: Cut = WHOLE,
) -> Any:
    """Return one graph for all files. The picture is decoded once, and scaled down from the larger to the smaller.

    `gains` says by how many decibels each audio track changes. What is copied cannot be cut.
    """
    opened = foreign_input(source, longest_seconds=info.duration_seconds + SLACK_SECONDS)
    pictures = _pictures(opened, info, [spec for spec in specs if spec.action == "encode"], cut)
    sounds = _sounds(opened, info, [spec for spec in specs if spec.action != "remux"], cut, gains=gains or {})
    outputs = []
    for spec in specs:
        streams, options = [], dict[str, str | int]()
        if spec.media_type == VIDEO_TYPE:
            streams.append(pictures.get(spec.name) or picture(opened))
            options |= _picture_options(spec) if spec.name in pictures else {"c:v": "copy"}
        if spec.track is not None:
            streams.append(sounds.get(spec.name) or sound(opened, track=spec.track))
            options |= _sound_options(info, spec) if spec.name in sounds else {"c:a": "copy"}
        outputs.append(_output(streams, spec, folder=folder, options=options))
    return ffmpeg.merge_outputs(*outputs) if len(outputs) > 1 else outputs[0]


def _pictures(opened: Any, info: MediaInfo, specs: Sequence[RenditionSpec], cut: Cut) -> dict[str, Any]:
    pictured = [spec for spec in specs if spec.media_type == VIDEO_TYPE]
    made: dict[str, Any] = {}
    if pictured and info.video:
        stream = cut_picture(_straightened(picture(opened), info.video), cut)
        for spec, following in itertools.zip_longest(pictured, pictured[1:]):
            stream = _scaled(stream, info.video, spec)
            branches = stream.filter_multi_output("split") if following else None
            made[spec.name] = branches[0] if branches else stream
            stream = branches[1] if branches else stream
    return made


def _sounds(
    opened: Any, info: MediaInfo, specs: Sequence[RenditionSpec], cut: Cut, *, gains: Mapping[int, float]
) -> dict[str, Any]:
    """Shape each track once, however many files play it: holes filled, and one gain with a limiter behind it."""
    made: dict[str, Any] = {}
    for track in sorted({spec.track for spec in specs if spec.track is not None}):
        # "async" is a word of Python's
        stream = sound(opened, track=track).filter("aresample", 48_000, first_pts=0, **{"async": 1})
        is_mono = info.audio[track].channels == 1
        stream = stream.filter("aformat", channel_layouts="mono" if is_mono else "stereo")
        stream = cut_sound(stream, cut)
        if gains.get(track):
            stream = stream.filter("volume", f"{gains[track]}dB")
            stream = stream.filter("alimiter", limit=CEILING, level="disabled")  # its own level would undo the gain
        users = [spec for spec in specs if spec.track == track]
        branches = stream.filter_multi_output("asplit") if len(users) > 1 else None
        for number, spec in enumerate(users):
            branch = branches[number] if branches else stream
            made[spec.name] = branch.filter("volume", BOTH_AS_ONE) if _is_for_small(spec) and not is_mono else branch
    return made


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
    width, height = scaled_size(video, lines=RUNGS[spec.name])
    fitted = stream.filter("scale", width, height, force_original_aspect_ratio="decrease", force_divisible_by=2)
    return fitted.filter("pad", width, height, -1, -1).filter("setsar", 1).filter("format", "yuv420p")


def _picture_options(spec: RenditionSpec) -> dict[str, str | int]:
    """Return encoder options. The level is set, since a wild frame rate in the header would give an unplayable one."""
    return {
        "c:v": "libx264",
        "preset": "veryfast",
        "crf": QUALITY[spec.name],
        "profile:v": "high",
        "level:v": LEVEL[spec.name],
        "force_key_frames": KEYFRAME_EVERY_5_S,
        "fps_mode": "vfr",
        "threads": threads(),
    }


def _sound_options(info: MediaInfo, spec: RenditionSpec) -> dict[str, str | int]:
    is_alone = spec.media_type == AUDIO_TYPE
    channels = info.audio[spec.track or 0].channels
    return {
        "c:a": "aac",
        "b:a": SOUND_ALONE_BIT_RATE if is_alone else SOUND_BIT_RATE.get(spec.name, COPIED_SOUND_BIT_RATE),
        "ac": 1 if _is_for_small(spec) else min(2, max(1, channels)),
        "ar": 48_000,
    }


def _is_for_small(spec: RenditionSpec) -> bool:
    return spec.media_type == AUDIO_TYPE or spec.name == LOWEST


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
