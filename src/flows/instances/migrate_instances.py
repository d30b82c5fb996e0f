"""Move running instances to another version of their process."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.catalog import definition_of
from flows.engine import MigrationRefused, Outcome, migrate
from flows.instances.errors import InstanceEnded, InstanceUnknown, ReasonMissing
from flows.instances.record_outcome import record_step
from flows.instances.record_repair import lock_for_repair, record_repair
from flows.instances.tables import IncidentRow, Instance, Job, Subscription, Task, Timer
from flows.kernel import Conflict, FlowsError, Problem

_NO_MAPPING: Mapping[str, str] = MappingProxyType({})


class AlreadyThere(Conflict):
    """The instance runs in that version already."""

    code = "already-there"
    sv = "Flödet går redan i den versionen."
    en = "This runs in that version already."


@dataclass(frozen=True, slots=True)
class InstanceMigration:
    """What came of one instance: it moves when there are no problems; `notes` say what changes."""

    instance_id: UUID
    problems: Sequence[Problem] = ()
    notes: Sequence[Problem] = ()

    @property
    def moves(self) -> bool:
        """Whether it has moved or, in a dry run, would have."""
        return not self.problems


def migrate_instances(
    session: Session,
    instance_ids: Sequence[UUID],
    version_id: int,
    *,
    dry_run: bool,
    actor: str,
    reason: str,
    now: datetime,
    mapping: Mapping[str, str] = _NO_MAPPING,
) -> list[InstanceMigration]:
    """Move each instance that can be moved; those that can't stay as they are, and say why.

    Tasks keep their drafts and who has taken them, timers the time that they are due. A dry run
    locks nothing and changes nothing, and needs no reason. The results stand in the order given.
    Raises ReasonMissing. The caller owns the transaction.
    """
    if not dry_run and not reason.strip():
        raise ReasonMissing
    found: dict[UUID, InstanceMigration] = {}
    for instance_id in sorted(set(instance_ids)):  # one order of locks, whoever asks
        try:
            instance = (
                _seen(session, instance_id)
                if dry_run
                else lock_for_repair(session, instance_id, reason)
            )
            found[instance_id] = _move(
                session,
                instance,
                version_id,
                mapping,
                None if dry_run else (actor, reason),
                now=now,
            )
        except MigrationRefused as refused:
            found[instance_id] = InstanceMigration(instance_id, refused.problems)
        except (InstanceUnknown, InstanceEnded, AlreadyThere) as error:
            found[instance_id] = InstanceMigration(instance_id, [_as_problem(error)])
    return [found[instance_id] for instance_id in instance_ids]


def _seen(session: Session, instance_id: UUID) -> Instance:
    instance = session.get(Instance, instance_id)
    if instance is None:
        raise InstanceUnknown
    if instance.status == "ended":
        raise InstanceEnded
    return instance


def _as_problem(error: FlowsError) -> Problem:
    return Problem(error.code, error.sv, error.en)


def _move(
    session: Session,
    instance: Instance,
    version_id: int,
    mapping: Mapping[str, str],
    by: tuple[str, str] | None,
    *,
    now: datetime,
) -> InstanceMigration:
    """Work out one move, and do it when it is `by` an actor with a reason."""
    if instance.version_id == version_id:
        raise AlreadyThere
    moved = migrate(
        definition_of(session, instance.version_id),
        definition_of(session, version_id),
        instance.process_id,
        instance.state,
        mapping=mapping,
        now=now,
    )
    if by is not None:
        actor, reason = by
        record_repair(
            session,
            instance,
            "migrate",
            actor=actor,
            reason=reason,
            now=now,
            from_version=instance.version_id,
            to_version=version_id,
            mapping=dict(mapping),
        )
        instance.version_id = version_id
        _follow(session, instance, moved.outcome)
        record_step(session, instance, moved.outcome, actor=actor, now=now)
    return InstanceMigration(instance.id, (), moved.notes)


def _follow(session: Session, instance: Instance, outcome: Outcome) -> None:
    """Let the rows of what goes on say what it is called in the new version."""
    own = instance.id
    tasks = {task.task_id: task for task in outcome.tasks}
    for row in session.scalars(
        select(Task).where(Task.instance_id == own, Task.closed_at.is_(None))
    ):
        if task := tasks.get(row.id):
            row.element_id, row.name, row.form_id = task.element_id, task.name, task.form_id
            row.properties = dict(task.properties)
    jobs = {job.task_id: job for job in outcome.jobs}
    for work in session.scalars(select(Job).where(Job.instance_id == own, Job.closed_at.is_(None))):
        if job := jobs.get(work.task_id):
            work.element_id, work.name = job.element_id, job.name
    timers = {timer.task_id: timer.element_id for timer in outcome.timers}
    for timer in session.scalars(select(Timer).where(Timer.instance_id == own)):
        timer.element_id = timers.get(timer.task_id, timer.element_id)
    awaited = {waiting.task_id: waiting.element_id for waiting in outcome.subscriptions}
    for waiting in session.scalars(select(Subscription).where(Subscription.instance_id == own)):
        waiting.element_id = awaited.get(waiting.task_id, waiting.element_id)
    places = {token.task_id: token for token in outcome.tokens}
    for incident in session.scalars(
        select(IncidentRow).where(IncidentRow.instance_id == own, IncidentRow.resolved_at.is_(None))
    ):
        if place := places.get(incident.task_id or ""):
            incident.element_id, incident.name = place.element_id, place.name
    session.flush()
