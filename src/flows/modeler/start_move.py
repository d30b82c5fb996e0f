"""Begin to move what runs to a published version; the worker does the moving.

Who may: process owners and administrators, for their own collaboration. What runs in other
collaborations stays in its version, and the batch tells how many those are.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, insert, literal, or_, select
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as insert_row
from sqlalchemy.orm import Session

from flows.catalog import definition_of
from flows.catalog.tables import ProcessVersion
from flows.instances import Instance, ReasonMissing
from flows.instances.queue import announce
from flows.kernel import Conflict, NotAllowed, NotFound
from flows.modeler.errors import PackageUnknown
from flows.modeler.move_tables import MoveBatchRow, MoveRow
from flows.organisation import Actor

MOVE = "flows.move"
"""The name of the work in the queue."""

MAX_REASON = 2_000
_NO_MAPPING: Mapping[str, str] = MappingProxyType({})


class MoveUnderWay(Conflict):
    """Instances of the package are being moved in the collaboration already."""

    code = "move-under-way"
    sv = "En flytt pågår redan. Vänta tills den är klar, eller avbryt den."
    en = "A move is under way already. Wait until it is done, or stop it."


class NothingToMove(Conflict):
    """Nothing runs that could be moved."""

    code = "nothing-to-move"
    sv = "Ingenting pågår som kan flyttas."
    en = "Nothing runs that could be moved."


class MoveUnknown(NotFound):
    """There is no such move in the actor's collaboration."""

    code = "move-unknown"
    sv = "Flytten finns inte."
    en = "There is no such move."


def may_move(actor: Actor) -> bool:
    """Whether the person may move what runs in the own collaboration."""
    return actor.is_owner or actor.is_admin


def start_move(
    session: Session,
    actor: Actor,
    package: str,
    version_id: int,
    *,
    reason: str,
    now: datetime,
    mapping: Mapping[str, str] = _NO_MAPPING,
    instance_ids: Collection[UUID] | None = None,
) -> int:
    """Begin to move every running instance of the actor's collaboration that can be moved.

    `mapping` says which steps take over from steps that are gone; `instance_ids` narrows it down.
    Returns the batch, which the worker takes up when the transaction commits. Those that can't be
    moved stay, and the batch tells why. Raises NotAllowed, ReasonMissing, PackageUnknown (also for
    a version of another package), NothingToMove or MoveUnderWay. The caller owns the transaction.
    """
    require_mover(actor, reason)
    version = session.get(ProcessVersion, version_id)
    if version is None or version.package != package:
        raise PackageUnknown
    processes = list(definition_of(session, version_id).processes)
    running = and_(
        Instance.ended_at.is_(None),
        Instance.version_id != version_id,
        or_(ProcessVersion.package == package, Instance.process_id.in_(processes)),
    )
    mine = and_(running, Instance.collaboration_id == actor.collaboration_id)
    if instance_ids is not None:
        mine = and_(mine, Instance.id.in_(list(instance_ids)))
    if not _count(session, mine):
        raise NothingToMove
    batch_id = new_batch(
        session,
        package=package,
        collaboration_id=actor.collaboration_id,
        version_id=version_id,
        mapping=dict(mapping),
        actor=actor.person_id,
        reason=reason,
        others=_count(session, running, Instance.collaboration_id != actor.collaboration_id),
        now=now,
    )
    session.execute(
        insert(MoveRow).from_select(
            ["batch_id", "instance_id", "from_version_id", "to_version_id", *_EMPTY],
            select(
                literal(batch_id), Instance.id, Instance.version_id, literal(version_id), *_values()
            )
            .join(ProcessVersion, ProcessVersion.id == Instance.version_id)
            .where(mine),
        )
    )
    announce(session, MOVE, batch_id=batch_id)
    return batch_id


def require_mover(actor: Actor, reason: str) -> None:
    """Raises NotAllowed or ReasonMissing."""
    if not may_move(actor):
        raise NotAllowed
    if not reason.strip():
        raise ReasonMissing


def new_batch(
    session: Session,
    *,
    package: str,
    collaboration_id: str,
    version_id: int,
    mapping: Mapping[str, str],
    actor: str,
    reason: str,
    others: int,
    now: datetime,
    undoes: int | None = None,
) -> int:
    """Write a batch without instances. Raises MoveUnderWay."""
    batch_id = session.scalar(
        insert_row(MoveBatchRow)
        .values(
            package=package,
            collaboration_id=collaboration_id,
            version_id=version_id,
            undoes=undoes,
            mapping=dict(mapping),
            actor=actor,
            reason=reason.strip()[:MAX_REASON],
            others=others,
            created_at=now,
        )
        .on_conflict_do_nothing()
        .returning(MoveBatchRow.id)
    )
    if batch_id is None:
        raise MoveUnderWay
    return int(batch_id)


def find_batch(
    session: Session, actor: Actor, batch_id: int, *, lock: bool = False
) -> MoveBatchRow:
    """A batch of the actor's collaboration. Raises MoveUnknown."""
    batch = session.get(
        MoveBatchRow, batch_id, with_for_update=lock or None, populate_existing=True
    )
    if batch is None or batch.collaboration_id != actor.collaboration_id:
        raise MoveUnknown
    return batch


_EMPTY = ("status", "mapping", "problems", "notes", "tries")


def _values() -> tuple[ColumnElement[object], ...]:
    nothing, none = sql_cast(literal("{}"), JSONB), sql_cast(literal("[]"), JSONB)
    return literal("waiting"), nothing, none, none, literal(0)


def _count(session: Session, *where: ColumnElement[bool]) -> int:
    return session.scalars(
        select(func.count())
        .select_from(Instance)
        .join(ProcessVersion, ProcessVersion.id == Instance.version_id)
        .where(*where)
    ).one()
