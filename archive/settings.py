"""The settings: one table, read once from the environment, frozen. The only reader of the environment.

`docs/settings.md` is generated from this table by `mitschnitt settings --markdown`.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from zoneinfo import ZoneInfo

from archive.cast_to import (
    count,
    database,
    days,
    frame_hosts,
    hours,
    issuer,
    path,
    port,
    public_url,
    role_pairs,
    seconds,
    security,
    text,
    time_zone,
    words,
    yes_or_no,
)
from archive.errors import SettingError
from archive.i18n import N_

PREFIX = "MITSCHNITT_"
_PASSWORD = re.compile(r"//\S*@")
"""The place of name and password in an address."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table: its name without the prefix, default as it would be written, cast, help."""

    name: str
    default: str
    cast: Callable[[str], object]
    help: str
    is_secret: bool = False
    """Its value is shown nowhere."""


SETTINGS = (
    Setting("DATA", "./var", path, "Folder of everything this archive keeps: database, media, index, work folders."),
    Setting("DATABASE", "", database, "SQLAlchemy address of the catalogue; empty: SQLite in the data folder."),
    Setting("SITE_NAME", "OFR Mediathek", text, "Name of the site, as visitors see it."),
    Setting(
        "PUBLIC_URL",
        "",
        public_url,
        "Address under which visitors reach the site; empty: http://127.0.0.1 with the port of the web server.",
    ),
    Setting(
        "EMBED_HOSTS",
        "",
        frame_hosts,
        "Sites that may show the player in a frame, such as https://intranet.example or *.example; empty: none.",
    ),
    Setting("HOST", "127.0.0.1", text, "Address the web server listens on."),
    Setting("PORT", "8000", port, "Port the web server listens on."),
    Setting("TRUSTED_PROXIES", "127.0.0.1", text, "Proxies whose forwarded address is believed, separated by commas."),
    Setting("LANGUAGES", "de en", words, "Languages most often spoken in the recordings, the commonest first."),
    Setting("SLIDE_LANGUAGES", "deu eng", words, "Languages in which slides are read, as tesseract names them."),
    Setting("SPEECH_MODEL", "", text, "Speech recognition: name of a fetched model or a folder; empty: none."),
    Setting("SPEECH_THREADS", "2", count, "Processor threads that speech recognition may use."),
    Setting("SPEECH_MEMORY_BYTES", "8589934592", count, "Most memory speech recognition may ask for; 0: no bound."),
    Setting("FETCH_ALLOW", "", words, "Internal hosts (host or host:port) that may be fetched from all the same."),
    Setting("FETCH_TIMEOUT_SECONDS", "21600", seconds, "Longest time that one download may take."),
    Setting("TIME_ZONE", "Europe/Berlin", time_zone, "Time zone of times that staff plan by, and of the day it is."),
    Setting("WATCH_HOURS", "24", hours, "Hours between two looks at a watched page, playlist or channel."),
    Setting("MAX_MEDIA_BYTES", "21474836480", count, "Largest file that is taken in, by upload or by download."),
    Setting("MAX_MEDIA_SECONDS", "43200", seconds, "Longest recording that is taken in."),
    Setting("RESERVE_BYTES", "2147483648", count, "Free space that uploads and downloads leave untouched."),
    Setting("UPLOAD_DAYS", "7", days, "Days after which an unfinished upload is dropped."),
    Setting("UPLOADS_PER_ACCOUNT", "50", count, "Unfinished uploads of recordings that one account may have."),
    Setting(
        "UPLOAD_BYTES_PER_ACCOUNT", "107374182400", count, "Bytes of them all together that are promised; 0: no bound."
    ),
    Setting("LEASE_SECONDS", "60", seconds, "Time after which a silent worker on another machine counts as dead."),
    Setting("ADMIN_TOTP", "no", yes_or_no, "yes: admins must have a second factor before they may do anything."),
    Setting("SMTP_HOST", "", text, "Mail server that sends invitations; empty: links are only handed over."),
    Setting("SMTP_PORT", "587", port, "Port of the mail server."),
    Setting("SMTP_SECURITY", "starttls", security, "How mail goes out: starttls, tls (from the first byte) or none."),
    Setting("SMTP_USER", "", text, "Name at the mail server; empty: it asks for none."),
    Setting("SMTP_PASSWORD", "", text, "Password at the mail server.", is_secret=True),
    Setting("SMTP_FROM", "", text, "Sender of mail; empty: mitschnitt at the host of the public address."),
    Setting("OIDC_ISSUER", "", issuer, "Sign-in by an identity provider (OpenID Connect): its issuer; empty: off."),
    Setting("OIDC_CLIENT_ID", "", text, "Name of this archive at the identity provider."),
    Setting("OIDC_CLIENT_SECRET", "", text, "Its secret there; empty: a public client.", is_secret=True),
    Setting("OIDC_NAME", "", text, "What the identity provider is called on the sign-in page; empty: its host."),
    Setting(
        "OIDC_DOMAINS",
        "",
        words,
        "Mail domains whose people get an account when they first sign in; empty: only accounts that exist, by e-mail.",
    ),
    Setting("OIDC_ROLE_CLAIM", "groups", text, "Claim that holds groups or roles; dots lead into it."),
    Setting(
        "OIDC_ROLES",
        "",
        role_pairs,
        "Which of them gives which role, such as admins=admin, editors=editor; empty: roles are set here.",
    ),
    Setting("COUNT_VIEWS", "yes", yes_or_no, "no: nobody counts how often the page of a recording is opened."),
    Setting("CRASH_AT", "", text, "For tests: the named point at which the worker ends itself by SIGKILL, once."),
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
    time_zone: ZoneInfo
    watch_hours: float
    max_media_bytes: int
    max_media_seconds: float
    reserve_bytes: int
    upload_days: int
    uploads_per_account: int
    upload_bytes_per_account: int
    lease_seconds: float
    admin_totp: bool
    smtp_host: str
    smtp_port: int
    smtp_security: str
    smtp_user: str
    smtp_password: str = field(repr=False)
    smtp_from: str
    oidc_issuer: str
    oidc_client_id: str
    oidc_client_secret: str = field(repr=False)
    oidc_name: str
    oidc_domains: tuple[str, ...]
    oidc_role_claim: str
    oidc_roles: tuple[str, ...]
    count_views: bool
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
                raise SettingError(name, environ[name], N_("there is no such setting"))
        values = {setting.name.lower(): _cast(setting, environ) for setting in SETTINGS}
        values["public_url"] = values["public_url"] or f"http://127.0.0.1:{values['port']}"
        return cls(**values)  # type: ignore[arg-type]  # the house test compares table and fields

    @property
    def database_url(self) -> str:
        """Where the catalogue is."""
        return self.database or f"sqlite:///{self.data / 'catalogue.sqlite'}"

    def child_environ(self, environ: Mapping[str, str] = os.environ) -> dict[str, str]:
        """Our environment with these settings in it, for the children of `mitschnitt serve`."""
        return {**environ, **self.as_environ()}

    def as_environ(self) -> dict[str, str]:
        """The variables that give the same settings again."""
        values = {row.name: getattr(self, row.name) for row in fields(self)}
        return {PREFIX + name.upper(): _written(name, value) for name, value in values.items()}


def _written(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return (", " if name == "oidc_roles" else " ").join(value)
    return str(value)


def _cast(setting: Setting, environ: Mapping[str, str]) -> object:
    value = environ.get(PREFIX + setting.name, setting.default)
    try:
        return setting.cast(value)
    except ValueError as exc:
        raise SettingError(PREFIX + setting.name, without_password(value), str(exc)) from exc


def without_password(address: str) -> str:
    """Give an address as it may be shown, also when it is none that can be read."""
    return _PASSWORD.sub("//***@", address)
