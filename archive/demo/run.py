"""`mitschnitt demo`: a site with demonstration recordings, from nothing to watchable in one command.

The service runs as a process of its own, with web and worker below it, so that the site is up while recordings are
still being made. Everything is kept in the data folder: a second start finds it all there.
"""

import signal
import socket
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType

from archive.bootstrap import open_services
from archive.demo.demonstration import LOG, Demonstration
from archive.demo.loopback import loopback_site
from archive.demo.showing import Teller
from archive.demo.texts import Script, read_scripts
from archive.errors import SettingError
from archive.i18n import N_
from archive.settings import PREFIX, Settings
from archive.supervisor import HOUSE, end
from media.process import Child, spawn
from media.store import make_folder

PORT = PREFIX + "PORT"
WITH_LOG = 'exec "$@" >>"$0" 2>&1'
"""For the shell: the log of the service goes to a file, or it would run through our progress."""


def demo(
    settings: Settings,
    *,
    once: bool,
    port: int | None = None,
    language: str = "en",
    scripts: Sequence[Script] | None = None,
) -> int:
    """Run the demonstration until it is told to end, or only until all is checked; give the exit code.

    To be called in the main thread, which the service watches.

    Raises:
        SettingError: something else listens on the port.
        MediaError: espeak-ng or ffmpeg is missing or fails.
    """
    settings = _at_port(settings, port)
    _expect_free(settings)
    folder = settings.data / "demo"
    make_folder(folder)
    with _told_to_end() as stop, loopback_site(folder / "port") as loopback:
        settings = replace(settings, fetch_allow=(*settings.fetch_allow, loopback.host))
        services = open_services(settings)
        service = _start(settings, folder / LOG)
        try:
            teller = Teller(services.i18n.translations(language), language)
            demonstration = Demonstration(services, teller, loopback, service, stop)
            return demonstration.run(read_scripts() if scripts is None else scripts, once=once)
        finally:
            end([service])
            services.database.close()


def _at_port(settings: Settings, port: int | None) -> Settings:
    return settings if port is None else replace(settings, port=port, public_url=f"http://127.0.0.1:{port}")


def _expect_free(settings: Settings) -> None:
    """Find out before minutes of work whether the site can be served.

    Raises:
        SettingError: it cannot.
    """
    try:
        socket.create_server((settings.host, settings.port)).close()
    except OSError as exc:
        advice = N_("another program listens there, perhaps a demonstration; give another one with --port")
        raise SettingError(PORT, str(settings.port), advice) from exc


def _start(settings: Settings, log: Path) -> Child:
    serve = [sys.executable, "-P", "-m", "archive.cli", "serve"]
    environment = {**settings.child_environ(), "PYTHONPATH": str(HOUSE)}
    return spawn(["sh", "-c", WITH_LOG, log, *serve], cwd=Path.cwd(), environment=environment)


@contextmanager
def _told_to_end() -> Iterator[threading.Event]:
    """Give the event that Ctrl+C and SIGTERM set."""
    stop = threading.Event()

    def tell(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, tell) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
