"""A task that someone has done and sends again: by a double press, or from another tab."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.catalog import definition_of, form_of
from flows.files import FileUnknown, stored_file
from flows.forms import KNOWN_FILES, NO_UPLOADS, Form, Uploads
from flows.forms.reading import Submitted
from flows.forms.with_files import WithFiles
from flows.inbox.complete_task import Progress, progress_of
from flows.inbox.visible_task import TaskDone
from flows.instances import HistoryRow, Instance, standing_of, unpacked
from flows.organisation import Actor, picker_lists

_AGAIN = timedelta(seconds=10)
"""What is sent again within this time and says the same was sent by the same press of a button."""


@dataclass(frozen=True, slots=True)
class DoneTask:
    """A task that the actor has done: what it was, when, and what they sent.

    `variables` are what its form reads now, to say the answers in words.
    """

    name: str
    name_en: str
    at: datetime
    case_id: int | None
    form: Form | None
    variables: Mapping[str, Any]
    answers: Mapping[str, Any]


def done_task(
    session: Session, actor: Actor, task_id: str, done: TaskDone, *, now: datetime
) -> DoneTask:
    """The task that the actor is told they have done already."""
    instance = session.get_one(Instance, done.instance_id)
    row = _told(session, instance.id, task_id)
    element = (
        definition_of(session, row.version_id)
        .processes[instance.process_id]
        .elements.get(row.element_id)
    )
    form = None
    variables: dict[str, Any] = {}
    answers = _answers(row)
    if element is not None and element.form_id:
        form = form_of(session, row.version_id, element.form_id)
        files = {one["id"]: one for one in form.files_in(answers)}
        known = standing_of(session, instance, now=now).variables
        lists = picker_lists(session, actor.collaboration_id)
        variables = {**lists, **known, KNOWN_FILES: files}
    return DoneTask(
        name=row.name,
        name_en=element.properties.get("name_en", "") if element else "",
        at=row.at,
        case_id=instance.case_id,
        form=form,
        variables=variables,
        answers=answers,
    )


def progress_again(
    session: Session,
    actor: Actor,
    task_id: str,
    done: TaskDone,
    submitted: Submitted,
    *,
    now: datetime,
    uploads: Uploads = NO_UPLOADS,
) -> Progress:
    """What came of a task that was sent twice in a row, as by a double click.

    Raises `done` when it says something else than the first time, or was sent so long ago that the
    actor means something else by it.
    """
    if now - done.at > _AGAIN:
        raise done
    before = done_task(session, actor, task_id, done, now=now)
    if before.form is not None and not says_the_same(
        session, actor, before.form, before.answers, submitted, uploads
    ):
        raise done
    return progress_of(session, actor, done.instance_id, before.case_id)


def says_the_same(
    session: Session,
    actor: Actor,
    form: Form,
    answers: Mapping[str, Any],
    submitted: Submitted,
    uploads: Uploads,
) -> bool:
    """Whether a submission is the one that was recorded; new files are compared by what they hold.

    Nothing of it is kept.
    """
    ids = {}
    if any(uploads.files.values()):
        first = {_content(session, actor, one): str(one["id"]) for one in form.files_in(answers)}
        for name, files in uploads.files.items():
            sent = [sha256(one.content).hexdigest() if one.content else "" for one in files]
            ids[name] = [first.get(content, str(uuid4())) for content in sent]
    return form.says_the_same(WithFiles(submitted, form, ids), answers)


def _content(session: Session, actor: Actor, file: Mapping[str, Any]) -> str:
    try:
        return stored_file(session, actor.collaboration_id, UUID(str(file["id"]))).sha256
    except FileUnknown:
        return f"gone {file['id']}"


def _told(session: Session, instance_id: UUID, task_id: str) -> HistoryRow:
    return session.scalars(
        select(HistoryRow)
        .where(
            HistoryRow.instance_id == instance_id,
            HistoryRow.task_id == task_id,
            HistoryRow.what == "completed",
        )
        .order_by(HistoryRow.id.desc())
        .limit(1)
    ).one()


def _answers(row: HistoryRow) -> Mapping[str, Any]:
    told = unpacked(row.detail) if row.detail is not None else {}
    return told.get("answers") or {}
