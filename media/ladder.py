"""Decides which playable files a recording gets. Pure: nothing is opened, nothing is run.

A web-ready picture is copied into a fresh MP4, which takes seconds; anything else is encoded to at most 720 lines.
There is always one for small screens, and one with the sound alone. Nothing is ever enlarged.
"""

from dataclasses import dataclass
from typing import Literal

from media.probe import MediaInfo, VideoStream

VIDEO_TYPE = "video/mp4"
AUDIO_TYPE = "audio/mp4"
SOURCE, UPPER, LOWER, AUDIO = "source", "720p", "360p", "audio"
UPPER_LINES = 720
LOWER_LINES = 360
FEWEST_LINES_FOR_TWO = 433
"""Below this an upper rendition would hardly be larger than the lower one."""
WEB_PROFILES = frozenset({"Constrained Baseline", "Baseline", "Main", "High", "Progressive High", "Constrained High"})
WEB_PIXELS = frozenset({"yuv420p", "yuvj420p"})
WEB_CONTAINERS = frozenset({"mov", "matroska", "flv", "mpegts"})
WEB_WIDTH, WEB_HEIGHT, WEB_FRAME_RATE = 1920, 1088, 61.0
WEB_BITS_PER_SECOND = 3_200_000
WEB_KEYFRAME_SECONDS = 10.1
SQUARE = 0.01
"""How far pixels may be from square."""


@dataclass(frozen=True, slots=True)
class RenditionSpec:
    """A playable file to make."""

    name: str
    media_type: str
    height: int | None
    """Lines of the picture, None without one."""
    action: Literal["remux", "encode"]
    reason: str
    """Why it is made this way, e.g. `web-ready`, `codec`, `keyframes`."""


def ladder(info: MediaInfo, *, may_copy: bool = True) -> tuple[RenditionSpec, ...]:
    """Decide which files make a recording playable everywhere."""
    specs = list(_pictures(info.video, obstacle=obstacle(info) if may_copy else "copy-failed")) if info.video else []
    if info.audio:
        specs.append(RenditionSpec(AUDIO, AUDIO_TYPE, None, "encode", "speech"))
    return tuple(specs)


def obstacle(info: MediaInfo) -> str | None:
    """Return what keeps browsers from playing the picture as it is, or None when they can."""
    video = info.video
    if video is None:
        return "no-picture"
    bit_rate = video.bit_rate or info.bit_rate
    checks = (
        ("container", info.container in WEB_CONTAINERS),
        ("codec", video.codec == "h264"),
        ("profile", video.profile in WEB_PROFILES and video.pixel_format in WEB_PIXELS),
        ("size", max(video.width, video.height) <= WEB_WIDTH and min(video.width, video.height) <= WEB_HEIGHT),
        ("frame-rate", video.frame_rate <= WEB_FRAME_RATE),
        ("bit-rate", bit_rate <= WEB_BITS_PER_SECOND),
        ("keyframes", (info.keyframe_distance_seconds or 0.0) <= WEB_KEYFRAME_SECONDS),
        ("rotation", video.rotation == 0),
        ("pixel-shape", abs(video.pixel_aspect - 1) < SQUARE),
        ("interlaced", not video.is_interlaced),
    )
    return next((name for name, is_fine in checks if not is_fine), None)


def scaled_size(video: VideoStream, *, lines: int) -> tuple[int, int]:
    """Return even width and height with at most so many lines on the shorter side, never larger than shown."""
    width, height = video.shown_size
    share = min(1.0, lines / min(width, height))
    return _even(width * share), _even(height * share)


def _pictures(video: VideoStream, *, obstacle: str | None) -> list[RenditionSpec]:
    lines = min(video.shown_size)
    if obstacle is None:
        copy = RenditionSpec(SOURCE, VIDEO_TYPE, video.height, "remux", "web-ready")
        return [copy] if lines <= LOWER_LINES else [copy, _rung(LOWER, video, LOWER_LINES, "small-screens")]
    lower = _rung(LOWER, video, LOWER_LINES, obstacle)
    return [lower] if lines < FEWEST_LINES_FOR_TWO else [_rung(UPPER, video, UPPER_LINES, obstacle), lower]


def _rung(name: str, video: VideoStream, lines: int, reason: str) -> RenditionSpec:
    return RenditionSpec(name, VIDEO_TYPE, scaled_size(video, lines=lines)[1], "encode", reason)


def _even(length: float) -> int:
    return max(2, 2 * round(length / 2 - 0.01))
