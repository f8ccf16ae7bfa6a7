"""Synthetic speech for tests that need words in a recording."""

import subprocess
from pathlib import Path

from tests.support.clips import run_tool


def speak(path: Path, text: str, *, language: str = "de") -> Path:
    """Make a sound file in which a machine says the text, with a little silence around it."""
    raw = path.with_name(f"{path.name}.raw.wav")
    command = ["espeak-ng", "-v", language, "-s", "130", "-w", str(raw), text]
    subprocess.run(command, check=True, timeout=30, capture_output=True)
    run_tool(["-i", raw, "-af", "adelay=500,apad=pad_dur=0.5", "-ar", "16000", path])
    raw.unlink()
    return path
