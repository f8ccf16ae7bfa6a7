"""The desk's words for what the catalogue keeps as codes. English here, translated where they are shown."""

from collections.abc import Mapping

from archive.catalogue.events import Kind, State
from archive.catalogue.work import JobState
from archive.i18n import N_
from archive.web.desk.editing_words import EDITING_FAULTS, EDITING_NOTICES
from archive.web.desk.transcript_words import LINE_FAULTS, LINE_NOTICES

_MAKING = (
    ("inspect", N_("Look at picture and sound")),
    ("playable", N_("Make it playable here")),
    ("renditions", N_("Make it playable everywhere")),
    ("pictures", N_("Draw small pictures of it")),
    ("slides", N_("Find and read the slides")),
)
_INDEXING = (("index", N_("Make the words searchable")),)
_SHELVING = (("shelve", N_("Put it on the shelf")), *_INDEXING)
STEPS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "discover": (("list", N_("Look at the address")),),
    "ingest": (
        ("fetch", N_("Fetch the file")),
        *_MAKING,
        ("transcript", N_("Get the spoken words")),
        *_SHELVING,
    ),
    "transcribe": (("hear", N_("Recognise the speech")), *_INDEXING),
    "rebuild": (("fetch", N_("Take the original")), *_MAKING, *_SHELVING),
    "replace": (
        ("compare", N_("Compare it with the file that is here")),
        ("fetch", N_("Take the new file")),
        *_MAKING,
        *_SHELVING,
    ),
    "index": _INDEXING,
}
"""The steps of each kind of job, in order."""

JOB_KINDS: Mapping[str, str] = {
    "discover": N_("Address"),
    "ingest": N_("Recording on its way in"),
    "transcribe": N_("Speech recognition"),
    "rebuild": N_("Bringing up to date"),
    "replace": N_("New file for a recording"),
    "index": N_("Search"),
}

DONE: Mapping[str, str] = {
    "discover": N_("Done: the address has been looked at."),
    "ingest": N_("Done: the recording is here."),
    "transcribe": N_("Done: the spoken words are here."),
    "rebuild": N_("Done: the recording is up to date."),
    "replace": N_("Done: the new file has taken the place of the old one."),
    "index": N_("Done: the words can be found."),
}
"""How each kind of job ended well."""
NOTHING_HEARD = N_("Done: no speech was found in the sound.")

JOB_STATES: Mapping[JobState, str] = {
    JobState.QUEUED: N_("waiting"),
    JobState.RUNNING: N_("in progress"),
    JobState.DONE: N_("done"),
    JobState.FAILED: N_("needs attention"),
    JobState.CANCELLED: N_("stopped"),
}

STATES: Mapping[State, str] = {
    State.DRAFT: N_("draft"),
    State.IN_REVIEW: N_("in review"),
    State.PUBLISHED: N_("published"),
    State.WITHDRAWN: N_("withdrawn"),
}

KINDS: Mapping[Kind, str] = {
    Kind.VIRTUAL: N_("Virtual event"),
    Kind.NATIONAL: N_("National event"),
    Kind.REGIONAL: N_("Regional event"),
}

ORIGINS: Mapping[str, str] = {
    "given": N_("given when it was added"),
    "page-heading": N_("from the heading on the page"),
    "page": N_("from the page"),
    "platform": N_("from the platform"),
    "file-tags": N_("from the file itself"),
    "file-name": N_("from the file’s name"),
    "title": N_("from the title"),
    "recognised-speech": N_("from the spoken words"),
    "captions": N_("from the captions"),
    "editor": N_("set by an editor"),
}
"""Where a detail came from."""

TRANSCRIPT_ORIGINS: Mapping[str, str] = {
    "hand": N_("written by hand"),
    "supplied": N_("supplied captions"),
    "platform": N_("captions of the platform"),
    "platform-auto": N_("automatic captions of the platform"),
    "speech": N_("speech recognition"),
}

TRANSCRIPT_PROBLEMS: Mapping[str, str] = {
    "times-estimated": N_("The times are estimated."),
    "timing-unreadable": N_("Lines whose time could not be read: %(count)s."),
    "empty-cue": N_("Lines without text: %(count)s."),
    "end-mended": N_("Lines whose end was put right: %(count)s."),
    "repetition-dropped": N_("Repetitions of the recogniser that were left out: %(count)s."),
    "phantom-dropped": N_("Lines of the recogniser that nobody said, left out: %(count)s."),
}
"""What has to be known of a transcript, by the code of its problems."""

