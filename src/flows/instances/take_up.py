"""Take up what was put aside while an instance stood still: work, and messages that came."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.engine import BroadcastSignal
from flows.instances.advance_instance import carry_on
from flows.instances.messages import meet_subscriptions
from flows.instances.packing import unpacked
from flows.instances.queue import RUN_JOB, announce
from flows.instances.tables import Instance, Job, Message, Subscription


def take_up_work(session: Session, instance: Instance) -> None:
    """Announce every piece of work that is still to be done."""
    for task_id in session.scalars(
        select(Job.task_id).where(Job.instance_id == instance.id, Job.status == "open")
    ):
        announce(session, RUN_JOB, instance_id=str(instance.id), task_id=task_id)


def take_up_messages(session: Session, instance: Instance, *, now: datetime) -> None:
    """Announce the delivery of kept messages that the instance waits for."""
    waiting = session.execute(
        select(Subscription.name, Subscription.key).where(
            Subscription.instance_id == instance.id, Subscription.kind == "message"
        )
    ).all()
    wanted = [(row.name, row.key) for row in waiting]
    meet_subscriptions(session, instance.collaboration_id, wanted, now=now)


def take_up_signals(
    session: Session, instance: Instance, *, since: datetime, now: datetime
) -> None:
    """Let the instance hear the signals that were sent since it stood still, in their order."""
    missed = session.scalars(
        select(Message)
        .where(
            Message.collaboration_id == instance.collaboration_id,
            Message.kind == "signal",
            Message.sent_at >= since,
            Message.sent_by.is_distinct_from(instance.id),
            Message.expires_at >= now,
        )
        .order_by(Message.id)
    ).all()
    for message in missed:
        waits = session.scalars(
            select(Subscription.task_id)
            .where(
                Subscription.instance_id == instance.id,
                Subscription.kind == "signal",
                Subscription.name == message.name,
            )
            .limit(1)
        ).first()
        if waits is None or not instance.goes_on:
            continue
        signal = BroadcastSignal(message.name, unpacked(message.variables))
        carry_on(session, instance, signal, now=now)
        if message.delivered_at is None:
            message.delivered_at = now
            message.delivered_to = instance.id
