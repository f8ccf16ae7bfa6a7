"""What stands around every page: hosts, origins, policy, errors, the joined look, addresses."""

import gc
import gzip

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient

from archive.catalogue.people import Role
from archive.i18n import I18n
from archive.web import addresses
from archive.web.app import create_app
from archive.web.assets import joined_js, load_assets
from archive.web.middleware import SECURITY_HEADERS
from tests.support.archives import open_archive
from tests.support.desk import HERE, client_for


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    with open_archive(tmp_path_factory.mktemp("frame") / "var") as services:
        yield services


@pytest.fixture(scope="module")
def visitor(services):
    return client_for(services)


@pytest.mark.parametrize("path", ["/", "/de/", "/de/nix", "/healthz", "/static/nix", "/media/a/b", "/robots.txt"])
def test_the_policy_is_on_every_answer(visitor, path):
    headers = visitor.get(path).headers

    assert {name: headers.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS
    assert "set-cookie" not in headers


@pytest.mark.parametrize("path", ["/de/watch/a%00b", "/media/%00/poster.jpg", "/api/v1/events/%00", "/%00"])
def test_an_address_with_nul_reaches_no_page(visitor, path):
    answer = visitor.get(path)

    assert answer.status_code == 404
    assert "\0" not in answer.text
    assert answer.headers["content-security-policy"] == SECURITY_HEADERS["Content-Security-Policy"]


def test_a_page_with_nul_in_its_address_is_missing_like_any_other(visitor):
    assert "Hier ist nichts" in visitor.get("/de/watch/a%00b").text


def test_the_policy_is_on_our_own_faults_too_and_nothing_leaks(services):
    app = create_app(services)
    app.router.routes.insert(0, Route("/de/broken", lambda _: 1 / 0))

    answer = TestClient(app, base_url=HERE, raise_server_exceptions=False).get("/de/broken")

    assert answer.status_code == 500
    assert "Bei uns ist etwas schiefgegangen" in answer.text
    assert "division" not in answer.text
    assert answer.headers["content-security-policy"] == SECURITY_HEADERS["Content-Security-Policy"]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1@evil.example", "", "127.0.0.1/x", "a b"])
def test_only_our_own_hosts_are_answered(visitor, host):
    assert visitor.get("/de/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "[::1]:8000", "LOCALHOST:1"])
def test_our_hosts_have_several_names(visitor, host):
    assert visitor.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    ("headers", "is_refused"),
    [
        ({"sec-fetch-site": "cross-site"}, True),
        ({"sec-fetch-site": "same-site"}, True),
        ({"origin": "https://evil.example"}, True),
        ({"origin": "null"}, True),
        ({"sec-fetch-site": "same-origin", "origin": "https://evil.example"}, True),
        ({"origin": HERE}, False),
        ({"sec-fetch-site": "same-origin", "origin": HERE}, False),
        ({}, False),
    ],
)
def test_what_other_sites_send_is_refused(services, headers, is_refused):
    staff = client_for(services, Role.EDITOR, name=f"e{abs(hash(str(headers)))}")

    answer = staff.post("/de/sign-out", headers=headers)

    assert (answer.status_code == 403) is is_refused


def test_an_odd_cookie_is_a_visitor(visitor):
    assert visitor.get("/de/", headers={"cookie": "mitschnitt=; a b=\x7f; ="}).status_code == 200


@pytest.mark.parametrize("path", ["/de/events/", "/de/countries//", "/de//evil.example/", "//evil.example/"])
def test_no_slash_leads_to_another_site(visitor, path):
    answer = visitor.get(HERE + path)

    assert answer.status_code in {308, 404}
    assert answer.headers.get("location", "/de").startswith("/de")


@pytest.mark.parametrize("path", ["/de/nix", "/en/events/none", "/de/watch/none", "/xx/", "/nix"])
def test_what_is_not_there_is_said_kindly(visitor, path):
    answer = visitor.get(path)

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert 'role="search"' in answer.text


def test_what_cannot_be_done_is_said_too(visitor):
    assert visitor.post("/de/events").status_code == 405


def test_a_form_that_is_too_large_gets_a_page_too(visitor):
    form = {"content-type": "application/x-www-form-urlencoded"}

    answer = visitor.post("/de/sign-in", content=b"name=" + b"a" * 400_000, headers=form)

    assert answer.status_code == 413
    assert "Das ist zu groß" in answer.text
    assert answer.headers["content-security-policy"]


def test_health(services, visitor):
    services.index.rebuild([])

    assert visitor.get("/healthz").text == "ok\n"
    assert visitor.get("/readyz").json() == {"catalogue": True, "index": True}


def test_the_look_is_one_file_each_and_may_be_kept_for_ever(visitor):
    assets = load_assets()

    for asset in (assets.css, assets.js, assets.desk_css, assets.desk_js, assets.icon):
        answer = visitor.get(asset.path)
        assert answer.content == asset.content
        assert "immutable" in answer.headers["cache-control"]
    assert len(assets.js.compressed) <= 25_000
    assert gzip.decompress(assets.css.compressed) == assets.css.content


def test_what_only_the_desk_needs_is_fetched_by_nobody_else(services, visitor):
    assets = load_assets()
    editor = client_for(services, Role.EDITOR)

    for path, person, is_needed in (
        ("/de/", visitor, False),
        ("/de/search", visitor, False),
        ("/de/sign-in", visitor, True),
        ("/de/", editor, True),
        ("/de/desk", editor, True),
    ):
        text = person.get(path).text
        assert (assets.desk_css.path in text, assets.desk_js.path in text) == (is_needed, is_needed), path
    assert b"TusUpload" not in assets.js.content
    assert b"TusUpload" in assets.desk_js.content


@pytest.mark.parametrize("part", ["js", "desk_js"])
def test_scripts_hold_no_way_to_write_html(part):
    text = getattr(load_assets(), part).content.decode()

    for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "http://", "https://"):
        assert forbidden not in text
    assert "import " not in text
    assert "export " not in text


