"""A small identity provider on loopback: real HTTP, real signed tokens, and faults that it can be told to have.

It answers discovery, keys and the token address of OpenID Connect; the person's consent is played by `authorize`.
"""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

CLIENT_ID, CLIENT_SECRET = "mitschnitt", "hunter2"


@dataclass
class IdentityProvider:
    """What it knows, and what it does wrong."""

    issuer: str = ""
    person: dict[str, object] = field(
        default_factory=lambda: {"sub": "7", "email": "Erika@office.example", "email_verified": True, "groups": []}
    )
    changes: dict[str, object] = field(default_factory=dict)
    """Claims of the token that are other than they should be; None: left out."""
    algorithm: str = "RS256"
    signs_with_another_key: bool = False
    discovery: dict[str, object] = field(default_factory=dict)
    """What its discovery says otherwise."""
    is_broken: bool = False
    given: dict[str, dict[str, str]] = field(default_factory=dict)
    """What was asked for, by the code that was given; each is good once."""
    exchanges: list[dict[str, str]] = field(default_factory=list)
    keys: dict[str, RSAKey | ECKey] = field(default_factory=dict)

    def authorize(self, address: str) -> str:
        """Be the person who consents: take the address that the browser was sent to, give that it comes back to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = f"code-{len(self.given)}"
        self.given[code] = asked
        return f"{urlsplit(asked['redirect_uri']).path}?code={code}&state={asked['state']}"

    def answer(self, method: str, path: str, form: dict[str, str]) -> tuple[int, object]:
        """Answer a request as JSON."""
        if self.is_broken:
            return 503, {}
        if path.endswith("/.well-known/openid-configuration"):
            return 200, {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                **self.discovery,
            }
        if path.endswith("/keys"):
            return 200, {"keys": [key.as_dict(private=False) for key in self.keys.values()]}
        if path.endswith("/token") and method == "POST":
            return self._exchange(form)
        return 404, {}

    def _exchange(self, form: dict[str, str]) -> tuple[int, object]:
        self.exchanges.append(form)
        asked = self.given.pop(form.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if (
            asked is None
            or form.get("client_secret") != CLIENT_SECRET
            or form.get("redirect_uri") != asked["redirect_uri"]
            or challenge.rstrip(b"=").decode() != asked["code_challenge"]
        ):
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 300, "nonce": asked["nonce"],
            **self.person, **self.changes,
        }  # fmt: skip
        return 200, {"id_token": self._signed({name: value for name, value in claims.items() if value is not None})}

    def _signed(self, claims: dict[str, object]) -> str:
        if self.algorithm == "none":
            return f"{_packed({'alg': 'none'})}.{_packed(claims)}."
        key = self.keys[self.algorithm]
        if self.signs_with_another_key:
            key = RSAKey.generate_key(2048, {"kid": key.kid})
        return jwt.encode({"alg": self.algorithm, "kid": key.kid}, claims, key, algorithms=[self.algorithm])


@contextmanager
def identity_provider() -> Iterator[IdentityProvider]:
    """Serve until the end of the block."""
    provider = IdentityProvider()
    provider.keys = {
        "RS256": RSAKey.generate_key(2048, {"kid": "rsa", "use": "sig"}),
        "ES256": ECKey.generate_key("P-256", {"kid": "ec", "use": "sig"}),
    }
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    provider.issuer = f"http://127.0.0.1:{server.server_port}/realms/office"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _packed(part: dict[str, object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def _handler(provider: IdentityProvider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            self._answer({name: values[0] for name, values in parse_qs(body).items()})

        def _answer(self, form: dict[str, str]) -> None:
            status, known = provider.answer(self.command, urlsplit(self.path).path, form)
            content = json.dumps(known).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_args: object) -> None:
            """Say nothing on the terminal."""

    return Handler
