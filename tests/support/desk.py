"""People at the desk, for tests: accounts with a session, without the cost of a password."""

import hashlib
import secrets
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import uvicorn
from starlette.testclient import TestClient

from archive.bootstrap import Services
from archive.catalogue import places
from archive.catalogue.people import Account, Role, SignInSession
from archive.i18n import I18n
from archive.identity import sessions
from archive.web.app import create_app
from archive.web.rendering import Pages
from archive.web.server import configuration
from archive.worker import Worker
from tests.support.archives import open_archive, wait_for

HERE = "http://127.0.0.1:8000"


def session_for(services: Services, name: str, role: Role) -> str:
    """Make an account that is signed in; give its token."""
    token = secrets.token_urlsafe(32)
    now = services.clock()
    with services.database.writing() as session:
        account = Account(name=name, password_hash="-", role=role, is_active=True, created_at=now)
        session.add(account)
        session.flush()
        token_hash = hashlib.sha256(token.encode()).hexdigest()
        session.add(SignInSession(token_hash=token_hash, account_id=account.id, created_at=now, seen_at=now))
    return token


def client_for(services: Services, role: Role | None = None, *, name: str = "") -> TestClient:
    """Give a browser of someone with this role; of a visitor without one."""
    app = create_app(services)
    app.state.pages = _pages()
    client = TestClient(app, base_url=HERE, follow_redirects=False)
    if role is not None:
        client.cookies.set(sessions.cookie_name(HERE), session_for(services, name or role.value, role))
    return client


@cache
def _pages() -> Pages:
    """Compile each template once for all tests of a process."""
    return Pages(I18n(places.place_names(), zone=ZoneInfo("Europe/Berlin")))


@contextmanager
def live_desk(data: Path, *, works: bool = True, **changes: object) -> Iterator[tuple[Services, str]]:
    """Serve an archive on a free port, with its worker if it `works`; give it and its address."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    here = f"http://127.0.0.1:{port}"
    with open_archive(data, port=port, public_url=here, **changes) as services:
        server = uvicorn.Server(configuration(create_app(services), services.settings))
        stop = threading.Event()
        threads = [threading.Thread(target=server.run)]
        if works:
            threads.append(threading.Thread(target=Worker(services, poll_seconds=0.1).run, args=(stop,)))
        for thread in threads:
            thread.start()
        try:
            wait_for(lambda: server.started)
            yield services, here
        finally:
            server.should_exit = True
            stop.set()
            for thread in threads:
                thread.join(20)
