"""Mitschnitt: a searchable archive for recordings of virtual events."""

__version__ = "0.1.0"
