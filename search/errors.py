"""What can go wrong in search, each with a stable code. The words a person reads are made elsewhere, from the code."""

from enum import StrEnum
from typing import ClassVar


class SearchError(Exception):
    """The root of everything search raises."""

    code: ClassVar[str] = "search"
    retryable: ClassVar[bool] = False
    can_rebuild: ClassVar[bool] = False
    """True when a rebuild from the catalogue puts things right."""

    def details(self) -> dict[str, str | int | float]:
        """Give the data of this error, ready for JSON."""
        return {}


class Unavailable(StrEnum):
    """Why an index cannot answer."""

    MISSING = "missing"
    DAMAGED = "damaged"
    OUTDATED = "outdated"


class IndexUnavailableError(SearchError):
    """No generation of the index can answer; `rebuild` makes a new one from the catalogue."""

    code = "index-rebuilding"
    retryable = True
    can_rebuild = True

    def __init__(self, reason: Unavailable, note: str = "") -> None:
        super().__init__(f"the search index cannot answer: {reason}{': ' if note else ''}{note}")
        self.reason = reason
        self.note = note

    def details(self) -> dict[str, str | int | float]:
        """Give the data of this error, ready for JSON."""
        return {"reason": self.reason.value, "note": self.note}


class IndexBusyError(SearchError):
    """Another writer holds the index."""

    code = "index-busy"
    retryable = True

    def __init__(self, waited_seconds: float) -> None:
        super().__init__(f"another writer has held the search index for {waited_seconds:g} s")
        self.waited_seconds = waited_seconds

    def details(self) -> dict[str, str | int | float]:
        """Give the data of this error, ready for JSON."""
        return {"waited_seconds": self.waited_seconds}


class IndexNotWrittenError(SearchError):
    """A change could not be written (disk full, no permission); the generation before it still answers."""

    code = "index-not-written"
    retryable = True

    def __init__(self, reason: str) -> None:
        super().__init__(f"the search index could not be written: {reason}")
        self.reason = reason

    def details(self) -> dict[str, str | int | float]:
        """Give the data of this error, ready for JSON."""
        return {"reason": self.reason}


class RepeatedRecordingError(SearchError):
    """The same recording was given twice in one change; which of the two is meant cannot be known."""

    code = "recording-repeated"

    def __init__(self, recording_id: int) -> None:
        super().__init__(f"recording {recording_id} was given twice in one change of the index")
        self.recording_id = recording_id

    def details(self) -> dict[str, str | int | float]:
        """Give the data of this error, ready for JSON."""
        return {"recording_id": self.recording_id}