def test_a_module_stands_after_those_it_imports(tmp_path):
    (tmp_path / "a.js").write_text('import { b } from "./b.js";\nb();\n')
    (tmp_path / "b.js").write_text("export function b() {}\n")

    assert joined_js(tmp_path) == "function b() {}\nb();\n"


def test_the_desk_takes_what_it_imports_from_visitors_scripts_along(tmp_path):
    (tmp_path / "clock.js").write_text("export function clock() {}\n")
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "editor.js").write_text('import { clock } from "../clock.js";\nclock();\n')

    assert joined_js(tmp_path / "desk") == "function clock() {}\nclock();\n"


def test_styles_know_colours_only_by_their_meaning(request):
    folder = request.config.rootpath / "static" / "css"

    loud = {
        sheet.name
        for sheet in folder.glob("*.css")
        if sheet.name not in {"meanings.css", "player.css", "wishes.css"} and "#" in _values(sheet.read_text("utf-8"))
    }

    assert loud == set()


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("754", 754.0),
        ("12:34", 754.0),
        ("1:02:03.5", 3723.5),
        ("0", 0.0),
        ("", None),
        ("x", None),
        ("-1", None),
        (None, None),
    ],
)
def test_positions_in_addresses(text, seconds):
    assert addresses.seconds_of(text) == seconds


def test_a_position_in_an_address_is_never_late():
    assert [addresses.second(value) for value in (754.0, 754.259, 0.1 + 0.2, -1.0, 12.3)] == [
        "754",
        "754.25",
        "0.3",
        "0",
        "12.3",
    ]


def test_names_in_addresses_are_quoted():
    assert addresses.page("de", "watch", "a/b?c", q="ä b") == "/de/watch/a%2Fb%3Fc?q=%C3%A4+b"
    assert addresses.in_language("/de/watch/ä", "en") == "/en/watch/%C3%A4"
    assert addresses.in_language("/healthz", "en") == "/en/"


def _values(css):
    return " ".join(
        line.partition(":")[2] for line in css.splitlines() if ":" in line and "{" not in line.split(":")[0]
    )


def test_what_a_server_keeps_for_good_is_not_looked_through_for_garbage_again(services):
    with TestClient(create_app(services), base_url=HERE):
        kept = gc.get_freeze_count()
    gc.unfreeze()

    assert kept > 10_000


def test_what_pages_beside_the_first_upload_would_wait_for_is_read_at_the_start(services, monkeypatch):
    read = []
    monkeypatch.setattr(I18n, "country_names", lambda _self: read.append("countries") or {})

    with TestClient(create_app(services), base_url=HERE):
        at_the_start = list(read)

    assert at_the_start == ["countries"]
