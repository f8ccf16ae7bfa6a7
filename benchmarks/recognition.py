"""What recognising speech costs beside the bare recogniser, with the same model and the same sound.

    .venv/bin/python -m benchmarks.recognition MODEL-FOLDER SOUND      real speech; a machine's is taken for noise

Processor seconds for an hour of recording, in one run; target: at most 1.05 times the bare recogniser.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.ingest_costs import spent
from benchmarks.pipeline import ffmpeg
from ingest.context import SpeechOptions
from ingest.speech import transcribe
from media.probe import probe

THREADS = 2
BARE = """
import sys
from faster_whisper import WhisperModel
_, folder, sound, threads = sys.argv
model = WhisperModel(folder, device="cpu", compute_type="int8", cpu_threads=int(threads), local_files_only=True)
found, _ = model.transcribe(sound, language="de", beam_size=5, vad_filter=True, word_timestamps=True,
                            condition_on_previous_text=False)
print(sum(len(segment.words) for segment in found))
"""


def main() -> None:
    """Measure both and print the ratio."""
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    model = Path(sys.argv[1]).absolute()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        sound = folder / "sound.m4a"  # as our own rendition has it
        ffmpeg("-i", sys.argv[2], "-c:a", "aac", "-b:a", "64k", str(sound))
        hours = probe(sound).duration_seconds / 3600
        begun = spent()
        bare(model, sound)
        bare_seconds = spent() - begun
        for name, chunk_seconds in (("one chunk", 600.0), ("chunks of 20 s", 20.0)):
            begun = spent()
            heard(model, sound, folder / name, chunk_seconds)
            ours, ratio = spent() - begun, (spent() - begun) / bare_seconds
            print(f"  {name:15} ours {ours / hours:8.1f}   bare {bare_seconds / hours:8.1f}   ratio {ratio:6.3f}")


def bare(model: Path, sound: Path) -> None:
    """Recognise it as a person would who types a few lines."""
    subprocess.run([sys.executable, "-c", BARE, str(model), str(sound), str(THREADS)], check=True, capture_output=True)


def heard(model: Path, sound: Path, folder: Path, chunk_seconds: float) -> None:
    """Recognise it as an ingest does."""
    folder.mkdir(exist_ok=True)
    options = SpeechOptions(str(model), THREADS, ("de",), folder, chunk_seconds=chunk_seconds)
    transcribe(sound, options=options, language="de", folder=folder, progress=lambda _: None, cancelled=lambda: False)


if __name__ == "__main__":
    main()
