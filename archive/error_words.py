"""The words for every code of every error, and for each reason a code may have. Sentences only; chosen in `wording.py`.

The first sentence says what is wrong, the second what to do. `%(name)s` is filled in from the error's data.
"""

from collections.abc import Mapping

from archive.i18n import N_
from archive.sentences import Words
from archive.sign_in_words import SIGN_IN_WORDS

_NEW_COPY = N_("Please ask for a new copy of the file, play it once to see that it is whole, and add it again.")
_FRESH_COPY = N_("The file may be damaged: please try a fresh copy, or convert it to MP4 first.")
_LATER = N_("It is tried again by itself; if it keeps failing, try it again later.")
_PERSON_OF_THE_PAGE = N_("Please ask whoever runs that page, or add the recording as a file.")
_OPERATOR = N_("Please tell the person who runs this archive; the log has the details.")
_MOVED = N_("Lines, chapters and reports have moved with it. Please look at one or two of them.")
_AS_FILE = N_("Please download the recording with your own account and add it as a file.")

OTHERWISE = Words(N_("Something went wrong (%(code)s)."), _OPERATOR)

_MEDIA = {
    "tool-missing": Words(
        N_("The program %(program)s is not installed on this machine."),
        N_("Please install it (`mitschnitt check` names the package), then try again."),
    ),
    "tool-failed": Words(N_("The program %(program)s could not work with this file."), _FRESH_COPY),
    "tool-broken": Words(N_("The program %(program)s broke down at this file."), _FRESH_COPY),
    "tool-broken/crashed": Words(N_("The program %(program)s broke down at this file."), _FRESH_COPY),
    "tool-broken/out-of-memory": Words(
        N_("The program %(program)s had not enough memory."),
        N_("It is tried again by itself; if it keeps failing, please look at the memory of the machine."),
    ),
    "tool-broken/too-much-output": Words(N_("The program %(program)s found no end and was stopped."), _FRESH_COPY),
    "tool-timeout": Words(N_("The program %(program)s was too slow and was stopped."), _LATER),
    "cancelled": Words(
        N_("This was stopped by a person."), N_("Try it again to go on; what was done before is not done twice.")
    ),
    "not-playable": Words(N_("This file is not a recording that can be played."), _NEW_COPY),
    "not-playable/empty": Words(N_("The file is empty."), _NEW_COPY),
    "not-playable/not-media": Words(
        N_("The file is not a recording: neither picture nor sound was found in it."),
        N_("Please check that it is the right file, and add the recording itself, for instance as MP4."),
    ),
    "not-playable/format-not-allowed": Words(
        N_("Files of this format (%(subject)s) are not taken in."),
        N_("Please convert the recording to MP4 and add it again."),
    ),
    "not-playable/codec-not-allowed": Words(
        N_("Picture or sound are stored in a way that is not taken in (%(subject)s)."),
        N_("Please convert the recording to MP4 with H.264 and AAC, and add it again."),
    ),
    "not-playable/truncated": Words(N_("The file breaks off: its end, or a part of it, is missing."), _NEW_COPY),
    "not-playable/no-streams": Words(N_("The file holds neither picture nor sound."), _NEW_COPY),
    "not-playable/no-duration": Words(N_("The file does not say how long it is, or has no length."), _NEW_COPY),
    "not-playable/too-long": Words(
        N_("The recording is longer than this archive takes (%(subject)s)."),
        N_("Please cut it into parts, or ask the person who runs this archive to raise the limit."),
    ),
    "not-playable/too-large": Words(
        N_("The picture is larger than this archive takes (%(subject)s)."),
        N_("Please convert the recording to at most 3840 × 2160 and add it again."),
    ),
    "not-playable/no-end": Words(
        N_("Looking into the file took too much time or memory: it is damaged, or made to do harm."), _NEW_COPY
    ),
    "captions-unreadable": Words(
        N_("The captions %(subject)s could not be read."),
        N_("Please add them again as WebVTT or SRT; the recording itself is not affected."),
    ),
    "captions-unreadable/empty": Words(
        N_("The captions %(subject)s are empty."), N_("Please add captions with text, or do without them.")
    ),
    "captions-unreadable/not-captions": Words(
        N_("The file %(subject)s does not hold captions that can be read."),
        N_("Please save the captions as WebVTT (.vtt) or SRT (.srt) and add them again."),
    ),
    "captions-unreadable/wrong-length": Words(
        N_("The text %(subject)s is far too long or too short to have been said in this recording."),
        N_("Please check that it is the transcript of this recording; a text with times is never refused for this."),
    ),
    "captions-unreadable/pictures": Words(
        N_("The captions %(subject)s are pictures, not text."),
        N_("Please ask whoever made the recording for its captions as a file."),
    ),
    "captions-unreadable/html-page": Words(
        N_("Instead of captions, %(subject)s is a web page."),
        N_("Please download the captions themselves and add them again."),
    ),
    "captions-unreadable/too-large": Words(
        N_("The captions are too large: %(subject)s."), N_("Please check that it is the right file.")
    ),
    "captions-empty": Words(
        N_("The captions %(subject)s are empty."), N_("Please add captions with text, or do without them.")
    ),
    "captions-unavailable": Words(
        N_("The captions %(subject)s could not be fetched."),
        N_("The recording is complete without them; captions can be added as a file."),
    ),
    "slides-without-text": Words(
        N_("The slides are here, but their text could not be read (%(subject)s)."),
        N_("Please let an administrator run the self-check; the recording is complete without it."),
    ),
    "store-full": Words(
        N_("The disk of this archive is full."),
        N_("Please make room on it, then try again; nothing that was done is lost."),
    ),
    "file-missing": Words(
        N_("A file of this archive is missing (%(key)s)."),
        N_("Please restore the data folder from the backup, or add the recording again."),
    ),
    "file-damaged": Words(
        N_("A file of this archive is damaged: it is not what was put in (%(key)s). Nothing was made of it."),
        N_("Please restore this file from the backup, then try again."),
    ),
}

