"""What a file holds: streams, length, shape, key frames. The gate too: nothing unsafe or unplayable gets past.

In this order: first bytes, ffprobe under allow-lists, the packets (does the file hold what it claims?), and a trial of
the decoders. Nothing is ever decoded in this process.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import ffmpeg

from media.errors import NotPlayableError, ToolFailedError, ToolTimeoutError
from media.ffmpeg import MAX_PIXELS, PICTURE_REFUSED, foreign_input, picture, run_ffmpeg, run_ffprobe, sound
from media.packets import look_at_packets
from media.process import never
from media.signatures import container_of

LONGEST_SECONDS = 24 * 3600.0
FEWEST_BYTES_PER_SECOND = 16
"""Below the least any encoder writes for a still, silent picture: such a file claims a length it does not hold."""
MISSING_SECONDS = 2.0
MISSING_SHARE = 0.03
LENGTH_IS_WRITTEN_DOWN = frozenset({"mov", "matroska", "avi"})
LENGTH_IS_GUESSED = frozenset({"aac", "mp3", "flv"})
ASKING_SECONDS = 60.0
TRIAL_SECONDS, TRIAL_TIMEOUT_SECONDS = 10.0, 60.0
CANNOT_START = frozenset({126, 127})
MOST_STREAMS = 64
MOST_TAGS = 50
LONGEST_TAG = 2000
LONGEST_TRACK_TITLE = 100


@dataclass(frozen=True, slots=True)
class VideoStream:
    """The moving picture. Width and height are the coded ones, before rotation and pixel shape."""

    codec: str
    profile: str
    pixel_format: str
    width: int
    height: int
    frame_rate: float
    rotation: int = 0
    """Degrees clockwise: 0, 90, 180 or 270."""
    pixel_aspect: float = 1.0
    is_interlaced: bool = False
    bit_rate: int = 0

    @property
    def shown_size(self) -> tuple[int, int]:
        """Width and height as a viewer sees them."""
        width, height = round(self.width * self.pixel_aspect), self.height
        return (height, width) if self.rotation in {90, 270} else (width, height)


@dataclass(frozen=True, slots=True)
class AudioStream:
    """One sound track."""

    codec: str
    channels: int
    sample_rate: int
    language: str | None = None
    title: str = ""
    """What the file calls it: `Original`, `Dolmetschung` ..."""
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class ContainerChapter:
    """A chapter the file itself names."""

    start_seconds: float
    end_seconds: float
    title: str


@dataclass(frozen=True, slots=True)
class MediaInfo:
    """What a recording's file holds."""

    container: str
    """Family by the first bytes: mov, matroska, avi, mpegts, mp3, wav ..."""
    duration_seconds: float
    size_bytes: int
    bit_rate: int
    video: VideoStream | None
    audio: tuple[AudioStream, ...]
    keyframe_distance_seconds: float | None = None
    """The longest stretch without a key frame."""
    tags: Mapping[str, str] = field(default_factory=dict)
    chapters: tuple[ContainerChapter, ...] = ()


def probe(path: Path, *, is_ours: bool = False, cancelled: Callable[[], bool] = never) -> MediaInfo:
    """Find out what a file holds. Of one that ffmpeg wrote for us just now, the container's word is enough.

    Raises:
        NotPlayableError: it is no recording we can or may play, with the reason.
        FileMissingError: there is no such file.
        ToolMissingError, ToolTimeoutError, ToolCancelledError: ffprobe could not do its work.
    """
    container = container_of(path)
    answer = _ask(path, cancelled=cancelled)
    streams = [stream for stream in answer.get("streams", ()) if isinstance(stream, dict)][:MOST_STREAMS]
    video = next((_video(stream) for stream in streams if _is_moving_picture(stream)), None)
    audio = tuple(_audio(stream) for stream in streams if stream.get("codec_type") == "audio")
    if video is None and not audio:
        raise NotPlayableError(reason="no-streams")
    form = answer.get("format", {})
    size_bytes = path.stat().st_size
    claimed = _claimed_seconds(form, streams)
    _refuse_absurd_length(claimed, size_bytes=size_bytes)
    duration_seconds, keyframe_distance = claimed, None
    if not is_ours:
        duration_seconds, keyframe_distance = _measured(
            path, container=container, claimed=claimed, start=_number(form.get("start_time")), cancelled=cancelled
        )
        _try_decoders(path, video=video, has_audio=bool(audio), duration_seconds=duration_seconds, cancelled=cancelled)
    return MediaInfo(
        container=container,
        duration_seconds=round(duration_seconds, 3),
        size_bytes=size_bytes,
        bit_rate=int(_number(form.get("bit_rate"))) or int(size_bytes * 8 / max(duration_seconds, 1e-3)),
        video=video,
        audio=audio,
        keyframe_distance_seconds=keyframe_distance if video else None,
        tags=_tags(form.get("tags", {})),
        chapters=_chapters(answer.get("chapters", ())),
    )


