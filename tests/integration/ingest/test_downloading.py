"""Fetching recordings by real yt-dlp from a loopback site: resume, limits, refusals."""

import shutil
import time
from dataclasses import replace

import pytest

from ingest.context import Problem
from ingest.entries import CaptionRef, ChapterMark, Entry
from ingest.errors import CancelledError, SourceRefusedError, SourceUnavailableError, TooLargeError
from ingest.ytdlp import download, list_entries
from media.errors import StoreFullError
from media.probe import probe
from tests.support.clips import run_tool


@pytest.fixture
def fetched(site, options, tmp_path):
    def from_path(path, *, cancelled=lambda: False, limits=options, **more):
        return download(
            Entry(site.at(path), **more),
            folder=tmp_path / "fetch",
            options=limits,
            progress=lambda _fraction: None,
            cancelled=cancelled,
        )

    return from_path


def test_a_recording_comes_with_captions_chapters_and_picture_under_names_of_ours(fetched, site, tmp_path):
    captions = (
        CaptionRef(site.at("/georgia.de.vtt"), "de", "platform"),
        CaptionRef(site.at("/nowhere"), "en", "platform"),
    )

    site.put("/poster.jpg", b"\xff\xd8 a picture")

    got = fetched(
        "/georgia.mp4",
        captions=captions,
        chapters_address=site.at("/georgia.chapters.vtt"),
        heading="H",
        thumbnail=site.at("/poster.jpg"),
    )

    assert got.path.read_bytes() == site.answers["/georgia.mp4"].body
    assert [(caption.language, caption.origin) for caption in got.captions] == [("de", "platform")]
    assert got.problems == (Problem("captions-unavailable", "en"),)
    assert got.info.chapters == (ChapterMark(0.0, 1.0, "Einleitung"), ChapterMark(1.0, 2.0, "Fragen"))
    assert got.info.heading == "H"
    assert got.thumbnail.read_bytes() == b"\xff\xd8 a picture"
    names = {path.name for path in (tmp_path / "fetch").iterdir()}
    assert names == {"part-1", "part-1.arriving.proof", "captions-1.vtt", "chapters.vtt", "thumbnail"}


def test_a_name_the_server_makes_up_never_becomes_a_path(fetched, site, tmp_path):
    site.answers["/..%2f..%2fevil.conf"] = site.answers["/talk.mp4"]

    got = fetched("/..%2f..%2fevil.conf")

    assert got.path == tmp_path / "fetch" / "part-1"
    assert {path.name for path in tmp_path.iterdir()} == {"fetch"}


def cut_off_in_the_middle(fetched, tmp_path):
    partial = tmp_path / "fetch" / "part-1.arriving.part"

    def enough():
        return partial.is_file() and partial.stat().st_size > 20_000

    with pytest.raises(CancelledError):
        fetched("/slow.mp4", cancelled=enough)
    return partial.stat().st_size


def test_a_download_that_was_cut_off_goes_on_where_it_was(fetched, site, tmp_path):
    had_bytes = cut_off_in_the_middle(fetched, tmp_path)
    site.answers["/slow.mp4"].seconds_per_block = 0.0
    site.hits.clear()

    got = fetched("/slow.mp4")

    assert got.path.read_bytes() == site.answers["/slow.mp4"].body
    resumed_at = [int(hit.range.removeprefix("bytes=").rstrip("-")) for hit in site.hits if hit.range]
    assert resumed_at
    assert resumed_at[-1] >= had_bytes > 0


def test_a_line_that_breaks_is_picked_up_again_where_it_broke(fetched, site):
    site.put("/weak.mp4", site.answers["/talk.mp4"].body + b"0" * 200_000, etag='"weak"', cuts=2)

    got = fetched("/weak.mp4")

    assert got.path.read_bytes() == site.answers["/weak.mp4"].body
    assert site.answers["/weak.mp4"].cuts == 0
    assert any(hit.range and not hit.range.startswith("bytes=0-") for hit in site.hits)


def test_a_disk_that_fills_up_ends_a_download_that_can_be_tried_again(fetched, site, options, tmp_path):
    free_bytes = shutil.disk_usage(tmp_path).free

    with pytest.raises(StoreFullError) as full:
        fetched("/talk.mp4", limits=replace(options, reserve_bytes=free_bytes * 2))

    assert full.value.retryable
    assert not any(hit.path == "/talk.mp4" for hit in site.hits)


def test_a_file_that_changed_meanwhile_is_not_glued_to_the_old_one(fetched, site, tmp_path):
    cut_off_in_the_middle(fetched, tmp_path)
    site.put("/slow.mp4", bytes(reversed(site.answers["/slow.mp4"].body)), etag='"another"')

    got = fetched("/slow.mp4")

    assert got.path.read_bytes() == site.answers["/slow.mp4"].body


