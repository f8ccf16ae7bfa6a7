"""What pages say to search engines (schema.org), as plain data, and how it is written into a page.

The text comes out of a serialiser, so that no title can break it; what would end the script element is escaped.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass

from markupsafe import Markup

CONTEXT = "https://schema.org"
_ESCAPED = {sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
"""Nothing in the text can then end the script element or open a comment in it (HTML, 4.12.1.3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Base of all: what is empty is left out."""

    name: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization(Thing):
    """Who holds events, or runs the site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Thing):
    """Where something took place, or what it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Country(Place):
    """A country."""

    identifier: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VirtualLocation(Thing):
    """A place on the net."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventSeries(Thing):
    """Events that belong together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Thing):
    """Something that took place."""

    start_date: str = ""
    end_date: str = ""
    description: str = ""
    event_attendance_mode: str = ""
    location: Place | VirtualLocation | None = None
    about: tuple[Place, ...] = ()
    organizer: tuple[Organization, ...] = ()
    super_event: EventSeries | None = None
    recorded_in: tuple["MediaObject", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Thing):
    """Who speaks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip(Thing):
    """A named span of a recording."""

    start_offset: float
    end_offset: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaObject(Thing):
    """A file that can be watched, heard or read."""

    description: str = ""
    encoding_format: str = ""
    content_url: str = ""
    embed_url: str = ""
    thumbnail_url: str = ""
    upload_date: str = ""
    date_modified: str = ""
    duration: str = ""
    in_language: str = ""
    is_accessible_for_free: bool | None = None
    transcript: str = ""
    caption: tuple["MediaObject", ...] = ()
    has_part: tuple[Clip, ...] = ()
    recorded_at: Event | None = None
    actor: tuple[Person, ...] = ()
    publisher: Organization | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoObject(MediaObject):
    """A recording with a picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioObject(MediaObject):
    """A recording of sound alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListItem(Thing):
    """A step of the way to a page."""

    position: int
    item: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BreadcrumbList(Thing):
    """The way to a page."""

    item_list_element: tuple[ListItem, ...] = ()


def way(*steps: tuple[str, str]) -> BreadcrumbList:
    """Name the way to a page: name and address of each step."""
    items = (ListItem(position=number, name=name, item=url) for number, (name, url) in enumerate(steps, start=1))
    return BreadcrumbList(item_list_element=tuple(items))


def duration(seconds: float | None) -> str:
    """Write a length as ISO 8601 has it: PT1H42M10S; empty when it is not known."""
    if seconds is None:
        return ""
    whole = max(0, round(seconds))
    hours, minutes, rest = whole // 3600, whole % 3600 // 60, whole % 60
    parts = [f"{value}{unit}" for value, unit in ((hours, "H"), (minutes, "M"), (rest, "S")) if value]
    return "PT" + ("".join(parts) or "0S")


def json_ld(things: tuple[Thing, ...]) -> Markup:
    """Write things for a page's script element of type application/ld+json."""
    described = [_described(thing) for thing in things]
    document: Mapping[str, object] = {"@context": CONTEXT, "@graph": described}
    if len(described) == 1:
        document = {"@context": CONTEXT, **described[0]}
    text = json.dumps(document, ensure_ascii=False)
    for sign, escaped in _ESCAPED.items():  # a transcript is long, and this is ten times faster than one `translate`
        text = text.replace(sign, escaped)
    return Markup(text)  # noqa: S704  escaped just there


def _described(thing: Thing) -> dict[str, object]:
    values = {_in_camels(field.name): _value(getattr(thing, field.name)) for field in fields(thing)}
    return {"@type": type(thing).__name__, **{name: value for name, value in values.items() if value not in _NOTHING}}


def _value(value: object) -> object:
    if isinstance(value, tuple):
        return [_value(entry) for entry in value]
    if is_dataclass(value) and isinstance(value, Thing):
        return _described(value)
    return value


def _in_camels(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(part.title() for part in others)


_NOTHING: tuple[object, ...] = ("", None, [])
