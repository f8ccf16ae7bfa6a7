"""Routes of the desk where staff correct what is there: details, pictures, events, words."""

from starlette.routing import BaseRoute

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
from archive.web.routing import Below

DESK = Below("/desk")
RECORDING = "/recordings/{recording_id:number}"


EDITING_ROUTES: list[BaseRoute] = [
    DESK.page("/shelf", home.shelf, "desk-shelves"),
    DESK.page("/shelf/{state:str}", home.shelf, "desk-shelf"),
    DESK.page("/events", events.show_list, "desk-events"),
    DESK.page("/events/new", events.show_new, "desk-new-event"),
    DESK.form("/events/new", events.make, "desk-new-event-form"),
    DESK.page("/events/{event_id:number}", events.show, "desk-event"),
    DESK.form("/events/{event_id:number}", events.change, "desk-event-form"),
    DESK.form("/events/{event_id:number}/merge", events.bring_into, "desk-event-merge"),
    DESK.form("/events/{event_id:number}/remove", events.remove, "desk-event-remove"),
    DESK.page("/glossary", glossary.show_list, "desk-glossary"),
    DESK.page("/glossary/new", glossary.show, "desk-new-group"),
    DESK.form("/glossary/new", glossary.save, "desk-new-group-form"),
    DESK.page("/glossary/{group_id:number}", glossary.show, "desk-group"),
    DESK.form("/glossary/{group_id:number}", glossary.save, "desk-group-form"),
    DESK.form("/glossary/{group_id:number}/reset", glossary.reset, "desk-group-reset"),
    DESK.form("/glossary/{group_id:number}/remove", glossary.remove, "desk-group-remove"),
    DESK.page("/topic-rules", topic_rules.show_list, "desk-topic-rules"),
    DESK.page("/topic-rules/{slug:str}", topic_rules.show, "desk-topic-rule"),
    DESK.form("/topic-rules/{slug:str}", topic_rules.save, "desk-topic-rule-form"),
    DESK.form("/topic-rules/{slug:str}/reset", topic_rules.reset, "desk-topic-rule-reset"),
    DESK.page("/worklist", worklist.show, "desk-worklist"),
    DESK.page(RECORDING, editing.show, "desk-recording"),
    DESK.form(RECORDING, editing.correct, "desk-correct"),
    DESK.page(RECORDING + "/pictures", picture_forms.show, "desk-pictures"),
    DESK.form(RECORDING + "/poster", picture_forms.poster, "desk-poster"),
    DESK.form(RECORDING + "/chapters", picture_forms.chapters, "desk-chapters"),
    DESK.form(RECORDING + "/suggested", picture_forms.suggestions, "desk-suggested-chapters"),
    DESK.page(RECORDING + "/documents", documents.show, "desk-documents"),
    DESK.files_form(RECORDING + "/documents", documents.add, "desk-add-document"),
    DESK.form(RECORDING + "/documents/{document_id:number}", documents.change, "desk-document-form"),
    DESK.form(RECORDING + "/documents/{document_id:number}/remove", documents.remove, "desk-document-remove"),
    DESK.page(RECORDING + "/laid-aside", laid_aside.show, "desk-laid-aside"),
    DESK.form(RECORDING + "/laid-aside/{upload_id:str}", laid_aside.decide, "desk-laid-aside-form"),
    DESK.page(RECORDING + "/cut", cutting.show, "desk-cut"),
    DESK.form(RECORDING + "/redact", cutting.redact_span, "desk-redact"),
    DESK.form(RECORDING + "/trim", cutting.trim_ends, "desk-trim"),
    DESK.page(RECORDING + "/topics", topic_marks.show, "desk-topics"),
    DESK.form(RECORDING + "/topics", topic_marks.mark, "desk-topics-form"),
    DESK.page(RECORDING + "/superseded", succession_form.show, "desk-superseded"),
    DESK.form(RECORDING + "/superseded", succession_form.save, "desk-superseded-form"),
]
"""All of them."""
