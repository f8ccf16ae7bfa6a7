"""Dates as people write them."""

import pytest

from ingest.dates import date_in, is_date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("am 06.12.2023 Fokus", "2023-12-06"),
        ("am 6.12.2023", "2023-12-06"),
        ("am 6. 12. 2023", "2023-12-06"),
        ("6. Dezember 2023", "2023-12-06"),
        ("6. Dez. 2023", "2023-12-06"),
        ("December 6, 2023", "2023-12-06"),
        ("December 6th, 2023", "2023-12-06"),
        ("6 December 2023", "2023-12-06"),
        ("on the 6th of December 2023", "2023-12-06"),
        ("2023-12-06", "2023-12-06"),
        ("Mitschnitt_2023_12_06", "2023-12-06"),
        ("Mitschnitt_2023-12-06_Georgien", "2023-12-06"),
        ("20231206_Georgien", "2023-12-06"),
        ("06-12-2023", "2023-12-06"),
        ("06.12.23", "2023-12-06"),
        ("Mai 2022", "2022-05"),
        ("May 2022", "2022-05"),
        ("im März 2022", "2022-03"),
        ("Berlin_Mai_2022.mp4", "2022-05"),
        ("2022-05", "2022-05"),
        ("9.-10. Mai 2023", "2023-05-09"),
        ("9. und 10. Mai 2023", "2023-05-09"),
        ("09./10.05.2023", "2023-05-09"),
        ("30.04. - 02.05.2023", "2023-04-30"),
        ("May 9-10, 2023", "2023-05-09"),
        ("31.02.2023", None),
        ("13.13.2023", None),
        ("1080p 25 fps", None),
        ("Raum 12.30", None),
        ("Die Reihe 2023", None),
        ("", None),
    ],
)
def test_a_date_is_found_in_the_form_people_write(text, date):
    assert date_in(text) == date


@pytest.mark.parametrize(
    ("text", "date"),
    [("Die Reihe 2023", "2023"), ("1080 2160", None), ("12345", None), ("Mai 2022", "2022-05"), ("v2023.1", None)],
)
def test_a_bare_year_counts_when_asked_for(text, date):
    assert date_in(text, year_alone=True) == date


def test_a_date_is_a_day_a_month_or_a_year():
    assert all(map(is_date, ["2023", "2023-12", "2023-12-06"]))
    assert not any(map(is_date, ["", "2023-13", "2023-02-30", "06.12.2023", "20231206", "2023-1"]))