_INGEST = {
    "source-refused": Words(N_("This source is not taken in."), N_("Please add the recording as a file.")),
    "source-refused/unsupported-address": Words(
        N_("This is no web address that recordings can be fetched from: %(subject)s"),
        N_("Please give an address that begins with https:// or http://."),
    ),
    "source-refused/private-address": Words(
        N_("The address leads into an internal network (%(subject)s), where nothing is fetched from."),
        N_("Please add the recording as a file, or ask the person who runs this archive to allow this host."),
    ),
    "source-refused/credentials-in-address": Words(
        N_("The address holds a name and a password."),
        N_("Please take them out. If the page asks you to sign in, download the recording and add it as a file."),
    ),
    "source-refused/live-stream": Words(
        N_("This is a live broadcast that has not ended."), N_("Please come back when it is over.")
    ),
    "source-refused/drm": Words(N_("The recording is copy-protected and cannot be fetched."), _PERSON_OF_THE_PAGE),
    "source-refused/playlist-file": Words(
        N_("%(subject)s is a list of other files, not a recording."),
        N_("Please add the recording itself, or the address of the page that shows it."),
    ),
    "source-refused/several-recordings": Words(
        N_("There are several recordings behind this address."), N_("Please add the address again to get all of them.")
    ),
    "source-refused/not-a-file": Words(
        N_("%(subject)s is not a file that can be read."), N_("Please give a file, not a folder or a device.")
    ),
    "source-refused/manifest-invalid": Words(
        N_("The list of recordings has a mistake: %(subject)s"), N_("Please mend that place and add the list again.")
    ),
    "source-refused/manifest-empty": Words(
        N_("The list %(subject)s names no recording."), N_("Please begin each one with a line [[recording]].")
    ),
    "too-large": Words(
        N_("The file is larger than this archive takes (%(limit_size)s)."),
        N_("Please make it smaller, or ask the person who runs this archive to raise the limit."),
    ),
    "source-unavailable": Words(N_("The recording cannot be had at this address."), _PERSON_OF_THE_PAGE),
    "source-unavailable/not-found": Words(
        N_("There is nothing at this address any more (404)."), N_("Please check the address in your browser.")
    ),
    "source-unavailable/gone": Words(N_("The recording was taken down there (410)."), _PERSON_OF_THE_PAGE),
    "source-unavailable/forbidden": Words(N_("The other side refuses to give the recording."), _AS_FILE),
    "source-unavailable/sign-in-needed": Words(N_("The other side wants people to sign in first."), _AS_FILE),
    "source-unavailable/private": Words(N_("The recording is private there."), _PERSON_OF_THE_PAGE),
    "source-unavailable/geo-restricted": Words(N_("The recording is not shown in this country."), _PERSON_OF_THE_PAGE),
    "source-unavailable/legally-blocked": Words(
        N_("The recording is blocked there for legal reasons."), _PERSON_OF_THE_PAGE
    ),
    "source-unavailable/host-unknown": Words(
        N_("There is no such host."), N_("Please check the address for typing mistakes.")
    ),
    "source-unavailable/certificate": Words(
        N_("The other side cannot prove that it is the one it claims to be (certificate)."), _PERSON_OF_THE_PAGE
    ),
    "source-unavailable/timeout": Words(N_("The other side took too long to answer."), _LATER),
    "source-unavailable/unreachable": Words(N_("The other side cannot be reached."), _LATER),
    "source-unavailable/interrupted": Words(N_("The download broke off."), _LATER),
    "source-unavailable/too-many-requests": Words(N_("The other side asks us to wait."), _LATER),
    "source-unavailable/server-error": Words(N_("The other side has a fault of its own."), _LATER),
    "source-unavailable/file-missing": Words(
        N_("The file is not there any more."), N_("Please add it again from where it is now.")
    ),
    "source-unavailable/file-unreadable": Words(
        N_("The file may not be read by this program."), N_("Please check its permissions, then try again.")
    ),
    "source-unavailable/not-readable": Words(
        N_("The answer of the other side cannot be understood."), N_("Please add the recording as a file.")
    ),
    "nothing-found": Words(
        N_("No recording was found at this address: %(address)s"),
        N_("Please give the address of the single recording, or add it as a file."),
    ),
    "nothing-found/folder": Words(
        N_("No recording was found in this folder: %(address)s"),
        N_("Please check that it is the right folder; names of recordings end in .mp4, .mkv, .webm and the like."),
    ),
    "step-failed": Words(N_("Something nobody foresaw went wrong in the step %(step)s."), _OPERATOR),
    "speech-model": Words(N_("The speech model cannot be used."), N_("`mitschnitt check` says what is wrong with it.")),
    "speech-model/not-set": Words(
        N_("No speech model is set up."),
        N_(
            "Whoever runs this archive fetches one with `mitschnitt models fetch small`, gives the setting"
            " MITSCHNITT_SPEECH_MODEL its name, and starts the service again."
        ),
    ),
    "speech-model/not-fetched": Words(
        N_("The speech model %(subject)s has not been fetched."),
        N_("Please run `mitschnitt models fetch %(subject)s`, then try again."),
    ),
    "speech-model/folder-missing": Words(
        N_("The folder of the speech model is not there (%(subject)s)."),
        N_("Please correct the setting MITSCHNITT_SPEECH_MODEL, then try again."),
    ),
    "speech-model/file-missing": Words(
        N_("A file of the speech model is missing (%(subject)s)."), N_("Please fetch the model again, then try again.")
    ),
    "speech-model/not-readable": Words(
        N_("The speech model cannot be loaded (%(subject)s)."), N_("Please fetch the model again, then try again.")
    ),
    "speech-model/unknown-name": Words(
        N_("There is no speech model called %(subject)s."), N_("`mitschnitt models fetch --help` names some.")
    ),
    "speech-model/fetch-failed": Words(
        N_("The speech model %(subject)s could not be fetched."), N_("Please check the connection and try again.")
    ),
    "speech-model/out-of-memory": Words(
        N_("There was not enough memory to recognise the speech."),
        N_("Please set a smaller model, or ask the person who runs this archive to allow more memory."),
    ),
    "speech-model/not-installed": Words(
        N_("Speech recognition is not installed (%(subject)s)."),
        N_("Please install Mitschnitt with its extra `speech`, then try again."),
    ),
}