def _ask(path: Path, *, cancelled: Callable[[], bool]) -> dict[str, Any]:
    questions = ["-show_format", "-show_streams", "-show_chapters", "-of", "json"]
    try:
        result = run_ffprobe(path, questions, timeout_seconds=ASKING_SECONDS, cancelled=cancelled)
        answer = json.loads(result.stdout)
    except ValueError as error:
        raise NotPlayableError(reason="not-media") from error
    except ToolFailedError as error:
        if error.exit_code in CANNOT_START:  # ffprobe is broken, not the file
            raise
        raise NotPlayableError(reason="not-media") from error
    except ToolTimeoutError as error:
        raise NotPlayableError(reason="no-end") from error
    if PICTURE_REFUSED.search(result.stderr_tail):
        raise NotPlayableError(reason="too-large", subject=f"> {MAX_PIXELS} px")
    return answer if isinstance(answer, dict) else {}


def _is_moving_picture(stream: Mapping[str, Any]) -> bool:
    return stream.get("codec_type") == "video" and not stream.get("disposition", {}).get("attached_pic")


def _video(stream: Mapping[str, Any]) -> VideoStream:
    width, height = int(stream.get("width", 0)), int(stream.get("height", 0))
    if width * height > MAX_PIXELS:
        raise NotPlayableError(reason="too-large", subject=f"{width}x{height}")
    return VideoStream(
        codec=_codec(stream),
        profile=str(stream.get("profile", "")),
        pixel_format=str(stream.get("pix_fmt", "")),
        width=width,
        height=height,
        frame_rate=_ratio(stream.get("avg_frame_rate"), "/") or _ratio(stream.get("r_frame_rate"), "/"),
        rotation=_rotation(stream),
        pixel_aspect=_ratio(stream.get("sample_aspect_ratio"), ":") or 1.0,
        is_interlaced=str(stream.get("field_order", "progressive")) in {"tt", "bb", "tb", "bt"},
        bit_rate=int(_number(stream.get("bit_rate"))),
    )


def _audio(stream: Mapping[str, Any]) -> AudioStream:
    tags = stream.get("tags", {})
    language = str(tags.get("language", "und"))
    return AudioStream(
        codec=_codec(stream),
        channels=int(stream.get("channels", 0)),
        sample_rate=int(_number(stream.get("sample_rate"))),
        language=None if language == "und" else language[:16],
        title=str(tags.get("title", "")).strip()[:LONGEST_TRACK_TITLE],
        is_default=bool(stream.get("disposition", {}).get("default")),
    )


def _codec(stream: Mapping[str, Any]) -> str:
    name = str(stream.get("codec_name", "unknown"))
    if name == "unknown":
        raise NotPlayableError(reason="codec-not-allowed", subject=str(stream.get("codec_tag_string", "unknown")))
    return name


def _rotation(stream: Mapping[str, Any]) -> int:
    turns = [_number(side["rotation"]) for side in stream.get("side_data_list", ()) if "rotation" in side]
    return round(-turns[0] / 90) * 90 % 360 if turns else 0


def _claimed_seconds(form: Mapping[str, Any], streams: Iterable[Mapping[str, Any]]) -> float:
    """Return the length the container claims for picture and sound; captions may run longer."""
    of_streams = [_number(s.get("duration")) for s in streams if s.get("codec_type") in {"video", "audio"}]
    return max(of_streams, default=0.0) or _number(form.get("duration"))


