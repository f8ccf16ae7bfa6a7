"""Counts questions that found nothing, so that the desk learns what is missing. It learns nothing about who asked.

Until a question was asked on several days only a hash of it is kept, under a key that lies beside the database and not
in it. What looks like a person's number or address is never kept in words, and everything is forgotten in time.
"""

import datetime as dt
import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from archive.bootstrap import Services
from archive.catalogue.asked import UnansweredQuestion
from media.store import write_durably
from search.folding import fold
from search.words import split_words

DAYS_UNTIL_KEPT = 3
"""On so many different days a question was asked before its words are kept."""
FORGOTTEN_AFTER = dt.timedelta(days=180)
MOST_ROWS = 5_000
LONGEST_TEXT = 200
SHOWN = 100
_KEY = "unanswered.key"
_KEY_BYTES = 32
_PERSONAL = re.compile(r"@|\d(?:[\s/().-]*\d){5}")
"""An address of mail, or six digits in a row as in telephone and file numbers."""


def count_unanswered(services: Services, text: str) -> None:
    """Count a question that found nothing."""
    folded = " ".join(fold(word.text) for word in split_words(text))
    if not folded:
        return
    keyed_hash = hmac.new(_key(services.settings.data / _KEY), folded.encode(), hashlib.sha256).hexdigest()
    today = services.today()
    with services.database.writing() as session:
        row = session.scalar(select(UnansweredQuestion).where(UnansweredQuestion.keyed_hash == keyed_hash))
        if row is None:
            _make_room(session)
            session.add(UnansweredQuestion(keyed_hash=keyed_hash, last_day=today))
            return
        row.times += 1
        if row.last_day != today:
            row.days += 1
            row.last_day = today
        if row.days >= DAYS_UNTIL_KEPT and len(text) <= LONGEST_TEXT and not _PERSONAL.search(text):
            row.text = text


def forget_unanswered(services: Services) -> int:
    """Forget what nobody asked for a long time; say how many questions that were."""
    before = services.today() - FORGOTTEN_AFTER
    with services.database.writing() as session:
        ids = session.scalars(select(UnansweredQuestion.id).where(UnansweredQuestion.last_day < before)).all()
        session.execute(delete(UnansweredQuestion).where(UnansweredQuestion.id.in_(ids)))
    return len(ids)


def unanswered(session: Session) -> Sequence[UnansweredQuestion]:
    """List the questions whose words are kept, those asked on most days first."""
    row = UnansweredQuestion
    ordered = select(row).where(row.text != "").order_by(row.days.desc(), row.times.desc(), row.id).limit(SHOWN)
    return session.scalars(ordered).all()


def _make_room(session: Session) -> None:
    """Give up what was asked on the fewest days, longest ago: nobody keeps new questions out by asking thousands."""
    row = UnansweredQuestion
    surplus = (session.scalar(select(func.count(row.id))) or 0) + 1 - MOST_ROWS
    if surplus > 0:
        least = session.scalars(select(row.id).order_by(row.days, row.last_day, row.id).limit(surplus)).all()
        session.execute(delete(row).where(row.id.in_(least)))


def _key(path: Path) -> bytes:
    try:
        known = path.read_bytes()
    except FileNotFoundError:
        known = b""
    if len(known) != _KEY_BYTES:
        known = secrets.token_bytes(_KEY_BYTES)
        write_durably(path, known)
        path.chmod(0o600)
    return known
