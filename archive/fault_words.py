"""The words for what stands inside a sentence: faults of fields, what publishing lacks, what a file was found to be.

The sentences about errors themselves are in `error_words.py`.
"""

from collections.abc import Mapping

from archive.i18n import N_

SUBJECTS: Mapping[str, str] = {
    "picture": N_("picture"),
    "playlist": N_("list of other files"),
    "svg": N_("drawing"),
    "archive": N_("packed files"),
    "web page": N_("web page"),
    "unknown": N_("unknown"),
}
"""What a file was found to be, as sentences name it in brackets; other subjects are names, and stay as they are."""

MISSING: Mapping[str, str] = {
    "basis": N_("the basis of the rights"),
    "granted-on": N_("the date of the rights"),
    "granted-in-future": N_("a date of the rights that is not in the future"),
    "renditions": N_("a file that can be played"),
    "event-withdrawn": N_("an event that is not withdrawn"),
}
"""What publishing may lack."""

FAULTS: Mapping[str, str] = {
    "empty": N_("A field is empty that is needed."),
    "changed-meanwhile": N_("It was changed elsewhere meanwhile; look at it again first."),
    "too-long": N_("A text is too long."),
    "too-short": N_("A text is too short."),
    "not-a-date": N_("There is no such date; dates look like 2023-12-06, 2023-12 or 2023."),
    "not-a-kind": N_("The kind must be virtual, national or regional."),
    "not-a-language": N_("There is no such language; languages are codes such as de or en."),
    "not-a-country": N_("There is no such country; countries are codes such as GE or TR."),
    "not-a-name": N_("A name may hold letters, digits, dot, hyphen and underscore."),
    "taken": N_("The name is taken."),
    "not-retryable": N_("Trying this job again would change nothing."),
    "job-is-running": N_("The job is still running; stop it first."),
    "not-shelved": N_("The recording is still being brought in; please wait until it is here."),
    "has-transcript": N_("The recording has a transcript already."),
    "no-audio": N_("The recording has no sound."),
    "already-shelved": N_("The recording is complete; withdraw it instead."),
    "is-public": N_("The recording is published; withdraw it before it gets an event that is not."),
    "not-withdrawn": N_("The recording is not withdrawn."),
    "already-withdrawn": N_("The recording is withdrawn already."),
    "no-original": N_("The recording has no original any more."),
    "not-a-part": N_("There is no such part of a recording."),
    "not-a-document": N_("The file is neither a PDF nor plain text."),
    "not-a-pdf": N_("Visitors only get PDF files."),
    "too-many": N_("A recording may have up to 50 documents."),
    "too-large": N_("The file is too large."),
    "no-recording": N_("The recording that this goes with is not on its way any more."),
    "too-many-companions": N_("Please send at most 16 files with one recording."),
    "too-many-bytes": N_("Your unfinished uploads are very large. Please finish or discard some of them first."),
    "outside-data-folder": N_("The file does not lie in the data folder."),
    "not-chapters": N_("Every chapter needs a time, followed by its title."),
    "behind-the-end": N_("A chapter begins after the recording has ended."),
    "not-a-form": N_("The form did not arrive whole."),
    "too-many-uploads": N_("There are too many unfinished uploads."),
    "not-published": N_("The newer recording must be published."),
    "in-circle": N_("Two recordings cannot take each other’s place."),
    "before-the-begin": N_("A line cannot begin before the recording does."),
    "after-the-end": N_("A line cannot begin after the recording has ended."),
    "end-before-start": N_("A line must end after it begins, by a tenth of a second at least."),
    "overtakes": N_("The lines would begin before the line that stands before them."),
    "too-short-to-split": N_("This line is too short to be split."),
    "last-line": N_("This is the only line; write another text instead."),
    "not-an-upload": N_("The captions did not arrive."),
}
"""Faults of fields, wherever they stand."""
