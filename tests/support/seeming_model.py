"""A folder that looks like a speech model and holds none: enough for everything before somebody listens."""

from pathlib import Path

from ingest.speech import NEEDED_FILES, SMALLEST_MODEL_BYTES, VOCABULARIES


def seeming_model(folder: Path) -> Path:
    """Make the folder."""
    folder.mkdir()
    for name in (*NEEDED_FILES, VOCABULARIES[0]):
        (folder / name).touch()
    with (folder / "model.bin").open("wb") as file:
        file.truncate(SMALLEST_MODEL_BYTES)
    return folder
