"""Complete a task: the answers are checked, recorded, and the process carried on, in one commit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from flows.catalog import form_of
from flows.engine import CompleteTask
from flows.files import use_files
from flows.forms import NO_UPLOADS, Answers, Uploads
from flows.forms.reading import Submitted
from flows.inbox.claims import require_free
from flows.inbox.task_page import form_variables
from flows.inbox.uploads import file_ids, read_submission
from flows.inbox.visible_task import IS_MINE, lock_instance_of, visible_task, who
from flows.instances import Task, advance_instance
from flows.kernel import Invalid
from flows.organisation import Actor


class AnswersRejected(Invalid):
    """The form does not accept the answers; `answers` holds what was typed and what is wrong."""

    code = "answers-rejected"
    sv = "Det finns fel i formuläret."
    en = "There are errors in the form."

    def __init__(self, answers: Answers) -> None:
        super().__init__(problems=list(answers.errors.values()))
        self.answers = answers


@dataclass(frozen=True, slots=True)
class Progress:
    """What came of it: the next task that is mine in the same flow, if there is one."""

    next_task_id: str | None
    case_id: int | None
    instance_id: UUID


def complete_task(
    session: Session,
    actor: Actor,
    task_id: str,
    submitted: Submitted,
    *,
    now: datetime,
    uploads: Uploads = NO_UPLOADS,
) -> Progress:
    """Record the actor's answers and carry the instance to its next resting point.

    Raises TaskUnknown when the task is not the actor's, TaskDone if the actor has done it already,
    TaskGone if someone else finished it first, TaskTaken if someone else has taken it,
    AnswersRejected if the form says no, InstanceSuspended, InstanceStopped.
    The caller owns the transaction.
    """
    instance = lock_instance_of(session, actor, task_id)
    task = visible_task(session, actor, task_id)
    require_free(session, actor, task)
    values: Mapping[str, object] = {}
    if task.form_id is not None:
        form = form_of(session, instance.version_id, task.form_id)
        variables = form_variables(session, actor, instance, task, form, now=now)
        answers = read_submission(
            session, actor, form, submitted, uploads, variables, now=now, task_id=task_id
        )
        if not answers.accepted:
            raise AnswersRejected(answers)
        values = answers.values
        use_files(session, file_ids(form, values), instance.id)
    advance_instance(
        session, instance, CompleteTask(task_id, dict(values)), now=now, actor=actor.person_id
    )
    return progress_of(session, actor, instance.id, instance.case_id)


def progress_of(session: Session, actor: Actor, instance_id: UUID, case_id: int | None) -> Progress:
    """Where the actor may go on in the same instance."""
    following = session.scalars(_NEXT, {"instance_id": instance_id, **who(actor)}).first()
    return Progress(following, case_id, instance_id)


_NEXT = (
    select(Task.id)
    .where(Task.instance_id == bindparam("instance_id"), Task.closed_at.is_(None), IS_MINE)
    .order_by(Task.opened_at.desc(), Task.id)
    .limit(1)
)
