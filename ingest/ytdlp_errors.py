"""yt-dlp's errors as ours. Goes by status, by the names of its classes and by its words, and needs no yt-dlp."""

import errno
import re
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.errors import (
    IngestError,
    NothingFoundError,
    SourceRefusedError,
    SourceUnavailableError,
    TooLargeError,
    UnavailableReason,
)
from ingest.netguard import Refusals

MOST_CAUSES = 12
SERVER_ERROR = 500
_CUT_SHORT = frozenset({"IncompleteRead", "ContentTooShortError"})
_LIVE_WORDS = re.compile(r"live event|is live|not currently live|premieres", re.IGNORECASE)
_NO_HOST_WORDS = re.compile(r"resolve host|Name or service not known|NameResolution", re.IGNORECASE)
_BY_STATUS: dict[int, UnavailableReason] = {
    401: "sign-in-needed",
    402: "sign-in-needed",
    403: "forbidden",
    404: "not-found",
    407: "sign-in-needed",
    408: "timeout",
    410: "gone",
    429: "too-many-requests",
    451: "legally-blocked",
}
_BY_WORDS: tuple[tuple[str, UnavailableReason], ...] = (
    (r"fragment \d+ not found", "not-found"),
    (r"private video|is private|video is privat", "private"),
    (r"geo.?restrict|not available (in|from) your (country|location)", "geo-restricted"),
    (r"log.?in|sign in|registered users|members.only|authenticat|password|premium", "sign-in-needed"),
    (r"removed|deleted|no longer available|terminated|does not exist|video unavailable|not available", "gone"),
    (r"timed? ?out", "timeout"),
    (r"redirect loop|infinite redirect|too many redirects", "unreachable"),
)


@dataclass(frozen=True, slots=True)
class _Trace:
    """All that an error of yt-dlp tells, gathered from what it chains."""

    causes: tuple[BaseException, ...]
    names: frozenset[str]
    words: str
    address: str
    limit_bytes: int
    refusals: Refusals

    def has(self, *kinds: type[BaseException]) -> bool:
        """Say whether one of the causes is of such a kind."""
        return any(isinstance(cause, kinds) for cause in self.causes)


def error_of(exc: BaseException, *, address: str, limit_bytes: int, refusals: Refusals) -> IngestError:
    """Give our error for what came out of yt-dlp; the judges are asked from the surest sign to the vaguest."""
    causes = tuple(_causes(exc))
    names = frozenset(type(cause).__name__ for cause in causes)
    trace = _Trace(causes, names, " ".join(str(cause) for cause in causes), address, limit_bytes, refusals)
    judgements = (judge(trace) for judge in _JUDGES)
    return next((error for error in judgements if error), SourceUnavailableError(None, "not-readable"))


def _by_ourselves(trace: _Trace) -> IngestError | None:
    return next((cause for cause in trace.causes if isinstance(cause, IngestError)), None)


def _by_guard(trace: _Trace) -> IngestError | None:
    refused = trace.refusals.addresses
    return SourceRefusedError(reason="private-address", subject=refused[-1]) if refused else None


def _by_size(trace: _Trace) -> IngestError | None:
    is_too_big = any(isinstance(cause, OSError) and cause.errno == errno.EFBIG for cause in trace.causes)
    is_too_big = is_too_big or "File too large" in trace.words or trace.has(MemoryError)
    return TooLargeError(trace.limit_bytes) if is_too_big else None


def _by_status(trace: _Trace) -> IngestError | None:
    statuses = (getattr(cause, "status", None) for cause in trace.causes)
    status = next((status for status in statuses if isinstance(status, int)), None)
    if status is None:
        return None
    other: UnavailableReason = "server-error" if status >= SERVER_ERROR else "not-readable"
    return SourceUnavailableError(status, _BY_STATUS.get(status, other))


def _by_kind(trace: _Trace) -> IngestError | None:
    if "UserNotLive" in trace.names or _LIVE_WORDS.search(trace.words):
        return SourceRefusedError(reason="live-stream", subject=trace.address)
    return SourceRefusedError(reason="drm", subject=trace.address) if "DRM" in trace.words else None


def _by_connection(trace: _Trace) -> IngestError | None:
    signs: tuple[tuple[UnavailableReason, bool], ...] = (
        ("certificate", "CertificateVerifyError" in trace.names or trace.has(ssl.SSLError)),
        ("host-unknown", trace.has(socket.gaierror) or bool(_NO_HOST_WORDS.search(trace.words))),
        ("timeout", trace.has(TimeoutError) or "timed out" in trace.words),
        ("interrupted", bool(trace.names & _CUT_SHORT) or "bytes read" in trace.words),
        ("unreachable", trace.has(ConnectionError) or bool(trace.names & {"TransportError", "ProxyError"})),
    )
    reason = next((reason for reason, is_it in signs if is_it), None)
    return SourceUnavailableError(None, reason) if reason else None


def _by_page(trace: _Trace) -> IngestError | None:
    if "UnsupportedError" in trace.names or "No video formats found" in trace.words:
        return NothingFoundError(trace.address)
    if "is not a valid URL" in trace.words or trace.names & {"UnsupportedRequest", "NoSupportingHandlers"}:
        return SourceRefusedError(reason="unsupported-address", subject=trace.address)
    return None


def _by_words(trace: _Trace) -> IngestError | None:
    reason = next((reason for words, reason in _BY_WORDS if re.search(words, trace.words, re.IGNORECASE)), None)
    return SourceUnavailableError(None, reason) if reason else None


_JUDGES = (_by_guard, _by_ourselves, _by_size, _by_status, _by_kind, _by_connection, _by_page, _by_words)


def _causes(exc: BaseException) -> Iterator[BaseException]:
    """Walk from an error to what caused it, along every way yt-dlp chains them."""
    waiting, seen = [exc], set[int]()
    while waiting and len(seen) < MOST_CAUSES:
        current = waiting.pop(0)
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        exc_info = getattr(current, "exc_info", None)
        chained = [
            exc_info[1] if isinstance(exc_info, tuple) and len(exc_info) > 1 else None,
            getattr(current, "cause", None),
            current.__cause__,
            current.__context__,
        ]
        waiting += [cause for cause in chained if isinstance(cause, BaseException)]