def _refuse_absurd_length(claimed: float, *, size_bytes: int) -> None:
    if claimed > LONGEST_SECONDS:
        raise NotPlayableError(reason="too-long", subject=f"{claimed:.0f} s")
    if claimed * FEWEST_BYTES_PER_SECOND > size_bytes:
        raise NotPlayableError(reason="truncated", subject=f"{claimed:.0f} s claimed in {size_bytes} bytes")


def _measured(
    path: Path, *, container: str, claimed: float, start: float, cancelled: Callable[[], bool]
) -> tuple[float, float | None]:
    """Return the true length and the distance of key frames, from the packets."""
    is_claim_trusted = claimed > 0 and container not in LENGTH_IS_GUESSED
    try:
        packets = look_at_packets(
            path, duration_seconds=claimed if is_claim_trusted else None, start_seconds=start, cancelled=cancelled
        )
    except ToolFailedError as error:
        raise NotPlayableError(reason="truncated") from error
    missing = claimed - packets.end_seconds
    if packets.count == 0 or packets.end_seconds <= 0:
        raise NotPlayableError(reason="no-duration" if claimed <= 0 else "truncated")
    if container in LENGTH_IS_WRITTEN_DOWN and missing > max(MISSING_SECONDS, MISSING_SHARE * claimed):
        raise NotPlayableError(reason="truncated", subject=f"{packets.end_seconds:.0f} of {claimed:.0f} s")
    duration_seconds = claimed if is_claim_trusted else packets.end_seconds
    if duration_seconds > LONGEST_SECONDS:
        raise NotPlayableError(reason="too-long", subject=f"{duration_seconds:.0f} s")
    return duration_seconds, packets.keyframe_distance_seconds


def _try_decoders(
    path: Path,
    *,
    video: VideoStream | None,
    has_audio: bool,
    duration_seconds: float,
    cancelled: Callable[[], bool],
) -> None:
    """Decode a few frames, at the beginning or else in the middle; a file that gives none is no recording."""
    for position in (0.0, duration_seconds / 2):
        source = foreign_input(path, longest_seconds=TRIAL_SECONDS, ss=f"{position:.3f}")
        tracks = [picture(source)] if video else [sound(source)] if has_audio else []
        trial = ffmpeg.output(*tracks, "pipe:1", f="framecrc", **{"frames:v": 3, "frames:a": 3})
        try:
            result = run_ffmpeg(
                trial,
                folder=path.absolute().parent,
                timeout_seconds=TRIAL_TIMEOUT_SECONDS,
                cancelled=cancelled,
                answers=True,
            )
        except (ToolFailedError, ToolTimeoutError):
            continue
        if any(line and not line.startswith(b"#") for line in result.stdout.splitlines()):
            return
    raise NotPlayableError(reason="not-media", subject=f"no {'picture' if video else 'sound'} could be decoded")


def _tags(tags: Mapping[str, Any]) -> dict[str, str]:
    """Return the file's own words about itself, without the place where it was made."""
    told = {str(name).lower(): str(value).strip()[:LONGEST_TAG] for name, value in tags.items()}
    kept = ((name, value) for name, value in told.items() if value and "location" not in name and "gps" not in name)
    return dict(list(kept)[:MOST_TAGS])


def _chapters(chapters: Iterable[Mapping[str, Any]]) -> tuple[ContainerChapter, ...]:
    return tuple(
        ContainerChapter(
            start_seconds=max(0.0, _number(chapter.get("start_time"))),
            end_seconds=max(0.0, _number(chapter.get("end_time"))),
            title=str(chapter.get("tags", {}).get("title", "")).strip()[:LONGEST_TAG],
        )
        for chapter in chapters
    )


def _number(text: object) -> float:
    try:
        number = float(str(text))
    except ValueError:  # N/A, None
        return 0.0
    return number if abs(number) < float("inf") else 0.0


def _ratio(text: object, separator: str) -> float:
    over, _, under = str(text).partition(separator)
    return _number(over) / _number(under) if _number(under) else 0.0
