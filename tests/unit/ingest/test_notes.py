"""Plain data to JSON and back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest

from ingest.entries import CaptionRef, ChapterMark, Entry
from ingest.notes import from_plain, read_note, to_plain, write_note


@dataclass(frozen=True, slots=True)
class Note:
    file: Path
    other: Path | None
    kind: Literal["a", "b"]
    share: float
    marks: tuple[ChapterMark, ...] = ()
    tags: Mapping[str, str] = field(default_factory=dict)
    hosts: frozenset[str] = frozenset()


def test_a_note_is_read_as_it_was_written(tmp_path):
    note = Note(tmp_path / "x" / "a.mp4", None, "a", 1, (ChapterMark(0.5, None, "Ä"),), {"k": "v"}, frozenset({"h"}))

    write_note(tmp_path / "n.json", note)

    assert read_note(tmp_path / "n.json", Note) == note


def test_a_work_folder_may_move(tmp_path):
    (tmp_path / "old").mkdir()
    write_note(tmp_path / "old" / "n.json", Note(tmp_path / "old" / "a.mp4", Path("/elsewhere/b"), "a", 0.5))

    (tmp_path / "old").rename(tmp_path / "new")
    note = read_note(tmp_path / "new" / "n.json", Note)

    assert (note.file, note.other) == (tmp_path / "new" / "a.mp4", Path("/elsewhere/b"))


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "3", "{}", '{"file": 1, "other": null, "kind": "a", "share": 1}',
     '{"file": "x", "other": null, "kind": "c", "share": 1}', '{"file": "x", "other": null, "kind": "a", "share": "1"}',
     '{"file": "x", "other": null, "kind": "a", "share": 1, "unknown": 2}', '{"file": "x", "marks": {}}'],
)  # fmt: skip
def test_a_note_that_does_not_fit_counts_as_none_so_that_the_step_is_done_again(tmp_path, text):
    (tmp_path / "n.json").write_text(text)

    assert read_note(tmp_path / "n.json", Note) is None


def test_no_note_is_no_note(tmp_path):
    assert read_note(tmp_path / "n.json", Note) is None


def test_an_entry_survives_the_way_through_a_child_process():
    entry = Entry(
        "https://example.org/a.mp4",
        heading="Fokus Georgien",
        captions=(CaptionRef("https://example.org/a.vtt", "de", "platform"),),
        chapters=(ChapterMark(0, 1.5, "A"),),
    )

    assert from_plain(Entry, to_plain(entry)) == entry


def test_a_note_holds_plain_data_only():
    with pytest.raises(TypeError):
        to_plain(object())
