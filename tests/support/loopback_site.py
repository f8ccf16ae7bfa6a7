"""A small web site on 127.0.0.1 for tests: recordings behind every door we know, and every trick we refuse.

Two servers: the site itself, which tests allow by setting, and a "canary" that stands for a host inside our network
and is never allowed. Whoever reaches the canary has been tricked.
"""

import contextlib
import http.server
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

HOST = "127.0.0.1"
ENDLESS_BYTES = 400_000_000
SLOW_BLOCK_BYTES = 16_384


@dataclass
class Answer:
    """What the site says at a path."""

    body: bytes = b""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    location: str | None = None
    etag: str | None = None
    is_endless: bool = False
    seconds_per_block: float = 0.0
    cuts: int = 0
    """How many more times the connection breaks in the middle of the body."""


@dataclass
class Hit:
    """One request that arrived."""

    method: str
    path: str
    range: str | None
    referer: str | None


@dataclass
class LoopbackSite:
    """The running site; change `answers` while it runs to let things vanish."""

    port: int
    canary_port: int
    answers: dict[str, Answer] = field(default_factory=dict)
    hits: list[Hit] = field(default_factory=list)
    canary_hits: list[Hit] = field(default_factory=list)

    @property
    def host(self) -> str:
        """What goes into the setting of allowed hosts."""
        return f"{HOST}:{self.port}"

    def at(self, path: str) -> str:
        """Give the full address of a path."""
        return f"http://{self.host}{path}"

    def canary(self, path: str) -> str:
        """Give an address that must never be asked."""
        return f"http://{HOST}:{self.canary_port}{path}"

    def put(self, path: str, body: str | bytes, **more: object) -> None:
        """Say something at a path."""
        content = body.encode() if isinstance(body, str) else body
        kind = {"vtt": "text/vtt", "mp4": "video/mp4", "xml": "application/rss+xml", "mp3": "audio/mpeg"}
        kind |= {"m3u8": "application/vnd.apple.mpegurl", "ts": "video/mp2t"}
        suffix = urlsplit(path).path.rpartition(".")[2]
        self.answers[path] = Answer(content, kind.get(suffix, "text/html; charset=utf-8"), **more)


@contextlib.contextmanager
def running_site(clip: Path, *, captions: str = "") -> Iterator[LoopbackSite]:
    """Serve the clip behind every door until the block ends."""
    site = LoopbackSite(port=0, canary_port=0)
    servers = [_serve(lambda: site.answers, site.hits), _serve(_canary_answers, site.canary_hits)]
    site.port, site.canary_port = (server.server_address[1] for server in servers)
    _furnish(site, clip.read_bytes(), captions or GERMAN_CAPTIONS)
    try:
        yield site
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()


GERMAN_CAPTIONS = """WEBVTT

00:00.200 --> 00:01.200
Willkommen zu dieser Demonstration.

00:01.300 --> 00:01.900
Wir sprechen über die Rückkehr.
"""
ENGLISH_CAPTIONS = """WEBVTT

00:00.200 --> 00:01.200
Welcome to this demonstration.
"""
CHAPTERS = """WEBVTT

00:00.000 --> 00:01.000
Einleitung

00:01.000 --> 00:02.000
Fragen
"""
EVENTS = """<!doctype html><html lang="de"><head><title>Virtuelle Veranstaltungsreihe 2023</title></head><body>
<h1>Virtuelle Veranstaltungsreihe</h1>
<h2>Option Freiwillige Rückkehr - virtuelle Veranstaltung am 06.12.2023 Fokus Georgien</h2>
<video controls poster="/poster.jpg"><source src="/georgia.mp4" type="video/mp4">
<track kind="subtitles" src="/georgia.de.vtt" srclang="de"><track kind="captions" src="/georgia.en.vtt" srclang="en">
<track kind="chapters" src="/georgia.chapters.vtt" srclang="de"></video>
<h2>Option Freiwillige Rückkehr - virtuelle Veranstaltung am 02.11.2023 Fokus Türkei</h2>
<video src="/turkey.mp4"></video>
<h3>Nur zum Hören</h3><audio src="/sound.mp4"></audio>
<h2>Zum Herunterladen</h2><p><a href="/serbia.mp4">Fokus Serbien, 28. November 2023</a></p>
</body></html>"""


def _furnish(site: LoopbackSite, clip: bytes, captions: str) -> None:
    for name in ("talk", "georgia", "turkey", "sound", "serbia", "iraq", "described"):
        site.put(f"/{name}.mp4", clip + name.encode(), etag=f'"{name}"')
    # on its way long enough that a busy machine can cut it off
    site.put("/slow.mp4", clip * 20, etag='"slow"', seconds_per_block=0.05)
    site.put("/events", EVENTS)
    site.put("/georgia.de.vtt", captions)
    site.put("/georgia.en.vtt", ENGLISH_CAPTIONS)
    site.put("/georgia.chapters.vtt", CHAPTERS)
    site.put("/described", _described(site))
    site.put("/feed.xml", _feed(site))
    site.put("/links", '<html><title>Nur Links</title><h2>Fokus Irak</h2><a href="/iraq.mp4">Mitschnitt</a></html>')
    site.put("/embedding", '<html><title>Rahmen</title><h2>Alle</h2><iframe src="/events"></iframe></html>')
    site.put("/moved", "", status=302, location="/events")
    site.put("/refresh", '<html><meta http-equiv="refresh" content="0; url=/events"></html>')
    site.put("/empty", "<html><title>Nichts</title><p>Hier ist kein Mitschnitt.</p></html>")
    for status, path in ((403, "/forbidden.mp4"), (410, "/gone.mp4"), (500, "/broken.mp4"), (429, "/busy.mp4")):
        site.put(path, "", status=status)
    site.put("/endless.mp4", b"", is_endless=True)
    site.put("/endless", b"<html>", is_endless=True)
    site.put("/playlist.m3u8", f"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{site.at('/part.ts')}\n#EXT-X-ENDLIST\n")
    site.put("/live.m3u8", f"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{site.at('/part.ts')}\n")
    _set_traps(site)


