"""Make and close accounts."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from flows.identity.passwords import hash_password, matches
from flows.identity.tables import Account, WebSession
from flows.kernel import NotFound


class NoAccount(NotFound):
    """There is no such account."""

    code = "no-account"
    sv = "Det finns inget sådant konto."
    en = "There is no such account."


def create_account(
    session: Session, person_id: str, collaboration_id: str, password: str, *, now: datetime
) -> bool:
    """Give a person an account; False, and nothing changed, when there is one already.

    The caller owns the transaction.
    """
    return _create(session, [(person_id, collaboration_id)], password, now, False) == 1


def create_demonstration(
    session: Session, people: Iterable[tuple[str, str]], password: str, *, now: datetime
) -> int:
    """Give each (person, collaboration) without an account one; the number made.

    All of them get the same password and hash. The caller owns the transaction.
    """
    return _create(session, people, password, now, True)


def renew_demonstration(session: Session, password: str) -> int:
    """Give the demonstration's accounts the password, where they have another; the number changed.

    They have when the database came from elsewhere, as from a backup. Accounts that were made for
    someone to work with are left alone. The caller owns the transaction.
    """
    hashes = session.scalars(select(Account.password_hash).where(Account.demonstration).distinct())
    strange = [each for each in hashes if not matches(each, password)]
    if not strange:
        return 0
    changed = session.scalars(
        update(Account)
        .where(Account.demonstration, Account.password_hash.in_(strange))
        .values(password_hash=hash_password(password), failed_attempts=0, locked_until=None)
        .returning(Account.person_id)
    ).all()
    session.execute(delete(WebSession).where(WebSession.person_id.in_(changed)))
    return len(changed)


def _create(
    session: Session,
    people: Iterable[tuple[str, str]],
    password: str,
    now: datetime,
    demonstration: bool,
) -> int:
    wanted = dict(people)
    known = set(session.scalars(select(Account.person_id).where(Account.person_id.in_(wanted))))
    missing = [person_id for person_id in wanted if person_id not in known]
    if not missing:
        return 0
    password_hash = hash_password(password)
    rows = [
        {
            "person_id": person_id,
            "collaboration_id": wanted[person_id],
            "password_hash": password_hash,
            "created_at": now,
            "failed_attempts": 0,
            "demonstration": demonstration,
        }
        for person_id in missing
    ]
    made = session.scalars(
        insert(Account).values(rows).on_conflict_do_nothing().returning(Account.person_id)
    )
    return len(made.all())


def disable_account(session: Session, person_id: str, *, now: datetime) -> None:
    """Close an account and end its sessions at once; the row stays for the history.

    Raises NoAccount when there is no open account. The caller owns the transaction.
    """
    account = session.get(Account, person_id, with_for_update=True)
    if account is None or account.disabled_at is not None:
        raise NoAccount
    account.disabled_at = now
    session.execute(delete(WebSession).where(WebSession.person_id == person_id))
