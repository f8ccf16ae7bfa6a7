"""yt-dlp's errors as ours, made of yt-dlp's own classes."""

import errno
import socket
import ssl

import pytest
from yt_dlp.networking.exceptions import CertificateVerifyError, IncompleteRead, NoSupportingHandlers, TransportError
from yt_dlp.utils import DownloadError, ExtractorError, GeoRestrictedError, UnsupportedError, UserNotLive

from ingest.errors import CancelledError
from ingest.netguard import Refusals
from ingest.ytdlp_errors import error_of

ADDRESS = "https://example.org/x"


class HttpError(Exception):
    def __init__(self, status):
        super().__init__(f"HTTP Error {status}")
        self.status = status


def judged(exc, *, refused=()):
    refusals = Refusals()
    refusals.addresses.extend(refused)
    error = error_of(exc, address=ADDRESS, limit_bytes=9, refusals=refusals)
    return error.code, error.details().get("reason"), error.retryable


def wrapped(cause):
    extraction = ExtractorError("could not", cause=cause)
    return DownloadError("ERROR: could not", (type(extraction), extraction, None))


@pytest.mark.parametrize(
    ("status", "reason", "retryable"),
    [(401, "sign-in-needed", False), (403, "forbidden", False), (404, "not-found", False), (410, "gone", False),
     (429, "too-many-requests", True), (451, "legally-blocked", False), (500, "server-error", True),
     (503, "server-error", True), (418, "not-readable", False)],
)  # fmt: skip
def test_a_status_says_what_happened(status, reason, retryable):
    assert judged(wrapped(HttpError(status))) == ("source-unavailable", reason, retryable)


@pytest.mark.parametrize(
    ("exc", "code", "reason"),
    [
        (ExtractorError("Private video. Sign in if you've been granted access"), "source-unavailable", "private"),
        (ExtractorError("This video is only available for registered users"), "source-unavailable", "sign-in-needed"),
        (ExtractorError("This video has been removed by the uploader"), "source-unavailable", "gone"),
        (ExtractorError("Video unavailable"), "source-unavailable", "gone"),
        (GeoRestrictedError("geo restriction"), "source-unavailable", "geo-restricted"),
        (UserNotLive("x"), "source-refused", "live-stream"),
        (ExtractorError("This live event will begin in 3 days."), "source-refused", "live-stream"),
        (ExtractorError("This video is DRM protected"), "source-refused", "drm"),
        (UnsupportedError(ADDRESS), "nothing-found", None),
        (ExtractorError("No video formats found!"), "nothing-found", None),
        (NoSupportingHandlers([], []), "source-refused", "unsupported-address"),
        (TransportError(cause=socket.gaierror(-2, "Name or service not known")), "source-unavailable", "host-unknown"),
        (TransportError(cause=TimeoutError("timed out")), "source-unavailable", "timeout"),
        (TransportError(cause=ConnectionRefusedError()), "source-unavailable", "unreachable"),
        (CertificateVerifyError("x", cause=ssl.SSLError()), "source-unavailable", "certificate"),
        (IncompleteRead(5, 10), "source-unavailable", "interrupted"),
        (OSError(errno.EFBIG, "File too large"), "too-large", None),
        (MemoryError(), "too-large", None),
        (DownloadError("fragment 3 not found, unable to continue"), "source-unavailable", "not-found"),
        (ValueError("something new"), "source-unavailable", "not-readable"),
        (CancelledError(), "cancelled", None),
    ],
)
def test_an_error_of_yt_dlp_has_a_code_and_a_reason(exc, code, reason):
    assert judged(exc)[:2] == (code, reason)
    if not isinstance(exc, CancelledError):
        assert judged(wrapped(exc))[:2] == (code, reason)


def test_a_refusal_of_the_guard_explains_every_failure():
    assert judged(wrapped(ValueError("x")), refused=["10.0.0.1:80"])[:2] == ("source-refused", "private-address")
