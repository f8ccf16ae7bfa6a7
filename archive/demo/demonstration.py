"""The story of a demonstration: recordings are made, come in through their doors, and are there to be tried.

Runs beside the service, in the process of the command; starting and ending the service is `run.py`'s.
"""

import secrets
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from archive.bootstrap import Services
from archive.catalogue.people import Role
from archive.catalogue.recordings import Recording
from archive.catalogue.work import Job
from archive.demo.arrivals import Stand, Standing, bring_in, standing
from archive.demo.doors import FILE_DOORS, Take, entrance, site
from archive.demo.filming import Footage, footage_of
from archive.demo.loopback import LoopbackSite
from archive.demo.selfcheck import Checked, check_site
from archive.demo.showing import Teller, board
from archive.demo.texts import Script
from archive.demo.visitor import Visitor
from archive.errors import InvalidInputError
from archive.identity import accounts
from archive.jobs.queue import LIVE
from media.process import Child

ACCOUNT = "demo"
PASSWORD_BYTES = 12
AT_ONCE = 2
"""Recordings made at once."""
LOOK_SECONDS = 0.4
UP_SECONDS = 180.0
MOST_QUIET_LOOKS = 10
"""After so many looks without any work going on, what is not here will not come."""
LOG = "service.log"
FAILED = 1
"""Exit code."""
Making = Mapping[Script, "Future[Footage]"]


@dataclass(frozen=True, slots=True)
class Demonstration:
    """Everything a demonstration needs while it runs."""

    services: Services
    teller: Teller
    loopback: LoopbackSite
    service: Child
    stop: threading.Event
    """Set when somebody wants it to end."""
    brought: set[str] = field(default_factory=set)
    """Doors that the archive was sent to."""

    def run(self, scripts: Sequence[Script], *, once: bool) -> int:
        """Make the recordings, bring them in, then check the site or stay; give the exit code.

        Raises:
            MediaError: a recording could not be made.
        """
        settings = self.services.settings
        self.teller.begin(count=len(scripts), folder=str(settings.data))
        with ThreadPoolExecutor(AT_ONCE) as pool:
            try:
                folder = settings.data / "demo" / "recordings"
                making = {script: pool.submit(self._make, script, folder) for script in scripts}
                if not self._is_up():
                    return self._ended()
                self.teller.up(settings.public_url)
                standings = self._bring_all(making)
            except BaseException:
                self.stop.set()
                raise
            finally:
                pool.shutdown(cancel_futures=True)
        if len(standings) < len(scripts):
            return self._ended()
        for script, row in standings.items():
            if row.stand is not Stand.HERE:
                self.teller.failed(script, row)
        self._say_what_to_try()
        is_well = all(row.stand is Stand.HERE for row in standings.values())
        if once:
            return 0 if self._check(making, standings) and is_well else FAILED
        return self._stay()

    def _make(self, script: Script, folder: Path) -> Footage:
        return footage_of(script, folder, cancelled=self.stop.is_set)

    def _is_up(self) -> bool:
        visitor = Visitor(self.services.settings.public_url)
        deadline = time.monotonic() + UP_SECONDS
        while time.monotonic() < deadline and self.service.poll() is None and not self.stop.is_set():
            if visitor.is_answered():
                return True
            time.sleep(LOOK_SECONDS / 2)
        return False

    def _bring_all(self, making: Making) -> Mapping[Script, Standing]:
        """Bring each recording in as soon as all behind its door are made; give how it ended, nothing when told to."""
        quiet = 0
        with board(self.teller) as shown:
            while not self.stop.is_set() and self.service.poll() is None:
                takes = {script: Take(script, made.result()) for script, made in making.items() if made.done()}
                self._open_doors(takes, making)
                standings = self._standings([take for take in takes.values() if _door(take.script) in self.brought])
                for script in making:
                    if script in standings:
                        shown.standing(script, standings[script])
                    elif script not in takes and making[script].running():
                        shown.making(script)
                if len(standings) == len(making):
                    if all(row.is_over for row in standings.values()):
                        return standings
                    quiet = 0 if self._is_working() else quiet + 1
                    if quiet > MOST_QUIET_LOOKS:
                        return standings
                self.stop.wait(LOOK_SECONDS)
        return {}

    def _open_doors(self, takes: Mapping[Script, Take], making: Making) -> None:
        for door in dict.fromkeys(map(_door, making)):
            behind = [script for script in making if _door(script) == door]
            if door not in self.brought and all(script in takes for script in behind):
                self.loopback.show(site(list(takes.values()), origin=self.loopback.origin))
                bring_in(self.services, [takes[script] for script in behind], origin=self.loopback.origin)
                self.brought.add(door)

    def _standings(self, takes: Sequence[Take]) -> dict[Script, Standing]:
        with self.services.database.reading() as session:
            return {take.script: standing(session, take, origin=self.loopback.origin) for take in takes}

    def _is_working(self) -> bool:
        with self.services.database.reading() as session:
            return session.scalar(select(Job.id).where(Job.state.in_(LIVE)).limit(1)) is not None

    def _say_what_to_try(self) -> None:
        settings = self.services.settings
        self.teller.to_try(settings.public_url)
        self.teller.account(settings.public_url, ACCOUNT, make_account(self.services))

    def _check(self, making: Making, standings: Mapping[Script, Standing]) -> bool:
        with self.services.database.reading() as session:
            here = [
                Checked(Take(script, making[script].result()), session.get_one(Recording, row.recording_id).slug)
                for script, row in standings.items()
                if row.recording_id is not None
            ]
        return check_site(self.services, here, say=self.teller.say)

    def _stay(self) -> int:
        self.teller.stays()
        while not self.stop.wait(LOOK_SECONDS):
            if self.service.poll() is not None:
                return self._ended()
        return 0

    def _ended(self) -> int:
        if self.stop.is_set():
            return FAILED
        log = str(self.services.settings.data / "demo" / LOG)
        if self.service.poll() is None:
            self.teller.silent(self.services.settings.public_url, log)
        else:
            self.teller.service_ended(log)
        return FAILED


def make_account(services: Services) -> str | None:
    """Make an account that may try the desk, and give its password; None when it is there already."""
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    try:
        with services.database.writing() as session:
            accounts.create(session, ACCOUNT, password, Role.ADMIN, clock=services.clock)
    except InvalidInputError:
        return None
    return password


def _door(script: Script) -> str:
    return script.slug if script.door in FILE_DOORS else entrance(script)
