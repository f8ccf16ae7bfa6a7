"""Packets of a file without decoding: how far apart the key frames lie, and where the content really ends."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from media.ffmpeg import run_ffprobe
from media.process import never

WINDOW_SECONDS = 60.0
WHOLE_FILE_SECONDS = 600.0
"""Longer ones are looked at in windows a third apart: far more than a window lies between them, so that no stretch that
was not looked at is taken for one without a key frame."""
END_WINDOW_SECONDS = 15.0
TIMEOUT_SECONDS = 600.0


@dataclass(slots=True)
class Packets:
    """What the packets of the first picture and of all sound tell; positions count from the start of the file."""

    end_seconds: float = 0.0
    count: int = 0
    keyframe_distance_seconds: float | None = None
    """The longest stretch without a key frame among the stretches looked at."""
    _last_keyframe: float | None = field(default=None, repr=False)
    _last_picture: float | None = field(default=None, repr=False)
    _last_position: float = field(default=0.0, repr=False)

    def take(self, line: str, *, start_seconds: float, longest_leap_seconds: float) -> None:
        """Read one line of ffprobe's compact form."""
        fields = dict(pair.partition("=")[::2] for pair in line.split("|"))
        kind = fields.get("codec_type")
        shown, decoded = _seconds(fields.get("pts_time")), _seconds(fields.get("dts_time"))
        position = decoded if shown is None else shown
        if kind not in {"video", "audio"} or position is None:
            return
        position -= start_seconds
        self.count += 1
        self.end_seconds = max(self.end_seconds, position + (_seconds(fields.get("duration_time")) or 0.0))
        if kind == "video":
            if self._last_picture is not None and abs(position - self._last_picture) > longest_leap_seconds:
                self.end_window()
            self._last_picture = position
            if fields.get("flags", "").startswith("K"):
                self._note_distance_to(position)
                self._last_keyframe = position

    def end_window(self) -> None:
        """Close a stretch: what follows begins elsewhere in the file."""
        if self._last_picture is not None:
            self._note_distance_to(self._last_picture)
        self._last_keyframe = self._last_picture = None

    def _note_distance_to(self, position: float) -> None:
        if self._last_keyframe is not None:
            distance = max(0.0, position - self._last_keyframe)
            self.keyframe_distance_seconds = max(distance, self.keyframe_distance_seconds or 0.0)


def look_at_packets(
    path: Path,
    *,
    duration_seconds: float | None,
    start_seconds: float = 0.0,
    cancelled: Callable[[], bool] = never,
) -> Packets:
    """Look at the packets: all of a short file or one of unknown length, of a long one its beginning, middle and end.

    Raises:
        NotPlayableError, ToolFailedError, ToolTimeoutError, ToolCancelledError: as in `ffmpeg.run_ffprobe`.
    """
    questions = ["-show_entries", "packet=codec_type,pts_time,dts_time,duration_time,flags", "-of", "compact=p=0"]
    longest_leap_seconds = float("inf")
    if duration_seconds is not None and duration_seconds > WHOLE_FILE_SECONDS:
        longest_leap_seconds = WINDOW_SECONDS
        thirds = (start_seconds + duration_seconds * share for share in (1 / 3, 2 / 3))
        windows = [f"%+{WINDOW_SECONDS:.0f}", *(f"{third:.3f}%+{WINDOW_SECONDS:.0f}" for third in thirds)]
        windows.append(f"{start_seconds + duration_seconds - END_WINDOW_SECONDS:.3f}%")
        questions += ["-read_intervals", ",".join(windows)]
    packets = Packets()

    def take(line: str) -> None:
        packets.take(line, start_seconds=start_seconds, longest_leap_seconds=longest_leap_seconds)

    run_ffprobe(path, questions, timeout_seconds=TIMEOUT_SECONDS, on_line=take, cancelled=cancelled)
    packets.end_window()
    return packets


def _seconds(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:  # N/A
        return None
