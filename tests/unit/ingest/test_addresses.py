"""Addresses as people paste them."""

import pytest

from ingest.addresses import address_key, normalised
from ingest.errors import SourceRefusedError


@pytest.mark.parametrize(
    ("pasted", "taken"),
    [
        (" https://Example.org ", "https://example.org/"),
        ("example.org/talks", "https://example.org/talks"),
        ("HTTP://example.org:80/a?b=c#d", "http://example.org/a?b=c#d"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://[2606:4700:4700::1111]/x", "https://[2606:4700:4700::1111]/x"),
    ],
)
def test_an_address_is_brought_into_one_form(pasted, taken):
    assert normalised(pasted) == taken


@pytest.mark.parametrize(
    "pasted",
    ["file:///etc/passwd", "ftp://example.org/x", "data:video/mp4;base64,AAAA", "rtmp://example.org/a", "ytsearch:foo",
     "peertube:localhost:uuid", "just words", "", "https://", "https://exa mple.org", "http://example.org:port/",
     "https://example.org/" + "a" * 3000],
)  # fmt: skip
def test_other_schemes_and_mere_words_are_refused(pasted):
    with pytest.raises(SourceRefusedError) as refused:
        normalised(pasted)

    assert refused.value.reason == "unsupported-address"


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "2130706433", "0x7f000001", "0x7f.1", "017700000001", "127.1", "[::1]", "[::ffff:127.0.0.1]",
     "169.254.169.254", "10.0.0.8", "[fd00::1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "localhost", "localhost.",
     "printer.local", "db.internal", "0.0.0.0", "224.0.0.1", "100.64.0.1", "intranet"],
)  # fmt: skip
def test_hosts_inside_our_network_are_refused_in_every_spelling(host):
    with pytest.raises(SourceRefusedError) as refused:
        normalised(f"http://{host}/secret.mp4")

    assert refused.value.reason == "private-address"


def test_an_internal_host_is_taken_when_it_is_allowed_with_this_port():
    allowed = frozenset({"127.0.0.1:8800"})

    assert normalised("http://127.0.0.1:8800/x", allow_hosts=allowed) == "http://127.0.0.1:8800/x"
    with pytest.raises(SourceRefusedError):
        normalised("http://127.0.0.1:8801/x", allow_hosts=allowed)


def test_credentials_in_an_address_are_refused_and_not_repeated():
    with pytest.raises(SourceRefusedError) as refused:
        normalised("https://me:secret@example.org/x")

    assert refused.value.reason == "credentials-in-address"
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "other",
    ["http://example.org/talk/", "https://www.example.org/talk#t=5", "https://example.org:443/talk?utm_source=mail"],
)
def test_two_addresses_of_one_recording_have_one_key(other):
    assert address_key(other) == address_key("https://example.org/talk")


@pytest.mark.parametrize(
    "address",
    ["https://youtu.be/dQw4w9WgXcQ?si=x", "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=10",
     "https://m.youtube.com/watch?app=desktop&v=dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
     "https://www.youtube.com/live/dQw4w9WgXcQ"],
)  # fmt: skip
def test_the_addresses_of_a_youtube_recording_have_one_key(address):
    assert address_key(address) == "youtube:dQw4w9WgXcQ"


def test_different_recordings_have_different_keys_and_none_is_too_long():
    keys = {address_key(f"https://example.org/watch?id={number}&x={'y' * 900}") for number in range(5)}

    assert len(keys) == 5
    assert max(map(len, keys)) <= 400
