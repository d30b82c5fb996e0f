"""Take a move back, stop one that is under way, or let one go on that has come to a halt."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from flows.instances.queue import announce
from flows.kernel import Conflict
from flows.modeler.move_tables import MoveBatchRow, MoveRow
from flows.modeler.start_move import (
    MOVE,
    MoveUnderWay,
    NothingToMove,
    find_batch,
    new_batch,
    require_mover,
)
from flows.organisation import Actor


class AlreadyUndone(Conflict):
    """The move has been taken back already."""

    code = "already-undone"
    sv = "Flytten är redan ångrad."
    en = "The move has been undone already."


def undo_move(session: Session, actor: Actor, batch_id: int, *, reason: str, now: datetime) -> int:
    """Begin to move those that were moved back to the versions they came from.

    Returns the new batch. What has gone on in the new version, and can't come back, stays there,
    and the batch tells why. Raises NotAllowed, ReasonMissing, MoveUnknown, MoveUnderWay,
    AlreadyUndone or NothingToMove. The caller owns the transaction.
    """
    require_mover(actor, reason)
    batch = find_batch(session, actor, batch_id, lock=True)
    if batch.finished_at is None:
        raise MoveUnderWay
    if undone_by(session, batch.id) is not None:
        raise AlreadyUndone
    moved = session.scalars(
        select(MoveRow).where(MoveRow.batch_id == batch.id, MoveRow.status == "moved")
    ).all()
    if not moved:
        raise NothingToMove
    new_id = new_batch(
        session,
        package=batch.package,
        collaboration_id=batch.collaboration_id,
        version_id=batch.version_id,
        mapping={},
        actor=actor.person_id,
        reason=reason,
        others=0,
        now=now,
        undoes=batch.id,
    )
    session.add_all(
        MoveRow(
            batch_id=new_id,
            instance_id=item.instance_id,
            from_version_id=item.to_version_id,
            to_version_id=item.from_version_id,
            status="waiting",
            mapping=_back(item.mapping),
        )
        for item in moved
    )
    session.flush()
    announce(session, MOVE, batch_id=new_id)
    return new_id


def undone_by(session: Session, batch_id: int) -> int | None:
    """The batch that takes a batch back, if there is one."""
    return session.scalar(
        select(MoveBatchRow.id).where(MoveBatchRow.undoes == batch_id).order_by(MoveBatchRow.id)
    )


def stop_move(session: Session, actor: Actor, batch_id: int, *, now: datetime) -> None:
    """Leave what has not been moved yet where it is. Doing it twice does nothing more.

    Raises NotAllowed or MoveUnknown. The caller owns the transaction.
    """
    require_mover(actor, "stop")
    batch = find_batch(session, actor, batch_id, lock=True)
    if batch.finished_at is not None:
        return
    session.execute(
        update(MoveRow)
        .where(MoveRow.batch_id == batch_id, MoveRow.status == "waiting")
        .values(status="stayed", at=now, problems=[_STOPPED])
    )
    batch.finished_at, batch.stopped_at = now, None


def resume_move(session: Session, actor: Actor, batch_id: int) -> None:
    """Ask the worker to go on with a batch that has come to a halt.

    Raises NotAllowed or MoveUnknown. The caller owns the transaction.
    """
    require_mover(actor, "resume")
    batch = find_batch(session, actor, batch_id, lock=True)
    if batch.finished_at is None:
        batch.stopped_at = None
        announce(session, MOVE, batch_id=batch_id)


def _back(mapping: dict[str, str]) -> dict[str, str]:
    """The way back; a step that took over from several leads nowhere by itself."""
    taken = list(mapping.values())
    return {new: old for old, new in mapping.items() if taken.count(new) == 1}


_STOPPED = {
    "code": "stopped",
    "sv": "Flytten avbröts innan det blev det här flödets tur.",
    "en": "The move was stopped before it was this one's turn.",
    "element": "",
    "name": "",
}