def test_a_recording_that_is_here_already_is_not_fetched_again(fetched, site):
    fetched("/talk.mp4")
    site.hits.clear()

    got = fetched("/talk.mp4")

    assert got.path.read_bytes() == site.answers["/talk.mp4"].body
    assert len([hit for hit in site.hits if hit.method == "GET"]) == 1  # the look at what it is


def test_a_recording_that_says_it_is_too_large_is_left_where_it_is(fetched, options):
    with pytest.raises(TooLargeError) as refused:
        fetched("/talk.mp4", limits=replace(options, max_bytes=1000))

    assert refused.value.limit_bytes == 1000


def test_a_body_without_an_end_is_cut_off_at_the_limit(fetched, tmp_path):
    with pytest.raises(TooLargeError):
        fetched("/endless.mp4")

    assert sum(path.stat().st_size for path in (tmp_path / "fetch").iterdir()) < 7_000_000


def test_a_server_that_says_nothing_is_given_up(fetched, site, options):
    site.put("/slow.mp4", b"x" * 10_000_000, seconds_per_block=30.0)
    started = time.monotonic()

    with pytest.raises(SourceUnavailableError) as slow:
        fetched("/slow.mp4", limits=replace(options, max_bytes=20_000_000, fetch_timeout_seconds=4.0))

    assert slow.value.reason == "timeout"
    assert time.monotonic() - started < 15


def test_a_recording_that_vanished_since_it_was_listed_is_said_so(fetched, site):
    del site.answers["/talk.mp4"]

    with pytest.raises(SourceUnavailableError) as gone:
        fetched("/talk.mp4")

    assert (gone.value.status, gone.value.reason, gone.value.retryable) == (404, "not-found", False)


@pytest.mark.parametrize("path", ["/trap/playlist.m3u8", "/trap/moved.mp4"])
def test_neither_segments_nor_redirects_lead_inside(fetched, path):
    with pytest.raises(SourceRefusedError) as refused:
        fetched(path)

    assert refused.value.reason == "private-address"


def test_a_picture_that_leads_inside_is_done_without(fetched, site):
    got = fetched("/talk.mp4", thumbnail=site.at("/trap/moved.mp4"))

    assert got.path.read_bytes() == site.answers["/talk.mp4"].body
    assert got.thumbnail is None


def test_captions_that_lead_inside_are_a_problem_and_not_the_end(fetched, site):
    got = fetched("/talk.mp4", captions=(CaptionRef(site.at("/trap/moved.mp4"), "de", "platform"),))

    assert got.problems == (Problem("captions-unavailable", "de"),)


def test_a_file_is_asked_for_in_the_name_of_the_page_that_shows_it(fetched, site):
    fetched("/talk.mp4", page_address=site.at("/events"))

    assert {hit.referer for hit in site.hits} == {site.at("/events")}


def test_a_broadcast_that_still_runs_is_refused(fetched):
    with pytest.raises(SourceRefusedError) as refused:
        fetched("/live.m3u8")

    assert refused.value.reason == "live-stream"


def test_a_page_with_several_recordings_is_not_one_recording(fetched):
    with pytest.raises(SourceRefusedError) as refused:
        fetched("/feed.xml")

    assert refused.value.reason == "several-recordings"


def test_picture_and_sound_that_come_apart_are_joined(fetched, site, clip, tmp_path):
    for name, stream in (("picture", "v"), ("sound", "a")):
        segments = tmp_path / f"{name}%d.ts"
        playlist = tmp_path / f"{name}.m3u8"
        form = ["-f", "hls", "-hls_time", "10", "-hls_list_size", "0", "-hls_segment_filename", str(segments)]
        run_tool(["-i", str(clip), "-map", f"0:{stream}", "-c", "copy", *form, str(playlist)])
        site.put(f"/{name}.m3u8", playlist.read_bytes())
        site.put(f"/{name}0.ts", (tmp_path / f"{name}0.ts").read_bytes())
    site.put(
        "/master.m3u8",
        "#EXTM3U\n"
        '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="de",DEFAULT=YES,URI="sound.m3u8"\n'
        '#EXT-X-STREAM-INF:BANDWIDTH=90000,RESOLUTION=320x180,CODECS="avc1.42c00d,mp4a.40.2",AUDIO="a"\n'
        "picture.m3u8\n",
    )

    got = fetched("/master.m3u8")

    info = probe(got.path)
    assert info.video is not None
    assert len(info.audio) == 1


def test_a_player_that_leads_inside_is_listed_by_the_page_but_never_fetched(site, options, tmp_path):
    (entry,) = list_entries(site.at("/trap/player"), options=options, cancelled=lambda: False)

    with pytest.raises(SourceRefusedError) as refused:
        download(
            entry, folder=tmp_path / "fetch", options=options, progress=lambda _fraction: None, cancelled=lambda: False
        )

    assert refused.value.reason == "private-address"
