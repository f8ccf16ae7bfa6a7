"""yt-dlp's answers as our data, without yt-dlp."""

from ingest.entries import CaptionRef, ChapterMark, Entry, Page, PageRecording
from ingest.ytdlp_answers import entries_of, entry_of, joined

SITE = "https://example.org"


def generic(name, **more):
    return {"extractor_key": "Generic", "url": f"{SITE}/{name}", "webpage_url": f"{SITE}/page", **more}


def test_a_platform_is_asked_again_by_its_page_and_a_mere_file_by_its_own_address():
    platform = entry_of(
        {"extractor_key": "Youtube", "webpage_url": "https://y.example/watch?v=1", "url": "https://c/1"}
    )

    assert platform.address == "https://y.example/watch?v=1"
    assert entry_of(generic("a.mp4")).address == f"{SITE}/a.mp4"
    assert entry_of(generic("x.ts", manifest_url=f"{SITE}/m.m3u8")).address == f"{SITE}/m.m3u8"


def test_what_is_said_about_a_recording_is_kept():
    entry = entry_of(
        generic(
            "a.mp4",
            title=" Eine\nVeranstaltung ",
            description="Zeile 1\nZeile 2",
            upload_date="20231206",
            duration=61,
            language="de-DE",
            channel="OFR",
            chapters=[{"start_time": 0, "end_time": 5, "title": "A"}, {"start_time": None, "title": "B"}],
        )
    )

    assert (entry.title, entry.description) == ("Eine Veranstaltung", "Zeile 1\nZeile 2")
    assert (entry.upload_date, entry.duration_seconds, entry.language) == ("2023-12-06", 61.0, "de")
    assert (entry.uploader, entry.chapters) == ("OFR", (ChapterMark(0.0, 5.0, "A"),))


def test_the_day_a_file_was_changed_is_not_the_day_it_was_published():
    assert entry_of(generic("a.mp4", direct=True, timestamp=1_700_000_000)).upload_date is None
    assert entry_of(generic("a.mp4", timestamp=1_700_000_000)).upload_date == "2023-11-14"
    assert entry_of(generic("a.mp4", upload_date="20231399")).upload_date is None


def test_captions_by_people_come_before_those_of_a_machine():
    subtitles = {
        "de": [{"ext": "json3", "url": f"{SITE}/1"}, {"ext": "vtt", "url": f"{SITE}/de.vtt"}],
        "live_chat": [{"ext": "json", "url": f"{SITE}/chat"}],
    }
    automatic = {"de-orig": [{"ext": "vtt", "url": f"{SITE}/auto.vtt"}], "fr": [{"ext": "vtt", "url": f"{SITE}/fr"}]}

    by_people = entry_of(generic("a.mp4", subtitles=subtitles, automatic_captions=automatic)).captions
    by_machine = entry_of(generic("a.mp4", automatic_captions=automatic)).captions

    assert by_people == (CaptionRef(f"{SITE}/de.vtt", "de", "platform"),)
    assert by_machine == (CaptionRef(f"{SITE}/auto.vtt", "de", "platform-auto"),)


def test_what_is_still_being_broadcast_is_left_out_of_a_list():
    info = {"_type": "playlist", "entries": [generic("a.mp4"), generic("b.mp4", live_status="is_live"), None]}

    assert [entry.address for entry in entries_of(info)] == [f"{SITE}/a.mp4"]


def test_what_yt_dlp_hides_in_an_address_does_not_get_out():
    entry = entry_of(generic("a.mp4#__youtubedl_smuggle=%7B%7D"))

    assert entry.address == f"{SITE}/a.mp4"
    assert entry_of({"url": "javascript:alert(1)", "webpage_url": "file:///x"}).address == ""


def test_a_page_and_its_players_are_joined_in_the_order_of_the_page():
    page = Page(
        f"{SITE}/page",
        title="Reihe",
        language="de",
        recordings=(
            PageRecording((f"{SITE}/b.mp4",), heading="B"),
            PageRecording((f"{SITE}/embed/1",), is_embed=True, heading="Rahmen"),
            PageRecording((f"{SITE}/a.webm", f"{SITE}/a.mp4"), heading="A"),
        ),
    )

    entries = joined(page, [Entry(f"{SITE}/a.mp4", title="Reihe (1)"), Entry("https://elsewhere.example/c")])

    assert [(entry.address, entry.heading) for entry in entries] == [
        (f"{SITE}/b.mp4", "B"),
        (f"{SITE}/a.mp4", "A"),
        ("https://elsewhere.example/c", None),
    ]
    assert {entry.page_address for entry in entries} == {f"{SITE}/page"}
