"""Check a user name and password, slower and slower for the one who guesses."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from flows.identity.passwords import hash_password, matches, outdated
from flows.identity.tables import Account

FREE_ATTEMPTS = 5
"""Wrong passwords in a row before the account starts to wait."""

LONGEST_WAIT = timedelta(minutes=15)


def check_password(
    session: Session, person_id: str, password: str, *, now: datetime
) -> Account | None:
    """The account, when the password is its own and it is open and not waiting; else None.

    None says nothing about which of these it was. Failures are counted in the caller's
    transaction, which must be committed also then. A right password during a wait is refused
    and does not shorten the wait.
    """
    account = session.get(Account, person_id, with_for_update=True, populate_existing=True)
    fits = matches(account.password_hash if account else None, password)
    if account is None or account.disabled_at is not None:
        return None
    if account.locked_until is not None and account.locked_until > now:
        return None
    if not fits:
        _count_failure(account, now)
        return None
    account.failed_attempts = 0
    account.locked_until = None
    if outdated(account.password_hash):
        account.password_hash = hash_password(password)
    return account


def _count_failure(account: Account, now: datetime) -> None:
    """The fifth failure costs a minute, the next two, then four … fifteen at the most."""
    account.failed_attempts = min(account.failed_attempts + 1, 1000)
    over = account.failed_attempts - FREE_ATTEMPTS
    if over >= 0:
        account.locked_until = now + min(timedelta(minutes=2 ** min(over, 10)), LONGEST_WAIT)
