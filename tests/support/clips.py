"""Small recordings made on the spot, so that tests need no sample files."""

import subprocess
from pathlib import Path


def make_clip(path: Path, *, seconds: float = 2.0, picture: bool = True, sound: bool = True) -> Path:
    """Make a web-ready recording: a test picture and a tone."""
    inputs, codecs = [], []
    if picture:
        inputs += ["-f", "lavfi", "-i", f"testsrc2=size=320x180:rate=10:duration={seconds}"]
        codecs += ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "10"]
    if sound:
        inputs += ["-f", "lavfi", "-i", f"sine=frequency=440:duration={seconds}"]
        codecs += ["-c:a", "aac", "-b:a", "48k"]
    run_ffmpeg([*inputs, *codecs, "-movflags", "+faststart", str(path)])
    return path


def speak(path: Path, text: str, *, language: str = "de") -> Path:
    """Make a file with synthetic speech, long enough pauses around it."""
    raw = path.with_suffix(".raw.wav")
    subprocess.run(["espeak-ng", "-v", language, "-s", "130", "-w", str(raw), text], check=True, timeout=30)
    run_ffmpeg(["-i", str(raw), "-af", "adelay=500,apad=pad_dur=0.5", "-ar", "16000", str(path)])
    raw.unlink()
    return path


def run_ffmpeg(arguments: list[str]) -> None:
    """Run ffmpeg on words of our own."""
    command = ["ffmpeg", "-hide_banner", "-nostdin", "-loglevel", "error", "-y", *arguments]
    subprocess.run(command, check=True, timeout=60)
