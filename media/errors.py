"""What can go wrong with files, time and outside programs. Codes and data only; people's words are made at the edge."""

from typing import ClassVar, Literal

NotPlayableReason = Literal[
    "empty",
    "not-media",
    "format-not-allowed",
    "codec-not-allowed",
    "truncated",
    "no-streams",
    "no-duration",
    "too-long",
    "too-large",
]
TimedTextReason = Literal["empty", "not-captions", "html-page", "too-large", "wrong-length", "pictures"]


class MediaError(Exception):
    """Parent of every error this package lets out."""

    code: ClassVar[str] = "media"
    retryable: ClassVar[bool] = False

    def details(self) -> dict[str, str | int | float]:
        """Return the error's data, ready for JSON."""
        return {name: value for name, value in vars(self).items() if not name.startswith("_") and value is not None}


class ToolMissingError(MediaError):
    """An outside program is not installed."""

    code = "tool-missing"

    def __init__(self, program: str) -> None:
        super().__init__(f"{program} is not installed or not on the PATH")
        self.program = program


class ToolFailedError(MediaError):
    """An outside program ended with an error; the tail holds its last words."""

    code = "tool-failed"

    def __init__(self, program: str, exit_code: int, tail: str) -> None:
        super().__init__(f"{program} ended with exit code {exit_code}: {tail.strip() or 'no message'}")
        self.program = program
        self.exit_code = exit_code
        self.tail = tail


class ToolTimeoutError(MediaError):
    """An outside program ran longer, or stayed silent longer, than it may."""

    code = "tool-timeout"
    retryable = True

    def __init__(self, program: str, seconds: float) -> None:
        super().__init__(f"{program} was stopped after {seconds:.0f} s")
        self.program = program
        self.seconds = seconds


class ToolCancelledError(MediaError):
    """Somebody cancelled the work while an outside program ran."""

    code = "cancelled"

    def __init__(self, program: str) -> None:
        super().__init__(f"{program} was cancelled")
        self.program = program


class NotPlayableError(MediaError):
    """The file is not a recording we can, or may, play. The subject names the format, the codec or the limit."""

    code = "not-playable"

    def __init__(self, reason: NotPlayableReason, subject: str = "") -> None:
        super().__init__(f"not playable: {reason}" + (f" ({subject})" if subject else ""))
        self.reason: NotPlayableReason = reason
        self.subject = subject


class TimedTextError(MediaError):
    """The file holds no captions we can read. The subject names the format when it was recognised."""

    code = "captions-unreadable"

    def __init__(self, reason: TimedTextReason, subject: str = "") -> None:
        super().__init__(f"captions unreadable: {reason}" + (f" ({subject})" if subject else ""))
        self.reason: TimedTextReason = reason
        self.subject = subject


class StoreFullError(MediaError):
    """The disk has no room for the file; worth another try once there is."""

    code = "store-full"
    retryable = True

    def __init__(self, needed_bytes: int, free_bytes: int) -> None:
        super().__init__(f"{needed_bytes} bytes needed, {free_bytes} bytes free")
        self.needed_bytes = needed_bytes
        self.free_bytes = free_bytes


class FileMissingError(MediaError):
    """The store holds no file under this key."""

    code = "file-missing"

    def __init__(self, key: str) -> None:
        super().__init__(f"no stored file has the key {key!r}")
        self.key = key
