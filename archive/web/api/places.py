"""The API about countries, regions and topics: what the archive holds about each."""

from dataclasses import fields

from archive.catalogue import places as known
from archive.catalogue import queries, topic_queries
from archive.catalogue.queries import Place
from archive.catalogue.viewing import VISITOR
from archive.finding.topics import topics as known_topics
from archive.i18n import LANGUAGES
from archive.web.api import making
from archive.web.api.endpoints import Call
from archive.web.api.models_of_places import Country, Places, Region, Topic, TopicList
from archive.web.api.parameters import Query


def countries(call: Call[Query]) -> Places:
    """List all countries and regions that the archive holds something about, by code."""
    events = queries.events(call.session, VISITOR)
    return Places(
        countries=tuple(
            _place(call, place) for place in sorted(queries.country_places(events), key=lambda place: place.code)
        ),
        regions=tuple(
            _region(call, place) for place in sorted(queries.region_places(events), key=lambda place: place.code)
        ),
    )


def topics(call: Call[Query]) -> TopicList:
    """List all topics, those too that nobody has spoken of."""
    counts = topic_queries.topic_counts(call.session, VISITOR).values()
    return TopicList(
        tuple(
            Topic(
                slug=topic.slug,
                names=topic.names,
                page=making.page(call.public_url, "topics", topic.slug),
                passages=sum(found.get(topic.slug, 0) for found in counts),
                recordings=sum(topic.slug in found for found in counts),
            )
            for topic in known_topics().values()
        )
    )


def _place(call: Call[Query], place: Place) -> Country:
    i18n = call.services.i18n
    name = i18n.region if known.is_region(place.code) else i18n.country
    return Country(
        code=place.code,
        names={language: name(place.code, language) for language in LANGUAGES},
        page=making.page(call.public_url, "countries", place.code.lower()),
        as_of=place.as_of,
        events=place.events,
        recordings=place.recordings,
        duration_seconds=place.duration_seconds,
    )


def _region(call: Call[Query], place: Place) -> Region:
    summary = _place(call, place)
    return Region(
        **{field.name: getattr(summary, field.name) for field in fields(summary)},
        countries=known.countries_of(place.code),
    )
