"""What is broken on disk is noticed and made anew: damage, other versions, a disk that refuses."""

import gc
import os
import random
import resource
import shutil

import pytest

from search.errors import IndexNotWrittenError, IndexUnavailableError, Unavailable
from search.generations import POINTER
from tests.support.search_library import Library, recording


@pytest.fixture
def library(tmp_path):
    return Library(tmp_path / "index", recording(1, "Rückkehr nach Tiflis"), recording(2, "Beratung", "zur Rückkehr"))


def files_of(index):
    generation = max(index.folder.glob("generation-*"))
    return [*sorted(generation.iterdir()), index.folder / POINTER]


def test_every_single_flipped_bit_is_detected_at_open(library):
    pick = random.Random(5)
    for path in [pick.choice(files_of(library.index)) for _ in range(60)] + files_of(library.index):
        content = path.read_bytes()
        at = pick.randrange(len(content))
        path.chmod(0o644)
        path.write_bytes(content[:at] + bytes([content[at] ^ 1 << pick.randrange(8)]) + content[at + 1 :])

        with pytest.raises(IndexUnavailableError) as raised:
            library.other_reader().found("rückkehr")

        assert raised.value.reason is Unavailable.DAMAGED
        path.write_bytes(content)
    assert library.other_reader().found("rückkehr") == [1, 2]


@pytest.mark.parametrize("harm", ["cut", "emptied", "gone", "stranger"])
def test_torn_missing_and_strange_files_are_detected_and_healed_by_a_rebuild(library, harm):
    for number in range(len(files_of(library.index))):
        path = files_of(library.index)[number]
        if harm == "cut":
            os.truncate(path, path.stat().st_size // 2)
        elif harm == "emptied":
            os.truncate(path, 0)
        elif harm == "gone":
            path.unlink()
        else:
            (max(library.index.folder.glob("generation-*")) / "_MAIN_99.toc").write_bytes(b"x")
        broken = library.other_reader()

        with pytest.raises(IndexUnavailableError):
            broken.found("rückkehr")
        broken.index.rebuild(library.documents.values())

        assert broken.found("rückkehr") == [1, 2]
        assert broken.index.problem() is None


def test_the_generation_folder_gone_is_damage(library):
    shutil.rmtree(max(library.index.folder.glob("generation-*")))

    problem = library.other_reader().index.problem()

    assert problem is not None
    assert problem.reason is Unavailable.DAMAGED


def test_the_whole_folder_removed_under_a_running_archive_is_made_anew(library):
    shutil.rmtree(library.index.folder)

    assert library.index.problem().reason is Unavailable.MISSING
    library.index.rebuild(library.documents.values())

    assert library.index.problem() is None
    assert library.found("rückkehr") == [1, 2]


def test_a_reader_keeps_its_generation_when_the_next_one_is_damaged(library, caplog):
    other = library.other_reader()
    assert other.found("rückkehr") == [1, 2]
    library.add(recording(3, "Rückkehr"))
    os.truncate(files_of(library.index)[0], 3)

    assert other.found("rückkehr") == [1, 2]
    problem = other.index.problem()
    assert problem is not None
    assert problem.reason is Unavailable.DAMAGED
    assert "goes on answering" in caplog.text

    other.index.rebuild(library.documents.values())
    assert other.found("rückkehr") == [1, 2, 3]


def test_a_check_finds_what_changed_under_a_running_reader(library):
    assert library.found("rückkehr") == [1, 2]
    assert library.index.check() is None
    segment = next(path for path in files_of(library.index) if path.suffix == ".seg")
    stat = segment.stat()
    content = bytearray(segment.read_bytes())
    content[len(content) // 2] ^= 4
    segment.write_bytes(content)
    os.utime(segment, ns=(stat.st_atime_ns, stat.st_mtime_ns))

    problem = library.index.check()

    assert problem is not None
    assert problem.reason is Unavailable.DAMAGED
    with pytest.raises(IndexUnavailableError):
        library.found("rückkehr")


def test_an_index_made_by_another_version_is_outdated(library, monkeypatch):
    monkeypatch.setattr("search.manifest.fingerprint", lambda: "made tomorrow")

    with pytest.raises(IndexUnavailableError) as raised:
        library.other_reader().found("rückkehr")

    assert raised.value.reason is Unavailable.OUTDATED


def refusal(index, document, room_bytes):
    """Change the index while no file may grow beyond this, and give the reason it names."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room_bytes, hard))
    try:
        index.replace([document])
    except IndexNotWrittenError as error:
        return error.reason
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    return None


@pytest.mark.parametrize("room_bytes", [10, 500, 3_000, 20_000])
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_disk_that_refuses_leaves_the_old_generation(library, room_bytes):
    long = recording(3, *(f"Rückkehr wort{number}" for number in range(1_000)))

    reason = refusal(library.index, long, room_bytes)
    gc.collect()  # what Whoosh left open is closed here, where the warnings are expected

    assert reason == "File too large"
    assert library.found("rückkehr") == [1, 2]
    library.add(long)
    assert library.found("wort999") == [3]
