"""The words of the transcript editor's forms: what is wrong with a field, and what was done."""

from collections.abc import Mapping

from archive.i18n import N_

LINE_FAULTS: Mapping[str, Mapping[str, str]] = {
    "line-clash": {
        "changed-meanwhile": N_(
            "Somebody else has changed this line while you were writing. What is saved by now stands above your text; "
            "save again to put yours in its place."
        ),
    },
    "lines": {
        "none-ticked": N_("Please tick at least one line."),
        "changed-meanwhile": N_(
            "Nothing was replaced: these lines have been changed meanwhile. Below is how they stand."
        ),
    },
    "find": {
        "empty": N_("Please write what is to be found."),
        "too-long": N_("Please keep this to 200 characters."),
    },
    "replacement": {"too-long": N_("Please keep this to 200 characters.")},
}

LINE_NOTICES: Mapping[str, str] = {
    "state-restored": N_("The state is back. What was there before is in the history."),
    "words-replaced": N_("Replaced in %(lines)s lines."),
    "words-replaced-partly": N_(
        "Replaced in %(lines)s lines. Others had been changed meanwhile and were left as they are."
    ),
    "replacement-undone": N_("The replacement is taken back."),
    "replacement-undone-partly": N_(
        "The replacement is taken back, but not where somebody has worked on its lines since."
    ),
}
