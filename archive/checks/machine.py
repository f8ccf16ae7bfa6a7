"""Checks of the machine: outside programs, libraries, the speech model, the sandbox, the data folder, free space."""

import datetime as dt
import os
import platform
import re
import sqlite3
from collections.abc import Iterator, Sequence
from gettext import NullTranslations
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from archive.checks.finding import Finding, Translate, failed, passed, warned
from archive.formats import Formats
from archive.settings import Settings
from archive.wording import explain
from ingest.context import SpeechOptions
from ingest.errors import SpeechModelError
from ingest.speech import model_folder, validate_model
from ingest.ytdlp import javascript_runtime
from media.errors import MediaError
from media.process import may_isolate_network, tool_version
from media.reading import languages_here
from media.store import LocalStore

OLD_YT_DLP_DAYS = 120
"""Platforms change so often that an older one fails on many of them."""
TOOL_SECONDS = 20.0


def check_machine(
    settings: Settings, *, today: dt.date, formats: Formats, translations: NullTranslations
) -> Iterator[Finding]:
    """Check everything that does not need the catalogue."""
    gettext = translations.gettext
    yield passed("python", platform.python_version())
    yield passed("sqlite", sqlite3.sqlite_version)
    yield from _tool("ffmpeg", gettext)
    yield from _tool("ffprobe", gettext)
    yield _tesseract(settings.slide_languages, gettext)
    yield _yt_dlp(today, gettext)
    yield _javascript(gettext)
    yield _speech(settings, translations)
    yield _sandbox(gettext)
    yield _data_folder(settings.data, gettext)
    yield _free_space(settings, formats, gettext)


def _tool(program: str, gettext: Translate) -> Iterator[Finding]:
    _ = gettext
    found = tool_version(program)
    if found.path is None:
        yield failed(program, _("not installed"), _("Install the package ffmpeg of this system."))
    elif found.version is None:
        yield failed(program, _("does not run: %(path)s") % {"path": found.path}, _("Install the package ffmpeg anew."))
    else:
        yield passed(program, f"{found.version} ({found.path})")


def _tesseract(languages: Sequence[str], gettext: Translate) -> Finding:
    _ = gettext
    name, found = "tesseract", tool_version("tesseract", ("--version",))
    advice = _("Install the packages tesseract-ocr, tesseract-ocr-deu and tesseract-ocr-eng.")
    if found.path is None or found.version is None:
        return warned(name, _("not installed: text on slides cannot be read"), advice)
    missing = [language for language in languages if language not in _languages_here()]
    if missing:
        return warned(name, _("languages missing: %(languages)s") % {"languages": ", ".join(missing)}, advice)
    return passed(name, f"{found.version} ({found.path}), {'+'.join(languages)}")


def _languages_here() -> frozenset[str]:
    try:
        return languages_here()
    except MediaError:
        return frozenset()


def _yt_dlp(today: dt.date, gettext: Translate) -> Finding:
    _ = gettext
    try:
        have = version("yt-dlp")
    except PackageNotFoundError:
        return failed("yt-dlp", _("not installed"), _("Run scripts/setup again."))
    match = re.match(r"(\d{4})\.(\d{1,2})\.(\d{1,2})", have)
    if match is None:
        return passed("yt-dlp", have)
    age_days = (today - dt.date(*map(int, match.groups()))).days
    fact = _("%(version)s, %(days)d days old") % {"version": have, "days": max(age_days, 0)}
    if age_days > OLD_YT_DLP_DAYS:
        return warned("yt-dlp", fact, _("Run scripts/update-fetcher: platforms change, an old yt-dlp fails on many."))
    return passed("yt-dlp", fact)


def _javascript(gettext: Translate) -> Finding:
    """Look for what YouTube asks of those who fetch from it; every other platform does without."""
    _ = gettext
    runtime = javascript_runtime()
    if runtime is None or find_spec("yt_dlp_ejs") is None:
        fact = _("no JavaScript runtime: YouTube gives few recordings, or none")
        return warned("youtube", fact, _("If you fetch from YouTube, run scripts/setup youtube."))
    return passed("youtube", runtime)


def _speech(settings: Settings, translations: NullTranslations) -> Finding:
    _ = translations.gettext
    name = "speech-model"
    if not settings.speech_model:
        advice = _("Fetch a model with `mitschnitt models fetch small`, then set MITSCHNITT_SPEECH_MODEL=small.")
        return warned(name, _("none: recordings without captions stay without a transcript"), advice)
    if find_spec("faster_whisper") is None:
        advice = _("Install it in the virtual environment: pip install 'mitschnitt[speech]'.")
        return failed(name, _("faster-whisper is not installed"), advice)
    options = SpeechOptions(
        model=settings.speech_model,
        threads=settings.speech_threads,
        languages=settings.languages,
        models_folder=settings.data / "models",
    )
    try:
        folder = model_folder(options)
        validate_model(folder)
    except SpeechModelError as error:
        said = explain(error.code, error.details(), translations)
        return failed(name, said.what, said.todo)
    return passed(name, str(folder))


def _sandbox(gettext: Translate) -> Finding:
    _ = gettext
    if may_isolate_network():
        return passed("sandbox", _("outside programs run without a network"))
    return warned(
        "sandbox",
        _("this system does not let us take the network away from outside programs"),
        _("Allow unprivileged user namespaces, or run Mitschnitt where it may reach only what it must."),
    )


def _data_folder(folder: Path, gettext: Translate) -> Finding:
    """Look whether the data folder can be written, or be made."""
    _ = gettext
    name, there = "data-folder", next(path for path in (folder, *folder.parents) if path.exists())
    advice = _("Give MITSCHNITT_DATA a folder that the service's user may write into.")
    if not there.is_dir():
        return failed(name, _("%(path)s is no folder") % {"path": there}, advice)
    if not os.access(there, os.W_OK | os.X_OK) or os.statvfs(there).f_blocks == 0:  # no blocks: nothing is kept there
        return failed(name, _("%(path)s cannot be written") % {"path": there}, advice)
    return passed(name, str(folder))


def _free_space(settings: Settings, formats: Formats, gettext: Translate) -> Finding:
    _ = gettext
    free_bytes = LocalStore(settings.data).free_bytes()
    sizes = {"free": formats.size(free_bytes), "reserve": formats.size(settings.reserve_bytes)}
    fact = _("%(free)s free, %(reserve)s of it kept in reserve") % sizes
    advice = _("Make room on the disk of the data folder, or lower MITSCHNITT_RESERVE_BYTES.")
    if free_bytes <= settings.reserve_bytes:
        return failed("free-space", _("%(free)s free, less than the reserve of %(reserve)s") % sizes, advice)
    if free_bytes <= 2 * settings.reserve_bytes:
        return warned("free-space", fact, advice)
    return passed("free-space", fact)
