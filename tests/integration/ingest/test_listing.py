"""What is found behind an address, by real yt-dlp against a loopback site."""

import pytest

from ingest import ytdlp
from ingest.entries import CaptionRef, ChapterMark
from ingest.errors import CancelledError, NothingFoundError, SourceRefusedError, SourceUnavailableError, TooLargeError
from ingest.sources import recognise
from ingest.ytdlp import list_entries
from tests.support.misled_child import INSIDE


@pytest.fixture
def listed(site, options):
    def entries(path, *, cancelled=lambda: False):
        return list_entries(site.at(path), options=options, cancelled=cancelled)

    return entries


def test_a_single_file_is_one_recording(listed, site):
    (entry,) = listed("/talk.mp4")

    assert (entry.address, entry.title) == (site.at("/talk.mp4"), "talk")


def test_each_player_of_a_page_is_a_recording_named_by_the_heading_above_it(listed, site):
    entries = listed("/events")

    assert [entry.heading for entry in entries] == [
        "Option Freiwillige Rückkehr - virtuelle Veranstaltung am 06.12.2023 Fokus Georgien",
        "Option Freiwillige Rückkehr - virtuelle Veranstaltung am 02.11.2023 Fokus Türkei",
        "Nur zum Hören",
        "Fokus Serbien, 28. November 2023",
    ]
    assert [entry.address.rpartition("/")[2] for entry in entries] == [
        "georgia.mp4",
        "turkey.mp4",
        "sound.mp4",
        "serbia.mp4",
    ]
    assert {entry.page_address for entry in entries} == {site.at("/events")}
    assert entries[0].captions == (
        CaptionRef(site.at("/georgia.de.vtt"), "de", "platform"),
        CaptionRef(site.at("/georgia.en.vtt"), "en", "platform"),
    )
    assert entries[0].language == "de"


def test_linked_data_gives_title_description_date_and_chapters(listed):
    (entry,) = listed("/described")

    assert (entry.title, entry.upload_date, entry.language) == ("Beratung in der Praxis", "2023-10-16", "de")
    assert entry.description == "Mit Anna Muster und Dr. Bernd Beispiel"
    assert entry.chapters == (ChapterMark(0.0, 1.0, "Beginn"), ChapterMark(1.0, 2.0, "Schluss"))


def test_a_feed_is_a_list_of_recordings_none_of_which_is_fetched_yet(listed, site):
    entries = listed("/feed.xml")

    assert [(entry.title, entry.upload_date) for entry in entries] == [
        ("Folge 1: Irak", "2023-10-16"),
        ("Folge 2: Serbien", "2023-10-23"),
    ]
    assert {hit.path for hit in site.hits} == {"/feed.xml"}


@pytest.mark.parametrize("path", ["/moved", "/refresh", "/embedding"])
def test_a_page_is_followed_where_it_leads(listed, path):
    entries = listed(path)

    assert entries[0].heading.endswith("Fokus Georgien")
    assert len(entries) == 4


def test_plain_links_to_media_files_are_recordings(listed, site):
    (entry,) = listed("/links")

    assert (entry.address, entry.heading) == (site.at("/iraq.mp4"), "Fokus Irak")


def test_a_page_without_a_recording_is_said_so(listed):
    with pytest.raises(NothingFoundError):
        listed("/empty")


@pytest.mark.parametrize(
    ("path", "status", "reason"),
    [("/missing", 404, "not-found"), ("/gone.mp4", 410, "gone"), ("/forbidden.mp4", 403, "forbidden"),
     ("/broken.mp4", 500, "server-error"), ("/busy.mp4", 429, "too-many-requests")],
)  # fmt: skip
def test_what_the_server_answers_is_the_reason(listed, path, status, reason):
    with pytest.raises(SourceUnavailableError) as refused:
        listed(path)

    assert (refused.value.status, refused.value.reason) == (status, reason)


@pytest.mark.parametrize("path", ["/trap/moved.mp4", "/trap/refresh", "/trap/frame"])
def test_no_way_leads_inside_our_network(listed, path):
    with pytest.raises(SourceRefusedError) as refused:
        listed(path)

    assert refused.value.reason == "private-address"


@pytest.mark.parametrize(
    "address",
    ["http://2130706433:{port}/secret.mp4", "http://[::ffff:127.0.0.1]:{port}/secret.mp4"],
)
def test_an_odd_spelling_of_an_inside_address_does_not_help(site, options, address):
    with pytest.raises(SourceRefusedError) as refused:
        list_entries(address.format(port=site.canary_port), options=options, cancelled=lambda: False)

    assert refused.value.reason == "private-address"


def test_a_public_name_that_leads_inside_is_refused_where_it_leads(site, options, monkeypatch):
    address = f"http://{INSIDE}:{site.canary_port}/secret.mp4"
    assert recognise(address).address == address  # nobody can know before it is resolved
    monkeypatch.setattr(ytdlp, "CHILD", "tests.support.misled_child")

    with pytest.raises(SourceRefusedError) as refused:
        list_entries(address, options=options, cancelled=lambda: False)

    assert refused.value.reason == "private-address"
    assert refused.value.subject == f"127.0.0.1:{site.canary_port}"


@pytest.mark.parametrize("address", ["peertube:127.0.0.1:uuid", "file:///etc/passwd"])
def test_only_web_addresses_are_asked(options, address):
    with pytest.raises(SourceRefusedError) as refused:
        list_entries(address, options=options, cancelled=lambda: False)

    assert refused.value.reason == "unsupported-address"


def test_an_endless_page_is_cut_off(listed):
    with pytest.raises(TooLargeError):
        listed("/endless")


def test_a_host_that_nobody_knows_is_said_so(options):
    with pytest.raises(SourceUnavailableError) as unknown:
        list_entries("http://no-such-host.invalid/x", options=options, cancelled=lambda: False)

    assert unknown.value.reason == "host-unknown"


def test_listing_can_be_cancelled(listed):
    with pytest.raises(CancelledError):
        listed("/events", cancelled=lambda: True)
