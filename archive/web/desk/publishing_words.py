"""The desk's words for publishing: what a recording should have, and whom it can be for. Translated when shown."""

from collections.abc import Mapping

from archive.catalogue.events import Visibility
from archive.i18n import N_

CHECKS: Mapping[str, tuple[str, str]] = {
    "files": (N_("Playable file"), ""),
    "title": (N_("Title"), N_("Please give a title.")),
    "date": (N_("Date of the event"), N_("Not known yet. Visitors find recordings by it.")),
    "country": (N_("Country"), N_("Not known yet. Visitors find recordings by it.")),
    "captions": (N_("Captions"), ""),
    "rights": (N_("Rights record"), ""),
    "poster": (N_("Picture"), N_("No picture is chosen. A picture stands for the recording in lists.")),
}
"""The lines of the checklist before publishing: what they are called, and what is said where something is missing."""
WHERE: Mapping[str, tuple[str, ...]] = {
    "captions": ("transcripts",),
    "title": (),
    "date": (),
    "country": (),
    "rights": ("rights",),
    "poster": ("pictures",),
}
"""Where that is put right, below the page of the recording."""

VISIBILITIES: Mapping[Visibility, str] = {
    Visibility.PUBLIC: N_("Everybody"),
    Visibility.SIGNED_IN: N_("Everybody who is signed in"),
    Visibility.STAFF: N_("Only the desk"),
}
