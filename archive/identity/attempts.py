"""How often someone may try something: sliding windows in the database, for all processes and machines together.

Three buckets count every attempt: the account from one network, the whole network, and the account from anywhere.
Only hashes of names and addresses are kept, and only as long as the longest window.
"""

import datetime as dt
import hashlib
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from archive.catalogue.people import SignInAttempt


@dataclass(frozen=True, slots=True)
class Limit:
    """So many attempts in a bucket within a window."""

    bucket: str
    attempts: int
    window: dt.timedelta


QUARTER = dt.timedelta(minutes=15)
HOUR = dt.timedelta(hours=1)


def password_limits(name: str, network: str) -> tuple[Limit, ...]:
    """Limit passwords for an account from one network, from the whole network, and for the account from anywhere."""
    return (
        Limit(bucket("account-network", name, network), 5, QUARTER),
        Limit(bucket("network", network), 50, QUARTER),
        Limit(bucket("account", name), 50, HOUR),
    )


def code_limits(account_id: int, network: str) -> tuple[Limit, ...]:
    """Limit codes of the second factor: a million are possible, and three of them are good at any time."""
    return (
        Limit(bucket("code-network", str(account_id), network), 5, QUARTER),
        Limit(bucket("network", network), 50, QUARTER),
        Limit(bucket("code", str(account_id)), 20, HOUR),
    )


def count(session: Session, limits: Sequence[Limit], *, now: dt.datetime) -> int:
    """Write an attempt down in each bucket, or give the seconds to wait when one is full (then none is added)."""
    session.execute(delete(SignInAttempt).where(SignInAttempt.at < now - HOUR))
    for limit in limits:
        times = session.scalars(
            select(SignInAttempt.at)
            .where(SignInAttempt.bucket == limit.bucket, SignInAttempt.at >= now - limit.window)
            .order_by(SignInAttempt.at.desc())
            .limit(limit.attempts)
        ).all()
        if len(times) >= limit.attempts:
            return int((times[-1] + limit.window - now).total_seconds()) + 1
    session.execute(insert(SignInAttempt), [{"bucket": limit.bucket, "at": now} for limit in limits])
    return 0


def forget(session: Session, limits: Sequence[Limit]) -> None:
    """Clear what was counted in the first bucket, the account's own from this network, after an attempt that worked.

    The others keep one attempt less each: an office of many people behind one address that
    signs in properly is never locked out, and one who guesses gains nothing by signing in to his own account.
    """
    own, *shared = limits
    session.execute(delete(SignInAttempt).where(SignInAttempt.bucket == own.bucket))
    for limit in shared:
        latest = session.scalars(
            select(SignInAttempt.id)
            .where(SignInAttempt.bucket == limit.bucket)
            .order_by(SignInAttempt.id.desc())
            .limit(1)
        ).first()
        session.execute(delete(SignInAttempt).where(SignInAttempt.id == latest))


def network_of(address: str) -> str:
    """Give the part of an address that one customer has: all of IPv4, the first 64 bits of IPv6."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def bucket(*parts: str) -> str:
    """Name a bucket without saying whose it is."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
