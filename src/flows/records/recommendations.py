"""Commands on recommendations: send to every huvudman, and what each of them does with it."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from flows.kernel import NotFound
from flows.records.tables import ChainStep, Recommendation, RecommendationParty

ANSWERS = ("antagen", "antagen_med_andring", "avslagen")


class RecommendationUnknown(NotFound):
    """There is no such recommendation at that party."""

    code = "recommendation-unknown"
    sv = "Rekommendationen finns inte hos den parten."
    en = "There is no such recommendation at that party."


def send_recommendation(
    session: Session,
    *,
    collaboration_id: str,
    forum_id: str,
    case_id: int | None,
    title: str,
    text: str,
    answer_by: date | None,
    recipients: Sequence[tuple[str, str]],
    instance_id: UUID,
    now: datetime,
) -> Recommendation:
    """Record a recommendation with one row per recipient (party id, name), none of them answered.

    Raises ValueError without recipients or with the same one twice. The caller owns the
    transaction. Source: NV-22, NV-28.
    """
    ids = [party_id for party_id, _ in recipients]
    if not ids or len(set(ids)) != len(ids):
        raise ValueError("a recommendation needs recipients, each of them once")
    recommendation = Recommendation(
        collaboration_id=collaboration_id,
        case_id=case_id,
        forum_id=forum_id,
        title=title,
        text=text,
        answer_by=answer_by,
        sent_at=now,
        instance_id=instance_id,
    )
    session.add(recommendation)
    session.flush()
    session.add_all(
        RecommendationParty(
            recommendation_id=recommendation.id,
            party_id=party_id,
            party_name=name,
            position=position,
            changed_at=now,
        )
        for position, (party_id, name) in enumerate(recipients)
    )
    session.flush()
    return recommendation


def acknowledge(
    session: Session, recommendation_id: int, party_id: str, registry_number: str, now: datetime
) -> None:
    """The party has received it under its own registry number."""
    row = _row(session, recommendation_id, party_id)
    row.registry_number = registry_number
    if row.status == "sent":
        row.status = "received"
    row.changed_at = now


def record_chain_step(
    session: Session,
    recommendation_id: int,
    party_id: str,
    *,
    step: str,
    body: str,
    decision: str,
    on: date | None,
    now: datetime,
) -> None:
    """A body of the party has proposed or decided (VS-01). It is not yet the party's answer."""
    row = _row(session, recommendation_id, party_id)
    if row.status in {"sent", "received"}:
        row.status = "proposed"
    row.changed_at = now
    session.add(
        ChainStep(
            recommendation_id=recommendation_id,
            party_id=party_id,
            step=step,
            body=body,
            decision=decision,
            on=on,
            recorded_at=now,
        )
    )


def record_answer(
    session: Session,
    recommendation_id: int,
    party_id: str,
    *,
    outcome: str,
    decided_on: date | None,
    paragraph: str,
    change: str,
    now: datetime,
) -> None:
    """The party's own decision. Raises ValueError for anything but one of ANSWERS.

    Only this makes a party count as answered; no passing of time does.
    """
    if outcome not in ANSWERS:
        raise ValueError(f"{outcome!r} is not one of {', '.join(ANSWERS)}")
    row = _row(session, recommendation_id, party_id)
    row.status = "decided"
    row.outcome = outcome
    row.decided_on = decided_on
    row.paragraph = paragraph or None
    row.change = change or None
    row.changed_at = now


def _row(session: Session, recommendation_id: int, party_id: str) -> RecommendationParty:
    row = session.get(RecommendationParty, (recommendation_id, party_id))
    if row is None:
        raise RecommendationUnknown
    return row
