"""Keep what was typed and the files that were sent, for later."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from flows.files import hold_files
from flows.forms import Uploads
from flows.forms.reading import Submitted
from flows.inbox.claims import claim_task
from flows.inbox.task_page import task_page
from flows.inbox.uploads import receive
from flows.inbox.visible_task import visible_task
from flows.kernel import Problem
from flows.organisation import Actor


def keep_draft(
    session: Session,
    actor: Actor,
    task_id: str,
    submitted: Submitted,
    uploads: Uploads,
    *,
    now: datetime,
) -> Mapping[str, Problem]:
    """Keep a task's page as it stands, right or wrong, and take the task.

    Returns what is wrong with the files that could not be kept, by the name of their input.
    Raises TaskUnknown, TaskGone, TaskTaken. The caller owns the transaction.
    """
    page = task_page(session, actor, task_id, now=now)
    if page.form is None:
        save_draft(session, actor, task_id, {}, now=now)
        return {}
    received = receive(
        session,
        actor,
        page.form,
        submitted,
        uploads,
        page.variables,
        now=now,
        task_id=task_id,
    )
    typed = page.form.read(received.submitted, received.variables, now=now).raw
    save_draft(session, actor, task_id, typed, now=now)
    return received.refused


def save_draft(
    session: Session, actor: Actor, task_id: str, raw: Mapping[str, Any], *, now: datetime
) -> None:
    """Keep what was typed, unchecked, with the files it names, and take the task.

    Raises TaskTaken.
    """
    claim_task(session, actor, task_id, now=now)
    visible_task(session, actor, task_id).draft = dict(raw)
    hold_files(session, task_id, actor.person_id, list(_ids(raw)))


def _ids(raw: Mapping[str, Any]) -> Iterator[UUID]:
    """Every id in what was typed; most that are found are no file's."""
    for typed in raw.values():
        for one in typed if isinstance(typed, list | tuple) else ():
            try:
                yield UUID(one)
            except ValueError:
                continue
