"""How tests read the pages that a browser is answered with."""

from bs4 import BeautifulSoup, Tag
from httpx2 import Response
from starlette.testclient import TestClient


def page(answer: Response) -> BeautifulSoup:
    """Read a page."""
    return BeautifulSoup(answer.text, "html.parser")


def visited(client: TestClient, path: str) -> BeautifulSoup:
    """Go to a page that is there, and read it."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return page(answer)


def words(answer: Response) -> str:
    """Give the words of a page in one line."""
    return " ".join(page(answer).main.get_text(" ").split())


def filled_in(form: Tag) -> dict[str, list[str]]:
    """Give what a browser sends of a form in which nobody has changed anything."""
    sent: dict[str, list[str]] = {}
    for field in form.find_all(["input", "textarea", "select"]):
        if field.name == "select":
            value = (field.find("option", selected=True) or field.option)["value"]
        elif field.get("type") in {"radio", "checkbox"} and not field.has_attr("checked"):
            continue
        else:
            value = field.get("value", field.text)
        sent.setdefault(field["name"], []).append(value)
    return sent
