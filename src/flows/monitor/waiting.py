"""What each token waits for, in words, and who can act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.catalog import definition_of
from flows.engine import Outcome, Token
from flows.instances import IncidentRow, Instance, Job, Subscription, Task, TaskCandidate, Timer
from flows.kernel import STOCKHOLM
from flows.organisation import RoleRef, people_with, person_titles, role_titles


@dataclass(frozen=True, slots=True)
class TokenView:
    """One place where an instance stands.

    `kind` is person, job, timer, message, signal, child, join or incident; `roles` are pairs
    (Swedish, English); `who` are the titles of the people who hold them; `until` is a timer's due
    time; `message` and `key` are what is awaited; `fault` is why an operation failed last.
    """

    element_id: str
    name: str
    name_en: str
    kind: str
    roles: Sequence[tuple[str, str]]
    who: Sequence[str]
    claimed_by: str
    since: datetime | None
    due_at: datetime | None
    until: datetime | None
    message: str
    key: str
    fault: str
    attempts: int


def waiting_places(
    session: Session, instance: Instance, standing: Outcome, *, now: datetime
) -> Sequence[TokenView]:
    """Every place where the instance stands, in the order of the engine; then what time will do.

    A reminder or another timer at the edge of a step is no token, but it is waited for.
    """
    at = _At(session, instance, now.astimezone(STOCKHOLM).date())
    there = {token.task_id for token in standing.tokens}
    clocks = [
        Token(timer.element_id, timer.name, "timer", timer.task_id)
        for timer in sorted(standing.timers, key=lambda timer: timer.due_at)
        if timer.task_id not in there
    ]
    return [at.view(token) for token in (*standing.tokens, *clocks)]


class _At:
    """The rows of one instance, read once."""

    def __init__(self, session: Session, instance: Instance, today: date) -> None:
        self.session, self.instance, self.today = session, instance, today
        own = instance.id
        outline = definition_of(session, instance.version_id).processes[instance.process_id]
        self.elements = outline.elements
        self.tasks: Mapping[str, Task] = {
            row.id: row
            for row in session.scalars(
                select(Task).where(Task.instance_id == own, Task.closed_at.is_(None))
            )
        }
        self.jobs: Mapping[str, Job] = {
            row.task_id: row
            for row in session.scalars(
                select(Job).where(Job.instance_id == own, Job.closed_at.is_(None))
            )
        }
        self.timers: Mapping[str, Timer] = {
            row.task_id: row
            for row in session.scalars(select(Timer).where(Timer.instance_id == own))
        }
        self.subscriptions: Mapping[str, Subscription] = {
            row.task_id: row
            for row in session.scalars(select(Subscription).where(Subscription.instance_id == own))
        }
        self.roles = _candidates(session, own)
        self.titles = person_titles(session, instance.collaboration_id)
        self.role_titles = role_titles(
            session,
            instance.collaboration_id,
            {role for roles in self.roles.values() for role in roles},
        )
        self.faults = {
            row.element_id
            for row in session.scalars(
                select(IncidentRow).where(
                    IncidentRow.instance_id == own, IncidentRow.resolved_at.is_(None)
                )
            )
        }

    def view(self, token: Token) -> TokenView:
        """One token in words."""
        task = self.tasks.get(token.task_id)
        job = self.jobs.get(token.task_id)
        timer = self.timers.get(token.task_id)
        subscription = self.subscriptions.get(token.task_id)
        roles = self.roles.get(token.task_id, [])
        stopped = token.element_id in self.faults
        element = self.elements.get(token.element_id)
        return TokenView(
            element_id=token.element_id,
            name=token.name,
            name_en=element.properties.get("name_en", "") if element is not None else "",
            kind="incident" if stopped else token.waits_for,
            roles=[self.role_titles[role] for role in roles],
            who=self._people(task, roles),
            claimed_by=self.titles.get(task.claimed_by or "", "") if task is not None else "",
            since=task.opened_at if task is not None else job.opened_at if job else None,
            due_at=task.due_at if task is not None else None,
            until=timer.due_at if timer is not None else None,
            message=subscription.name if subscription is not None else "",
            key=(subscription.key or "") if subscription is not None else "",
            fault=(job.fault or "") if job is not None else "",
            attempts=job.attempts if job is not None else 0,
        )

    def _people(self, task: Task | None, roles: Sequence[RoleRef]) -> Sequence[str]:
        if task is not None and task.assignee:
            return [self.titles.get(task.assignee, task.assignee)]
        found = {
            person.title: None
            for role in roles
            for person in people_with(self.session, role, self.today)
        }
        return list(found)


def _candidates(session: Session, instance_id: UUID) -> Mapping[str, list[RoleRef]]:
    roles: dict[str, list[RoleRef]] = {}
    for row in session.scalars(
        select(TaskCandidate)
        .join(Task, Task.id == TaskCandidate.task_id)
        .where(Task.instance_id == instance_id, Task.closed_at.is_(None))
        .order_by(TaskCandidate.role, TaskCandidate.scope_id)
    ):
        roles.setdefault(row.task_id, []).append(RoleRef(row.role, row.scope_kind, row.scope_id))
    return roles
