"""Sessions: opened at sign-in, closed at sign-out, ended by rest or by age."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from flows.identity.tables import Account, WebSession

IDLE_LIFE = timedelta(hours=2)
"""A session without a request for this long is over."""

ABSOLUTE_LIFE = timedelta(hours=12)
"""A session this old is over, however busy."""

_TOUCH_EVERY = timedelta(minutes=1)


def open_session(
    session: Session, person_id: str, *, now: datetime, replaces: str | None = None
) -> str:
    """Start a session for a person who has just proved who they are; the new token.

    The token is for the browser's cookie alone: only its hash is stored. A session that the
    browser had before (`replaces`) is closed. The caller owns the transaction.
    """
    if replaces:
        close_session(session, replaces)
    token = secrets.token_urlsafe(32)
    session.add(
        WebSession(
            token_hash=_hash(token),
            person_id=person_id,
            created_at=now,
            last_seen_at=now,
            expires_at=now + ABSOLUTE_LIFE,
        )
    )
    return token


def find_session(
    session: Session, token: str, *, now: datetime, touch: bool = True
) -> Account | None:
    """The account behind a token, or None when the session is over or the account closed.

    With `touch` the session's rest starts over: not for requests that a page makes by itself.
    """
    row = session.execute(_SESSION, {"token_hash": _hash(token)}).first()
    if row is None:
        return None
    found, account = row
    if found.expires_at <= now or found.last_seen_at + IDLE_LIFE <= now:
        return None
    if account.disabled_at is not None:
        return None
    if touch and now - found.last_seen_at >= _TOUCH_EVERY:
        found.last_seen_at = now
    return account


_SESSION = (
    select(WebSession, Account)
    .join(Account, Account.person_id == WebSession.person_id)
    .where(WebSession.token_hash == bindparam("token_hash"))
)


def close_session(session: Session, token: str) -> None:
    """End the session with this token, if there is one."""
    session.execute(delete(WebSession).where(WebSession.token_hash == _hash(token)))


def forget_old_sessions(session: Session, *, now: datetime) -> int:
    """Delete the sessions that are over; the number deleted. The caller owns the transaction."""
    over = delete(WebSession).where(
        (WebSession.expires_at <= now) | (WebSession.last_seen_at <= now - IDLE_LIFE)
    )
    gone = session.scalars(over.returning(WebSession.token_hash))
    return len(gone.all())


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