NO_TRANSCRIPT: Mapping[str, str] = {
    "": N_("There is no transcript yet."),
    "no-model": N_("There is no transcript yet: no captions came along, and speech recognition was not set up."),
    "no-audio": N_("There is no transcript: the recording has no sound."),
    "speech-found-nothing": N_("There is no transcript: no speech was found in the sound."),
}

FAULTS: Mapping[str, Mapping[str, str]] = {
    "line": {"not-there": N_("Please choose a line; this one is no longer there.")},
    "text": {
        "empty": N_("Please write the line as it is said."),
        "too-long": N_("Please keep this to 500 characters."),
    },
    "suggestion": {"too-long": N_("Please keep this to 500 characters.")},
    "title": {
        "empty": N_("Please give a title."),
        "too-long": N_("Please keep the title to 300 characters."),
    },
    "kind": {"not-a-kind": N_("Please choose one of the kinds.")},
    "countries": {"not-a-country": N_("We do not know this country: %(names)s. Please check the spelling.")},
    "language": {"not-a-language": N_("Please choose one of the languages.")},
    "place": {"too-long": N_("Please keep the place to 200 characters.")},
    "basis": {
        "empty": N_("Please say why this recording may be shown."),
        "too-long": N_("Please keep this to 2,000 characters."),
    },
    "granted_on": {
        "empty": N_("Please give the date of the permission."),
        "not-a-date": N_("There is no such date."),
        "in-future": N_("The date lies in the future."),
        "too-early": N_("Please check the year: no permission is from before 1990."),
    },
    "recording": {
        "no-original": N_("The original of this recording is not here, so its files cannot be made anew."),
        "not-shelved": N_("The recording is still being brought in; please wait until it is here."),
        "changed-meanwhile": N_(
            "Somebody else has changed this recording while you were writing. Where it differs from what you wrote, "
            "what is saved by now stands at the field; save again to put yours in its place."
        ),
    },
    "newer": {
        "not-published": N_("Please choose a recording that is published."),
        "in-circle": N_("This one takes the place of the other already."),
    },
    "captions": {
        "empty": N_("Please choose a file with captions."),
        "outside": N_("All of these captions lie in what was cut off at the beginning or the end of the recording."),
        "not-a-form": N_("The file could not be read from the form. Please try again."),
    },
    "document": {
        "empty": N_("Please choose a file with something in it."),
        "too-large": N_("A document may have up to 100 MB."),
        "not-a-document": N_("This is neither a PDF nor plain text. Please save it as a PDF first."),
        "no-room": N_("The disk of the archive has no room for it. Please tell whoever runs the archive."),
        "not-a-pdf": N_("Visitors only get PDF files. Please save it as a PDF first."),
        "too-many": N_("A recording may have up to 50 documents."),
        "not-a-form": N_("The file could not be read from the form. Please try again."),
    },
    "document_title": {
        "empty": N_("Please give a title."),
        "too-long": N_("Please keep the title to 300 characters."),
    },
    "document_language": {"not-a-language": N_("Please choose one of the languages.")},
    "captions_language": {"not-a-language": N_("Please choose one of the languages.")},
    "reason": {
        "empty": N_("Please choose a reason, or write one."),
        "too-long": N_("Please keep this to 2,000 characters."),
    },
    "note": {"too-long": N_("Please keep this to 2,000 characters.")},
    "people": {"too-long": N_("Please keep this to 2,000 characters.")},
    "scope": {"too-long": N_("Please keep this to 2,000 characters.")},
    "expires_on": {
        "not-a-date": N_("There is no such date."),
        "before-it-began": N_("The permission would end before it began."),
        "too-late": N_("Please check the year, or leave the field empty: then the permission has no end."),
    },
    "captions_reason": {
        "empty": N_("Please say why there are no captions."),
        "too-long": N_("Please keep this to 500 characters."),
    },
    "publish_at": {
        "empty": N_("Please give day and time."),
        "not-a-time": N_("There is no such day or time."),
        "in-past": N_("This time is over. Please give one that lies ahead."),
        "too-far": N_("Please check the year: this lies more than two years ahead."),
    },
    "proof": {
        "empty": N_("Please choose a file."),
        "not-a-form": N_("The file could not be read from the form. Please try again."),
        "not-a-proof": N_("This is neither a PDF nor a picture (JPEG or PNG)."),
        "too-large": N_("The file is too large; at most 20 MB are taken."),
        "no-rights": N_("Please note first why this recording may be shown."),
    },
    "typed_title": {"not-the-title": N_("This is not the title. Please type it as it stands above.")},
    "address": {"empty": N_("Please paste an address.")},
    "watched_address": {"empty": N_("Please paste an address.")},
    "file": {
        "empty": N_("Please choose a file."),
        "not-a-form": N_("The file could not be read from the form. Please try again."),
        "redacted": N_(
            "Something was redacted in this recording. In another file, nobody knows where it is, so the file cannot "
            "be replaced."
        ),
        "being-replaced": N_("This recording is being given another file already."),
        "being-cut": N_("This recording is being cut. Please wait until that is done."),
        "no-recording": N_("The recording that this goes with is not on its way any more."),
        "too-many-companions": N_("Please send at most 16 files with one recording."),
        "too-many-bytes": N_("Your unfinished uploads are very large. Please finish or discard some of them first."),
        "too-many-uploads": N_("You have many unfinished uploads. Please finish or discard some of them first."),
    },
    **EDITING_FAULTS,
    **LINE_FAULTS,
}
"""What is wrong with a field, by the code of its fault."""

