"""What programs are told when something went wrong, as the API's description has it (RFC 9457)."""

from dataclasses import dataclass

from archive.web.api.models import Model


@dataclass(frozen=True, slots=True)
class ParameterProblem(Model):
    """What is wrong with one parameter."""

    parameter: str
    """Its name."""
    code: str
    """What is wrong, for programs."""
    detail: str
    """What is wrong, for people, in the language that was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemDocument(Model):
    """What went wrong."""

    type: str
    """Sort of problem, explained at this address."""
    title: str
    """The same for people, in the language that was asked for (Accept-Language)."""
    status: int
    """The status of the answer."""
    detail: str
    """What to do about it."""
    errors: tuple[ParameterProblem, ...] = ()
    """Each parameter that cannot be used."""
    withdrawn_on: str | None = None
    """Day on which it was withdrawn."""
    reason: str | None = None
    """Why it was withdrawn."""
