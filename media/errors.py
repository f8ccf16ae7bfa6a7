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
    "no-end",
]
BreakdownReason = Literal["crashed", "out-of-memory", "too-much-output"]
TimedTextReason = Literal["empty", "not-captions", "html-page", "too-large", "wrong-length", "pictures"]


class MediaError(Exception):
    """Parent of every error this package lets out."""

    code: ClassVar[str] = "media"
    retryable: bool = False

    def details(self) -> dict[str, str | int | float]:
        """Return the error's data, ready for JSON."""
        return {name: value for name, value in vars(self).items() if name != "retryable" and value is not None}


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


class ToolBrokenError(MediaError):
    """An outside program broke down: it died, had no memory left, or wrote without end.

    It says nothing certain about what the program was given, so nobody takes it for an answer. Memory may be free
    again by the next try; the rest waits for a person.
    """

    code = "tool-broken"

    def __init__(self, program: str, reason: BreakdownReason, tail: str = "") -> None:
        super().__init__(f"{program} broke down, {reason}: {tail.strip() or 'no message'}")
        self.program = program
        self.reason: BreakdownReason = reason
        self.tail = tail
        self.retryable = reason == "out-of-memory"


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


class FileDamagedError(MediaError):
    """What lies in the store is not what was put there: a flipped bit, or somebody wrote into it."""

    code = "file-damaged"

    def __init__(self, key: str) -> None:
        super().__init__(f"the stored file {key!r} is not what its hash says")
        self.key = key
