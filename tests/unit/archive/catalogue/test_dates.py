"""Dates of reduced precision say no more than is known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.catalogue import dates


@pytest.mark.parametrize("text", ["2023-12-06", "2022-05", "2018", "2024-02-29"])
def test_a_date_is_written_as_it_was_read(text):
    assert str(dates.parse(text)) == text


@pytest.mark.parametrize(
    "text",
    ["", "23", "2023-13", "2023-00", "2023-02-30", "2023-1-1", "06.12.2023", "1111", "２０２３", "2023-12-06T10"],
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError):
        dates.parse(text)
    assert not dates.is_date(text)


def test_precision_is_told():
    assert [dates.parse(text).precision.name for text in ("2018", "2022-05", "2023-12-06")] == ["YEAR", "MONTH", "DAY"]


def test_the_year_of_a_date_is_a_number():
    assert dates.year_of("2022-05") == 2022
    assert dates.year_of(None) is None


@given(st.dates(min_value=dates.dt.date(1900, 1, 1), max_value=dates.dt.date(2200, 12, 31)))
def test_every_day_survives_being_written_and_read(day):
    read = dates.parse(day.isoformat())

    assert read.first_day == day
    assert str(read) == day.isoformat()
