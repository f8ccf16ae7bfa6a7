"""Every code, reason and fault that the house knows has words for people, in sentences that can be filled in."""

import ast
import gettext
import re
from typing import get_args

import pytest

from archive.catalogue import places
from archive.error_words import WORDS
from archive.errors import ArchiveError, MailReason, ProviderReason
from archive.fault_words import FAULTS, MISSING, SUBJECTS
from archive.i18n import I18n
from archive.jobs.queue import DISCARDED
from archive.shelf.replaced_words import Told
from archive.wording import explain
from ingest.context import ProblemCode
from ingest.errors import IngestError, NothingFoundReason, RefusedReason, SpeechModelReason, UnavailableReason
from media.errors import BreakdownReason, MediaError, NotPlayableReason, TimedTextReason
from media.signatures import OTHERS
from search.errors import SearchError
from tests.support.house import ROOT, modules, name_of, tree

ENGLISH = gettext.NullTranslations()
GERMAN = I18n(places.place_names()).translations("de")
REASONS = {
    "source-refused": RefusedReason,
    "source-unavailable": UnavailableReason,
    "nothing-found": NothingFoundReason,
    "speech-model": SpeechModelReason,
    "not-playable": NotPlayableReason,
    "tool-broken": BreakdownReason,
    "captions-unreadable": TimedTextReason,
    "mail-failed": MailReason,
    "provider-failed": ProviderReason,
}


def _argument(call, name):
    return next((keyword.value for keyword in call.keywords if keyword.arg == name), ast.Constant(""))


def _names_its_subject(call):
    reasons = (part.value for part in ast.walk(_argument(call, "reason")) if isinstance(part, ast.Constant))
    return any("%(subject)s" in WORDS[key].what for reason in reasons if (key := f"not-playable/{reason}") in WORDS)


def _codes(base):
    for kind in base.__subclasses__():
        yield kind.code
        yield from _codes(kind)


CODES = sorted({code for base in (MediaError, IngestError, SearchError, ArchiveError) for code in _codes(base)})


@pytest.mark.parametrize("code", [*CODES, *get_args(ProblemCode), *get_args(Told), DISCARDED])
def test_every_code_has_words(code):
    assert code in WORDS


@pytest.mark.parametrize(("code", "reason"), [(code, r) for code, kind in REASONS.items() for r in get_args(kind)])
def test_every_reason_has_words_of_its_own(code, reason):
    assert f"{code}/{reason}" in WORDS


@pytest.mark.parametrize("key", WORDS)
def test_words_are_two_different_whole_sentences(key):
    code, _, reason = key.partition("/")
    said = explain(code, {"reason": reason} if reason else {}, ENGLISH)

    assert said.what != said.todo
    assert re.match(r"[A-Z`%?]", said.what)
    assert all("%(" not in sentence and sentence.rstrip("? ")[-1] in ".:!" for sentence in (said.what, said.todo))


def test_no_words_are_kept_for_codes_that_are_gone():
    known = {*CODES, *get_args(ProblemCode), *get_args(Told), DISCARDED}
    reasons = {f"{code}/{reason}" for code, kind in REASONS.items() for reason in get_args(kind)}

    assert set(WORDS) <= known | reasons


def test_every_fault_of_a_field_that_is_written_in_the_code_has_words():
    written = {
        (name_of(path), value.value)
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "InvalidInputError"
        for argument in node.args
        if isinstance(argument, ast.Dict)
        for value in argument.values
        if isinstance(value, ast.Constant)
    }

    assert written
    assert {(place, fault) for place, fault in written if fault not in FAULTS} == set()


def test_everything_that_publishing_may_lack_has_words():
    publishing = (ROOT / "archive" / "publication" / "publishing.py").read_text(encoding="utf-8")

    assert all(f'"{code}"' in publishing for code in MISSING)


def test_what_a_file_was_found_to_be_is_said_in_the_language_of_the_reader():
    german = explain("not-playable", {"reason": "format-not-allowed", "subject": "picture"}, GERMAN)
    nameless = explain("not-playable", {"reason": "format-not-allowed", "subject": ""}, GERMAN)

    assert german.what == "Dateien dieses Formats (Bild) werden nicht angenommen."
    assert nameless.what == "Dateien dieses Formats werden nicht angenommen."


def test_no_english_word_stands_in_a_sentence_as_its_subject():
    named = {family for family, _ in OTHERS if not family.isupper()}
    written = {
        part.value
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "NotPlayableError"
        if _names_its_subject(node)
        for part in ast.walk(_argument(node, "subject"))
        if isinstance(part, ast.Constant) and re.search(r"[a-z]{3}", str(part.value))
    }

    assert named <= set(SUBJECTS)
    assert written <= {*SUBJECTS, "codec_tag_string", "name"}


def test_sizes_are_said_in_words_that_people_know():
    said = explain("too-large", {"limit_bytes": 20 * 10**9}, ENGLISH)

    assert "20 GB" in said.what


def test_no_words_are_looked_up_within_an_f_string():
    """Babel reads them there on some versions of Python only."""
    looked_up = {
        f"{name_of(path)}: {ast.unparse(call)}"
        for path in modules()
        for text in ast.walk(tree(path))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func).rpartition(".")[2] in {"gettext", "ngettext", "_", "N_"}
    }

    assert looked_up == set()


def test_an_unknown_code_is_named():
    assert "made-up" in explain("made-up", {}, ENGLISH).what
