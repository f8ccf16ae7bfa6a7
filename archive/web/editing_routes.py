"""Routes of the desk where staff correct what is there: details, pictures, events, words."""

from collections.abc import Callable

from starlette.routing import BaseRoute, Route

from archive.web import (
    cutting,
    desk,
    documents_desk,
    editing,
    event_desk,
    glossary_desk,
    picture_forms,
    succession_form,
    topic_marks,
    topic_rules_desk,
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
    _page("/shelf", desk.shelf, "desk-shelves"),
    _page("/shelf/{state:str}", desk.shelf, "desk-shelf"),
    _page("/events", event_desk.show_list, "desk-events"),
    _page("/events/new", event_desk.show_new, "desk-new-event"),
    _form("/events/new", event_desk.make, "desk-new-event-form"),
    _page("/events/{event_id:number}", event_desk.show, "desk-event"),
    _form("/events/{event_id:number}", event_desk.change, "desk-event-form"),
    _form("/events/{event_id:number}/merge", event_desk.bring_into, "desk-event-merge"),
    _form("/events/{event_id:number}/remove", event_desk.remove, "desk-event-remove"),
    _page("/glossary", glossary_desk.show_list, "desk-glossary"),
    _page("/glossary/new", glossary_desk.show, "desk-new-group"),
    _form("/glossary/new", glossary_desk.save, "desk-new-group-form"),
    _page("/glossary/{group_id:number}", glossary_desk.show, "desk-group"),
    _form("/glossary/{group_id:number}", glossary_desk.save, "desk-group-form"),
    _form("/glossary/{group_id:number}/reset", glossary_desk.reset, "desk-group-reset"),
    _form("/glossary/{group_id:number}/remove", glossary_desk.remove, "desk-group-remove"),
    _page("/topic-rules", topic_rules_desk.show_list, "desk-topic-rules"),
    _page("/topic-rules/{slug:str}", topic_rules_desk.show, "desk-topic-rule"),
    _form("/topic-rules/{slug:str}", topic_rules_desk.save, "desk-topic-rule-form"),
    _form("/topic-rules/{slug:str}/reset", topic_rules_desk.reset, "desk-topic-rule-reset"),
    _page("/worklist", worklist.show, "desk-worklist"),
    _page(RECORDING, editing.show, "desk-recording"),
    _form(RECORDING, editing.correct, "desk-correct"),
    _page(RECORDING + "/pictures", picture_forms.show, "desk-pictures"),
    _form(RECORDING + "/poster", picture_forms.poster, "desk-poster"),
    _form(RECORDING + "/chapters", picture_forms.chapters, "desk-chapters"),
    _form(RECORDING + "/suggested", picture_forms.suggestions, "desk-suggested-chapters"),
    _page(RECORDING + "/documents", documents_desk.show, "desk-documents"),
    Route(PREFIX + RECORDING + "/documents", documents_desk.add, methods=["POST"], name="desk-add-document"),
    _form(RECORDING + "/documents/{document_id:number}", documents_desk.change, "desk-document-form"),
    _form(RECORDING + "/documents/{document_id:number}/remove", documents_desk.remove, "desk-document-remove"),
    _page(RECORDING + "/cut", cutting.show, "desk-cut"),
    _form(RECORDING + "/redact", cutting.redact_span, "desk-redact"),
    _form(RECORDING + "/trim", cutting.trim_ends, "desk-trim"),
    _page(RECORDING + "/topics", topic_marks.show, "desk-topics"),
    _form(RECORDING + "/topics", topic_marks.mark, "desk-topics-form"),
    _page(RECORDING + "/superseded", succession_form.show, "desk-superseded"),
    _form(RECORDING + "/superseded", succession_form.save, "desk-superseded-form"),
]
"""All of them."""
