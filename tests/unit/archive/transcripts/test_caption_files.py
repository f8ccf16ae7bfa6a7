"""Captions out of files: which language they are in, before anybody reads them. Reading is told at the desk."""

from archive.transcripts.caption_files import language_named


def test_only_languages_that_are_offered_are_read_from_names():
    assert language_named("../../x.en.vtt", ("de", "en")) == "en"
    assert language_named("en.vtt", ("de", "en")) is None
    assert language_named("talk.final.vtt", ("de", "en")) is None
