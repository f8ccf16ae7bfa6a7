"""What can go wrong under the roof, with codes. The text for people is made at the edge, from the code.

ArchiveError
├── SettingError          a setting cannot be used
├── InvalidInputError     fields of a form or a command are wrong
├── NotFoundError         nothing there, or not for this person
├── AlreadyArchivedError  the same address or the same bytes are here already
├── NotAllowedError       this person may not
├── SignInRefusedError    wrong name or password, or too many attempts
├── LastAdminError        nobody could look after the accounts any more
├── MailError             a mail could not be sent
├── ProviderError         the identity provider did not vouch for anyone we know
├── UploadBusyError       another request is writing to this upload
├── LinesChangedError     somebody else changed the lines of a transcript meanwhile
├── NotPublishableError   something is missing for publishing
├── CutChangedError       something else is to be cut out of a recording than its files were made with
├── SoundsDifferentError  a new file does not hold the sound of the one it is to replace
├── JobLostError          another worker owns the job now
├── WorkerDiedError       the worker died again and again at the same step
├── CatalogueNewerError  the catalogue was written by a newer version of the software
└── UnexpectedError       something happened that nobody foresaw
"""

from collections.abc import Mapping
from typing import ClassVar, Literal


class ArchiveError(Exception):
    """Base of the errors under the roof; never raised itself."""

    code: ClassVar[str] = "archive-error"
    retryable: ClassVar[bool] = False

    def details(self) -> dict[str, str | int | float]:
        """The data of the error, ready for JSON."""
        return {}


class SettingError(ArchiveError):
    """A setting has a value that cannot be used."""

    code = "setting-invalid"

    def __init__(self, name: str, value: str, advice: str) -> None:
        super().__init__(f"{name} has the value {value!r}: {advice}")
        self.name, self.value, self.advice = name, value, advice

    def details(self) -> dict[str, str | int | float]:
        """Name, value and advice."""
        return {"name": self.name, "value": self.value, "advice": self.advice}


class InvalidInputError(ArchiveError):
    """Fields of a form or a command are wrong; `fields` maps each to the code of its fault."""

    code = "input-invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__("cannot use " + ", ".join(f"{name} ({fault})" for name, fault in fields.items()))
        self.fields = dict(fields)

    def details(self) -> dict[str, str | int | float]:
        """Each field with the code of its fault."""
        return dict(self.fields)


class NotFoundError(ArchiveError):
    """There is no such thing, or not for this person."""

    code = "not-found"

    def __init__(self, kind: str, key: str | int) -> None:
        super().__init__(f"no {kind} {key!r}")
        self.kind, self.key = kind, key

    def details(self) -> dict[str, str | int | float]:
        """What was looked for."""
        return {"kind": self.kind, "key": self.key}


class AlreadyArchivedError(ArchiveError):
    """The same address or the same bytes are in the archive already."""

    code = "already-archived"

    def __init__(self, recording_id: int | None, title: str) -> None:
        super().__init__(f"already in the archive as {title!r}")
        self.recording_id, self.title = recording_id, title

    def details(self) -> dict[str, str | int | float]:
        """Which recording it is."""
        return {"recording_id": self.recording_id or 0, "title": self.title}


class NotAllowedError(ArchiveError):
    """This person may not do that."""

    code = "not-allowed"


class SignInRefusedError(ArchiveError):
    """Name or password are wrong (`wait_seconds` is 0), or there were too many attempts."""

    code = "sign-in-refused"

    def __init__(self, wait_seconds: int) -> None:
        super().__init__(f"sign-in refused, wait {wait_seconds} s" if wait_seconds else "sign-in refused")
        self.wait_seconds = wait_seconds

    def details(self) -> dict[str, str | int | float]:
        """How long to wait before the next attempt; 0 when it was the name or the password."""
        return {"wait_seconds": self.wait_seconds}


class LastAdminError(ArchiveError):
    """Nobody could look after the accounts any more."""

    code = "last-admin"

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is the last admin who can sign in")
        self.name = name

    def details(self) -> dict[str, str | int | float]:
        """Who it is."""
        return {"name": self.name}


