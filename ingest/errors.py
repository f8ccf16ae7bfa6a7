"""What can go wrong between a source and plain data. Codes and data only; people's words are made at the edge.

IngestError
├── SourceRefusedError      we will not fetch or take this
├── TooLargeError           more bytes than we take in
├── SourceUnavailableError  the other side does not give it
├── NothingFoundError       the page is there, but no recording on it
├── StepFailedError         a step ended in a way nobody foresaw
├── CancelledError          somebody cancelled the work
└── SpeechModelError        the speech model cannot be used
"""

from collections.abc import Mapping
from typing import ClassVar, Literal, cast, get_args

RefusedReason = Literal[
    "unsupported-address",
    "private-address",
    "credentials-in-address",
    "live-stream",
    "drm",
    "playlist-file",
    "several-recordings",
    "not-a-file",
    "manifest-invalid",
    "manifest-empty",
]
UnavailableReason = Literal[
    "not-found",
    "gone",
    "forbidden",
    "sign-in-needed",
    "private",
    "geo-restricted",
    "legally-blocked",
    "host-unknown",
    "certificate",
    "timeout",
    "unreachable",
    "interrupted",
    "too-many-requests",
    "server-error",
    "file-missing",
    "file-unreadable",
    "not-readable",
]
NothingFoundReason = Literal["folder"]
SpeechModelReason = Literal[
    "not-set",
    "not-fetched",
    "folder-missing",
    "file-missing",
    "not-readable",
    "unknown-name",
    "fetch-failed",
    "not-installed",
    "out-of-memory",
]
PASSING_REASONS = frozenset({"timeout", "unreachable", "interrupted", "too-many-requests", "server-error"})
"""Reasons that may be gone by the next try."""


class IngestError(Exception):
    """Parent of every error this package lets out, beside those of `media`."""

    code: ClassVar[str] = "ingest"
    retryable: bool = False

    def details(self) -> dict[str, str | int | float]:
        """Return the error's data, ready for JSON."""
        hidden = {"retryable"}
        return {name: value for name, value in vars(self).items() if name not in hidden and value is not None}


class SourceRefusedError(IngestError):
    """We will not fetch or take this. The subject names the address or the file as the person knows it."""

    code = "source-refused"

    def __init__(self, reason: RefusedReason, subject: str = "") -> None:
        super().__init__(f"source refused: {reason}" + (f" ({subject})" if subject else ""))
        self.reason = reason
        self.subject = subject


class TooLargeError(IngestError):
    """The source has, or claims, more bytes than we take in."""

    code = "too-large"

    def __init__(self, limit_bytes: int) -> None:
        super().__init__(f"more than {limit_bytes} bytes")
        self.limit_bytes = limit_bytes


class SourceUnavailableError(IngestError):
    """The other side does not give the recording; some reasons pass by themselves."""

    code = "source-unavailable"

    def __init__(self, status: int | None, reason: UnavailableReason) -> None:
        super().__init__(f"source unavailable: {reason}" + (f" (status {status})" if status else ""))
        self.status = status
        self.reason = reason
        self.retryable = reason in PASSING_REASONS


class NothingFoundError(IngestError):
    """The page answers, or the folder (reason) is there, but there is no recording in it that we can find."""

    code = "nothing-found"

    def __init__(self, address: str, *, reason: NothingFoundReason | None = None) -> None:
        super().__init__(f"no recording found at {address}")
        self.address = address
        self.reason = reason


class StepFailedError(IngestError):
    """A step ended in a way nobody foresaw; the cause is chained and belongs into the log."""

    code = "step-failed"
    retryable = True

    def __init__(self, step: str) -> None:
        super().__init__(f"the step {step} failed")
        self.step = step


class CancelledError(IngestError):
    """Somebody cancelled the work."""

    code = "cancelled"

    def __init__(self) -> None:
        super().__init__("the work was cancelled")


class SpeechModelError(IngestError):
    """The configured speech model cannot be used; the subject names the model or the file of it."""

    code = "speech-model"

    def __init__(self, reason: SpeechModelReason, subject: str = "") -> None:
        super().__init__(f"speech model: {reason}" + (f" ({subject})" if subject else ""))
        self.reason = reason
        self.subject = subject


def error_from(code: str, details: Mapping[str, object]) -> IngestError | None:
    """Make an error again from what a child process wrote; None for a code that none of ours has."""
    reason = str(details.get("reason", ""))
    subject = str(details.get("subject", ""))
    if code == SourceRefusedError.code and reason in get_args(RefusedReason):
        return SourceRefusedError(cast("RefusedReason", reason), subject)
    if code == SourceUnavailableError.code and reason in get_args(UnavailableReason):
        status = details.get("status")
        return SourceUnavailableError(status if isinstance(status, int) else None, cast("UnavailableReason", reason))
    if code == SpeechModelError.code and reason in get_args(SpeechModelReason):
        return SpeechModelError(cast("SpeechModelReason", reason), subject)
    if code == TooLargeError.code:
        limit = details.get("limit_bytes")
        return TooLargeError(limit if isinstance(limit, int) else 0)
    if code == NothingFoundError.code:
        return NothingFoundError(str(details.get("address", "")))
    return None
