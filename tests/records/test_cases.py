"""Cases: registry numbers without gaps, decisions, closing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from flows.kernel import Database
from flows.records import (
    Case,
    CaseUnknown,
    NewCase,
    close_case,
    record_decision,
    record_follow_up,
    register_case,
    register_project,
    set_standing,
)

NOW = datetime(2027, 1, 11, 8, tzinfo=UTC)
NEW = NewCase(
    title="Välfärdsstrategi",
    description="En gemensam strategi för länet.",
    from_party="Region Gävleborg",
    source="lansledning",
    kind="strategi",
)


def registered(session: Session, now: datetime = NOW, prefix: str = "NV") -> Case:
    return register_case(
        session,
        NEW,
        collaboration_id="gavleborg",
        forum_id="natverk-valfard",
        prefix=prefix,
        instance_id=uuid4(),
        now=now,
    )


def test_numbers_run_by_forum_and_year(session: Session) -> None:
    numbers = [
        registered(session).registry_number,
        registered(session).registry_number,
        registered(session, prefix="LL").registry_number,
        registered(session, now=datetime(2027, 12, 31, 23, 30, tzinfo=UTC)).registry_number,
    ]

    assert numbers == ["NV 2027-1", "NV 2027-2", "LL 2027-1", "NV 2028-1"]


def test_eight_at_once_get_eight_numbers_without_a_gap(database: Database) -> None:
    def one(_: int) -> str:
        with database.transaction() as session:
            return registered(session, prefix="SAMTIDIGT").registry_number

    with ThreadPoolExecutor(8) as pool:
        numbers = sorted(pool.map(one, range(8)))

    assert numbers == [f"SAMTIDIGT 2027-{number}" for number in range(1, 9)]


def test_a_number_that_was_rolled_back_is_given_again(database: Database) -> None:
    def register_and_fail() -> None:
        with database.transaction() as session:
            registered(session, prefix="TILLBAKA")
            raise RuntimeError("the diagram said no")

    with pytest.raises(RuntimeError):
        register_and_fail()

    with database.transaction() as session:
        assert registered(session, prefix="TILLBAKA").registry_number == "TILLBAKA 2027-1"


def test_a_case_says_where_it_stands_until_it_is_closed(session: Session) -> None:
    case = registered(session)

    set_standing(session, case.id, "Bereds", "Sätts på dagordningen")
    assert (case.stands, case.next_step) == ("Bereds", "Sätts på dagordningen")

    close_case(session, case.id, "avvisat", "Berör bara en part (NV-01).", NOW)
    assert (case.status, case.closed_at, case.next_step) == ("avvisat", NOW, "")


def test_a_case_can_only_be_closed_in_a_known_way(session: Session) -> None:
    case = registered(session)

    with pytest.raises(ValueError, match="avslutat, avvisat"):
        close_case(session, case.id, "glömt", "", NOW)


def test_nothing_can_be_recorded_in_a_case_that_does_not_exist(session: Session) -> None:
    with pytest.raises(CaseUnknown):
        record_decision(
            session,
            4711,
            forum_id="natverk-valfard",
            form="rekommendation",
            text="",
            motivation="",
            decided_on=date(2027, 3, 12),
            now=NOW,
        )
    with pytest.raises(CaseUnknown):
        record_follow_up(session, 4711, on=date(2028, 1, 1), report="Bra", outcome="klar", now=NOW)


@pytest.mark.parametrize(
    ("fact", "value", "said"),
    [
        ("goal", " ", "mål"),
        ("owner", "", "ägare"),
        ("financing", "", "finansiering"),
        ("ends_on", date(2026, 1, 1), "before it starts"),
    ],
)
def test_a_project_needs_its_four_facts(
    session: Session, fact: str, value: object, said: str
) -> None:
    """NV-24."""
    facts: dict[str, object] = {
        "goal": "Kortare vägar",
        "owner": "Region Gävleborg",
        "financing": "Parterna var för sig",
        "starts_on": date(2027, 4, 1),
        "ends_on": date(2028, 3, 31),
        fact: value,
    }

    with pytest.raises(ValueError, match=said):
        register_project(
            session,
            collaboration_id="gavleborg",
            forum_id="natverk-valfard",
            case_id=None,
            title="En väg in",
            now=NOW,
            **facts,  # type: ignore[arg-type]
        )
