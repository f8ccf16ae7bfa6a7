"""Routes of the desk where staff correct what is there: details, pictures, events, words."""

from collections.abc import Callable

from starlette.routing import BaseRoute, Route

from archive.web.desk import (
    cutting,
    documents,
    editing,
    events,
    glossary,
    home,
    laid_aside,
    picture_forms,
    succession_form,
    topic_marks,
    topic_rules,
    worklist,
)
from archive.web.staff import FORM_BYTES

PREFIX = "/{language:language}/desk"
RECORDING = "/recordings/{recording_id:number}"


def _page(path: str, endpoint: Callable[..., object], name: str) -> Route:
    return Route(PREFIX + path, endpoint, name=name)


def _form(path: str, endpoint: Callable[..., object], name: str) -> Route:
    return Route(PREFIX + path, endpoint, methods=["POST"], name=name, max_body_size=FORM_BYTES)


EDITING_ROUTES: list[BaseRoute] = [
    _page("/shelf", home.shelf, "desk-shelves"),
    _page("/shelf/{state:str}", home.shelf, "desk-shelf"),
    _page("/events", events.show_list, "desk-events"),
    _page("/events/new", events.show_new, "desk-new-event"),
    _form("/events/new", events.make, "desk-new-event-form"),
    _page("/events/{event_id:number}", events.show, "desk-event"),
    _form("/events/{event_id:number}", events.change, "desk-event-form"),
    _form("/events/{event_id:number}/merge", events.bring_into, "desk-event-merge"),
    _form("/events/{event_id:number}/remove", events.remove, "desk-event-remove"),
    _page("/glossary", glossary.show_list, "desk-glossary"),
    _page("/glossary/new", glossary.show, "desk-new-group"),
    _form("/glossary/new", glossary.save, "desk-new-group-form"),
    _page("/glossary/{group_id:number}", glossary.show, "desk-group"),
    _form("/glossary/{group_id:number}", glossary.save, "desk-group-form"),
    _form("/glossary/{group_id:number}/reset", glossary.reset, "desk-group-reset"),
    _form("/glossary/{group_id:number}/remove", glossary.remove, "desk-group-remove"),
    _page("/topic-rules", topic_rules.show_list, "desk-topic-rules"),
    _page("/topic-rules/{slug:str}", topic_rules.show, "desk-topic-rule"),
    _form("/topic-rules/{slug:str}", topic_rules.save, "desk-topic-rule-form"),
    _form("/topic-rules/{slug:str}/reset", topic_rules.reset, "desk-topic-rule-reset"),
    _page("/worklist", worklist.show, "desk-worklist"),
    _page(RECORDING, editing.show, "desk-recording"),
    _form(RECORDING, editing.correct, "desk-correct"),
    _page(RECORDING + "/pictures", picture_forms.show, "desk-pictures"),
    _form(RECORDING + "/poster", picture_forms.poster, "desk-poster"),
    _form(RECORDING + "/chapters", picture_forms.chapters, "desk-chapters"),
    _form(RECORDING + "/suggested", picture_forms.suggestions, "desk-suggested-chapters"),
    _page(RECORDING + "/documents", documents.show, "desk-documents"),
    Route(PREFIX + RECORDING + "/documents", documents.add, methods=["POST"], name="desk-add-document"),
    _form(RECORDING + "/documents/{document_id:number}", documents.change, "desk-document-form"),
    _form(RECORDING + "/documents/{document_id:number}/remove", documents.remove, "desk-document-remove"),
    _page(RECORDING + "/laid-aside", laid_aside.show, "desk-laid-aside"),
    _form(RECORDING + "/laid-aside/{upload_id:str}", laid_aside.decide, "desk-laid-aside-form"),
    _page(RECORDING + "/cut", cutting.show, "desk-cut"),
    _form(RECORDING + "/redact", cutting.redact_span, "desk-redact"),
    _form(RECORDING + "/trim", cutting.trim_ends, "desk-trim"),
    _page(RECORDING + "/topics", topic_marks.show, "desk-topics"),
    _form(RECORDING + "/topics", topic_marks.mark, "desk-topics-form"),
    _page(RECORDING + "/superseded", succession_form.show, "desk-superseded"),
    _form(RECORDING + "/superseded", succession_form.save, "desk-superseded-form"),
]
"""All of them."""
