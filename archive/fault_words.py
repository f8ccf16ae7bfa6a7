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
    "captions": N_("captions, or a reason why there are none"),
    "rights": N_("a rights record"),
    "rights-expired": N_("a permission that has not ended"),
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
    "too-simple": N_("This would be guessed too soon; several words in a row make a good password."),
    "not-an-email": N_("The address is no e-mail address."),
    "switched-off": N_("The account is switched off; switch it on first."),
    "wrong": N_("It does not agree with what is kept here."),
    "not-prepared": N_("Please begin setting it up again."),
    "already-on": N_("It is on already."),
    "not-retryable": N_("Trying this job again would change nothing."),
    "job-is-running": N_("The job is still running; stop it first."),
    "not-shelved": N_("The recording is still being brought in; please wait until it is here."),
    "has-transcript": N_("The recording has a transcript already."),
    "no-audio": N_("The recording has no sound."),
    "already-shelved": N_("The recording is complete; withdraw it instead."),
    "is-public": N_("The recording is published; withdraw it before it gets an event that is not."),
    "not-withdrawn": N_("The recording is not withdrawn."),
    "too-early": N_("The recording has not been withdrawn for 30 days yet."),
    "not-the-title": N_("This is not the title of the recording."),
    "not-a-draft": N_("The recording is not a draft."),
    "not-in-review": N_("The recording is not in review."),
    "not-scheduled": N_("No time is set for the recording."),
    "in-past": N_("The time is over."),
    "too-far": N_("The time lies more than two years ahead."),
    "not-a-time": N_("There is no such day or time."),
    "not-a-visibility": N_("It can be for everybody, for whoever is signed in, or for the desk."),
    "before-it-began": N_("The permission would end before it began."),
    "too-late": N_("The year lies too far ahead."),
    "not-a-proof": N_("This is neither a PDF nor a picture (JPEG or PNG)."),
    "no-rights": N_("The recording has no rights record."),
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
    "not-a-step": N_("This job has not begun that step."),
    "outside-data-folder": N_("The file does not lie in the data folder."),
    "not-chapters": N_("Every chapter needs a time, followed by its title."),
    "behind-the-end": N_("A chapter begins after the recording has ended."),
    "not-a-form": N_("The form did not arrive whole."),
    "too-many-uploads": N_("There are too many unfinished uploads."),
    "not-published": N_("The newer recording must be published."),
    "in-circle": N_("Two recordings cannot take each other’s place."),
    "none-ticked": N_("Please tick at least one line."),
    "before-the-begin": N_("A line cannot begin before the recording does."),
    "after-the-end": N_("A line cannot begin after the recording has ended."),
    "end-before-start": N_("A line must end after it begins, by a tenth of a second at least."),
    "overtakes": N_("The lines would begin before the line that stands before them."),
    "too-short-to-split": N_("This line is too short to be split."),
    "last-line": N_("This is the only line; write another text instead."),
    "before-it-begins": N_("The last day lies before the first."),
    "not-a-series": N_("There is no such series."),
    "not-a-state": N_("An event is a draft, published or withdrawn."),
    "has-recordings": N_("The event has published recordings; withdraw them first."),
    "not-an-event": N_("There is no other event with this number."),
    "is-shipped": N_("The event came with the archive; withdraw it instead."),
    "has-footage": N_("The event has recordings; move them to another event first."),
    "not-an-upload": N_("The captions did not arrive."),
}
"""Faults of fields, wherever they stand."""
