"""Mapped class for what of the shipped data the catalogue holds already."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from archive.catalogue.base import Base


class Seeded(Base):
    """Shipped data that a start has brought in: only other data are compared with the catalogue again."""

    __tablename__ = "seeded"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the shipped data, in hexadecimal digits."""
