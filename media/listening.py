"""Makes the plain sound that speech recognition listens to: one channel, 16 kHz, 16 bit, 115 MB an hour.

As a file of plain samples it can be read piece by piece, so that three hours take no more memory than ten minutes.
"""

from collections.abc import Callable
from pathlib import Path

from media.ffmpeg import foreign_input, run_ffmpeg, sound
from media.probe import LONGEST_SECONDS
from media.process import never
from media.store import replace_durably

SAMPLE_RATE = 16_000
TIMEOUT_SECONDS = 3600.0


def plain_sound(path: Path, target: Path, *, cancelled: Callable[[], bool] = never) -> Path:
    """Write the sound of a recording as plain samples, unless they are there already.

    Raises:
        MediaError: ffmpeg could not read the sound, the disk is full, or the work was cancelled.
    """
    if target.is_file():
        return target
    arriving = target.with_name(f"{target.name}.new")
    outputs = sound(foreign_input(path, longest_seconds=LONGEST_SECONDS)).output(
        f"file:{arriving.absolute()}", f="wav", acodec="pcm_s16le", ac=1, ar=SAMPLE_RATE, map_metadata="-1"
    )
    run_ffmpeg(outputs, folder=target.parent, timeout_seconds=TIMEOUT_SECONDS, cancelled=cancelled)
    replace_durably(arriving, target)
    return target
