"""Who may read a file: those who see the case it belongs to, or a task it was given for."""

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from flows.files import FileUnknown, StoredFile, stored_file
from flows.inbox.visible_task import IS_MINE, TaskUnknown, visible_task, who
from flows.instances import HistoryRow, Instance, Task, TaskGone
from flows.organisation import Actor


def readable_file(session: Session, actor: Actor, file_id: UUID) -> StoredFile:
    """A file that the person may read. Raises FileUnknown.

    A case is open to its collaboration (HS-12), and its files with it. A file of a process without
    a case is for its sender, for who started the process, and for those with a task in it or in
    what it has started. A file that is not used yet is for its sender, and for those whose task has
    it in its draft.
    """
    file = stored_file(session, actor.collaboration_id, file_id)
    if file.uploaded_by == actor.person_id or _through_process(session, actor, file):
        return file
    raise FileUnknown


def _through_process(session: Session, actor: Actor, file: StoredFile) -> bool:
    if file.instance_id is None:
        return file.task_id is not None and _has_task(session, actor, file.task_id)
    instance = session.get_one(Instance, file.instance_id)
    if instance.case_id is not None or instance.started_by == actor.person_id:
        return True
    here = or_(Instance.id == file.instance_id, Instance.parent_id == file.instance_id)
    mine = (
        select(Task.id)
        .join(Instance, Instance.id == Task.instance_id)
        .where(here, IS_MINE)
        .limit(1)
    )
    was_mine = (
        select(HistoryRow.id)
        .join(Instance, Instance.id == HistoryRow.instance_id)
        .where(here, HistoryRow.assignee == actor.person_id)
        .limit(1)
    )
    return (
        session.scalars(mine, who(actor)).first() is not None
        or session.scalars(was_mine).first() is not None
    )


def _has_task(session: Session, actor: Actor, task_id: str) -> bool:
    try:
        visible_task(session, actor, task_id)
    except (TaskUnknown, TaskGone):
        return False
    return True
