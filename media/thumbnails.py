"""A picture that came from outside beside a recording, made one of ours: opened like any foreign file, and drawn anew.

What the file says of itself (place, device, name) stays behind. One that cannot be read is no loss.
"""

from collections.abc import Callable
from pathlib import Path

import ffmpeg

from media.errors import MediaError, StoreFullError, ToolCancelledError
from media.ffmpeg import INPUT_GUARD, picture, run_ffmpeg, upright
from media.process import never
from media.store import replace_durably

FORMATS = "jpeg_pipe,png_pipe,webp_pipe"
DECODERS = "mjpeg,png,webp"
WIDEST = 1280
NARROWEST = 160
"""What is smaller is a mark that counts readers, or an icon."""
JPEG_QUALITY = 3
TIMEOUT_SECONDS = 20.0
LARGEST_BYTES = 8 << 20


def redrawn(foreign: Path, target: Path, *, cancelled: Callable[[], bool] = never) -> Path | None:
    """Draw a foreign picture anew as a JPEG; None when it is no picture that we open, or hardly one.

    Raises:
        StoreFullError: the disk is full.
        ToolCancelledError: `cancelled()` turned true.
    """
    guard = {**INPUT_GUARD, "format_whitelist": FORMATS, "codec_whitelist": DECODERS}
    opened = ffmpeg.input(f"file:{foreign.absolute()}", **guard, t="1", threads=1)
    # nothing can be cut larger than it is: what is too small fails here
    large_enough = picture(opened).filter("crop", f"max(iw,{NARROWEST})", f"max(ih,{NARROWEST // 2})")
    draft = target.with_name(f".{target.name}")
    output = ffmpeg.output(
        upright(large_enough, widest=WIDEST),
        f"file:{draft.absolute()}",
        f="image2",
        pix_fmt="yuvj420p",
        **{"frames:v": 1, "update": 1, "q:v": JPEG_QUALITY, "map_metadata": -1},
    )
    try:
        run_ffmpeg(
            output,
            folder=target.parent,
            timeout_seconds=TIMEOUT_SECONDS,
            cancelled=cancelled,
            largest_file_bytes=LARGEST_BYTES,
        )
    except (StoreFullError, ToolCancelledError):
        raise
    except MediaError:
        draft.unlink(missing_ok=True)
        return None
    if not draft.is_file() or not draft.stat().st_size:
        draft.unlink(missing_ok=True)
        return None
    replace_durably(draft, target)
    return target
