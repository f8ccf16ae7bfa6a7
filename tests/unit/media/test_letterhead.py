"""What stands on every slide is left out of each but the first; what only looks like it stays."""

import pytest

from media.letterhead import without_letterhead
from media.reading import Line, PageText, Word, title_of

TITLES = ("Freiwillige Rückkehr", "Starthilfe im Überblick", "Wohnungssuche in Tiflis", "Medizinische Versorgung",
          "Existenzgründung")  # fmt: skip


def line(text, *, top, height=20, left=60):
    """Words as tesseract gives them; two bars are a wide gap."""
    words = []
    for part in text.split("||"):
        for word in part.split():
            width = 11 * len(word)
            words.append(Word(word, left, top, width, height, 96.0))
            left += width + 8
        left += 200
    return Line(tuple(words))


def page(*lines):
    return PageText(lines, title_of(lines))


def slide(number, title, *more):
    """A banner larger than the title, a name beside it, the foot with a number, read a little differently each time."""
    foot = ("Netzwerktreffen Rückkehr · Herbst 2023", "Netzwerktreffen Ruckkehr - Herbst 2023")[number % 2]
    return page(
        line("URA – Rückkehr gemeinsam gestalten || Dr. Nino Müller", top=20 + number % 3, height=50),
        line(title, top=120, height=40),
        line(f"Anzeige {number}: Zimmer frei in Gldani", top=200 + 30 * number),
        *more,
        line(f"{foot} || Seite {number} von 5", top=680, height=14),
        line(f"{number}", top=700, height=14, left=1200),
    )


@pytest.fixture
def pages():
    return [slide(number, title) for number, title in enumerate(TITLES, start=1)]


def test_banner_foot_name_and_number_are_said_once_and_each_slide_has_its_own_title(pages):
    first, *others = without_letterhead(pages)

    assert tuple(one.title for one in (first, *others)) == TITLES
    assert first.text == pages[0].text
    for number, (title, one) in enumerate(zip(TITLES[1:], others, strict=True), start=2):
        assert one.text.splitlines() == [title, f"Anzeige {number}: Zimmer frei in Gldani"]


def test_a_slide_with_nothing_of_its_own_keeps_its_title(pages):
    empty = page(line("URA – Rückkehr gemeinsam gestalten", top=21, height=50))

    *_, last = without_letterhead([*pages, empty])

    assert (last.title, last.text) == ("URA – Rückkehr gemeinsam gestalten", "")


def test_three_slides_are_too_few_to_tell(pages):
    assert without_letterhead(pages[:3]) == tuple(pages[:3])


def test_what_is_on_half_of_the_slides_stays():
    pages = [
        page(line(f"{title} heute", top=20, height=40), *([line("Fallbeispiel aus der Beratung", top=300)] * (n % 2)))
        for n, title in enumerate((*TITLES, "Dank", "Fragen", "Kontakt"))
    ]

    assert without_letterhead(pages) == tuple(pages)


def test_the_same_words_elsewhere_on_the_slide_stay():
    pages = [
        page(line(title, top=20, height=40), line("Beratung ist kostenlos", top=120 + 90 * n))
        for n, title in enumerate(TITLES)
    ]

    assert without_letterhead(pages) == tuple(pages)


def test_numbers_of_a_table_are_no_page_numbers():
    pages = [
        page(line(title, top=20, height=40), line("1.000", top=300, left=200 + 150 * n))
        for n, title in enumerate(TITLES)
    ]

    assert without_letterhead(pages) == tuple(pages)


def test_no_pages_and_pages_without_writing_are_fine():
    assert without_letterhead([]) == ()
    assert without_letterhead([PageText()] * 5) == (PageText(),) * 5
