"""Numbers as forms, addresses and headers name them: digits alone, and not more than the catalogue can hold."""

import pytest
from starlette.requests import Request

from archive.web.asking import LAST_PAGE, number_of, page_number


@pytest.mark.parametrize(
    ("text", "number"), [("0", 0), ("7", 7), ("007", 7), ("4711", 4711), ("9" * 18, 10**18 - 1), ("0" * 18, 0)]
)
def test_digits_are_a_number(text, number):
    assert number_of(text) == number


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        " ",
        "x",
        "-1",
        "+1",
        " 1 ",
        "1\n",
        "1.0",
        "1e3",
        "0x1f",
        "1_000",
        "1 000",
        "１２",
        "٣",
        "²",
        "①",
        "\x001",
        "\ud800",
        "9" * 19,
        "9" * 5000,
        "0" * 5000,
    ],
    ids=ascii,
)
def test_everything_else_is_none(text):
    assert number_of(text) is None


@pytest.mark.parametrize(
    ("query", "number"),
    [
        (b"", 1),
        (b"page=3", 3),
        (b"page=0", 1),
        (b"page=-2", 1),
        (b"page=%C2%B2", 1),
        (f"page={LAST_PAGE}".encode(), LAST_PAGE),
        (f"page={LAST_PAGE + 1}".encode(), 1),
        (b"page=" + b"9" * 5000, 1),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_is_no_number_of_a_page_is_the_first_page(query, number):
    assert page_number(Request({"type": "http", "query_string": query})) == number
