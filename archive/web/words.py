"""The public site's words for what the catalogue and search keep as codes. English here, translated when shown."""

from collections.abc import Mapping

from archive.catalogue.documents import DocumentKind
from archive.catalogue.events import Kind
from archive.catalogue.recordings import Origin
from archive.i18n import N_

KINDS: Mapping[str, str] = {Kind.VIRTUAL: N_("Virtual"), Kind.NATIONAL: N_("National"), Kind.REGIONAL: N_("Regional")}
"""The kind of an event in lists and filters."""

ORIGINS: Mapping[str, str] = {
    Origin.HAND: N_("Written by hand"),
    Origin.SUPPLIED: N_("Captions supplied with the recording"),
    Origin.PLATFORM: N_("Captions of the video platform"),
    Origin.PLATFORM_AUTO: N_("Automatic captions of the video platform"),
    Origin.SPEECH: N_("Speech recognition"),
}
"""Where a transcript came from."""

DOCUMENT_KINDS: Mapping[str, str] = {
    DocumentKind.SLIDES: N_("Slides"),
    DocumentKind.HANDOUT: N_("Handout"),
    DocumentKind.OTHER: N_("Document"),
    DocumentKind.CHAT: N_("Chat of the meeting"),
    DocumentKind.PARTICIPANTS: N_("List of participants"),
}
"""What a document is."""

NO_TRANSCRIPT: Mapping[str, str] = {
    "": N_("The spoken words of this recording are not in the archive yet."),
    "no-model": N_("No captions came with this recording, and speech recognition was not set up when it came."),
    "no-audio": N_("This recording has no sound."),
    "speech-found-nothing": N_("No speech was recognised in this recording."),
}
"""Why a recording has no transcript."""

REASONS: Mapping[str, str] = {
    "exact": N_("exactly this word"),
    "form": N_("another form of the word"),
    "prefix": N_("begins like this"),
    "part": N_("part of a longer word"),
    "title": N_("in the title"),
    "speaker": N_("name of a speaker"),
    "place": N_("place or country"),
    "description": N_("in the description"),
}
"""Why a moment was found."""

VIAS: Mapping[str, str] = {
    "part": N_("found via: %(words)s"),
    "glossary": N_("found as: %(words)s"),
    "language": N_("via %(language)s: %(words)s"),
}
"""What stands for an asked word that was not said itself."""

QUERY_NOTES: Mapping[str, str] = {
    "too-long": N_("Your search was very long; only its beginning was used."),
    "too-many-words": N_("Your search has many words; only the first 32 were used."),
    "prefix-too-short": N_("Before the star at least three letters are needed."),
    "prefix-of-several-words": N_("The star works for single words."),
    "no-leading-wildcard": N_("A star can only stand at the end of a word."),
    "not-a-year": N_("A year is needed after “year:”."),
    "no-words": N_("There is no word in your search."),
    "only-common-words": N_("Words as common as these are not searched alone. Please add another word."),
}
"""What a reader should know about how the question was understood."""

SORTS: Mapping[str, str] = {
    "relevance": N_("Best match"),
    "newest": N_("Newest first"),
    "oldest": N_("Oldest first"),
}
"""Orders of the answer."""

SUPERSEDED = N_("Superseded. There is a newer recording: %(title)s")
"""The notice where it leaves the site: in a quote, in a feed."""

BECAUSE: Mapping[str, str] = {
    "outdated": N_("What is said here is out of date."),
    "asked": N_("Somebody who took part has asked for it."),
    "mistake": N_("It was published by mistake."),
    "rights-expired": N_("The permission to show it has ended."),
}
"""The usual reasons why a recording is withdrawn."""

FACETS: Mapping[str, str] = {
    "country": N_("Country"),
    "region": N_("Region"),
    "year": N_("Year"),
    "kind": N_("Kind of event"),
    "series": N_("Series"),
    "topic": N_("Topic"),
    "language": N_("Language"),
    "checked": N_("Transcript"),
}
"""Filters by their name in the address."""
