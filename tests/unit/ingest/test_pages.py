"""What a page says about the recordings it shows."""

from ingest.entries import CaptionRef, ChapterMark
from ingest.pages import read_page

BASE = "https://example.org/reihe/"


def recordings(html):
    return read_page(html, BASE).recordings


def test_the_heading_above_a_player_is_its_name():
    shown = recordings(
        "<h1>Reihe</h1><h2>Fokus <b>Georgien</b></h2><p>x</p><div><video src=a.mp4></video></div>"
        "<h2>Fokus\n Türkei</h2><video><source src=/b.webm><source src=/b.mp4></video>"
    )

    assert [recording.heading for recording in shown] == ["Fokus Georgien", "Fokus Türkei"]
    assert shown[0].addresses == ("https://example.org/reihe/a.mp4",)
    assert shown[1].addresses == ("https://example.org/b.webm", "https://example.org/b.mp4")


def test_the_summary_of_a_fold_and_a_role_are_headings_too():
    shown = recordings(
        "<details><summary>Irak</summary><video src=a.mp4></video></details>"
        "<div role=heading>Serbien</div><video src=b.mp4></video>"
    )

    assert [recording.heading for recording in shown] == ["Irak", "Serbien"]


def test_tracks_are_captions_with_their_language_and_chapters():
    (shown,) = recordings(
        "<video src=a.mp4 poster=p.jpg><track src=a.vtt srclang=de-DE><track kind=captions src=b.vtt srclang=en>"
        "<track kind=chapters src=c.vtt><track kind=metadata src=d.vtt><track kind=captions></video>"
    )

    assert shown.captions == (
        CaptionRef(BASE + "a.vtt", "de", "platform"),
        CaptionRef(BASE + "b.vtt", "en", "platform"),
    )
    assert shown.chapters_address == BASE + "c.vtt"
    assert shown.poster == BASE + "p.jpg"


def test_a_heading_over_several_recordings_names_none_of_them():
    shown = recordings(
        "<h2>Teile</h2><figure><video src=a.mp4></video><figcaption>Begrüßung</figcaption></figure>"
        "<video src=b.mp4 title='Fragen'></video><video src=c.mp4></video>"
    )

    assert [recording.heading for recording in shown] == ["Begrüßung", "Fragen", "Teile (3)"]


def test_a_link_to_a_media_file_is_a_recording_and_named_by_its_words():
    shown = recordings(
        "<h2>Downloads</h2><a href=serbien.mp4>Fokus Serbien</a><h2>Fokus Irak</h2><a href=irak.MP3?x=1>Download</a>"
        "<a href=page.html>Mehr</a><a href='javascript:x.mp4'>x</a><a href='mailto:a@b.mp4'>y</a>"
    )

    assert [(recording.heading, recording.addresses[0]) for recording in shown] == [
        ("Fokus Serbien", BASE + "serbien.mp4"),
        ("Fokus Irak", BASE + "irak.MP3?x=1"),
    ]


def test_a_player_and_its_download_link_are_one_recording():
    (shown,) = recordings("<h2>Irak</h2><video src=a.mp4></video><a href=/reihe/a.mp4>Video herunterladen</a>")

    assert (shown.heading, shown.title) == ("Irak", "Video herunterladen")


def test_an_embedded_player_is_left_to_those_who_can_read_it():
    (shown,) = recordings("<h2>Irak</h2><iframe src='//player.example/embed/7' title='Player'></iframe>")

    assert shown.is_embed
    assert shown.addresses == ("https://player.example/embed/7",)


def test_linked_data_describes_the_player_of_the_page():
    (shown,) = recordings(
        """<h2>Praxis</h2><video src=a.mp4></video><script type="application/ld+json">
        [{"@type": "WebPage", "video": {"@type": ["VideoObject"], "name": "Beratung", "description": "Wie es geht",
        "uploadDate": "2023-03-03T10:00:00+01:00", "duration": "PT1H2M3S", "inLanguage": {"@type": "Language",
        "name": "Deutsch", "alternateName": "de"}, "author": [{"name": "Anna Muster"}], "contentUrl": "a.mp4",
        "hasPart": [{"@type": "Clip", "name": "Beginn", "startOffset": "0", "endOffset": 30}, {"name": "ohne Zeit"}]}}]
        </script>"""
    )

    assert (shown.heading, shown.title, shown.description) == ("Praxis", "Beratung", "Wie es geht")
    assert (shown.date, shown.duration_seconds, shown.language) == ("2023-03-03", 3723.0, "de")
    assert (shown.uploader, shown.chapters) == ("Anna Muster", (ChapterMark(0.0, 30.0, "Beginn"),))


def test_linked_data_without_a_file_describes_the_only_player():
    (shown,) = recordings(
        '<video src=a.mp4></video><script type="application/ld+json">{"@type": "VideoObject", "name": "N"}</script>'
    )

    assert (shown.addresses, shown.title) == ((BASE + "a.mp4",), "N")


def test_what_is_broken_is_read_as_far_as_it_goes():
    page = read_page(
        "<html lang=de><title>T<h2>Über <video src='a.mp4'><h2>Zwei<video src=http://[bad><source></video>"
        '<script type="application/ld+json">{not json</script><script type="application/ld+json">'
        + "[" * 4000
        + "</script><base>",
        BASE,
    )

    assert page.language == "de"


def test_a_page_says_its_title_its_language_and_where_it_sends_its_readers():
    page = read_page(
        "<html lang=de-DE><head><title> Eine\nReihe </title><base href='/media/'><meta name=description content='Wozu'>"
        "<meta http-equiv=Refresh content=\"0; URL='next.html'\"></head><video src=a.mp4></video>",
        BASE,
    )

    assert (page.title, page.description, page.language) == ("Eine Reihe", "Wozu", "de")
    assert page.refresh_address == "https://example.org/media/next.html"
    assert page.recordings[0].addresses == ("https://example.org/media/a.mp4",)


def test_addresses_that_are_not_on_the_web_are_left_out():
    assert recordings("<video src='file:///etc/passwd'></video><video src='data:video/mp4;base64,AA'></video>") == ()
