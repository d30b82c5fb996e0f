"""What people have done in a case, for those who come to it later."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.catalog import definition_of
from flows.instances import HistoryRow, Instance
from flows.organisation import Actor, person_titles
from flows.records import case_row

_MOST_LINES = 20


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that was done: when, by whom, what, and that in English unless it is empty."""

    at: datetime
    who: str
    what: str
    what_en: str


def case_history(session: Session, actor: Actor, case_id: int) -> Sequence[HistoryLine]:
    """What people have done in a case, the latest first; what is done at a party its answer tells.

    Raises CaseUnknown.
    """
    case_row(session, actor, case_id)
    ours = session.scalars(
        select(Instance.id).where(Instance.case_id == case_id, Instance.party_id.is_(None))
    )
    return done_in(session, actor, ours.all())


def done_in(
    session: Session, actor: Actor, instance_ids: Collection[UUID]
) -> Sequence[HistoryLine]:
    """The tasks that were done in some instances, the latest first, at most twenty."""
    people = person_titles(session, actor.collaboration_id)
    rows = session.execute(
        select(HistoryRow, Instance.process_id)
        .join(Instance, Instance.id == HistoryRow.instance_id)
        .where(
            HistoryRow.instance_id.in_(instance_ids),
            HistoryRow.type == "userTask",
            HistoryRow.what == "completed",
        )
        .order_by(HistoryRow.at.desc(), HistoryRow.id.desc())
        .limit(_MOST_LINES)
    )
    return [
        HistoryLine(
            row.at,
            people.get(row.actor or "", row.actor or ""),
            row.name,
            _english(session, row, process_id),
        )
        for row, process_id in rows
    ]


def _english(session: Session, row: HistoryRow, process_id: str) -> str:
    process = definition_of(session, row.version_id).processes.get(process_id)
    element = process.elements.get(row.element_id) if process else None
    return element.properties.get("name_en", "") if element else ""
