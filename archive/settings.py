"""The settings: one table, read once from the environment, frozen. The only reader of the environment.

`docs/settings.md` is generated from this table by `mitschnitt settings --markdown`.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit

from archive.errors import SettingError

PREFIX = "MITSCHNITT_"


def _text(value: str) -> str:
    return value.strip()


def _path(value: str) -> Path:
    return Path(value).expanduser().absolute()


def _count(value: str) -> int:
    number = int(value)
    if number < 0:
        message = "must not be negative"
        raise ValueError(message)
    return number


def _seconds(value: str) -> float:
    number = float(value)
    if not 0 < number < float("inf"):
        message = "must be more than nothing"
        raise ValueError(message)
    return number


def _words(value: str) -> tuple[str, ...]:
    return tuple(value.replace(",", " ").split())


_FRAME_HOST = re.compile(r"\*|(?:https?://)?(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::(?:\d{1,5}|\*))?", re.ASCII)
"""A source of hosts as the Content-Security-Policy writes it (CSP Level 3, 2.3.1), or `*`."""


def _frame_hosts(value: str) -> tuple[str, ...]:
    hosts = _words(value.lower())
    wrong = [host for host in hosts if not _FRAME_HOST.fullmatch(host)]
    if wrong:
        message = f"{wrong[0]} is no host such as https://intranet.example, *.example or *"
        raise ValueError(message)
    return hosts


def _public_url(value: str) -> str:
    parts = urlsplit(value.strip())
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path.rstrip("/"):
        message = "must be an origin such as https://mediathek.example"
        raise ValueError(message)
    return f"{parts.scheme}://{parts.netloc}"


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table: its name without the prefix, default as it would be written, cast, help."""

    name: str
    default: str
    cast: Callable[[str], object]
    help: str


SETTINGS = (
    Setting("DATA", "./var", _path, "Folder of everything this archive keeps: database, media, index, work folders."),
    Setting("DATABASE", "", _text, "SQLAlchemy address of the catalogue; empty: SQLite in the data folder."),
    Setting("SITE_NAME", "OFR Mediathek", _text, "Name of the site, as visitors see it."),
    Setting("PUBLIC_URL", "http://127.0.0.1:8000", _public_url, "Address under which visitors reach the site."),
    Setting(
        "EMBED_HOSTS",
        "",
        _frame_hosts,
        "Sites that may show the player in a frame, such as https://intranet.example or *.example; empty: none.",
    ),
    Setting("HOST", "127.0.0.1", _text, "Address the web server listens on."),
    Setting("PORT", "8000", _count, "Port the web server listens on."),
    Setting("TRUSTED_PROXIES", "127.0.0.1", _text, "Proxies whose forwarded address is believed, separated by commas."),
    Setting("LANGUAGES", "de en", _words, "Languages most often spoken in the recordings, the commonest first."),
    Setting("SLIDE_LANGUAGES", "deu eng", _words, "Languages in which slides are read, as tesseract names them."),
    Setting("SPEECH_MODEL", "", _text, "Speech recognition: name of a fetched model or a folder; empty: none."),
    Setting("SPEECH_THREADS", "2", _count, "Processor threads that speech recognition may use."),
    Setting("SPEECH_MEMORY_BYTES", "8589934592", _count, "Most memory speech recognition may ask for; 0: no bound."),
    Setting("FETCH_ALLOW", "", _words, "Internal hosts (host or host:port) that may be fetched from all the same."),
    Setting("FETCH_TIMEOUT_SECONDS", "21600", _seconds, "Longest time that one download may take."),
    Setting("WATCH_HOURS", "24", _seconds, "Hours between two looks at a watched page, playlist or channel."),
    Setting("MAX_MEDIA_BYTES", "21474836480", _count, "Largest file that is taken in, by upload or by download."),
    Setting("MAX_MEDIA_SECONDS", "43200", _seconds, "Longest recording that is taken in."),
    Setting("RESERVE_BYTES", "2147483648", _count, "Free space that uploads and downloads leave untouched."),
    Setting("UPLOAD_DAYS", "7", _count, "Days after which an unfinished upload is dropped."),
    Setting("LEASE_SECONDS", "60", _seconds, "Time after which a silent worker on another machine counts as dead."),
    Setting("CRASH_AT", "", _text, "For tests: the named point at which the worker ends itself by SIGKILL, once."),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, cast and checked; the fields are the table's names in lower case."""

    data: Path
    database: str
    site_name: str
    public_url: str
    embed_hosts: tuple[str, ...]
    host: str
    port: int
    trusted_proxies: str
    languages: tuple[str, ...]
    slide_languages: tuple[str, ...]
    speech_model: str
    speech_threads: int
    speech_memory_bytes: int
    fetch_allow: tuple[str, ...]
    fetch_timeout_seconds: float
    watch_hours: float
    max_media_bytes: int
    max_media_seconds: float
    reserve_bytes: int
    upload_days: int
    lease_seconds: float
    crash_at: str

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """Read every setting once.

        Raises:
            SettingError: when a value cannot be cast, or a name with our prefix is not in the table.
        """
        known = {PREFIX + setting.name for setting in SETTINGS} | {
            PREFIX + "SAMPLES",
            PREFIX + "CHROMIUM",
        }  # these two are for the tests
        for name in environ:
            if name.startswith(PREFIX) and name not in known:
                raise SettingError(name, environ[name], "there is no such setting; `mitschnitt settings` lists them")
        return cls(**{setting.name.lower(): _cast(setting, environ) for setting in SETTINGS})  # type: ignore[arg-type]  # the house test compares table and fields

    @property
    def database_url(self) -> str:
        """Where the catalogue is."""
        return self.database or f"sqlite:///{self.data / 'catalogue.sqlite'}"

    def child_environ(self, environ: Mapping[str, str] = os.environ) -> dict[str, str]:
        """Our environment with these settings in it, for the children of `mitschnitt serve`."""
        return {**environ, **self.as_environ()}

    def as_environ(self) -> dict[str, str]:
        """The variables that give the same settings again."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            PREFIX + name.upper(): " ".join(value) if isinstance(value, tuple) else str(value)
            for name, value in values.items()
        }


def _cast(setting: Setting, environ: Mapping[str, str]) -> object:
    value = environ.get(PREFIX + setting.name, setting.default)
    try:
        return setting.cast(value)
    except ValueError as exc:
        raise SettingError(PREFIX + setting.name, value, str(exc)) from exc
