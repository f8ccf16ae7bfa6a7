"""Forms of the site as pages show them, to be filled in as no browser would: with too much, too little, or nonsense."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote_plus

from bs4 import BeautifulSoup, Tag
from sqlalchemy import String, func, select
from starlette.routing import Match, Route
from starlette.testclient import TestClient

from archive.bootstrap import Services
from archive.catalogue.base import Base

TEMPLATES = Path(__file__).parents[2] / "templates"
URLENCODED = "application/x-www-form-urlencoded"
UNREADABLE = "%00%ED%A0%80%FF"
"""NUL, half a sign, and a byte that is none of UTF-8."""
TOO_LONG = "x" * 3000
MOST_DIGITS = 5000
"""More than Python reads."""
TEXT = 40
"""Fields that take fewer signs are for dates and the like."""
WRITTEN = frozenset({"text", "hidden", "email", "url", "search"})
ROOM_BYTES = 200_000
"""A form takes a little more."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form with what it holds when it is opened."""

    path: str
    fields: Mapping[str, str]
    texts: frozenset[str] = frozenset()
    """Fields to write in."""
    files: frozenset[str] = frozenset()
    longest: Mapping[str, int] = field(default_factory=dict)
    """What the page itself lets people type, by field; 0 where it does not say."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The body of a form."""

    about: str
    body: bytes
    content_type: str = URLENCODED


def forms_on(client: TestClient, addresses: Iterable[str], routes: Iterable[Route]) -> dict[str, Form]:
    """Give the forms of these pages by the name of the route that takes them; of several the one with most fields."""
    found: dict[str, Form] = {}
    takers = list(routes)
    for address in addresses:
        written = re.findall(r'<form [^>]*method="post".*?</form>', client.get(address).text, re.DOTALL)
        for form in BeautifulSoup("".join(written), "html.parser").find_all("form"):
            path = str(form.get("action") or address.partition("?")[0])
            scope = {"type": "http", "method": "POST", "path": path}
            name = next(route.name for route in takers if route.matches(scope)[0] is Match.FULL)
            read = _form(path, form)
            if name not in found or len(read.fields) > len(found[name].fields):
                found[name] = read
    return found


def every_field() -> frozenset[str]:
    """Give the names of all fields that templates know."""
    return frozenset(
        name for path in TEMPLATES.rglob("*.html") for name in re.findall(r'\bname="([a-z_]+)"', path.read_text())
    )


def hostile(form: Form) -> Iterator[Sent]:
    """Fill a form in, in every bad way: all fields at once, and each text alone while the others stay as they were."""
    fields = {name: quote_plus(value) for name, value in form.fields.items()}
    digits = "9" * min(MOST_DIGITS, ROOM_BYTES // max(1, len(fields)))
    yield Sent("nothing", b"")
    if not fields:
        return
    yield Sent("no digits", _written(dict.fromkeys(fields, "%C2%B2")))
    yield Sent("digits", _written(dict.fromkeys(fields, digits)))
    yield Sent("thrice", _written(fields) + b"&" + _written(fields) + b"&" + _written(fields))
    yield _in_parts("files as texts, texts as files", fields, files=fields.keys() - form.files)
    yield _in_parts("another encoding", fields, files=form.files, charset="; charset=punycode")
    fitting = {name: "x" * length for name, length in form.longest.items() if length >= TEXT}
    if fitting:
        yield Sent("as long as they may be", _written(fields | fitting))
    for name in form.texts:
        yield Sent(f"{name} far too long", _written(fields | {name: TOO_LONG}))
        yield Sent(f"{name} unreadable", _written(fields | {name: fields[name] + UNREADABLE}))


def too_long(services: Services) -> list[str]:
    """Name the columns that hold more than they may: SQLite does not mind, PostgreSQL does."""
    found = []
    with services.database.reading() as session:
        for table in Base.metadata.sorted_tables:
            room = {one: one.type.length for one in table.columns if isinstance(one.type, String) and one.type.length}
            if not room:
                continue
            lengths = session.execute(select(*(func.max(func.length(one)) for one in room))).one()
            found += [str(one) for one, length in zip(room, lengths, strict=True) if (length or 0) > room[one]]
    return found


def _form(path: str, form: Tag) -> Form:
    fields: dict[str, str] = {}
    longest: dict[str, int] = {}
    texts, files = set(), set()
    for element in form.find_all(["input", "select", "textarea", "button"], attrs={"name": True}):
        name = re.sub(r"\d+$", "0", str(element["name"]))  # of rows that are alike, the first
        fields.setdefault(name, _value(element))
        kind = element.get("type", "text") if element.name in {"input", "textarea"} else ""
        if kind == "file":
            files.add(name)
        elif kind in WRITTEN:
            texts.add(name)
            longest[name] = int(str(element.get("maxlength", 0)))
    return Form(path, fields, frozenset(texts), frozenset(files), longest)


def _value(element: Tag) -> str:
    if element.name == "textarea":
        return element.text
    if element.name == "select":
        option = element.find("option", selected=True) or element.find("option")
        return str(option.get("value", "")) if isinstance(option, Tag) else ""
    return str(element.get("value", ""))


def _written(fields: Mapping[str, str]) -> bytes:
    return "&".join(f"{quote_plus(name)}={value}" for name, value in fields.items()).encode()


def _in_parts(about: str, names: Iterable[str], *, files: Collection[str], charset: str = "") -> Sent:
    parts = []
    for name in names:
        more = '; filename="a.txt"' if name in files else ""
        parts.append(f'--x\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode() + b"\xff\x00x\r\n")
    return Sent(about, b"".join(parts) + b"--x--\r\n", f"multipart/form-data; boundary=x{charset}")
