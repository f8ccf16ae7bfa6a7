"""Sends mail over SMTP, where a server is set up. What cannot be sent is said at once; nothing is kept for later.

Python's own smtplib speaks the protocol. Encryption checks the server's certificate and is never given up in silence.
"""

import smtplib
import ssl
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import urlsplit

from archive.errors import MailError, MailReason
from archive.settings import Settings

SECONDS = 15.0
"""Longest wait for any answer of the mail server: somebody is looking at a page meanwhile."""
_REASONS: tuple[tuple[type[Exception], MailReason], ...] = (
    (ssl.SSLError, "certificate"),
    (smtplib.SMTPNotSupportedError, "no-encryption"),
    (smtplib.SMTPAuthenticationError, "sign-in-refused"),
    (smtplib.SMTPRecipientsRefused, "recipient-refused"),
    (smtplib.SMTPConnectError, "unreachable"),
    (smtplib.SMTPServerDisconnected, "unreachable"),
    (smtplib.SMTPException, "refused"),
)
"""The first that fits counts; smtplib's own errors are kinds of OSError, which means that nobody answered."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail of plain text to one person."""

    to: str
    subject: str
    text: str


def is_set_up(settings: Settings) -> bool:
    """Say whether there is a mail server."""
    return bool(settings.smtp_host)


def send(settings: Settings, mail: Mail) -> None:
    """Hand a mail to the mail server.

    Raises:
        MailError: it did not take it; says why.
    """
    try:
        with _connected(settings) as server:
            if settings.smtp_user:
                server.login(settings.smtp_user, settings.smtp_password)
            server.send_message(_written(settings, mail))
    except (OSError, smtplib.SMTPException) as exc:
        raise MailError(_reason(exc), settings.smtp_host) from exc


def sender(settings: Settings) -> str:
    """Give the address that mail comes from."""
    host = urlsplit(settings.public_url).hostname or "localhost"
    return settings.smtp_from or f"mitschnitt@{host}"


def _connected(settings: Settings) -> smtplib.SMTP:
    if settings.smtp_security == "tls":
        trusted = ssl.create_default_context()
        return smtplib.SMTP_SSL(settings.smtp_host, settings.smtp_port, timeout=SECONDS, context=trusted)
    server = smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=SECONDS)
    if settings.smtp_security == "starttls":
        try:
            server.starttls(context=ssl.create_default_context())
        except BaseException:
            server.close()
            raise
    return server


def _written(settings: Settings, mail: Mail) -> EmailMessage:
    message = EmailMessage()
    message["From"] = Address(settings.site_name, addr_spec=sender(settings))
    message["To"] = Address(addr_spec=mail.to)
    message["Subject"] = mail.subject
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=urlsplit(settings.public_url).hostname)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no absence notes in answer
    message.set_content(mail.text)
    return message


def _reason(exc: Exception) -> MailReason:
    return next((reason for kind, reason in _REASONS if isinstance(exc, kind)), "unreachable")
