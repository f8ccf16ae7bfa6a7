"""tus-js-client, which others wrote, judges our uploads: the server is killed under it, and the bytes are equal."""

import hashlib
import random

import pytest

from tests.support.house import ROOT
from tests.support.upload_site import KillingLine, UploadSite

TUS_JS_CLIENT = ROOT / ".venv" / "judges" / "tus.min.js"
FILM_BYTES = 16 << 20
KILLS_AFTER_BYTES = (3 << 20, 7 << 20)
SEND = """() => {
  window.outcome = new Promise((resolve, reject) => {
    const sending = new tus.Upload(document.querySelector("input").files[0], {
      endpoint: "/desk/uploads", retryDelays: Array(100).fill(200), metadata: { filename: "judge.mp4" },
      onError: reject, onSuccess: () => resolve(sending.url),
    });
    sending.start();
  });
}"""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not TUS_JS_CLIENT.exists(), reason="tus-js-client was not fetched: scripts/judge does, with npm"
    ),
]


@pytest.fixture
def site(tmp_path):
    site = UploadSite(tmp_path / "var")
    site.start()
    yield site
    site.kill()


@pytest.fixture
def line(site):
    line = KillingLine(site, KILLS_AFTER_BYTES)
    yield line
    line.close()


@pytest.fixture
def page(browser, site, line):
    context = browser.new_context(bypass_csp=True)
    context.add_cookies([{"name": site.cookie_name, "value": site.token, "url": line.here}])
    page = context.new_page()
    page.goto(f"{line.here}/healthz")
    page.add_script_tag(content=TUS_JS_CLIENT.read_text(encoding="utf-8"))
    yield page
    context.close()


def test_tus_js_client_goes_on_after_kills_of_the_server_and_ends_in_equal_bytes(site, line, page, tmp_path):
    content = random.Random(7).randbytes(FILM_BYTES)
    film = tmp_path / "judge.mp4"
    film.write_bytes(content)
    page.evaluate("() => document.body.append(Object.assign(document.createElement('input'), { type: 'file' }))")
    page.locator("input").set_input_files(film)

    page.evaluate(SEND)
    address = page.evaluate("() => window.outcome")

    assert len(line.offsets) == len(KILLS_AFTER_BYTES)
    assert 0 < line.offsets[0] < line.offsets[1] < FILM_BYTES, "no kill came in the middle"
    assert hashlib.sha256(site.stored(address)).digest() == hashlib.sha256(content).digest()
    is_finished, jobs = site.jobs_of(address)
    assert is_finished
    assert len(jobs) == 1
