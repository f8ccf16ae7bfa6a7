"""The log's words for what was done, and for what did it where nobody was signed in. Translated when shown."""

from collections.abc import Mapping

from archive.catalogue.audit import Actor
from archive.i18n import N_
from archive.web.desk.desk_words import JOB_KINDS
from archive.web.identity.account_words import ROLES
from archive.web.words import BECAUSE

ACTIONS: Mapping[str, str] = {
    "recording.corrected": N_("corrected details"),
    "recording.moved": N_("moved it to another event"),
    "recording.poster-chosen": N_("chose a picture"),
    "recording.chapters-saved": N_("saved the chapters"),
    "recording.chapters-decided": N_("decided on suggested chapters"),
    "recording.replaced": N_("replaced its file"),
    "recording.submitted": N_("asked for a review"),
    "recording.returned": N_("took it back from review"),
    "recording.published": N_("published it"),
    "recording.scheduled": N_("set a time for publishing it"),
    "recording.unscheduled": N_("took back the time for publishing it"),
    "recording.visibility-set": N_("changed who may see it"),
    "recording.withdrawn": N_("withdrew it"),
    "recording.expired": N_("withdrew it because its permission had ended"),
    "recording.restored": N_("brought it back"),
    "recording.deleted": N_("deleted it for good"),
    "recording.redacted": N_("made a part of it unheard or unseen"),
    "recording.trimmed": N_("trimmed its beginning or its end"),
    "recording.superseded": N_("named a newer recording"),
    "recording.succession-removed": N_("took away the note on a newer recording"),
    "recording.added": N_("added it"),
    "event.made": N_("made an event"),
    "event.corrected": N_("corrected an event"),
    "event.merged": N_("merged two events"),
    "event.removed": N_("removed an event"),
    "rights.noted": N_("wrote down the rights record"),
    "rights.corrected": N_("corrected the rights record"),
    "rights.proof-added": N_("added the document that proves the rights"),
    "rights.proof-removed": N_("took away the document that proves the rights"),
    "document.added": N_("added a document"),
    "document.changed": N_("changed a document"),
    "document.removed": N_("took away a document"),
    "captions.added": N_("added captions"),
    "speech.requested": N_("asked for speech recognition"),
    "transcript.corrected": N_("corrected the transcript"),
    "topics.decided": N_("confirmed or rejected topics"),
    "report.answered": N_("answered a reported line"),
    "glossary.made": N_("added an entry to the glossary"),
    "glossary.changed": N_("changed an entry of the glossary"),
    "glossary.reset": N_("put an entry of the glossary back to how it was shipped"),
    "glossary.removed": N_("removed an entry of the glossary"),
    "topic-words.changed": N_("changed the words of a topic"),
    "topic-words.reset": N_("put the words of a topic back to how they were shipped"),
    "address.watched": N_("began to watch an address"),
    "address.unwatched": N_("stopped watching an address"),
    "upload.discarded": N_("discarded an upload"),
    "job.retried": N_("started a job again"),
    "job.cancelled": N_("stopped a job"),
    "job.discarded": N_("discarded a job"),
    "account.added": N_("added an account"),
    "account.signed-in": N_("signed in"),
    "account.role-changed": N_("changed the role of an account"),
    "account.password-changed": N_("changed a password"),
    "account.email-changed": N_("changed an e-mail address"),
    "account.switched-off": N_("switched an account off"),
    "account.switched-on": N_("switched an account on"),
    "account.signed-out-everywhere": N_("signed an account out everywhere"),
    "account.session-ended": N_("ended a session"),
    "account.link-made": N_("made a one-time link"),
    "account.linked": N_("linked an account with a provider"),
    "account.second-factor-set-up": N_("set up a second factor"),
    "account.second-factor-turned-off": N_("turned off the second factor"),
    "account.second-factor-dropped": N_("removed the second factor of an account"),
    "account.recovery-codes-made": N_("made new recovery codes"),
}
"""Each goes on from the name of whoever did it."""

ACTORS: Mapping[str, str] = {
    Actor.WORKER: N_("The archive"),
    Actor.COMMAND_LINE: N_("The command line"),
    Actor.SITE: N_("The site"),
}

SUBJECTS: Mapping[str, str] = {
    "recording": N_("Recordings"),
    "event": N_("Events"),
    "glossary": N_("Glossary"),
    "topic": N_("Topics"),
    "account": N_("Accounts"),
    "job": N_("Jobs"),
    "source": N_("Watched addresses"),
    "upload": N_("Uploads"),
}
"""What the log can be narrowed down to."""

DETAILS: Mapping[str, str] = {
    "title": N_("title"),
    "date": N_("date"),
    "ends": N_("end"),
    "as_of": N_("as of"),
    "kind": N_("kind"),
    "countries": N_("countries"),
    "language": N_("language"),
    "description": N_("description"),
    "description_en": N_("description in English"),
    "place": N_("place"),
    "series": N_("series"),
    "speakers": N_("speakers"),
    "organisers": N_("organisers"),
    "public": N_("everybody"),
    "signed-in": N_("everybody who is signed in"),
    "staff": N_("only the desk"),
    "own-words": N_("reason in own words"),
    "published": N_("published"),
    "draft": N_("draft"),
    "confirmed": N_("confirmed"),
    "rejected": N_("rejected"),
    "suggested": N_("taken back"),
    "corrected": N_("corrected"),
    "done": N_("closed"),
    "password": N_("with a password"),
    "second-factor": N_("with a second factor"),
    "provider": N_("through a provider"),
    "invitation": N_("invitation"),
    "reset": N_("new password"),
    "lines": "",
    "replaced": N_("found and replaced"),
    "reported": N_("as it was reported"),
    "undone": N_("undone"),
    "redone": N_("redone"),
    "restored": N_("former state brought back"),
    "compare": N_("words moved along"),
    "keep": N_("words left as they are"),
    "anew": N_("words recognised anew"),
    **JOB_KINDS,
    **{role.value: words for role, words in ROLES.items()},
    **BECAUSE,
}
"""Names of fields and values that the details of an entry hold; what is not here is shown as it is."""

NAMED_DETAILS: Mapping[str, str] = {
    "before": N_("before: %(value)s"),
    "after": N_("now: %(value)s"),
    "now": N_("now: %(value)s"),
    "lines": N_("lines: %(value)s"),
    "passages": N_("passages: %(value)s"),
    "until": N_("until %(value)s"),
    "start_seconds": N_("from %(value)s"),
    "end_seconds": N_("to %(value)s"),
    "begins_at": N_("from %(value)s"),
    "ends_at": N_("to %(value)s"),
}
"""Details that say nothing without their name."""

UNSAID = frozenset({"edit", "report", "shifted_seconds"})
"""Details that are only of use to machines."""
