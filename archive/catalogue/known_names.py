"""Names that the catalogue holds already, offered at the desk while a person types."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.catalogue.events import Organiser, Series
from archive.catalogue.recordings import Speaker


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """A series to choose."""

    slug: str
    titles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Names that the catalogue holds already, by what they are."""

    speakers: tuple[str, ...]
    organisers: tuple[str, ...]
    series: tuple[SeriesRow, ...]


def known_names(session: Session) -> KnownNames:
    """List speakers, organisers and series, each in the order of the alphabet."""
    series = session.scalars(select(Series).order_by(Series.title_de, Series.id))
    return KnownNames(
        speakers=tuple(session.scalars(select(Speaker.name).order_by(Speaker.name))),
        organisers=tuple(session.scalars(select(Organiser.name).order_by(Organiser.name))),
        series=tuple(SeriesRow(row.slug, {"de": row.title_de, "en": row.title_en}) for row in series),
    )
