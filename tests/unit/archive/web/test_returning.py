"""The way back to a form for whoever has to sign in first."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.support.archives import open_archive
from tests.support.desk import HERE, client_for


@pytest.fixture(scope="module")
def visitor(tmp_path_factory):
    with open_archive(tmp_path_factory.mktemp("returning") / "var") as services:
        yield client_for(services)


def asked_to_sign_in(visitor, path, *, page=None):
    """Send a form after the session has ended; give what the address of the sign-in page says."""
    headers = {"Origin": HERE} | ({"Referer": page} if page else {})
    answer = visitor.post(path, data={"title": "typed"}, headers=headers)
    assert answer.status_code == 303
    return {name: value for name, (value,) in parse_qs(urlsplit(answer.headers["location"]).query).items()}


@pytest.mark.parametrize(
    ("path", "page", "onward"),
    [
        ("/de/desk/recordings/1", None, "/de/desk/recordings/1"),
        ("/de/desk/recordings/1", f"{HERE}/de/desk/recordings/1?done=saved", "/de/desk/recordings/1?done=saved"),
        ("/de/desk/glossary/1", f"{HERE}/de/desk/glossary", "/de/desk/glossary/1"),
        ("/de/desk/recordings/1/chapters", f"{HERE}/de/desk/recordings/1/pictures", "/de/desk/recordings/1/pictures"),
        ("/de/desk/add/address", f"{HERE}/de/desk/add", "/de/desk/add"),
        ("/de/account/password", f"{HERE}/de/account", "/de/account"),
    ],
)
def test_whoever_sends_a_form_too_late_comes_back_to_its_page(visitor, path, page, onward):
    assert asked_to_sign_in(visitor, path, page=page) == {"done": "unsaved", "next": onward}


@pytest.mark.parametrize(
    "page",
    [
        None,
        "https://evil.example/de/desk/add",
        "http://127.0.0.1:8000.evil.example/de/desk/add",
        "//evil.example/de/desk/add",
        f"{HERE}//evil.example/de/desk/add",
        f"{HERE}/de/search?q=x",
        f"{HERE}/de/desk/watched/1/check",
        "http://[half/de/desk/add",
        "/de/desk/add",
    ],
)
def test_a_page_that_is_not_ours_or_of_the_site_or_takes_forms_alone_is_not_come_back_to(visitor, page):
    assert asked_to_sign_in(visitor, "/de/desk/watched/1/check", page=page)["next"] == "/de/desk/watched"


def test_a_page_that_was_only_asked_for_says_nothing_of_lost_words(visitor):
    answer = visitor.get("/de/desk/worklist?need=x&page=2", headers={"Referer": f"{HERE}/de/desk/add"})

    assert answer.headers["location"] == "/de/sign-in?next=%2Fde%2Fdesk%2Fworklist%3Fneed%3Dx%26page%3D2"


def test_the_sign_in_page_says_that_nothing_was_saved(visitor):
    said = "deshalb ist nicht gespeichert, was Sie eingegeben haben"

    assert said in visitor.get("/de/sign-in?done=unsaved&next=/de/desk").text
    assert said not in visitor.get("/de/sign-in?next=/de/desk").text
