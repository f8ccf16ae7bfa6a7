"""How tests read the pages that a browser is answered with."""

from bs4 import BeautifulSoup
from httpx2 import Response


def page(answer: Response) -> BeautifulSoup:
    """Read a page."""
    return BeautifulSoup(answer.text, "html.parser")


def words(answer: Response) -> str:
    """Give the words of a page in one line."""
    return " ".join(page(answer).main.get_text(" ").split())
