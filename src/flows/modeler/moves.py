"""How moves stand, and what came of each instance: for the pages that tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from flows.catalog import version_numbers
from flows.instances import Instance
from flows.kernel import Problem
from flows.modeler.move_tables import MoveBatchRow, MoveRow
from flows.modeler.start_move import find_batch
from flows.modeler.undo_move import undone_by
from flows.organisation import Actor, person_titles

QUIET = timedelta(minutes=1)
"""How long a batch may go without moving anything before it is said to have come to a halt."""


@dataclass(frozen=True, slots=True)
class MovedInstance:
    """What came of one instance: waiting, moved or stayed, with why or what has changed."""

    instance_id: UUID
    title: str
    from_number: int
    to_number: int
    status: str
    problems: Sequence[Problem]
    notes: Sequence[Problem]
    ended: bool


@dataclass(frozen=True, slots=True)
class MoveProgress:
    """How a batch stands. `halted` when nothing happens though something waits.

    `number` is the version that it moves to, or takes back from when it `undoes` another one.
    """

    id: int
    package: str
    number: int
    undoes: int | None
    undone_by: int | None
    by: str
    reason: str
    created_at: datetime
    finished_at: datetime | None
    waiting: int
    moved: int
    stayed: int
    others: int
    halted: bool

    @property
    def total(self) -> int:
        """How many instances it concerns."""
        return self.waiting + self.moved + self.stayed

    @property
    def done(self) -> int:
        """How many have an answer."""
        return self.moved + self.stayed

    @property
    def is_finished(self) -> bool:
        """Whether every instance has its answer."""
        return self.finished_at is not None

    @property
    def can_be_undone(self) -> bool:
        """Whether there is something to take back, and nobody has."""
        return self.is_finished and not self.undoes and not self.undone_by and self.moved > 0


def move_progress(session: Session, actor: Actor, batch_id: int, *, now: datetime) -> MoveProgress:
    """How a batch of the actor's collaboration stands. Raises MoveUnknown."""
    return _progress(session, actor, [find_batch(session, actor, batch_id)], now)[0]


def moves_of(
    session: Session, actor: Actor, package: str, *, now: datetime
) -> Sequence[MoveProgress]:
    """The batches of a package in the actor's collaboration, the newest first."""
    batches = session.scalars(
        select(MoveBatchRow)
        .where(
            MoveBatchRow.package == package,
            MoveBatchRow.collaboration_id == actor.collaboration_id,
        )
        .order_by(MoveBatchRow.id.desc())
    ).all()
    return _progress(session, actor, batches, now)


def moved_instances(
    session: Session,
    actor: Actor,
    batch_id: int,
    *,
    status: str | None = None,
    search: str = "",
    first: int = 0,
    most: int | None = None,
) -> Sequence[MovedInstance]:
    """What came of each instance, those that stayed first. Raises MoveUnknown."""
    find_batch(session, actor, batch_id)
    order = func.array_position(["stayed", "waiting", "moved"], MoveRow.status)
    query = _chosen(
        select(MoveRow, Instance.title, Instance.ended_at), batch_id, status, search
    ).order_by(order, Instance.title, MoveRow.instance_id)
    rows = session.execute(query.offset(first).limit(most)).all()
    versions = {row.MoveRow.from_version_id for row in rows}
    versions |= {row.MoveRow.to_version_id for row in rows}
    numbers = version_numbers(session, versions)
    return [
        MovedInstance(
            instance_id=item.instance_id,
            title=title,
            from_number=numbers[item.from_version_id],
            to_number=numbers[item.to_version_id],
            status=item.status,
            problems=_problems(item.problems),
            notes=_problems(item.notes),
            ended=ended_at is not None,
        )
        for item, title, ended_at in rows
    ]


def count_moved(session: Session, batch_id: int, *, status: str | None, search: str = "") -> int:
    """How many instances of a batch have a status and a title that the search finds."""
    found = session.scalar(_chosen(select(func.count()), batch_id, status, search))
    return int(found or 0)


def _chosen(query: Any, batch_id: int, status: str | None, search: str) -> Any:
    found = query.join_from(MoveRow, Instance, Instance.id == MoveRow.instance_id).where(
        MoveRow.batch_id == batch_id
    )
    if status:
        found = found.where(MoveRow.status == status)
    if search.strip():
        found = found.where(Instance.title.icontains(search.strip(), autoescape=True))
    return found


def _progress(
    session: Session, actor: Actor, batches: Sequence[MoveBatchRow], now: datetime
) -> Sequence[MoveProgress]:
    counts: dict[int, dict[str, int]] = {}
    latest: dict[int, datetime] = {}
    for batch_id, status, many, at in session.execute(
        select(MoveRow.batch_id, MoveRow.status, func.count(), func.max(MoveRow.at))
        .where(MoveRow.batch_id.in_([batch.id for batch in batches]))
        .group_by(MoveRow.batch_id, MoveRow.status)
    ):
        counts.setdefault(batch_id, {})[status] = many
        if at is not None:
            latest[batch_id] = max(at, latest.get(batch_id, at))
    numbers = version_numbers(session, {batch.version_id for batch in batches})
    titles: Mapping[str, str] = person_titles(session, actor.collaboration_id)
    found = []
    for batch in batches:
        of = counts.get(batch.id, {})
        last = max(batch.created_at, latest.get(batch.id, batch.created_at))
        quiet = batch.stopped_at is not None or now - last > QUIET
        found.append(
            MoveProgress(
                id=batch.id,
                package=batch.package,
                number=numbers[batch.version_id],
                undoes=batch.undoes,
                undone_by=undone_by(session, batch.id),
                by=titles.get(batch.actor, batch.actor),
                reason=batch.reason,
                created_at=batch.created_at,
                finished_at=batch.finished_at,
                waiting=of.get("waiting", 0),
                moved=of.get("moved", 0),
                stayed=of.get("stayed", 0),
                others=batch.others,
                halted=batch.finished_at is None and quiet,
            )
        )
    return found


def _problems(stored: Sequence[Mapping[str, Any]]) -> Sequence[Problem]:
    return [Problem(**problem) for problem in stored]
