"""Files, folders and manifests as sources."""

import pytest

from ingest.errors import SourceRefusedError, SourceUnavailableError
from ingest.sources import AddressSource, FileSource, GivenDetails, files_in, read_manifest, recognise

COUNTRIES = {"irak": "IQ", "georgien": "GE"}


def test_an_address_becomes_a_source():
    assert recognise("example.org/x") == AddressSource("https://example.org/x")


def test_a_folder_gives_its_recordings_with_the_captions_beside_them(tmp_path):
    for name in ("b.MP4", "b.vtt", "b.de.vtt", "b.en-GB.srt", "b.txt", "bb.vtt", ".hidden.mp4", "a/c.mp3", "notes.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")

    sources = files_in(tmp_path)

    assert [source.name for source in sources] == ["c.mp3", "b.MP4"]
    captions = sources[1].captions
    assert [(caption.name, caption.language) for caption in captions] == [
        ("b.de.vtt", "de"),
        ("b.en-GB.srt", "en"),
        ("b.vtt", None),
        ("bb.vtt", None),
        ("b.txt", None),
    ]
    assert [caption.is_spare for caption in captions] == [False, False, False, True, True]


def test_of_several_captions_in_a_language_those_with_the_better_times_are_taken(tmp_path):
    for name in ("a.mp4", "a.ass", "a.srt", "a.txt", "a.en.txt", "b.mp4", "b.de.ttml"):
        (tmp_path / name).write_text("x")

    first, second = files_in(tmp_path)

    assert [caption.name for caption in first.captions] == ["a.en.txt", "a.srt", "a.ass", "a.txt"]
    assert [caption.name for caption in first.captions if caption.is_spare] == ["a.ass", "a.txt"]
    assert [(caption.name, caption.language) for caption in second.captions] == [("b.de.ttml", "de")]


def test_a_missing_folder_is_said_so(tmp_path):
    with pytest.raises(SourceUnavailableError) as missing:
        files_in(tmp_path / "nowhere")

    assert missing.value.reason == "file-missing"


def test_a_manifest_gives_files_and_addresses_with_their_details(tmp_path):
    manifest = tmp_path / "batch.toml"
    manifest.write_text(
        """
        [[recording]]
        file = "day1.mp4"
        title = "Erster Tag"
        date = 2023-05-09
        kind = "national"
        countries = ["Irak", "GE"]
        language = "deu"
        captions = ["day1.de.vtt"]
        speakers = ["Anna Muster"]

        [[recording]]
        address = "https://example.org/talk"
        """
    )

    first, second = read_manifest(manifest, country_names=COUNTRIES)

    assert isinstance(first, FileSource)
    assert first.path == tmp_path / "day1.mp4"
    assert first.given == GivenDetails(
        "Erster Tag", "2023-05-09", "national", ("Irak", "GE"), "de", None, ("Anna Muster",)
    )
    assert [(caption.path.name, caption.language) for caption in first.captions] == [("day1.de.vtt", "de")]
    assert isinstance(second, AddressSource)
    assert second.address == "https://example.org/talk"


@pytest.mark.parametrize(
    "text",
    ["not toml at all", "[[recording]]\ntitle='no source'",
     "[[recording]]\nfile='a'\naddress='https://example.org/'", "[[recording]]\nfile='a'\ncolour='red'",
     "[[recording]]\nfile='a'\nspeakers=3", "[[recording]]\nfile=['a']",
     '[[recording]]\nfile="a\\u0000b.mp4"', "[[recording]]\nfile='a'\ncaptions=[\"\\u0000\"]", "x=" + "[" * 5000],
)  # fmt: skip
def test_a_manifest_that_is_wrong_says_where(tmp_path, text):
    (tmp_path / "batch.toml").write_text(text)

    with pytest.raises(SourceRefusedError) as refused:
        read_manifest(tmp_path / "batch.toml", country_names=COUNTRIES)

    assert refused.value.reason == "manifest-invalid"
    assert refused.value.subject.startswith("batch.toml")


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "x = 1", "recording = []", "[recording]\nfile='a'"])
def test_a_manifest_that_names_no_recording_is_called_so(tmp_path, text):
    (tmp_path / "batch.toml").write_text(text)

    with pytest.raises(SourceRefusedError) as refused:
        read_manifest(tmp_path / "batch.toml", country_names=COUNTRIES)

    assert (refused.value.reason, refused.value.subject) == ("manifest-empty", "batch.toml")


@pytest.mark.parametrize(
    "field", ['kind = "banana"', 'date = "2023-99-99"', 'language = "klingon"', 'countries = "Narnia"']
)
def test_a_detail_of_a_manifest_that_cannot_be_used_is_said_and_not_dropped(tmp_path, field):
    (tmp_path / "batch.toml").write_text(f'[[recording]]\nfile = "a.mp4"\n{field}\n', encoding="utf-8")

    with pytest.raises(SourceRefusedError) as refused:
        read_manifest(tmp_path / "batch.toml", country_names=COUNTRIES)

    assert refused.value.subject == "batch.toml: [[recording]] 1: " + field.replace('"', "")


def test_of_several_countries_the_one_that_is_unknown_is_named(tmp_path):
    (tmp_path / "batch.toml").write_text(
        '[[recording]]\nfile = "a.mp4"\n[[recording]]\nfile = "b.mp4"\ncountries = ["ge", "Irak", "ZZ"]\n',
        encoding="utf-8",
    )

    with pytest.raises(SourceRefusedError) as refused:
        read_manifest(tmp_path / "batch.toml", country_names=COUNTRIES)

    assert refused.value.subject == "batch.toml: [[recording]] 2: countries = ZZ"


def test_a_manifest_cannot_smuggle_in_a_private_address(tmp_path):
    (tmp_path / "batch.toml").write_text("[[recording]]\naddress='http://127.0.0.1/x'")

    with pytest.raises(SourceRefusedError) as refused:
        read_manifest(tmp_path / "batch.toml", country_names=COUNTRIES)

    assert refused.value.reason == "private-address"
