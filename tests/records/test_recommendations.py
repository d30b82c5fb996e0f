"""Recommendations: one row per huvudman, and nothing but a decision is an answer."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from flows.organisation import Actor
from flows.records import (
    CaseUnknown,
    NewCase,
    RecommendationUnknown,
    RecommendationView,
    acknowledge,
    case_page,
    cases,
    record_answer,
    record_chain_step,
    register_case,
    send_recommendation,
)

NOW = datetime(2027, 1, 11, 8, tzinfo=UTC)
ELEVEN = [(f"part-{number}", f"Part {number}") for number in range(1, 12)]
ACTOR = Actor("sekreterare", "Sekreterare", "gavleborg", frozenset())


@pytest.fixture
def sent(session: Session) -> tuple[int, int]:
    """A case and its recommendation to eleven."""
    case = register_case(
        session,
        NewCase("Välfärdsstrategi", "", "Region Gävleborg", "lansledning", "strategi"),
        collaboration_id="gavleborg",
        forum_id="natverk-valfard",
        prefix="NV",
        instance_id=uuid4(),
        now=NOW,
    )
    recommendation = send_recommendation(
        session,
        collaboration_id="gavleborg",
        forum_id="natverk-valfard",
        case_id=case.id,
        title="Anta Välfärdsstrategin",
        text="Nätverket rekommenderar parterna att anta strategin.",
        answer_by=date(2027, 6, 30),
        recipients=ELEVEN,
        instance_id=uuid4(),
        now=NOW,
    )
    return case.id, recommendation.id


def view(session: Session, case_id: int) -> RecommendationView:
    session.flush()
    session.expire_all()
    return case_page(session, ACTOR, case_id).recommendations[0]


def test_none_has_answered_at_first_in_the_order_of_the_recipients(
    session: Session, sent: tuple[int, int]
) -> None:
    matrix = view(session, sent[0])

    assert (matrix.answered, matrix.of) == (0, 11)
    assert [row.party_id for row in matrix.rows] == [party_id for party_id, _ in ELEVEN]


def test_receiving_and_proposing_are_no_answers(session: Session, sent: tuple[int, int]) -> None:
    """Silence never counts as acceptance, nor does half a chain (VS-01)."""
    later = NOW + timedelta(days=400)
    acknowledge(session, sent[1], "part-1", "KS 2027/17", later)
    record_chain_step(
        session,
        sent[1],
        "part-2",
        step="namnd_foreslar",
        body="Socialnämnden",
        decision="föreslår fullmäktige att anta",
        on=date(2027, 4, 1),
        now=later,
    )

    matrix = view(session, sent[0])

    assert (matrix.answered, matrix.adopted) == (0, 0)
    assert matrix.rows[0].registry_number == "KS 2027/17"
    assert [row.status for row in matrix.rows[:3]] == ["received", "proposed", "sent"]
    assert matrix.rows[1].steps[0].body == "Socialnämnden"


def test_each_outcome_is_counted_by_itself(session: Session, sent: tuple[int, int]) -> None:
    for party, outcome in (
        ("part-1", "antagen"),
        ("part-2", "antagen"),
        ("part-3", "antagen_med_andring"),
        ("part-4", "avslagen"),
    ):
        record_answer(
            session,
            sent[1],
            party,
            outcome=outcome,
            decided_on=date(2027, 5, 3),
            paragraph="§ 41",
            change="Punkt 2 stryks" if outcome == "antagen_med_andring" else "",
            now=NOW,
        )

    matrix = view(session, sent[0])

    assert (matrix.answered, matrix.of) == (4, 11)
    assert (matrix.adopted, matrix.changed, matrix.rejected) == (2, 1, 1)
    assert matrix.rows[2].change == "Punkt 2 stryks"
    listed = cases(session, ACTOR)[0]
    assert (listed.answered, listed.of) == (4, 11)


def test_an_answer_is_one_of_three(session: Session, sent: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="antagen"):
        record_answer(
            session,
            sent[1],
            "part-1",
            outcome="tyst",
            decided_on=None,
            paragraph="",
            change="",
            now=NOW,
        )


def test_a_stranger_has_no_row(session: Session, sent: tuple[int, int]) -> None:
    with pytest.raises(RecommendationUnknown):
        acknowledge(session, sent[1], "sundsvall", "1", NOW)


@pytest.mark.parametrize("recipients", [[], [ELEVEN[0], ELEVEN[0]]])
def test_recipients_are_needed_each_once(
    session: Session, recipients: list[tuple[str, str]]
) -> None:
    with pytest.raises(ValueError, match="recipients"):
        send_recommendation(
            session,
            collaboration_id="gavleborg",
            forum_id="natverk-valfard",
            case_id=None,
            title="",
            text="",
            answer_by=None,
            recipients=recipients,
            instance_id=uuid4(),
            now=NOW,
        )


def test_a_case_of_another_collaboration_is_not_there(
    session: Session, sent: tuple[int, int]
) -> None:
    stranger = Actor("koordinator", "Koordinator", "vasternorrland", frozenset())

    assert cases(session, stranger) == []
    with pytest.raises(CaseUnknown):
        case_page(session, stranger, sent[0])