def _set_traps(site: LoopbackSite) -> None:
    secret = site.canary("/secret.mp4")
    site.put("/trap/moved.mp4", "", status=302, location=secret)
    site.put("/trap/refresh", f'<html><meta http-equiv="refresh" content="0; url={secret}"></html>')
    site.put("/trap/player", f'<html><title>x</title><video src="{secret}"></video></html>')
    site.put("/trap/frame", f'<html><title>x</title><iframe src="{site.canary("/page")}"></iframe></html>')
    site.put("/trap/captions", '<html><video src="/talk.mp4"><track src="/trap/moved.mp4" srclang=de></video></html>')
    site.put(
        "/trap/playlist.m3u8",
        f"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{site.canary('/secret.ts')}\n#EXT-X-ENDLIST\n",
    )


def _described(site: LoopbackSite) -> str:
    return f"""<html><head><title>Seite</title><script type="application/ld+json">
{{"@context": "https://schema.org", "@graph": [{{"@type": "VideoObject", "name": "Beratung in der Praxis",
"description": "Mit Anna Muster und Dr. Bernd Beispiel", "uploadDate": "2023-10-16T10:00:00+02:00",
"duration": "PT2S", "inLanguage": "de-DE", "contentUrl": "{site.at("/described.mp4")}",
"hasPart": [{{"@type": "Clip", "name": "Beginn", "startOffset": 0, "endOffset": 1}},
{{"@type": "Clip", "name": "Schluss", "startOffset": 1, "endOffset": 2}}]}}]}}
</script></head><body>x</body></html>"""


def _feed(site: LoopbackSite) -> str:
    item = """<item><title>Folge {n}: {title}</title><pubDate>Mon, {day} Oct 2023 10:00:00 +0200</pubDate>
<description>Text {n}</description><enclosure url="{address}" length="100" type="video/mp4"/><guid>{n}</guid></item>"""
    items = (
        item.format(n=1, title="Irak", day=16, address=site.at("/iraq.mp4")),
        item.format(n=2, title="Serbien", day=23, address=site.at("/serbia.mp4")),
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Reihe</title>{"".join(items)}</channel></rss>'


def _canary_answers() -> dict[str, Answer]:
    class Everything(dict[str, Answer]):
        def get(self, _key, _default=None):
            return Answer(b"INTERNAL" * 100, "video/mp4")

    return Everything()


def _serve(answers: Callable[[], dict[str, Answer]], hits: list[Hit]) -> http.server.ThreadingHTTPServer:
    class Handler(_Handler):
        pass

    Handler.answers, Handler.hits = staticmethod(answers), hits
    server = _Server((HOST, 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


class _Server(http.server.ThreadingHTTPServer):
    def handle_error(self, _request, _client_address) -> None:
        """A client that goes away is what many tests are about."""


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    answers: Callable[[], dict[str, Answer]]
    hits: list[Hit]

    def log_message(self, *_arguments) -> None:
        """Stay silent."""

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        self.hits.append(Hit(self.command, path, self.headers.get("Range"), self.headers.get("Referer")))
        answer = self.answers().get(path) or Answer(b"not here", status=404)
        with contextlib.suppress(ConnectionError):
            self._endless(answer) if answer.is_endless else self._answer(answer)

    def _answer(self, answer: Answer) -> None:
        body, status, content_range = answer.body, answer.status, None
        wanted = re.match(r"bytes=(\d+)-(\d*)", self.headers.get("Range") or "")
        if wanted and status == 200:
            first, last = int(wanted[1]), min(int(wanted[2] or len(body) - 1), len(body) - 1)
            status, content_range = (206, f"bytes {first}-{last}/{len(body)}") if first <= last else (416, None)
            body = body[first : last + 1]
        self.send_response(status)
        headers = {"Content-Type": answer.kind, "Content-Length": str(len(body)), "Location": answer.location}
        headers |= {"ETag": answer.etag, "Content-Range": content_range, "Accept-Ranges": "bytes"}
        for name, value in headers.items():
            if value is not None:
                self.send_header(name, value)
        self.end_headers()
        if self.command == "HEAD":
            return
        if answer.cuts > 0:
            answer.cuts -= 1
            body, self.close_connection = body[: len(body) // 2], True
        for start in range(0, len(body), SLOW_BLOCK_BYTES):
            self.wfile.write(body[start : start + SLOW_BLOCK_BYTES])
            time.sleep(answer.seconds_per_block)

    def _endless(self, answer: Answer) -> None:
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command == "HEAD":
            return
        for _ in range(ENDLESS_BYTES // 65_536):
            self.wfile.write((answer.body or b"\0") * (65_536 // max(1, len(answer.body))))
