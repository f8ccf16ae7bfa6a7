"""The API in one table: every address, what may be asked there, and what it answers."""

from archive.i18n import N_
from archive.web.api import events, making, places, recordings, searching
from archive.web.api.endpoints import Call, Endpoint
from archive.web.api.models import Entry, RecordingDetails, Transcript
from archive.web.api.models_of_answers import SearchAnswer
from archive.web.api.models_of_places import EventDetails, EventList, Places, RecordingList, TopicList
from archive.web.api.parameters import EventsQuery, Query, RecordingsQuery, SearchQuery

ADDRESSES = ("events", "recordings", "search", "countries", "topics")


def entry(call: Call[Query]) -> Entry:
    """Say where to begin."""
    listed = {name: making.address(call.public_url, name) for name in ADDRESSES}
    return Entry(
        name=call.services.settings.site_name,
        documentation=making.page(call.public_url, "api"),
        description=making.address(call.public_url, "openapi.json"),
        **listed,
    )


ENDPOINTS = (
    Endpoint("entry", "", N_("Where to begin"), Query, Entry, entry),
    Endpoint("search", "/search", N_("Search what was said"), SearchQuery, SearchAnswer, searching.search),
    Endpoint("recordings", "/recordings", N_("List recordings"), RecordingsQuery, RecordingList, recordings.recordings),
    Endpoint("recording", "/recordings/{slug}", N_("One recording"), Query, RecordingDetails, recordings.recording),
    Endpoint(
        "transcript",
        "/recordings/{slug}/transcripts/{language}",
        N_("All words of a recording in one language, with their times"),
        Query,
        Transcript,
        recordings.transcript,
    ),
    Endpoint("events", "/events", N_("List events, with and without footage"), EventsQuery, EventList, events.events),
    Endpoint("event", "/events/{slug}", N_("One event"), Query, EventDetails, events.event),
    Endpoint("countries", "/countries", N_("Countries and regions"), Query, Places, places.countries),
    Endpoint("topics", "/topics", N_("Topics"), Query, TopicList, places.topics),
)
