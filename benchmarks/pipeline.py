"""The whole way in against the bare ffmpeg commands a person would type for the same files.

    scripts/bench pipeline [FILE ...]      default: two generated ones, web-ready and not

Target: the pipeline takes at most 1.1 times as long as the commands.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.measuring import compare
from ingest.context import Context, IngestOptions
from ingest.pipeline import run
from ingest.sources import FileSource
from media.ladder import ladder
from media.probe import MediaInfo, probe

PICTURE = "testsrc2=size=1280x720:rate=25,noise=alls=6:allf=t"
TONE = "anoisesrc=amplitude=0.05:color=pink"


class Silent:
    """Progress that nobody watches."""

    def started(self, step: str) -> None:
        """Say nothing."""

    def advanced(self, step: str, fraction: float, note: str = "") -> None:
        """Say nothing."""

    def finished(self, step: str, summary: str) -> None:
        """Say nothing."""


def main() -> None:
    """Measure and print one line for each file."""
    with tempfile.TemporaryDirectory() as scratch:
        files = [Path(name) for name in sys.argv[1:]] or [
            generated(Path(scratch), "web-ready", gop=50, crf=30),
            generated(Path(scratch), "rare-keyframes", gop=1500, crf=23),
        ]
        print("pipeline: seconds, median of 3; ratio to the bare commands of the same run (target 1.1)")
        for file in files:
            report(file, Path(scratch))


def report(file: Path, scratch: Path) -> None:
    """Measure one file both ways."""
    info = probe(file)
    specs = ladder(info)
    times = compare({"bare": lambda: bare(file, info, scratch), "pipeline": lambda: ingest(file, scratch)})
    ratio = times["pipeline"] / times["bare"]
    made = ", ".join(f"{spec.name} {spec.action}" for spec in specs)
    print(f"  {file.name} ({info.duration_seconds:.0f} s; {made}): bare {times['bare']:.2f}, "
          f"pipeline {times['pipeline']:.2f}, ratio {ratio:.3f}")  # fmt: skip


def ingest(file: Path, scratch: Path) -> None:
    """Take the file in, in a work folder of its own."""
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        run(
            Context(
                source=FileSource(path=file.absolute(), name=file.name),
                entry=None,
                folder=Path(folder),
                options=IngestOptions(max_bytes=1 << 40, fetch_timeout_seconds=3600),
                progress=Silent(),
                cancelled=lambda: False,
                reached=lambda _point: None,
            )
        )


def bare(file: Path, info: MediaInfo, scratch: Path) -> None:
    """Make the same files by hand: one probe, one copy, one encode of all the rest, one still."""
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        call("ffprobe", "-v", "error", "-show_format", "-show_streams", "-of", "json", str(file))
        outputs: list[str] = []
        for spec in ladder(info):
            target = str(Path(folder) / f"{spec.name}.mp4")
            if spec.action == "remux":
                ffmpeg(
                    "-i", str(file), "-map", "0:v:0", "-map", "0:a:0?", "-c", "copy", "-movflags", "+faststart", target
                )
            elif spec.height:
                scale = f"scale=-2:{spec.height}" if info.video and info.video.height > spec.height else "null"
                quality = "25" if spec.name == "360p" else "23"
                outputs += ["-map", "0:v:0", "-map", "0:a:0?", "-vf", scale, "-c:v", "libx264", "-preset", "veryfast",
                            "-crf", quality, "-g", "125", "-c:a", "aac", "-b:a", "64k", "-ac", "1",
                            "-movflags", "+faststart", target]  # fmt: skip
            else:
                outputs += [
                    "-map",
                    "0:a:0",
                    "-c:a",
                    "aac",
                    "-b:a",
                    "64k",
                    "-ac",
                    "1",
                    "-movflags",
                    "+faststart",
                    target,
                ]
        ffmpeg("-i", str(file), *outputs)
        start = str(info.duration_seconds * 0.05)
        length = str(info.duration_seconds * 0.55)
        ffmpeg("-ss", start, "-t", length, "-skip_frame", "nokey", "-i", str(file), "-vf", "thumbnail=20,scale=1280:-2",
               "-frames:v", "1", str(Path(folder) / "poster.jpg"))  # fmt: skip


def generated(folder: Path, name: str, *, gop: int, crf: int) -> Path:
    """Make three minutes of 720p with a moving picture and a noisy sound."""
    file = folder / f"{name}.mp4"
    ffmpeg("-f", "lavfi", "-i", PICTURE, "-f", "lavfi", "-i", TONE, "-t", "180", "-c:v", "libx264",
           "-preset", "veryfast", "-crf", str(crf), "-maxrate", "2500k", "-bufsize", "5M", "-g", str(gop),
           "-sc_threshold", "0", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "96k",
           "-movflags", "+faststart", str(file))  # fmt: skip
    return file


def ffmpeg(*arguments: str) -> None:
    """Run ffmpeg quietly."""
    call("ffmpeg", "-nostdin", "-y", "-loglevel", "error", *arguments)


def call(*command: str) -> None:
    """Run a command and keep its words to itself."""
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
