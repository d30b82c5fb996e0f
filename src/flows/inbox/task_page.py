"""Everything a task page shows: what is asked, why of me, the form, and the case beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.catalog import definition_of, form_of
from flows.engine import OpenTask
from flows.forms import SOURCES, Form
from flows.inbox.history import HistoryLine, done_in
from flows.inbox.task_list import TaskRow, names_of, row_of
from flows.inbox.uploads import file_variables
from flows.inbox.visible_task import visible_task
from flows.instances import Instance, Task, TaskCandidate, TaskGone, standing_of
from flows.organisation import Actor, RoleRef, picker_lists, role_titles
from flows.records import Case, Standing, standings_of


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """The case in five lines."""

    id: int
    title: str
    registry_number: str
    from_party: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class TaskPage:
    """A task with all that its page shows. `why` names the roles through which it is mine.

    A `paused` task can be read and drafted, but not completed.
    """

    row: TaskRow
    form: Form | None
    variables: Mapping[str, Any]
    draft: Mapping[str, Any] | None
    documentation: str
    documentation_en: str
    button: str
    button_en: str
    why: Sequence[tuple[str, str]]
    case: CaseSummary | None
    history: Sequence[HistoryLine]
    paused: bool = False


def task_page(session: Session, actor: Actor, task_id: str, *, now: datetime) -> TaskPage:
    """The page of an open task. Raises TaskUnknown, TaskGone."""
    task = visible_task(session, actor, task_id)
    instance = session.get_one(Instance, task.instance_id)
    case = session.get(Case, instance.case_id) if instance.case_id is not None else None
    names = names_of(session, actor)
    element = (
        definition_of(session, instance.version_id)
        .processes[instance.process_id]
        .elements[task.element_id]
    )
    form = form_of(session, instance.version_id, task.form_id) if task.form_id else None
    return TaskPage(
        row=row_of(actor, names, task, instance, case),
        form=form,
        variables=form_variables(session, actor, instance, task, form, now=now),
        draft=task.draft,
        documentation=element.documentation,
        documentation_en=element.properties.get("documentation_en", ""),
        button=task.properties.get("button", ""),
        button_en=task.properties.get("button_en", ""),
        why=_why(session, actor, task),
        case=_summary(session, case),
        history=done_in(session, actor, [instance.id]),
        paused=instance.status == "suspended",
    )


_LISTS = frozenset(paths[0] for paths in SOURCES.values())


def form_variables(
    session: Session,
    actor: Actor,
    instance: Instance,
    task: Task,
    form: Form | None,
    *,
    now: datetime,
) -> dict[str, Any]:
    """What a task's form may read: its variables and the lists that pickers choose from."""
    standing = standing_of(session, instance, now=now)
    found: OpenTask | None = next(
        (open_task for open_task in standing.tasks if open_task.task_id == task.id), None
    )
    if found is None:
        raise TaskGone
    wanted = form is not None and (form.sources or form.reads & _LISTS)
    lists = picker_lists(session, actor.collaboration_id) if wanted else {}
    files = file_variables(session, actor, form, task.id) if form is not None else {}
    return {**lists, **found.variables, **files}


def _why(session: Session, actor: Actor, task: Task) -> Sequence[tuple[str, str]]:
    mine = [
        role
        for role in (
            RoleRef(row.role, row.scope_kind, row.scope_id)
            for row in session.scalars(
                select(TaskCandidate)
                .where(TaskCandidate.task_id == task.id)
                .order_by(TaskCandidate.role)
            )
        )
        if role in actor.roles
    ]
    titles = role_titles(session, actor.collaboration_id, mine)
    return [titles[role] for role in mine]


def _summary(session: Session, case: Case | None) -> CaseSummary | None:
    if case is None:
        return None
    return CaseSummary(
        id=case.id,
        title=case.title,
        registry_number=case.registry_number,
        from_party=case.from_party,
        standing=standings_of(session, [case])[case.id],
    )