_SEARCH = {
    "index-rebuilding": Words(
        N_("The search index is missing, damaged or outdated and cannot answer."),
        N_("A service that runs makes it anew by itself; without one, `mitschnitt reindex` does."),
    ),
    "index-busy": Words(N_("The search index is in use by another process."), _LATER),
    "index-not-written": Words(
        N_("The search index could not be written (%(reason)s)."),
        N_("Please look whether the disk is full; it is tried again by itself."),
    ),
    "recording-repeated": Words(N_("A recording was to be indexed twice at once."), _OPERATOR),
}

_ARCHIVE = {
    "setting-invalid": Words(
        N_("The setting %(name)s cannot be used with the value “%(value)s”: %(advice)s"),
        N_("`mitschnitt settings` lists all settings."),
    ),
    "input-invalid": Words(N_("This cannot be used: %(faults)s"), N_("Please correct it and try again.")),
    "not-found": Words(N_("There is no such thing (%(key)s), or it is not for you."), N_("Please check the address.")),
    "already-archived": Words(
        N_("This recording is in the archive already, as “%(title)s”."),
        N_("The second copy was not kept."),
    ),
    "discarded": Words(N_("This was given up, and its draft removed."), N_("Add the recording again if you need it.")),
    "not-allowed": Words(N_("Your account may not do that."), N_("Please ask an administrator of this archive.")),
    "upload-busy": Words(
        N_("Another window is sending this file just now."), N_("Please go on there, or wait a moment.")
    ),
    "lines-changed": Words(
        N_("Somebody else has changed these lines meanwhile."),
        N_("Please look at them again; nothing of theirs is lost."),
    ),
    "not-publishable": Words(
        N_("This cannot be published yet. What is missing: %(missing)s."), N_("Please complete it and publish again.")
    ),
    "cut-changed": Words(
        N_("Something else was cut out of the recording while its files were being made."),
        N_("There is nothing to do: a newer job makes them."),
    ),
    "sounds-different": Words(
        N_("The new file sounds different from the one that is here, so it cannot be told where its words are."),
        N_("Nothing has changed yet. Please check whether it is the right file."),
    ),
    "words-later": Words(N_("In the new file, everything is said %(seconds)s seconds later."), _MOVED),
    "words-earlier": Words(N_("In the new file, everything is said %(seconds)s seconds earlier."), _MOVED),
    "words-outside": Words(
        N_("Lines that lie outside the new file: %(lines)s."),
        N_("Those from before its beginning are kept aside; those from after its end stand last in the transcript."),
    ),
    "job-lost": Words(
        N_("Another worker has taken over."), N_("There is nothing to do: the other one finishes the work.")
    ),
    "worker-died": Words(
        N_("The worker died %(times)s times in the step %(step)s of this job, perhaps for want of memory."),
        N_("Please look into the log and at the memory of the machine, then try again."),
    ),
    "catalogue-newer": Words(
        N_("The catalogue was written by another, newer version of Mitschnitt."),
        N_("Please install that version again, or restore the backup that was made before the update."),
    ),
    "unexpected": Words(N_("Something nobody foresaw went wrong (%(kind)s)."), _OPERATOR),
}

WORDS: Mapping[str, Words] = {**_MEDIA, **_INGEST, **_SEARCH, **_ARCHIVE, **SIGN_IN_WORDS}
"""By code, or by code and reason."""
