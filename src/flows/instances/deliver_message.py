"""Deliver a kept message: to who waits for it, else to a process it starts, else keep it.

Who waits for it but stands still is given it later, and nothing is started in its place. A signal
reaches everything that waits for it, and starts every process that begins with it. What is started
belongs to the sender's collaboration and forum.
"""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from flows.catalog import definition_of, published_processes
from flows.engine import BroadcastSignal, DeliverMessage, ProcessOutline, TaskGone
from flows.instances.advance_instance import advance_instance, lock_instance
from flows.instances.messages import waiting_for
from flows.instances.packing import unpacked
from flows.instances.start_instance import start_instance
from flows.instances.tables import Instance, Message, Subscription


def deliver_message(session: Session, message_id: int, *, now: datetime) -> bool:
    """Deliver a message once; returns whether anyone took it. The caller owns the transaction.

    The message row is locked, so two deliveries at the same time become one.
    """
    message = session.scalars(_LOCK, {"message_id": message_id}).first()
    if message is None or message.delivered_at is not None or message.expires_at < now:
        return False
    variables = unpacked(message.variables)
    taken = (
        _broadcast(session, message, variables, now)
        if message.kind == "signal"
        else _hand_over(session, message, variables, now)
    )
    if taken is not None:
        message.delivered_at = now
        message.delivered_to = taken.id
    return taken is not None


_LOCK = (
    select(Message)
    .where(Message.id == bindparam("message_id"))
    .with_for_update()
    .execution_options(populate_existing=True)
)


def _hand_over(
    session: Session, message: Message, variables: dict[str, object], now: datetime
) -> Instance | None:
    stands_still = False
    for waiting in waiting_for(
        session, message.collaboration_id, "message", message.name, message.key
    ):
        instance = lock_instance(session, waiting.instance_id)
        if not _still_waits(session, waiting):
            continue
        if not instance.goes_on:
            stands_still = True
            continue
        try:
            advance_instance(
                session,
                instance,
                DeliverMessage(waiting.task_id, message.name, variables),
                now=now,
            )
        except TaskGone:
            continue
        return instance
    if stands_still:
        return None
    for process_id, outline in _processes(session):
        if message.name in outline.message_starts:
            return _start(session, message, process_id, variables, now)
    return None


def _broadcast(
    session: Session, message: Message, variables: dict[str, object], now: datetime
) -> Instance | None:
    taken: Instance | None = None
    # The engine has told the sender's own instance already, and tells all of an instance at once.
    told: set[UUID | None] = {message.sent_by}
    waits = waiting_for(session, message.collaboration_id, "signal", message.name, None)
    hearing = [one for one in waits if one.instance_id not in told]
    # All are locked before any goes on: a step may take what somebody with one of them waits for.
    locked = {
        one: lock_instance(session, one) for one in dict.fromkeys(w.instance_id for w in hearing)
    }
    for waiting in hearing:
        if waiting.instance_id in told:
            continue
        instance = locked[waiting.instance_id]
        if instance.goes_on and _still_waits(session, waiting):
            advance_instance(session, instance, BroadcastSignal(message.name, variables), now=now)
            told.add(instance.id)
            taken = instance
    for process_id, outline in _processes(session):
        if message.name in outline.signal_starts:
            taken = _start(session, message, process_id, variables, now)
    return taken


def _processes(session: Session) -> Iterator[tuple[str, ProcessOutline]]:
    """Every process that can be started, as its newest version says."""
    for process in published_processes(session):
        definition = definition_of(session, process.version_id)
        yield process.process_id, definition.processes[process.process_id]


def _start(
    session: Session,
    message: Message,
    process_id: str,
    variables: dict[str, object],
    now: datetime,
) -> Instance:
    sender = session.get(Instance, message.sent_by) if message.sent_by is not None else None
    return start_instance(
        session,
        process_id,
        now=now,
        collaboration_id=message.collaboration_id,
        forum_id=sender.forum_id if sender is not None else None,
        variables=variables,
        message=message.name if message.kind == "message" else None,
        signal=message.name if message.kind == "signal" else None,
        parent_id=message.sent_by,
        start_key=f"{message.kind}:{message.id}:{process_id}",
    )


def _still_waits(session: Session, waiting: Subscription) -> bool:
    """Whether the subscription is there now that its instance is locked."""
    key = (waiting.instance_id, waiting.task_id)
    found = session.scalars(
        select(Subscription.task_id).where(
            Subscription.instance_id == key[0], Subscription.task_id == key[1]
        )
    ).first()
    return found is not None
