"""A recording with the film that tests send again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.bootstrap import Services
from archive.catalogue.recordings import Recording
from tests.support.archives import open_archive
from tests.support.files_aside import FILM
from tests.support.shelf import shelve_words


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """Give an archive with a recording of this film."""
    with open_archive(tmp_path / "var") as services:
        path = services.settings.data / "film"
        path.write_bytes(FILM)
        stored = services.store.adopt(path, suffix=".mp4")
        shelve_words(services, "Fokus Georgien", "Guten Tag")
        with services.database.writing() as session:
            recording = session.get_one(Recording, 1)
            recording.original_key, recording.original_sha512 = stored.key, stored.sha512
        yield services
