"""The desk's words for what is wrong with details, events, chapters and words, and for what was done."""

from collections.abc import Mapping

from archive.catalogue.events import Visibility
from archive.i18n import N_

_NOT_A_DATE = N_("There is no such date. Give a year, a month and a year, or a full date.")
_DAY_WITHOUT_MONTH = N_("Please give the month as well, or leave the day empty.")
_YEAR_MISSING = N_("Please give the year as well, with four digits.")
_DATES = {"not-a-date": _NOT_A_DATE, "day-without-month": _DAY_WITHOUT_MONTH, "year-missing": _YEAR_MISSING}
_NAMES = {"too-long": N_("Please keep to 50 names of 200 characters each.")}

SAVED_NOW = N_("Saved here by now: %(value)s")
EMPTY_NOW = N_("Saved here by now: nothing")

EVENT_VISIBILITIES: Mapping[Visibility, str] = {
    Visibility.PUBLIC: N_("Everybody"),
    Visibility.SIGNED_IN: N_("Everybody who is signed in"),
    Visibility.STAFF: N_("Only the desk"),
}

_TIMES = {
    "not-a-time": N_("There is no such time in the recording. Times look like 12:34 or 1:02:03."),
    "before-the-start": N_("This has to be a time after the one at which it begins."),
    "other-film": N_("Another film has taken the place of the one you saw. Please read the time off this one."),
}

_WORDS = {
    "too-many": N_("Please keep to 400 words."),
    "too-long": N_("Please keep each to 200 characters."),
    "no-word": N_("One of the rows holds no word."),
    "twice": N_("One of these words says it alone already. Please keep it in one list."),
}

EDITING_FAULTS: Mapping[str, Mapping[str, str]] = {
    "starts": _DATES,
    "ends": {**_DATES, "before-it-begins": N_("This is before the day on which it begins.")},
    "as_of": _DATES,
    "speakers": _NAMES,
    "organisers": _NAMES,
    "series": {
        "empty": N_("Please give the new series a name."),
        "too-long": N_("Please keep the name to 300 characters."),
        "not-a-series": N_("Please choose one of the series."),
    },
    "description": {"too-long": N_("Please keep the description to 20,000 characters.")},
    "description_de": {"too-long": N_("Please keep the description to 20,000 characters.")},
    "description_en": {"too-long": N_("Please keep the description to 20,000 characters.")},
    "regions": {"not-a-region": N_("Please choose one of the regions.")},
    "visibility": {"not-a-visibility": N_("Please choose who may see it.")},
    "state": {
        "has-recordings": N_("An event with published recordings cannot be hidden. Withdraw the recordings first."),
        "not-a-state": N_("Please choose one of the states."),
    },
    "chapters": {
        "not-chapters": N_("Please give every chapter a time and a title."),
        "behind-the-end": N_("A chapter begins after the recording has ended."),
        "too-long": N_("Please keep to 500 chapters."),
        "changed-meanwhile": N_(
            "Somebody else has changed the chapters while you were writing. What is saved by now stands below; save "
            "again to put yours in its place."
        ),
    },
    "start": _TIMES,
    "end": _TIMES,
    "begins_at": _TIMES,
    "ends_at": _TIMES,
    **dict.fromkeys(("strong_de", "plain_de", "strong_en", "plain_en"), _WORDS),
    "terms": {
        "too-few": N_("Please give at least two words: one stands for the other."),
        "too-many": N_("Please keep to 60 words in a group."),
        "too-long": N_("Please keep each to 200 characters."),
        "no-word": N_("One of the rows holds no word."),
        "not-a-language": N_("Please choose one of the languages."),
        "changed-meanwhile": N_(
            "Somebody else has changed these words while you were writing. What is saved by now stands below; save "
            "again to put yours in its place."
        ),
    },
    "event": {
        "changed-meanwhile": N_(
            "Somebody else has changed this event while you were writing. Where it differs from what you wrote, what "
            "is saved by now stands at the field; save again to put yours in its place."
        ),
        "not-an-event": N_("Please choose one of the events."),
        "is-public": N_("A published recording needs an event that is published."),
        "is-seen": N_("Visitors see this event. Make it a draft first."),
        "has-footage": N_("This event has recordings. Move them to another event first."),
        "is-shipped": N_("This event came with the archive. It can be withdrawn, but not removed."),
    },
}
"""What is wrong with a field, by the code of its fault."""

EDITING_NOTICES: Mapping[str, str] = {
    "chapters": N_("The chapters are saved."),
    "chapters-decided": N_("Decided. Visitors see what you confirmed without a note."),
    "glossary-saved": N_("The words are saved. They hold from the next question on."),
    "glossary-reset": N_("The group is as it was delivered."),
    "glossary-removed": N_("The group is removed."),
    "topic-words-saved": N_("The words are saved. All recordings are being looked through anew."),
    "event-saved": N_("The event is saved."),
    "event-made": N_("The event is here."),
    "event-merged": N_("The recordings belong to this event now."),
    "event-removed": N_("The event is removed."),
}
"""What a form did."""
