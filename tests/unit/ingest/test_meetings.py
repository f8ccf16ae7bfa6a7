"""Chats and lists of participants are told by name and by content, and are never captions."""

import pytest

from ingest.meetings import left_out, meeting_file, meeting_files_of
from ingest.sources import files_in

VTT = "WEBVTT\n\n00:01.000 --> 00:02.000\nGuten Tag\n"


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("meeting_saved_chat.txt", b"", "chat"),
        ("GMT20231206-100000_RecordingnewChat.txt", b"", "chat"),
        ("chat.txt", b"", "chat"),
        ("Fokus Georgien Chat 2.txt", b"", "chat"),
        ("notes.txt", b"10:02:31\t From  Erika Muster  to  Everyone:\n\tGuten Tag", "chat"),
        ("notes.txt", "10:02:31 Von Jürgen an alle: Grüße".encode("cp1252"), "chat"),
        ("notes.txt", "00:12:31\tErika:\tGuten Tag".encode("utf-16"), "chat"),
        ("participants_81234.csv", b"", "participants"),
        ("Teilnehmerliste Georgien.txt", b"", "participants"),
        ("export.csv", b"Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)\n", "participants"),
        ("export.tsv", "1. Zusammenfassung\n\nName\tErster Beitritt\tDauer\n".encode("utf-16"), "participants"),
        ("talk.txt", b"00:12:31 Erika Muster: Das ist ein Transkript.", None),
        ("talk.txt", b"Guten Tag, ich komme von der Beratung an der Oder.", None),
        ("talk chat.vtt", VTT.encode(), None),
        ("Chatham House.txt", b"A talk about rules", None),
        ("table.csv", b"Land,Name,Betrag\nGeorgien,Starthilfe,3000\n", None),
    ],
)
def test_what_meeting_programs_lay_beside_a_film_is_recognised(name, content, kind):
    assert meeting_file(name, content) == kind


@pytest.fixture
def meeting(tmp_path):
    """A folder as Zoom leaves it, beside a folder of other recordings."""
    zoom, other = tmp_path / "2023-12-06 Georgien", tmp_path / "other"
    for folder in (zoom, other):
        folder.mkdir()
    for name in ("GMT20231206-100000_Recording_1280x720.mp4", "audio_only.m4a"):
        (zoom / name).write_bytes(b"media")
    (zoom / "GMT20231206-100000_Recording.transcript.vtt").write_text(VTT, encoding="utf-8")
    (zoom / "chat.txt").write_text("10:02:31 From A to Everyone: Hallo", encoding="utf-8")
    (zoom / "participants.csv").write_text("Name,Email\n", encoding="utf-8")
    for name in ("eins.mp4", "zwei.mp4", "zwei.m4a"):
        (other / name).write_bytes(b"media")
    (other / "eins.txt").write_text("10:02:31 From A to Everyone: Hallo", encoding="utf-8")
    (other / "fremd.vtt").write_text(VTT, encoding="utf-8")
    return tmp_path


def test_a_folder_of_a_meeting_is_one_recording_with_its_captions(meeting):
    sources = files_in(meeting)

    assert [(source.name, [caption.name for caption in source.captions]) for source in sources] == [
        ("GMT20231206-100000_Recording_1280x720.mp4", ["GMT20231206-100000_Recording.transcript.vtt"]),
        ("eins.mp4", []),
        ("zwei.m4a", []),
        ("zwei.mp4", []),
    ]


def test_what_is_left_out_of_a_folder_is_named(meeting):
    assert [(row.path.name, row.kind) for row in left_out(meeting)] == [
        ("audio_only.m4a", "sound"),
        ("chat.txt", "chat"),
        ("participants.csv", "participants"),
        ("eins.txt", "chat"),
    ]


def test_chat_and_participants_go_with_their_own_film(meeting):
    first, eins, _, zwei = (source.path for source in files_in(meeting))

    assert [row.kind for row in meeting_files_of(first)] == ["chat", "participants"]
    assert [row.path.name for row in meeting_files_of(eins)] == ["eins.txt"]
    assert meeting_files_of(zwei) == ()