MailReason = Literal["unreachable", "certificate", "no-encryption", "sign-in-refused", "recipient-refused", "refused"]


class MailError(ArchiveError):
    """A mail could not be sent."""

    code = "mail-failed"

    def __init__(self, reason: MailReason, host: str) -> None:
        super().__init__(f"mail through {host}: {reason}")
        self.reason, self.host = reason, host

    def details(self) -> dict[str, str | int | float]:
        """Why, and which server it is."""
        return {"reason": self.reason, "host": self.host}


ProviderReason = Literal[
    "unreachable",
    "not-understood",
    "not-trusted",
    "refused",
    "expired",
    "email-unverified",
    "no-account",
    "switched-off",
    "not-installed",
]


class ProviderError(ArchiveError):
    """The identity provider did not vouch for anyone we know."""

    code = "provider-failed"

    def __init__(self, reason: ProviderReason, detail: str = "") -> None:
        super().__init__(f"identity provider: {reason}" + (f" ({detail})" if detail else ""))
        self.reason = reason

    def details(self) -> dict[str, str | int | float]:
        """Why."""
        return {"reason": self.reason}


class UploadBusyError(ArchiveError):
    """Another request is writing to this upload, and did not stop when it was asked to."""

    code = "upload-busy"
    retryable = True

    def __init__(self, upload_id: str) -> None:
        super().__init__(f"upload {upload_id} is being written by another request")
        self.upload_id = upload_id


class LinesChangedError(ArchiveError):
    """Somebody else changed these lines of a transcript since they were read, or took them away."""

    code = "lines-changed"

    def __init__(self, keys: tuple[str, ...]) -> None:
        super().__init__("changed by somebody else: " + ", ".join(keys))
        self.keys = keys

    def details(self) -> dict[str, str | int | float]:
        """Which lines."""
        return {"keys": " ".join(self.keys)}


class NotPublishableError(ArchiveError):
    """Something that publishing asks for is missing; `missing` holds codes."""

    code = "not-publishable"

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__("cannot be published: " + ", ".join(missing))
        self.missing = missing

    def details(self) -> dict[str, str | int | float]:
        """What is missing."""
        return {"missing": " ".join(self.missing)}


class CutChangedError(ArchiveError):
    """Something else is to be cut out of a recording by now than the files at hand were made with."""

    code = "cut-changed"

    def __init__(self, recording_id: int) -> None:
        super().__init__(f"recording {recording_id} is to be cut otherwise by now")


class SoundsDifferentError(ArchiveError):
    """A file that is to replace another does not hold the same sound; what becomes of the words, a person decides."""

    code = "sounds-different"

    def __init__(self, confidence: float) -> None:
        super().__init__(f"the new file sounds different (confidence {confidence:.2f})")
        self.confidence = confidence

    def details(self) -> dict[str, str | int | float]:
        """How sure a shift between both could be told."""
        return {"confidence": self.confidence}


class JobLostError(ArchiveError):
    """Another worker owns the job now; whatever this one still writes must be dropped."""

    code = "job-lost"

    def __init__(self, job_id: str) -> None:
        super().__init__(f"job {job_id} belongs to another worker now")
        self.job_id = job_id


class WorkerDiedError(ArchiveError):
    """The worker died again and again at the same step of a job."""

    code = "worker-died"

    def __init__(self, step: str, times: int) -> None:
        super().__init__(f"the worker died {times} times in the step {step}")
        self.step, self.times = step, times

    def details(self) -> dict[str, str | int | float]:
        """Where, and how often."""
        return {"step": self.step, "times": self.times}


class CatalogueNewerError(ArchiveError):
    """The catalogue has a schema that this version of the software does not know."""

    code = "catalogue-newer"


class UnexpectedError(ArchiveError):
    """Something happened that nobody foresaw; the log has the traceback."""

    code = "unexpected"

    def __init__(self, kind: str) -> None:
        super().__init__(f"unexpected {kind}")
        self.kind = kind

    def details(self) -> dict[str, str | int | float]:
        """The name of the exception."""
        return {"kind": self.kind}
