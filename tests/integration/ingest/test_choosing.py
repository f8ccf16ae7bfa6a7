"""What yt-dlp chooses with our settings, asked without any network: formats, and the lists inside lists."""

import pytest

from ingest.netguard import Refusals
from ingest.ytdlp_child import Fetcher

REQUEST = {"max_bytes": 1_000_000, "socket_timeout_seconds": 1.0}


def form(name, *, height=None, video="none", audio="none", ext="mp4"):
    address = f"https://videos.example/{name}.{ext}"
    return {"format_id": name, "url": address, "ext": ext, "height": height, "vcodec": video, "acodec": audio}


H264, VP9, AV1, AAC, OPUS = "avc1.640028", "vp9", "av01.0.08M.08", "mp4a.40.2", "opus"
SMALL = form("small", height=360, video=H264, audio=AAC)
ASIDE = form("aac", audio=AAC, ext="m4a")
PLATFORM = [
    SMALL,
    form("h264-480", height=480, video=H264),
    form("h264-720", height=720, video=H264),
    form("h264-1080", height=1080, video=H264),
    form("vp9-1080", height=1080, video=VP9, ext="webm"),
    form("av1-2160", height=2160, video=AV1),
    ASIDE,
    form("sound-opus", audio=OPUS, ext="webm"),
]


@pytest.fixture
def fetcher():
    return Fetcher(REQUEST, Refusals())


@pytest.mark.parametrize(
    ("formats", "chosen"),
    [
        (PLATFORM, ["h264-1080", "aac"]),
        ([*PLATFORM, form("whole", height=1080, video=H264, audio=AAC)], ["whole"]),
        ([SMALL, form("vp9-1080", height=1080, video=VP9), form("sound-opus", audio=OPUS)], ["vp9-1080", "sound-opus"]),
        ([SMALL, form("webm", height=720, video=VP9, audio=OPUS, ext="webm")], ["webm"]),
        ([SMALL], ["small"]),
        ([form("huge", height=2160, video=H264, audio=AAC), form("hd", height=720, video=H264, audio=AAC)], ["hd"]),
        ([form("huge", height=2160, video=H264, audio=AAC)], ["huge"]),
        ([form("heard", audio=AAC, ext="m4a")], ["heard"]),
    ],
    ids=["platform", "one-file", "no-h264", "webm", "small", "not-over-1080", "only-over-1080", "sound"],
)
def test_what_need_not_be_encoded_is_chosen_up_to_1080_lines(fetcher, formats, chosen):
    info = {"id": "x", "title": "x", "extractor": "x", "extractor_key": "x", "formats": [dict(row) for row in formats]}

    done = fetcher.ydl.process_video_result(info, download=False)

    assert [row["format_id"] for row in done.get("requested_formats") or [done]] == chosen


def test_the_tabs_of_a_channel_are_opened_to_its_recordings(fetcher, monkeypatch):
    channel, tab = "https://www.youtube.com/@rueckkehr", "https://www.youtube.com/@rueckkehr/videos"
    video = "https://www.youtube.com/watch?v=abcdefghijk"
    lists = {
        channel: {"_type": "playlist", "entries": [{"_type": "url", "ie_key": "YoutubeTab", "webpage_url": tab}]},
        tab: {"_type": "playlist", "entries": [{"_type": "url", "ie_key": "Youtube", "webpage_url": video}]},
    }
    monkeypatch.setattr(fetcher, "_information", lists.__getitem__)

    (entry,) = fetcher.list_entries(channel)

    assert (entry.address, entry.extractor) == (video, "Youtube")


def test_pauses_between_tries_grow_and_have_an_end(fetcher):
    pause = fetcher.ydl.params["retry_sleep_functions"]["http"]

    assert [pause(n=tries) for tries in (0, 1, 2, 10)] == [1, 2, 4, 30]


def test_nothing_of_the_machine_is_handed_out(fetcher):
    params = fetcher.ydl.params

    assert not any(params.get(name) for name in ("cookiefile", "cookiesfrombrowser", "username", "usenetrc", "proxy"))
    assert (params["cachedir"], params["plugin_dirs"], params.get("enable_file_urls")) == (False, [], None)
