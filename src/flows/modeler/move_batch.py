"""The worker's part of a move: one instance at a time, each in a transaction of its own.

What came of an instance is written in the same transaction as its move. A worker that dies leaves
the rest waiting, and whoever takes over begins where it stopped; nothing is moved twice.
"""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import exists, select, text, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from flows.catalog import definition_of
from flows.instances import Instance, InstanceMigration, migrate_instances
from flows.instances.queue import announce
from flows.kernel import Clock, Database, FlowsError, Problem
from flows.kernel.log import logger
from flows.modeler.move_tables import MoveBatchRow, MoveRow
from flows.modeler.start_move import MOVE

MOST_AT_ONCE = 100
"""Instances that one piece of work moves before it lets other work in."""

MOST_TRIES = 5
"""How often an instance that somebody else holds is tried."""

Step = Literal["moved one", "others hold the rest", "finished"]
_BUSY = {"55P03", "40P01"}
"""PostgreSQL's codes for a lock that was waited for too long, and for a deadlock."""

_log = logger("moves")


def move_batch(
    database: Database, batch_id: int, clock: Clock, *, most: int = MOST_AT_ONCE
) -> None:
    """Move what waits in a batch, at most so many, and ask for more work if some is left.

    Opens its own transactions, one for each instance.
    """
    for number in range(1, most + 1):
        with database.transaction() as session:
            step = move_next(session, batch_id, now=clock())
            if step == "finished":
                return
            if step == "others hold the rest":
                announce(session, MOVE, after=timedelta(seconds=2), batch_id=batch_id)
                return
            if number == most:
                announce(session, MOVE, batch_id=batch_id)


def move_next(session: Session, batch_id: int, *, now: datetime) -> Step:
    """Move the next instance of a batch, or find that none waits. The caller owns the transaction.

    Instances that another worker is at are left to it.
    """
    item = session.scalars(
        select(MoveRow)
        .where(MoveRow.batch_id == batch_id, MoveRow.status == "waiting")
        .order_by(MoveRow.tries, MoveRow.instance_id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).first()
    batch = session.get(MoveBatchRow, batch_id, populate_existing=True)
    if batch is None or batch.finished_at is not None:
        return "finished"
    if item is None:
        return _finish(session, batch, now)
    session.execute(text("set local lock_timeout = '1s'"))
    try:
        with session.begin_nested():
            _move(session, batch, item, now)
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) not in _BUSY:
            raise
        item.tries += 1
        if item.tries >= MOST_TRIES:
            _stay(item, [_HELD], now)
    except FlowsError as error:
        _stay(item, [Problem(error.code, error.sv, error.en)], now)
    except Exception as bug:
        _log.exception("move broke", batch=batch_id, instance=str(item.instance_id))
        _stay(item, [_broken(bug)], now)
    return "moved one"


def give_up(session: Session, batch_id: int, *, now: datetime) -> None:
    """Set a batch aside that workers keep dying with, until somebody asks for it again."""
    session.execute(
        update(MoveBatchRow)
        .where(MoveBatchRow.id == batch_id, MoveBatchRow.finished_at.is_(None))
        .values(stopped_at=now)
    )


def _finish(session: Session, batch: MoveBatchRow, now: datetime) -> Step:
    """The batch is done, unless another worker is at one of its instances."""
    left = select(exists().where(MoveRow.batch_id == batch.id, MoveRow.status == "waiting"))
    if session.scalar(left):
        return "others hold the rest"
    batch.finished_at, batch.stopped_at = now, None
    session.flush()
    _log.info("move finished", batch=batch.id)
    return "finished"


def _move(session: Session, batch: MoveBatchRow, item: MoveRow, now: datetime) -> None:
    """Try one instance, and write what came of it."""
    instance = session.get(Instance, item.instance_id, populate_existing=True)
    if instance is None or (batch.undoes and instance.version_id not in _own_versions(batch, item)):
        _stay(item, [_MOVED_ON], now)
        return
    known = definition_of(session, instance.version_id).element_ids
    lines = {**batch.mapping, **item.mapping}
    mapping = {old: new for old, new in lines.items() if old in known}
    (found,) = migrate_instances(
        session,
        [item.instance_id],
        item.to_version_id,
        dry_run=False,
        actor=batch.actor,
        reason=batch.reason,
        now=now,
        mapping=mapping,
    )
    back = batch.undoes is not None
    if not found.moves:
        _stay(item, [_backwards(one) if back else one for one in found.problems], now)
        return
    item.status, item.at = "moved", now
    item.mapping = _used(mapping, found)
    item.notes = [_plain(_backwards(note) if back else note) for note in found.notes]


def _own_versions(batch: MoveBatchRow, item: MoveRow) -> set[int]:
    """Where an instance may run that is to be taken back: there, or back already."""
    return {batch.version_id, item.to_version_id}


def _used(mapping: dict[str, str], found: InstanceMigration) -> dict[str, str]:
    """The lines of the mapping that the instance's steps went by."""
    went = {note.element for note in found.notes if note.code == "goes-on-as"}
    return {old: new for old, new in mapping.items() if old in went}


def _stay(item: MoveRow, problems: Sequence[Problem], now: datetime) -> None:
    item.status, item.at = "stayed", now
    item.problems = [_plain(problem) for problem in problems]


def _backwards(problem: Problem) -> Problem:
    """The same, said of a move to the version that the instance came from."""
    sv, en = problem.sv, problem.en
    for old, new in _BACKWARDS_SV.items():
        sv = sv.replace(old, new)
    for old, new in _BACKWARDS_EN.items():
        en = en.replace(old, new)
    return replace(problem, sv=sv, en=en)


_BACKWARDS_SV = {
    "i den nya versionen": "i den tidigare versionen",
    " Ange vilket steg som tar över.": "",
}
_BACKWARDS_EN = {
    "in the new version": "in the earlier version",
    " Say which step takes over.": "",
}


def _plain(problem: Problem) -> dict[str, str]:
    wanted = ("code", "sv", "en", "element", "name")
    return {name: value for name, value in asdict(problem).items() if name in wanted}


_HELD = Problem(
    "held",
    "Någon arbetade i flödet hela tiden medan flytten pågick. Försök igen senare.",
    "Somebody was working in this all the time while the move went on. Try again later.",
)
_MOVED_ON = Problem(
    "moved-on",
    "Flödet har flyttats till en annan version sedan dess.",
    "This has been moved to another version since.",
)


def _broken(bug: Exception) -> Problem:
    kind = type(bug).__name__
    return Problem(
        "internal",
        f"Ett fel i programmet ({kind}) stoppade flytten. Ingenting är ändrat i flödet.",
        f"A fault in the program ({kind}) stopped the move. Nothing has changed in this.",
    )
