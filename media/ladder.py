"""Decides which playable files a recording gets. Pure: nothing is opened, nothing is run.

A web-ready picture is copied into a fresh MP4, which takes seconds; anything else is encoded to at most 1080 lines.
Below it stand 720 and 360 lines, as far as the original reaches, and every audio track alone. Nothing is ever enlarged.
"""

from dataclasses import dataclass, replace
from typing import Literal

from media.probe import AudioStream, MediaInfo, VideoStream

RECIPE = 2
"""Counts changes of the decisions here and of the recipes; what an older one made can be brought up to date."""
VIDEO_TYPE = "video/mp4"
AUDIO_TYPE = "audio/mp4"
SOURCE, AUDIO = "source", "audio"
RUNGS = {"1080p": 1080, "720p": 720, "360p": 360}
LOWEST = "360p"
WORTH_A_STEP = 1.2
"""So many times the lines of the next rung, or the upper one would hardly be larger."""
MOST_TRACKS = 8
WEB_PROFILES = frozenset({"Constrained Baseline", "Baseline", "Main", "High", "Progressive High", "Constrained High"})
WEB_PIXELS = frozenset({"yuv420p", "yuvj420p"})
WEB_CONTAINERS = frozenset({"mov", "matroska", "flv", "mpegts"})
WEB_WIDTH, WEB_HEIGHT, WEB_FRAME_RATE = 1920, 1088, 61.0
WEB_BITS_PER_SECOND = 3_200_000
WEB_KEYFRAME_SECONDS = 10.1
SQUARE = 0.01
"""How far pixels may be from square."""

Action = Literal["remux", "partial", "encode"]
"""`remux` copies picture and sound, `partial` copies the picture and encodes the sound, `encode` encodes both."""


@dataclass(frozen=True, slots=True)
class RenditionSpec:
    """A playable file to make."""

    name: str
    media_type: str
    height: int | None
    """Lines of the picture, None without one."""
    action: Action
    reason: str
    """Why it is made this way, e.g. `web-ready`, `codec`, `keyframes`."""
    track: int | None = None
    """Which of the original's audio tracks it plays, counted from 0; None when it is silent."""
    language: str | None = None
    """The track's language, in the words of the file; told for sound alone."""
    label: str = ""
    """What the file calls the track; told for sound alone."""


def ladder(info: MediaInfo, *, may_copy: bool = True) -> tuple[RenditionSpec, ...]:
    """Decide which files make a recording playable everywhere, the larger before the smaller."""
    specs: list[RenditionSpec] = []
    main = main_track(info)
    if info.video:
        hindrance = obstacle(info) or (None if may_copy else "copy-failed")
        specs += [_copied(info, info.video, main)] if hindrance is None else []
        specs += _rungs(info.video, main, obstacle=hindrance)
    return (*specs, *_sounds(info, main))


def beside_copy(
    info: MediaInfo, *, is_copied: bool, is_sound_changed: bool, is_cut: bool = False
) -> tuple[RenditionSpec, ...]:
    """Return what is still to be made once the copy is there, or was found impossible.

    Where something is cut out of the recording, no picture is copied. Else the copy is made again, its picture
    untouched, when its sound is to be louder or softer.
    """
    specs = ladder(info, may_copy=is_copied and not is_cut)
    if is_cut:
        return tuple(replace(spec, reason="cut") if spec.reason == "copy-failed" else spec for spec in specs)
    others = tuple(spec for spec in specs if spec.name != SOURCE)
    again = tuple(replace(spec, action="partial", reason="loudness") for spec in specs if spec.name == SOURCE)
    return (*again, *others) if is_sound_changed else others


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


def main_track(info: MediaInfo) -> int | None:
    """Return the audio track that plays with the picture: the one the file says, else the first."""
    if not info.audio:
        return None
    return next((number for number, track in enumerate(info.audio[:MOST_TRACKS]) if track.is_default), 0)


def scaled_size(video: VideoStream, *, lines: int) -> tuple[int, int]:
    """Return even width and height with at most so many lines on the shorter side, never larger than shown."""
    width, height = video.shown_size
    share = min(1.0, lines / min(width, height))
    return _even(width * share), _even(height * share)


def _copied(info: MediaInfo, video: VideoStream, main: int | None) -> RenditionSpec:
    is_known = main is None or _plays_everywhere(info.audio[main])
    action: Action = "remux" if is_known else "partial"
    return RenditionSpec(SOURCE, VIDEO_TYPE, video.height, action, "web-ready" if is_known else "sound-codec", main)


def _plays_everywhere(track: AudioStream) -> bool:
    return track.codec == "aac" and track.channels in {1, 2}


def _rungs(video: VideoStream, main: int | None, *, obstacle: str | None) -> list[RenditionSpec]:
    """Return the encoded pictures. Below a copy they are for smaller screens; the lowest wants any gain at all."""
    lines = min(video.shown_size)
    names = list(RUNGS)
    chosen = []
    for name, lower in zip(names, [*names[1:], None], strict=True):
        if obstacle is None:
            is_worth_it = lines > RUNGS[name] if name == LOWEST else lines >= WORTH_A_STEP * RUNGS[name]
        else:
            is_worth_it = lower is None or lines >= WORTH_A_STEP * RUNGS[lower]
        if is_worth_it:
            height = scaled_size(video, lines=RUNGS[name])[1]
            chosen.append(RenditionSpec(name, VIDEO_TYPE, height, "encode", obstacle or "smaller-screens", main))
    return chosen


def _sounds(info: MediaInfo, main: int | None) -> list[RenditionSpec]:
    """Return one file for each track, the main one first: interpreted events have several."""
    numbered = sorted(enumerate(info.audio[:MOST_TRACKS]), key=lambda pair: pair[0] != main)
    return [
        RenditionSpec(
            name=AUDIO if number == main else f"{AUDIO}-{number + 1}",
            media_type=AUDIO_TYPE,
            height=None,
            action="encode",
            reason="sound-alone" if number == main else "language-track",
            track=number,
            language=track.language,
            label=track.title,
        )
        for number, track in numbered
    ]


def _even(length: float) -> int:
    return max(2, 2 * round(length / 2 - 0.01))
