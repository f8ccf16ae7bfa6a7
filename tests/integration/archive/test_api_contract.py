"""The API against its own description, judged by schemathesis: made-up questions, right ones and wrong ones."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.python import asgi

from archive.web.api.endpoints import ROOT
from archive.web.api.parameters import Query
from archive.web.api.table import ENDPOINTS
from archive.web.app import create_app
from tests.support.archives import open_archive
from tests.support.published import publish_nasty

QUICK = settings(max_examples=12, derandomize=True, database=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    folder = tmp_path_factory.mktemp("api")
    with open_archive(folder / "var", public_url=f"http://{asgi.HOST}") as services:
        publish_nasty(services)
        yield create_app(services)


@pytest.fixture(scope="module")
def described(app):
    return schemathesis.openapi.from_asgi(f"{ROOT}/openapi.json", app)


THERE = {"slug": "nasty-0", "language": "de"}
RIGHT, WRONG = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
QUESTIONS = [
    pytest.param(endpoint, mode, id=f"{endpoint.name}-{mode.value}")
    for endpoint in ENDPOINTS
    for mode in (RIGHT, WRONG)
    if mode is RIGHT or endpoint.query is not Query  # without parameters there is nothing to get wrong
]


@pytest.mark.parametrize(("endpoint", "mode"), QUESTIONS)
def test_every_address_answers_as_it_is_described(app, described, endpoint, mode):
    operation = described[ROOT + endpoint.path]["GET"]
    answered = set()

    with asgi.get_client(app) as client:

        @QUICK
        @given(case=operation.as_strategy(generation_mode=mode), is_there=st.booleans())
        def ask(case, is_there):
            if is_there:
                case.path_parameters.update({name: THERE[name] for name in case.path_parameters})
            answer = case.call_and_validate(session=client)
            answered.add(answer.status_code)

        ask()

    assert answered & ({200} if mode is RIGHT else {400})
