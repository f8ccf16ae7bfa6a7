"""The routes of the transcript editor, below a recording of the desk."""

from starlette.routing import BaseRoute, Route

from archive.web.desk import (
    line_form,
    replace_words,
    transcript_editor,
    transcript_history,
    transcript_saving,
    words_page,
)
from archive.web.staff import FORM_BYTES

_DESK = "/{language:language}/desk"
_ALL = _DESK + "/recordings/{recording_id:number}/transcripts"
_ONE = _ALL + "/{transcript_id:number}"
_POST = ["POST"]

TRANSCRIPT_ROUTES: list[BaseRoute] = [
    Route(_ALL, transcript_editor.choose, name="desk-transcripts"),
    Route(_ALL + "/new", words_page.show, name="desk-new-transcript"),
    Route(_ONE, transcript_editor.show, name="desk-transcript"),
    Route(
        _ONE + "/edits", transcript_saving.save_lines, methods=_POST, name="desk-lines", max_body_size=FORM_BYTES
    ),
    Route(
        _ONE + "/steps", transcript_saving.take_step, methods=_POST, name="desk-step", max_body_size=FORM_BYTES
    ),
    Route(_ONE + "/lines/{key:str}", line_form.show, name="desk-line"),
    Route(_ONE + "/lines/{key:str}", line_form.take, methods=_POST, name="desk-line-form", max_body_size=FORM_BYTES),
    Route(_ONE + "/history", transcript_history.show, name="desk-transcript-history"),
    Route(
        _ONE + "/history", transcript_history.restore, methods=_POST, name="desk-transcript-history-form",
        max_body_size=FORM_BYTES,
    ),
    Route(_ONE + "/replace", replace_words.show, name="desk-replace-one"),
    Route(_ONE + "/replace", replace_words.take, methods=_POST, name="desk-replace-one-form", max_body_size=FORM_BYTES),
    Route(_DESK + "/replace", replace_words.show, name="desk-replace"),
    Route(_DESK + "/replace", replace_words.take, methods=_POST, name="desk-replace-form", max_body_size=FORM_BYTES),
    Route(
        _DESK + "/replace/undo", replace_words.undo, methods=_POST, name="desk-replace-undo", max_body_size=FORM_BYTES
    ),
]  # fmt: skip
"""All of them."""
