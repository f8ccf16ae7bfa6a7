"""A clock that a test sets."""

import datetime as dt


class SetClock:
    """Tells the time that it was set to."""

    def __init__(self, at: dt.datetime) -> None:
        self.at = at

    def __call__(self) -> dt.datetime:
        """Give the time."""
        return self.at

    def pass_by(self, **duration: float) -> None:
        """Let some time pass."""
        self.at += dt.timedelta(**duration)
