"""Visits the running site over HTTP as a browser without scripts would, for the self-check."""

import http.client
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from http import HTTPStatus
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 20.0
_LINK = re.compile(r'\s(?:href|src)="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Reply:
    """What the site answered."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes

    @property
    def text(self) -> str:
        """Give the body as text."""
        return self.body.decode("utf-8", "replace")

    def links(self, beginning: str) -> tuple[str, ...]:
        """Give the addresses on the page that begin like this, in its order, each once."""
        found = (unescape(address) for address in _LINK.findall(self.text))
        return tuple(dict.fromkeys(address for address in found if address.startswith(beginning)))


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody at the site."""

    public_url: str

    def get(self, path: str, **headers: str) -> Reply:
        """Fetch a page or a part of a file.

        Raises:
            OSError: the site does not answer.
        """
        parts = urlsplit(self.public_url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=TIMEOUT_SECONDS)
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            names = {name.lower(): value for name, value in answer.getheaders()}
            return Reply(answer.status, names, answer.read())
        except http.client.HTTPException as exc:
            raise OSError(str(exc)) from exc
        finally:
            connection.close()

    def is_answered(self) -> bool:
        """Say whether the site is up."""
        try:
            return self.get("/healthz").status == HTTPStatus.OK
        except OSError:
            return False
