"""Mapped classes of what took place: events, their series, countries, regions and organisers."""

from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive.catalogue.base import OWNED, Base, stored

if TYPE_CHECKING:
    from archive.catalogue.recordings import Recording


class Kind(StrEnum):
    """What sort of event it was."""

    VIRTUAL = "virtual"
    NATIONAL = "national"
    REGIONAL = "regional"


class State(StrEnum):
    """Where an event or a recording is in its life."""

    DRAFT = "draft"
    IN_REVIEW = "in-review"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Visibility(StrEnum):
    """Who may see it once it is published."""

    PUBLIC = "public"
    SIGNED_IN = "signed-in"
    STAFF = "staff"


class Series(Base):
    """Events that belong together."""

    __tablename__ = "series"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    title_de: Mapped[str] = mapped_column(String(300))
    title_en: Mapped[str] = mapped_column(String(300))


class Organiser(Base):
    """An organisation that held an event."""

    __tablename__ = "organiser"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)


class EventCountry(Base):
    """A country that an event was about."""

    __tablename__ = "event_country"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    country: Mapped[str] = mapped_column(String(2), primary_key=True, index=True)
    """ISO 3166-1 alpha-2, or CLDR's XK."""


class EventRegion(Base):
    """A region that an event was about; its countries are in `data/regions.toml`."""

    __tablename__ = "event_region"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    region: Mapped[str] = mapped_column(String(40), primary_key=True)


class EventOrganiser(Base):
    """Who held an event, in order."""

    __tablename__ = "event_organiser"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    organiser_id: Mapped[int] = mapped_column(ForeignKey("organiser.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)

    organiser: Mapped[Organiser] = relationship()


class Event(Base):
    """Something that took place; it may have no recording."""

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    language: Mapped[str] = mapped_column(String(8), default="de")
    """Language of title (BCP 47)."""
    starts: Mapped[str | None] = mapped_column(String(10), index=True)
    """ISO 8601 date of reduced precision: 2023-12-06, 2022-05 or 2018. Its length is its precision."""
    ends: Mapped[str | None] = mapped_column(String(10))
    kind: Mapped[Kind | None] = mapped_column(stored(Kind))
    place: Mapped[str | None] = mapped_column(String(200))
    description_de: Mapped[str] = mapped_column(Text, default="")
    description_en: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[State] = mapped_column(stored(State), default=State.DRAFT, index=True)
    visibility: Mapped[Visibility] = mapped_column(stored(Visibility), default=Visibility.PUBLIC)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id", ondelete="SET NULL"))
    seed_key: Mapped[str | None] = mapped_column(String(80), unique=True)
    """Name in the shipped catalogue; seeding again never makes it twice."""

    series: Mapped[Series | None] = relationship()
    countries: Mapped[list[EventCountry]] = relationship(cascade=OWNED, order_by=EventCountry.country)
    regions: Mapped[list[EventRegion]] = relationship(cascade=OWNED, order_by=EventRegion.region)
    organisers: Mapped[list[EventOrganiser]] = relationship(
        cascade="all, delete-orphan", order_by=EventOrganiser.position
    )
    recordings: Mapped[list["Recording"]] = relationship(
        back_populates="event", order_by="Recording.position, Recording.id"
    )
