import pytest

from search.errors import (
    IndexBusyError,
    IndexNotWrittenError,
    IndexUnavailableError,
    RepeatedRecordingError,
    SearchError,
    Unavailable,
)

ALL = [
    IndexUnavailableError(Unavailable.DAMAGED, "x.seg"),
    IndexBusyError(2.5),
    IndexNotWrittenError("No space left on device"),
    RepeatedRecordingError(7),
]


@pytest.mark.parametrize("error", ALL, ids=lambda error: error.code)
def test_every_error_is_a_search_error_with_code_data_and_message(error):
    assert isinstance(error, SearchError)
    assert error.code != SearchError.code
    assert error.details()
    assert str(next(iter(error.details().values()))) in str(error)


def test_codes_are_unique():
    assert len({error.code for error in ALL}) == len(ALL)


def test_only_an_unavailable_index_asks_for_a_rebuild():
    assert [error.code for error in ALL if error.can_rebuild] == ["index-rebuilding"]
