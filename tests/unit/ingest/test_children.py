"""Talking to our own child processes, however they behave."""

import pytest

from ingest import children
from ingest.children import ask
from ingest.errors import CancelledError, SourceUnavailableError, StepFailedError, TooLargeError
from media.errors import ToolBrokenError, ToolTimeoutError

CHILD = "tests.support.misbehaving_child"


def asked(how, tmp_path, **more):
    arguments = {"program": "the child", "cwd": tmp_path, "timeout_seconds": 20, "cancelled": lambda: False} | more
    return ask(CHILD, {"how": how, "text": "ä\n"}, **arguments)


def test_a_child_answers_and_tells_events_on_the_way(tmp_path):
    events = []

    answer = asked("answer", tmp_path, on_event=events.append)

    assert events == [{"event": "step", "number": 1}]
    assert answer["you said"] == {"how": "answer", "text": "ä\n"}
    assert answer["cwd"] == str(tmp_path)


def test_nothing_in_the_work_folder_can_be_imported_by_a_child(tmp_path):
    (tmp_path / "yt_dlp.py").write_text("raise SystemExit('taken over')")

    answer = asked("answer", tmp_path)

    assert str(tmp_path) not in answer["path"]
    assert "" not in answer["path"]


def test_a_child_knows_nothing_of_our_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")

    assert asked("answer", tmp_path)["proxy"] is None


def test_an_error_of_ours_comes_back_as_it_was(tmp_path):
    with pytest.raises(TooLargeError) as error:
        asked("our error", tmp_path)

    assert error.value.limit_bytes == 7


@pytest.mark.parametrize("how", ["unknown error", "crash", "silence"])
def test_a_child_without_an_answer_is_a_failed_step(tmp_path, how):
    with pytest.raises(StepFailedError) as failed:
        asked(how, tmp_path)

    assert failed.value.details() == {"step": "the child"}


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ("segfault", "crashed"),
        ("die", "out-of-memory"),
        ("eat memory", "out-of-memory"),
        ("flood", "too-much-output"),
        ("babble", "too-much-output"),
    ],
)
@pytest.mark.parametrize("network", [True, False])
def test_a_child_that_breaks_down_is_named_with_its_reason(tmp_path, monkeypatch, how, reason, network):
    monkeypatch.setattr(children, "WORDS_BYTES", 4 << 20)
    with pytest.raises(ToolBrokenError) as broken:
        asked(how, tmp_path, network=network, memory_bytes=1 << 30)

    assert (broken.value.program, broken.value.reason) == ("the child", reason)


def test_a_child_that_says_nothing_for_long_is_stopped(tmp_path):
    with pytest.raises(ToolTimeoutError) as slow:
        asked("sleep", tmp_path, stall_seconds=0.5)

    assert (slow.value.program, slow.value.seconds) == ("the child", 0.5)


def test_a_child_can_be_cancelled(tmp_path):
    with pytest.raises(CancelledError):
        asked("sleep", tmp_path, cancelled=lambda: True)


def test_a_slow_child_is_a_timeout_of_the_other_side_when_it_has_network(tmp_path):
    with pytest.raises(SourceUnavailableError) as slow:
        asked("sleep", tmp_path, timeout_seconds=1.0, network=True)
    with pytest.raises(ToolTimeoutError):
        asked("sleep", tmp_path, timeout_seconds=1.0)

    assert (slow.value.reason, slow.value.retryable) == ("timeout", True)


def test_a_child_cannot_write_more_than_it_may(tmp_path):
    with pytest.raises(StepFailedError):
        asked("write", tmp_path, file_bytes=1_000_000)

    assert (tmp_path / "big").stat().st_size <= 1_000_000
