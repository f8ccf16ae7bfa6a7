"""The routes of the transcript editor, below a recording of the desk."""

from starlette.routing import BaseRoute

from archive.web.desk import (
    line_form,
    replace_words,
    transcript_editor,
    transcript_history,
    transcript_saving,
    words_page,
)
from archive.web.routing import Below

DESK = Below("/desk")
ALL = Below("/desk/recordings/{recording_id:number}/transcripts")
ONE = Below(ALL.beginning + "/{transcript_id:number}")

TRANSCRIPT_ROUTES: list[BaseRoute] = [
    ALL.page("", transcript_editor.choose, "desk-transcripts"),
    ALL.page("/new", words_page.show, "desk-new-transcript"),
    ONE.page("", transcript_editor.show, "desk-transcript"),
    ONE.form("/edits", transcript_saving.save_lines, "desk-lines"),
    ONE.form("/steps", transcript_saving.take_step, "desk-step"),
    ONE.page("/lines/{key:str}", line_form.show, "desk-line"),
    ONE.form("/lines/{key:str}", line_form.take, "desk-line-form"),
    ONE.page("/history", transcript_history.show, "desk-transcript-history"),
    ONE.form("/history", transcript_history.restore, "desk-transcript-history-form"),
    ONE.page("/replace", replace_words.show, "desk-replace-one"),
    ONE.form("/replace", replace_words.take, "desk-replace-one-form"),
    DESK.page("/replace", replace_words.show, "desk-replace"),
    DESK.form("/replace", replace_words.take, "desk-replace-form"),
    DESK.form("/replace/undo", replace_words.undo, "desk-replace-undo"),
]
"""All of them."""
