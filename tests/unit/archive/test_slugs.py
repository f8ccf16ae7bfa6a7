"""Slugs are plain, short, and never taken twice."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.slugs import LONGEST, free_slug, slug


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Fokus Türkei", "fokus-tuerkei"),
        ("Straße & Größe", "strasse-groesse"),
        ("Côte d'Ivoire", "cote-divoire"),
        ("Diyarbakır, Łódź", "diyarbakir-lodz"),
        ("  -- 06.12.2023 -- ", "06-12-2023"),
        ("საქართველო", "recording"),
        ("", "recording"),
    ],
)
def test_a_title_becomes_plain(title, expected):
    assert slug(title) == expected


def test_decomposed_umlauts_are_written_like_composed_ones():
    assert slug("Tu\u0308rkei") == slug("Türkei")


def test_a_long_title_ends_at_a_word():
    name = slug("rückkehr " * 40)

    assert len(name) <= LONGEST
    assert name.endswith("rueckkehr")


def test_a_taken_slug_is_numbered():
    taken = {"fokus-irak", "fokus-irak-2"}

    assert free_slug("Fokus Irak", is_taken=taken.__contains__) == "fokus-irak-3"


@given(st.text(max_size=300))
def test_any_text_gives_a_slug_that_fits_an_address(text):
    name = slug(text)

    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    assert len(name) <= LONGEST
    assert slug(name) == name
