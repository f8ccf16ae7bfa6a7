"""An ingest that is ended by SIGKILL at a named point; tests run it as a module with the point and two paths.

    python -m tests.support.mortal_ingest POINT SOURCE FOLDER

It writes each point it reaches to FOLDER.points, and the result to FOLDER.result when it lives that long.
"""

import json
import os
import signal
import sys
from pathlib import Path

from ingest.notes import to_plain
from ingest.pipeline import run
from ingest.sources import file_source
from tests.support.ingesting import context_for


def main(deadly: str, source: Path, folder: Path) -> None:
    """Ingest until the deadly point, or to the end."""
    points = folder.with_suffix(".points")

    def reached(point: str) -> None:
        with points.open("a") as file:
            file.write(f"{point}\n")
        if point == deadly:
            os.kill(os.getpid(), signal.SIGKILL)

    result = run(context_for(file_source(source), folder, reached=reached))
    folder.with_suffix(".result").write_text(json.dumps(to_plain(result, folder=folder), sort_keys=True))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
