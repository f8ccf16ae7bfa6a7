"""Uploads by the tus protocol, for tests: browsers of several people before a server with nothing but uploads."""

import base64
import datetime as dt
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from httpx2 import Response
from sqlalchemy import func, select
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from archive.bootstrap import Services
from archive.catalogue.base import Base
from archive.catalogue.people import Account, Role
from archive.catalogue.viewing import Viewer
from archive.web.desk import tus_headers, uploads

BYTES = {"Content-Type": tus_headers.CONTENT_TYPE}
LIMITS = {"reserve_bytes": 0, "max_media_bytes": 1_000_000}


class MovedClock:
    """The real time, moved by what the test wants."""

    def __init__(self) -> None:
        self.moved = dt.timedelta()

    def __call__(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC) + self.moved


class SignedInAs:
    """Middleware that signs everyone in as the account that the header `Who` names."""

    def __init__(self, app: ASGIApp, accounts: dict[str, Viewer]) -> None:
        self.app, self.accounts = app, accounts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            who = dict(scope["headers"]).get(b"who", b"").decode()
            scope.setdefault("state", {})["viewer"] = self.accounts.get(who, Viewer())
        await self.app(scope, receive, send)


@contextmanager
def tus_client(services: Services) -> Iterator[TestClient]:
    """Give the browser of Erika, an editor; with the header `Who` it is that of Max, another, or Rita, a reader."""
    accounts = {}
    with services.database.writing() as session:
        for name, role in (("erika", Role.EDITOR), ("max", Role.EDITOR), ("rita", Role.READER)):
            account = Account(name=name, password_hash="-", role=role, created_at=services.clock())
            session.add(account)
            session.flush()
            accounts[name] = Viewer(account.id, role)
    app = Starlette(
        routes=[
            Route(uploads.PATH, uploads.collection, methods=uploads.LIST_METHODS),
            Route(uploads.PATH + "/{upload_id}", uploads.one, methods=uploads.METHODS),
        ]
    )
    app.state.services = services
    with TestClient(SignedInAs(app, accounts), headers={"Tus-Resumable": "1.0.0", "Who": "erika"}) as client:
        yield client


def encoded(**metadata: str) -> str:
    """Write metadata as the protocol does."""
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in metadata.items())


def create(
    client: TestClient,
    size_bytes: int,
    *,
    content: bytes | None = None,
    headers: dict[str, str] | None = None,
    **metadata: str,
) -> Response:
    """Begin an upload."""
    sent = {"Upload-Length": str(size_bytes), "Upload-Metadata": encoded(**({"filename": "talk.mp4"} | metadata))}
    return client.post(uploads.PATH, content=content, headers=sent | (headers or {}))


def patch(client: TestClient, address: str, offset: int, content: bytes, **headers: str) -> Response:
    """Send a piece."""
    return client.patch(address, content=content, headers={**BYTES, "Upload-Offset": str(offset), **headers})


def checksum(content: bytes, algorithm: str = "sha256") -> str:
    """Write a checksum as the protocol does."""
    return f"{algorithm} {base64.b64encode(hashlib.new(algorithm, content).digest()).decode()}"


def stored(services: Services, address: str) -> bytes:
    """Give what has arrived of an upload."""
    path: Path = services.settings.data / "uploads" / address.rsplit("/", 1)[1] / "data"
    return path.read_bytes()


def count(services: Services, thing: type[Base]) -> int:
    """Count rows."""
    with services.database.reading() as session:
        return session.scalar(select(func.count()).select_from(thing)) or 0