MISSING: Mapping[str, str] = {
    "basis": N_("Please say why this recording may be shown."),
    "granted-on": N_("Please give the date of the permission."),
    "granted-in-future": N_("The date lies in the future."),
    "withdrawn": N_("This recording was withdrawn. Bring it back on its page first."),
    "renditions": N_("There is no playable file yet. Wait until the recording has been brought in."),
    "captions": N_("There are no captions. Please add some, or say below why there are none."),
    "rights": N_("There is no rights record. Please note why this recording may be shown."),
    "rights-expired": N_("The permission to show this recording has ended. Please correct the rights record."),
    "event-withdrawn": N_("The event of this recording is withdrawn."),
}
"""What publishing still asks for."""

NOTICES: Mapping[str, str] = {
    "scheduled": N_("The time is set. The recording is published then, without your doing anything."),
    "unscheduled": N_("The time is taken back. The recording stays as it is."),
    "submitted": N_("The recording waits for its review."),
    "returned": N_("The recording is a draft again."),
    "deleted": N_("The recording is deleted for good. Its files go within a few minutes."),
    "proof-added": N_("The document is kept."),
    "proof-removed": N_("The document is taken away."),
    "saved": N_("Your changes are saved."),
    "unchanged": N_("Nothing was changed."),
    "poster": N_("The picture is changed."),
    "published": N_("The recording is published. Visitors can find and watch it now."),
    "withdrawn": N_("The recording is withdrawn. Visitors cannot see or find it any more."),
    "restored": N_("The recording is back."),
    "chosen": N_("What was ticked is being brought in."),
    "none-chosen": N_("Nothing was brought in."),
    "nothing-ticked": N_("Please tick at least one recording."),
    "retried": N_("The job will be tried again."),
    "no-speech-model": N_("Speech recognition is not set up here, so the words cannot be recognised anew."),
    "cancelled": N_("The job is being stopped."),
    "captions-added": N_("Lines taken in: %(lines)s. They can be found in a moment."),
    "captions-beside": N_("Lines taken in: %(lines)s. They lie beside a transcript that people have worked on."),
    "discarded": N_("The job and its draft are discarded."),
    "given-up": N_("The job is discarded. The recording stays as it is."),
    "file-discarded": N_("The file has been discarded."),
    "document-added": N_("The document has been added."),
    "left-out": N_("Chats, lists of participants and files that are no PDF were left out."),
    "upload-discarded": N_("The unfinished upload is discarded."),
    "watching": N_("The address is watched from now on. What is there becomes drafts."),
    "watch-stopped": N_("The address is not watched any more. What came from it stays."),
    "checking": N_("The address is being looked at."),
    "decide-first": N_("Files that came with this film lie aside with its draft. Please decide on them first."),
    "ended-already": N_("The job had ended already."),
    "line-corrected": N_("The line is corrected and counts as checked."),
    "report-closed": N_("The report is closed."),
    **EDITING_NOTICES,
    **LINE_NOTICES,
}
"""What a form did, shown once on the page it led to."""
