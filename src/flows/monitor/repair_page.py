"""What an administrator can do to one instance, as it stands now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.catalog import ProcessUnknown, current_process, definition_of
from flows.engine import Outcome, possible_moves
from flows.instances import Instance, Task, TaskCandidate, standing_of, state_of
from flows.kernel import STOCKHOLM
from flows.monitor.instance_list import InstanceRow, rows_of
from flows.monitor.json_text import to_text
from flows.monitor.rights import instance_to_mend
from flows.organisation import Actor, Person, RoleRef, people_of, people_with, person_titles


@dataclass(frozen=True, slots=True)
class VariableView:
    """Something that the instance knows, as JSON text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class GivableTask:
    """An open task: who has it, who may do it by a role, and everyone else who takes part."""

    task_id: str
    name: str
    item: int | None
    held_by: str
    may: Sequence[Person]
    others: Sequence[Person]


@dataclass(frozen=True, slots=True)
class MovablePlace:
    """Where something stands that can be moved, and the steps (id, name) it can be moved to."""

    task_id: str
    name: str
    targets: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class NewerVersion:
    """The version that new instances start on, when it isn't the instance's own."""

    id: int
    number: int


@dataclass(frozen=True, slots=True)
class RepairPage:
    """All that the page of repairs shows. `revision` says which step of the instance it shows."""

    row: InstanceRow
    revision: int
    variables: Sequence[VariableView]
    tasks: Sequence[GivableTask]
    places: Sequence[MovablePlace]
    newer: NewerVersion | None

    @property
    def is_paused(self) -> bool:
        """Whether the instance waits to be continued."""
        return self.row.status == "pausad"

    @property
    def has_ended(self) -> bool:
        """Whether there is nothing left to mend."""
        return self.row.status == "klar"


def repair_page(session: Session, actor: Actor, instance_id: UUID, *, now: datetime) -> RepairPage:
    """The repairs of an instance. Raises NotAllowed, InstanceUnknown."""
    instance = instance_to_mend(session, actor, instance_id)
    standing = standing_of(session, instance, now=now)
    return RepairPage(
        row=rows_of(session, actor, [instance])[0],
        revision=instance.revision,
        variables=[
            VariableView(name, to_text(value)) for name, value in standing.variables.items()
        ],
        tasks=_tasks(session, instance, now),
        places=_places(session, instance, standing, now),
        newer=newer_version(session, instance),
    )


def newer_version(session: Session, instance: Instance) -> NewerVersion | None:
    """The published version of the instance's process, when it runs in another."""
    try:
        current = current_process(session, instance.process_id)
    except ProcessUnknown:
        return None
    if current.version_id == instance.version_id:
        return None
    return NewerVersion(current.version_id, current.number)


def _tasks(session: Session, instance: Instance, now: datetime) -> Sequence[GivableTask]:
    today = now.astimezone(STOCKHOLM).date()
    titles = person_titles(session, instance.collaboration_id)
    everyone = people_of(session, instance.collaboration_id)
    roles: dict[str, list[RoleRef]] = {}
    for task_id, *role in session.execute(
        select(
            TaskCandidate.task_id,
            TaskCandidate.role,
            TaskCandidate.scope_kind,
            TaskCandidate.scope_id,
        )
        .join(Task, Task.id == TaskCandidate.task_id)
        .where(Task.instance_id == instance.id, Task.closed_at.is_(None))
        .order_by(TaskCandidate.role, TaskCandidate.scope_id)
    ):
        roles.setdefault(task_id, []).append(RoleRef(*map(str, role)))
    holders: Mapping[RoleRef, Sequence[Person]] = {
        role: people_with(session, role, today)
        for role in {role for several in roles.values() for role in several}
    }
    found = []
    for task in session.scalars(
        select(Task)
        .where(Task.instance_id == instance.id, Task.closed_at.is_(None))
        .order_by(Task.opened_at, Task.item, Task.id)
    ):
        may = {person.id for role in roles.get(task.id, ()) for person in holders[role]}
        has = task.claimed_by or task.assignee or ""
        found.append(
            GivableTask(
                task.id,
                task.name,
                task.item,
                titles.get(has, has),
                [person for person in everyone if person.id in may],
                [person for person in everyone if person.id not in may],
            )
        )
    return found


def _places(
    session: Session, instance: Instance, standing: Outcome, now: datetime
) -> Sequence[MovablePlace]:
    definition = definition_of(session, instance.version_id)
    moves = possible_moves(definition, instance.process_id, state_of(session, instance), now=now)
    names = {
        element.id: element.name
        for outline in definition.processes.values()
        for element in outline.elements.values()
    }
    return [
        MovablePlace(
            token.task_id,
            token.name,
            [
                (element_id, names.get(element_id, element_id))
                for element_id in moves[token.task_id]
                if element_id != token.element_id
            ],
        )
        for token in standing.tokens
        if moves.get(token.task_id)
    ]
