"""What the editor's script may send, and what is refused although it is JSON."""

import json

import pytest

from archive.errors import InvalidInputError
from archive.transcripts.line_edits import Shift, WriteText
from archive.web.desk.edit_requests import MOST_SECONDS, NOT_UNDERSTOOD, request_of, saving_of

UNUSABLE = [
    "null",
    "{}",
    "[]",
    "[[]]",
    "true",
    '"\\u0000"',
    '"\\ud800"',
    '"²"',
    "NaN",
    "-Infinity",
    "1e400",
    "1" + "0" * 400,
    "1" + "0" * 5000,
    "[" * 100_000,
]
WRITE = {"kind": '"text"', "key": '"de0001"', "version": "1", "text": '"Guten Tag"'}
SHIFT = {"kind": '"shift"', "key": '"de0001"', "seconds": "1.5", "rest": "true"}
MERGE = {"kind": '"merge"', "key": '"de0001"', "version": "1", "next": '"de0002"', "next_version": "1"}


def joined(fields):
    return "{" + ",".join(f'"{name}":{value}' for name, value in fields.items()) + "}"


def body(edit=WRITE, **changed):
    asked = {"id": '"a-name"', "seen": "3", "edits": f"[{edit if isinstance(edit, str) else joined(edit)}]"}
    return joined(asked | changed).encode()


def test_what_is_understood_is_handed_on():
    asked = request_of(body(f"{joined(WRITE)},{joined(SHIFT)}"))

    saving = saving_of(asked)

    assert (saving.request_id, saving.seen) == ("a-name", 3)
    assert saving.edits == [WriteText("de0001", 1, "Guten Tag"), Shift("de0001", 1.5, True)]


@pytest.mark.parametrize("value", UNUSABLE, ids=lambda value: value[:12])
@pytest.mark.parametrize(
    ("edit", "field"),
    [
        (WRITE, "kind"),
        (WRITE, "key"),
        (MERGE, "next"),
        (SHIFT, "seconds"),
        (MERGE, "next_version"),
    ],
    ids=["kind", "key", "next", "seconds", "version"],
)
def test_an_edit_with_a_field_that_cannot_be_used_is_refused(edit, field, value):
    with pytest.raises(InvalidInputError) as refused:
        saving_of(request_of(body(edit | {field: value})))

    assert refused.value.fields == NOT_UNDERSTOOD


@pytest.mark.parametrize("value", UNUSABLE, ids=lambda value: value[:12])
@pytest.mark.parametrize("field", ["id", "seen", "edits", "whole"])
def test_a_request_that_is_none_is_refused(field, value):
    sent = value.encode() if field == "whole" else body(**{field: value})

    with pytest.raises(InvalidInputError) as refused:
        saving_of(request_of(sent))

    assert refused.value.fields == NOT_UNDERSTOOD


@pytest.mark.parametrize("seconds", [MOST_SECONDS + 1, -MOST_SECONDS - 1])
def test_nothing_is_moved_further_than_anything_lasts(seconds):
    with pytest.raises(InvalidInputError):
        saving_of(request_of(body(SHIFT | {"seconds": json.dumps(seconds)})))
