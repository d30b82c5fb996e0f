"""Sessions end by rest, by age and on request, and their tokens are nowhere in the database."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.identity import (
    ABSOLUTE_LIFE,
    IDLE_LIFE,
    WebSession,
    close_session,
    create_account,
    find_session,
    forget_old_sessions,
    open_session,
)

NOW = datetime(2027, 1, 11, 8, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def token(session: Session) -> str:
    create_account(session, "registrator-ockelbo", "gavleborg", "lösen", now=NOW)
    opened = open_session(session, "registrator-ockelbo", now=NOW)
    session.flush()
    return opened


def lives(session: Session, token: str, at: datetime, *, touch: bool = True) -> bool:
    account = find_session(session, token, now=at, touch=touch)
    session.flush()
    return account is not None


def test_a_token_leads_to_its_person(session: Session, token: str) -> None:
    account = find_session(session, token, now=NOW)
    assert account is not None
    assert account.person_id == "registrator-ockelbo"
    assert find_session(session, token[:-1] + "x", now=NOW) is None


def test_the_database_holds_only_a_hash_of_the_token(session: Session, token: str) -> None:
    row = session.scalars(select(WebSession)).one()
    assert len(row.token_hash) == 32
    assert token.encode() not in row.token_hash


def test_a_session_ends_after_its_rest(session: Session, token: str) -> None:
    assert lives(session, token, NOW + IDLE_LIFE - SECOND)
    assert lives(session, token, NOW + 2 * IDLE_LIFE - 2 * SECOND)
    assert not lives(session, token, NOW + 3 * IDLE_LIFE)


def test_what_a_page_asks_for_by_itself_does_not_keep_a_session(
    session: Session, token: str
) -> None:
    assert lives(session, token, NOW + IDLE_LIFE - SECOND, touch=False)
    assert not lives(session, token, NOW + IDLE_LIFE)


def test_a_session_ends_with_its_age_however_busy(session: Session, token: str) -> None:
    at = NOW
    while at < NOW + ABSOLUTE_LIFE - SECOND:
        assert lives(session, token, at)
        at += IDLE_LIFE / 2
    assert not lives(session, token, NOW + ABSOLUTE_LIFE)


def test_sign_in_replaces_the_browsers_earlier_session(session: Session, token: str) -> None:
    new = open_session(session, "registrator-ockelbo", now=NOW, replaces=token)
    session.flush()
    assert new != token
    assert not lives(session, token, NOW)
    assert lives(session, new, NOW)


def test_a_closed_session_is_over(session: Session, token: str) -> None:
    close_session(session, token)
    assert not lives(session, token, NOW)


def test_old_sessions_are_forgotten(session: Session, token: str) -> None:
    young = open_session(session, "registrator-ockelbo", now=NOW + IDLE_LIFE)
    session.flush()
    assert forget_old_sessions(session, now=NOW + IDLE_LIFE) == 1
    assert lives(session, young, NOW + IDLE_LIFE)
