"""The second factor: codes of an authenticator app (TOTP, RFC 6238), each good once, and recovery codes for its loss.

The secret that the app shares with us is kept nowhere: it is made of a random salt in the account's row and of a key
in a file beside the database, so that neither a copy of the database nor the file alone gives codes.
"""

import datetime as dt
import hashlib
import hmac
import secrets
from base64 import b32encode

from pyotp import TOTP
from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from archive.catalogue.people import Account, Role
from archive.catalogue.signing_in import RecoveryCode
from archive.errors import InvalidInputError
from archive.identity import tokens

KEY_FILE = "second-factor.key"
STEP_SECONDS = 30
CLOCKS_APART = 1
"""By so many steps the clock of a telephone may be wrong (RFC 6238, 5.2)."""
RECOVERY_CODES = 10
_SECRET_BYTES = 20
"""As long as the hash that codes are made with (RFC 4226, 4, R6)."""
_RECOVERY_BYTES = 10
_GROUP = 4


def is_on(account: Account) -> bool:
    """Say whether signing in asks for a code."""
    return account.totp_since is not None


def is_owed(account: Account, *, admins_need_one: bool) -> bool:
    """Say whether this account has to set its second factor up before it may do anything."""
    return admins_need_one and account.role is Role.ADMIN and not is_on(account)


def prepare(account: Account) -> None:
    """Make a new secret, which is asked for once it was confirmed.

    Raises:
        InvalidInputError: the second factor is on already.
    """
    if is_on(account):
        raise InvalidInputError({"code": "already-on"})
    account.totp_salt = secrets.token_hex(32)


def secret_of(key: bytes, account: Account) -> str:
    """Give the secret as people type it, in Base32; empty when none was prepared."""
    if not account.totp_salt:
        return ""
    made = hmac.new(key, f"totp {account.id} {account.totp_salt}".encode(), hashlib.sha256).digest()
    return b32encode(made[:_SECRET_BYTES]).decode("ascii")


def address_of(key: bytes, account: Account, *, site_name: str) -> str:
    """Give what the QR code holds: the secret and whose it is, as authenticator apps read it (otpauth)."""
    return TOTP(secret_of(key, account)).provisioning_uri(name=account.name, issuer_name=site_name)


def confirm(session: Session, key: bytes, account: Account, code: str, *, now: dt.datetime) -> tuple[str, ...]:
    """Switch the second factor on with a first code, and give the recovery codes, this once.

    Raises:
        InvalidInputError: the code is wrong, or nothing was prepared.
    """
    if is_on(account) or not account.totp_salt:
        raise InvalidInputError({"code": "not-prepared"})
    if not _is_code(session, key, account, code, now=now):
        raise InvalidInputError({"code": "wrong"})
    account.totp_since = now
    return new_recovery_codes(session, account)


def accepts(session: Session, key: bytes, account: Account, code: str, *, now: dt.datetime) -> bool:
    """Check a code of the app or a recovery code; what was right is never right again."""
    return is_on(account) and (
        _is_code(session, key, account, code, now=now) or _is_recovery_code(session, account, code)
    )


def new_recovery_codes(session: Session, account: Account) -> tuple[str, ...]:
    """Make recovery codes in the place of the old ones."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    codes = tuple(_recovery_code() for _ in range(RECOVERY_CODES))
    rows = [{"account_id": account.id, "code_hash": tokens.hash_of(code)} for code in codes]
    session.execute(insert(RecoveryCode), rows)
    return tuple("-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP)) for code in codes)


def recovery_codes_left(session: Session, account: Account) -> int:
    """Count the recovery codes that were not used."""
    return session.scalar(select(func.count()).where(RecoveryCode.account_id == account.id)) or 0


def turn_off(session: Session, account: Account) -> None:
    """Forget the secret and the recovery codes."""
    account.totp_salt, account.totp_since, account.totp_last_step = "", None, 0
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))


def _is_code(session: Session, key: bytes, account: Account, code: str, *, now: dt.datetime) -> bool:
    session.flush()
    session.refresh(account, with_for_update=True)  # so that two requests cannot use one code
    typed = "".join(code.split())
    totp = TOTP(secret_of(key, account))
    present = int(now.timestamp()) // STEP_SECONDS
    for step in range(present - CLOCKS_APART, present + CLOCKS_APART + 1):
        is_right = hmac.compare_digest(totp.generate_otp(step).encode(), typed.encode())
        if is_right and step > account.totp_last_step:
            account.totp_last_step = step
            return True
    return False


def _recovery_code() -> str:
    return b32encode(secrets.token_bytes(_RECOVERY_BYTES)).decode("ascii").lower()


def _is_recovery_code(session: Session, account: Account, code: str) -> bool:
    plain = "".join(code.replace("-", "").split()).lower()
    used = delete(RecoveryCode).where(
        RecoveryCode.account_id == account.id, RecoveryCode.code_hash == tokens.hash_of(plain)
    )
    return session.execute(used.returning(RecoveryCode.code_hash)).first() is not None
