"""Language codes and guesses."""

import pytest

from ingest.languages import guess_language, language_code


@pytest.mark.parametrize(
    ("text", "code"),
    [("de", "de"), ("de-DE", "de"), ("deu", "de"), ("ger", "de"), ("EN_us", "en"), (" tr ", "tr"), ("und", None),
     ("", None), (None, None), ("german", None), ("zxx", None), ("de-orig", "de"), ("live_chat", None)],
)  # fmt: skip
def test_a_language_tag_has_one_short_code(text, code):
    assert language_code(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Wir sprechen heute über die Rückkehr und das ist wichtig", "de"),
        ("We are here and this is what we have", "en"),
        ("Bu bir toplantı ve biz çok mutluyuz", "tr"),
        ("Rückkehr", None),
        ("1234", None),
    ],
)
def test_a_language_is_guessed_by_its_commonest_words_or_not_at_all(text, code):
    assert guess_language([text]) == code
