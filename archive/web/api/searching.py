"""The API's search: the same questions, the same answers and the same rule of who sees what as on the site."""

from archive.catalogue import listing
from archive.catalogue.listing import Listed, Wanted
from archive.catalogue.viewing import VISITOR, visible_recording_ids
from archive.finding import searching
from archive.web import addresses
from archive.web.api import making, models_of_answers
from archive.web.api.endpoints import Call
from archive.web.api.parameters import SearchQuery
from archive.web.filters import RESULT_FIELDS
from search.results import Answer, Moment, RecordingHit, SearchRequest


def search(call: Call[SearchQuery]) -> models_of_answers.SearchAnswer:
    """Answer a question from what anybody may see."""
    asked = call.query
    allowed = visible_recording_ids(call.session, VISITOR)
    answer = searching.find(call.services, call.session, _request(asked), allowed=allowed)
    hits = answer.hits if answer.page == asked.page else ()  # search gives its last page for those behind it
    wanted = Wanted(ids=tuple(hit.recording_id for hit in hits))
    found = listing.listed(call.session, VISITOR, wanted, limit=len(hits))
    by_id = {entry.card.recording_id: entry for entry in found}
    total = answer.total_recordings
    return models_of_answers.SearchAnswer(
        query=answer.query.text,
        notes=tuple(dict.fromkeys(note.code for note in answer.query.notes)),
        total_recordings=total,
        total_moments=answer.total_moments,
        page=asked.page,
        links=making.links(call.public_url, call.address, page=asked.page, total=total, page_size=asked.page_size),
        items=tuple(_hit(call, hit, by_id[hit.recording_id]) for hit in hits if hit.recording_id in by_id),
        facets=_facets(answer),
        expansions=tuple(
            models_of_answers.Expansion(
                expansion.text, expansion.key, tuple(term.text for term in expansion.terms), expansion.is_off
            )
            for expansion in answer.expansions
        ),
        suggestions=answer.suggestions,
    )


def _request(asked: SearchQuery) -> SearchRequest:
    return SearchRequest(
        text=asked.q,
        countries=tuple(code.upper() for code in asked.country),
        regions=asked.region,
        years=asked.year,
        languages=asked.language,
        kinds=tuple(asked.kind),
        series=asked.series,
        topics=asked.topic,
        is_checked=bool(asked.checked),
        without_expansion=frozenset(asked.without),
        sort=asked.sort,
        page=asked.page,
        page_size=asked.page_size,
        moments_per_recording=asked.moments,
    )


def _hit(call: Call[SearchQuery], hit: RecordingHit, listed: Listed) -> models_of_answers.Hit:
    return models_of_answers.Hit(
        recording=making.recording(call.public_url, listed),
        total_moments=hit.total_moments,
        moments=tuple(_moment(call, moment, listed) for moment in hit.moments),
        timeline=hit.timeline,
        slides=hit.slides,
    )


def _moment(call: Call[SearchQuery], moment: Moment, listed: Listed) -> models_of_answers.Moment:
    is_speech, is_timed = moment.kind == "speech", moment.kind != "details"
    about = next((about for about in listed.transcripts if about.language == moment.transcript_language), None)
    page = making.page(
        call.public_url,
        "watch",
        listed.card.slug,
        q=call.query.q,
        without=call.query.without,
        transcript=moment.transcript_language if is_speech and len(listed.transcripts) > 1 else None,
        t=addresses.second(moment.start_seconds) if is_timed else None,
    )
    return models_of_answers.Moment(
        kind="speech" if is_speech else "slide" if is_timed else "details",
        start_seconds=moment.start_seconds,
        language=moment.transcript_language,
        is_machine_text=is_speech and about is not None and about.is_machine_text,
        snippet=tuple(models_of_answers.Piece(piece.text, piece.is_match) for piece in moment.snippet),
        reason=moment.reason,
        via=tuple(models_of_answers.StandsFor(via.reason, via.words, via.language) for via in moment.via),
        page=f"{page}#line-{moment.key}" if moment.key else page,
    )


def _facets(answer: Answer) -> dict[str, tuple[models_of_answers.FacetValue, ...]]:
    return {
        name: tuple(
            models_of_answers.FacetValue(str(row.value).lower() if name == "country" else str(row.value), row.count)
            for row in answer.facets.get(field, ())
            if str(row.value)
        )
        for name, field in RESULT_FIELDS.items()
    }
