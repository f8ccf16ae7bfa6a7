"""The playable files of a recording as the desk lists them: what each is, how large, and why it was made that way."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request

from archive.catalogue.recordings import Recording, Rendition
from archive.i18n import N_
from archive.web.asking import services_of
from archive.web.speaking import say

REASONS: Mapping[str, str] = {
    "web-ready": N_("copied: every browser plays the original"),
    "loudness": N_("picture copied, sound made as loud as in other recordings"),
    "sound-codec": N_("picture copied, sound encoded: not every browser knows its codec"),
    "container": N_("encoded: browsers do not open this kind of file"),
    "codec": N_("encoded: not every browser knows the codec of the picture"),
    "profile": N_("encoded: browsers do not know this variant of the codec"),
    "size": N_("encoded: the picture is larger than browsers play well"),
    "frame-rate": N_("encoded: too many frames a second"),
    "bit-rate": N_("encoded: too much data a second for most lines"),
    "keyframes": N_("encoded: jumping to a second would take long"),
    "rotation": N_("encoded: the picture was turned"),
    "pixel-shape": N_("encoded: the pixels are not square"),
    "interlaced": N_("encoded: the picture is interlaced"),
    "cut": N_("encoded: something was cut out of the recording"),
    "copy-failed": N_("encoded: the original could not be copied"),
    "smaller-screens": N_("for smaller screens and slower lines"),
    "small-screens": N_("for smaller screens and slower lines"),
    "sound-alone": N_("the sound alone"),
    "speech": N_("the sound alone"),
    "language-track": N_("another language"),
}
"""Why a file was made as it was, by the codes of `media/ladder.py`, those of older recipes among them."""


@dataclass(frozen=True, slots=True)
class RenditionView:
    """A playable file."""

    label: str
    """720p, the name of a language, or what the original calls the track."""
    size_bytes: int
    reason: str


def rendition_views(request: Request, recording: Recording) -> tuple[RenditionView, ...]:
    """List the playable files, the larger before the smaller, the main sound before other languages."""
    ordered = sorted(recording.renditions, key=lambda row: (-row.height, row.name))
    return tuple(
        RenditionView(_label(request, row), row.size_bytes, say(request, REASONS.get(row.reason, "")))
        for row in ordered
    )


def _label(request: Request, row: Rendition) -> str:
    if row.height:
        return f"{min(row.height, row.width or row.height)}p"
    services = services_of(request)
    language = services.i18n.language_name(row.language, request.state.language) if row.language else ""
    return " – ".join(filter(None, [language, row.label])) or say(request, N_("Sound"))
