"""Chapters suggested from slides: a new title that stays begins one; pages that hurry by do not."""

from pathlib import Path

import pytest

from ingest.chapters import suggested_chapters
from media.slides import SlideFile


def suggested(*slides, seconds=600.0):
    files = [
        SlideFile(start, start + 5, Path("s.jpg"), title=title, text=title)
        for start, title in zip(slides[::2], slides[1::2], strict=True)
    ]
    return [(mark.start_seconds, mark.title) for mark in suggested_chapters(files, seconds)]


@pytest.mark.parametrize("slides", [(), (0.0, "Alone"), (0.0, "Same", 60.0, "SAME"), (0.0, "", 60.0, "One")])
def test_less_than_two_titles_give_none(slides):
    assert suggested(*slides) == []


def test_a_title_that_goes_on_begins_no_second_chapter_and_slides_without_title_none():
    assert suggested(0.0, "A", 60.0, "a", 90.0, "", 120.0, "B") == [(0.0, "A"), (120.0, "B")]


def test_a_page_that_stays_begins_a_chapter_though_two_hurried_pages_stood_just_before():
    assert suggested(0.0, "Welcome", 8.0, "Contents", 14.0, "Housing") == [(0.0, "Welcome"), (14.0, "Housing")]


def test_an_hour_of_hurried_pages_has_chapters_that_can_be_overlooked():
    pages = [part for page in range(360) for part in (10.0 * page, f"Page {page}")]

    marks = suggested(*pages, seconds=3600.0)

    assert 20 <= len(marks) <= 40
    assert marks[0] == (0.0, "Page 0")
