"""Accounts: made once, guessed at slowly, closed at once."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.identity import (
    Account,
    NoAccount,
    check_password,
    create_account,
    create_demonstration,
    disable_account,
    find_session,
    open_session,
    renew_demonstration,
)

NOW = datetime(2027, 1, 11, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _account(session: Session) -> None:
    create_account(session, "registrator-ockelbo", "gavleborg", "rätt lösen", now=NOW)


def guess(session: Session, password: str, now: datetime = NOW) -> bool:
    return check_password(session, "registrator-ockelbo", password, now=now) is not None


def test_the_right_password_and_no_other_lets_in(session: Session) -> None:
    assert guess(session, "rätt lösen")
    assert not guess(session, "ratt losen")
    assert not guess(session, "")
    assert check_password(session, "ingen", "rätt lösen", now=NOW) is None


def test_the_password_itself_is_not_stored(session: Session) -> None:
    stored = session.scalars(select(Account.password_hash)).one()
    assert stored.startswith("$argon2id$")


def test_an_account_is_made_once(session: Session) -> None:
    assert not create_account(session, "registrator-ockelbo", "gavleborg", "ett annat", now=NOW)
    assert guess(session, "rätt lösen")
    people = [("registrator-ockelbo", "gavleborg"), ("registrator-gavle", "gavleborg")]
    assert create_demonstration(session, people, "demo", now=NOW) == 1
    assert create_demonstration(session, people, "demo", now=NOW) == 0


def test_a_demonstration_from_elsewhere_gets_the_password_of_this_one(session: Session) -> None:
    people = [("sekreterare-natverk-valfard", "gavleborg"), ("samordnare-region", "gavleborg")]
    create_demonstration(session, people, "där", now=NOW)
    token = open_session(session, "samordnare-region", now=NOW)
    for _ in range(9):
        assert not check_password(session, "samordnare-region", "här", now=NOW)

    assert renew_demonstration(session, "här") == 2

    assert all(check_password(session, person, "här", now=NOW) for person, _ in people)
    assert not check_password(session, "samordnare-region", "där", now=NOW)
    assert find_session(session, token, now=NOW) is None
    assert guess(session, "rätt lösen")  # an account for work keeps its own


def test_a_demonstration_with_the_password_is_left_alone(session: Session) -> None:
    create_demonstration(session, [("samordnare-region", "gavleborg")], "här", now=NOW)
    token = open_session(session, "samordnare-region", now=NOW)

    assert renew_demonstration(session, "här") == 0

    assert find_session(session, token, now=NOW) is not None


def test_five_wrong_passwords_cost_a_minute_and_the_next_two(session: Session) -> None:
    for _ in range(5):
        assert not guess(session, "fel")
    assert not guess(session, "rätt lösen"), "the wait holds for the right password too"
    assert not guess(session, "rätt lösen", NOW + MINUTE - timedelta(seconds=1))
    assert not guess(session, "fel", NOW + MINUTE)
    assert not guess(session, "rätt lösen", NOW + 2 * MINUTE)
    assert guess(session, "rätt lösen", NOW + 3 * MINUTE)


def test_the_wait_is_never_longer_than_a_quarter_of_an_hour(session: Session) -> None:
    at = NOW
    for _ in range(12):
        guess(session, "fel", at)
        at += 16 * MINUTE
    guess(session, "fel", at)
    assert not guess(session, "rätt lösen", at + 14 * MINUTE)
    assert guess(session, "rätt lösen", at + 15 * MINUTE)


def test_the_right_password_forgives_earlier_mistakes(session: Session) -> None:
    for _ in range(4):
        guess(session, "fel")
    assert guess(session, "rätt lösen")
    for _ in range(4):
        guess(session, "fel")
    assert guess(session, "rätt lösen")


def test_a_closed_account_lets_nobody_in_and_ends_its_sessions(session: Session) -> None:
    token = open_session(session, "registrator-ockelbo", now=NOW)
    session.flush()
    disable_account(session, "registrator-ockelbo", now=NOW)
    assert not guess(session, "rätt lösen")
    assert find_session(session, token, now=NOW) is None
    with pytest.raises(NoAccount):
        disable_account(session, "registrator-ockelbo", now=NOW)
