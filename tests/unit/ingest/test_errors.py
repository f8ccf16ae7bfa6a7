"""The errors of ingest: codes, data, and their way out of a child process."""

import json

import pytest

from ingest import errors
from ingest.errors import error_from

EXAMPLES = (
    errors.SourceRefusedError(reason="private-address", subject="127.0.0.1"),
    errors.TooLargeError(5),
    errors.SourceUnavailableError(404, "not-found"),
    errors.SourceUnavailableError(None, "timeout"),
    errors.NothingFoundError("https://example.org/"),
    errors.SpeechModelError(reason="file-missing", subject="tokenizer.json"),
)


@pytest.mark.parametrize("error", EXAMPLES, ids=str)
def test_an_error_is_the_same_after_a_child_process_told_it(error):
    told = json.loads(json.dumps({"code": error.code, "details": error.details()}))

    again = error_from(told["code"], told["details"])

    assert type(again) is type(error)
    assert (again.details(), again.retryable, str(again)) == (error.details(), error.retryable, str(error))


@pytest.mark.parametrize(
    ("code", "details"),
    [("nonsense", {}), ("source-refused", {"reason": "because"}), ("source-unavailable", {}), ("speech-model", {})],
)
def test_a_child_cannot_make_up_errors(code, details):
    assert error_from(code, details) is None


def test_only_what_may_pass_by_itself_is_worth_another_try():
    passing = {error.details().get("reason") for error in EXAMPLES if error.retryable}

    assert passing == {"timeout"}


def test_every_error_has_a_code_of_its_own():
    classes = [
        kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.IngestError)
    ]

    codes = [kind.code for kind in classes]

    assert len(set(codes)) == len(codes)
