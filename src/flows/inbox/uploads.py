"""Files that come with a form: kept when they arrive, used when the form is accepted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from flows.files import NewFile, StoredFile, discard_pending, keep_file, pending_files
from flows.forms import KNOWN_FILES, Answers, Form, SoundFile, Uploads
from flows.forms.reading import Submitted
from flows.forms.with_files import WithFiles
from flows.instances import Task
from flows.kernel import Problem
from flows.organisation import Actor


@dataclass(frozen=True, slots=True)
class Received:
    """A submission whose files are kept, what its form may read, and the files that are not.

    `refused` is what is wrong with them, by the name of their input.
    """

    submitted: Submitted
    variables: Mapping[str, Any]
    refused: Mapping[str, Problem]


def receive(
    session: Session,
    actor: Actor,
    form: Form,
    submitted: Submitted,
    uploads: Uploads,
    variables: Mapping[str, Any],
    *,
    now: datetime,
    task_id: str | None = None,
) -> Received:
    """Keep the sound files of a submission as pending. The caller owns the transaction."""
    checked = form.check_uploads(uploads, lambda name: len(submitted.getlist(name)), variables)
    if not checked.sound:
        return Received(submitted, variables, checked.refused)
    ids = {
        name: [_keep(session, actor, one, now) for one in files]
        for name, files in checked.sound.items()
    }
    known = file_variables(session, actor, form, task_id)
    return Received(WithFiles(submitted, form, ids), {**variables, **known}, checked.refused)


def read_submission(
    session: Session,
    actor: Actor,
    form: Form,
    submitted: Submitted,
    uploads: Uploads,
    variables: Mapping[str, Any],
    *,
    now: datetime,
    task_id: str | None = None,
) -> Answers:
    """The answers of a submitted page, with the files that came with it.

    A file that is sound is kept, whatever else is wrong with the page, and its id stands in `raw`.
    The caller owns the transaction.
    """
    received = receive(
        session, actor, form, submitted, uploads, variables, now=now, task_id=task_id
    )
    return form.read(received.submitted, received.variables, now=now, refused=received.refused)


def file_variables(
    session: Session, actor: Actor, form: Form, task_id: str | None = None
) -> dict[str, Any]:
    """The files that a person may answer a form with, as the form knows them."""
    if not form.takes_files:
        return {}
    rows = pending_files(session, actor.collaboration_id, actor.person_id, task_id)
    return {KNOWN_FILES: {str(row.id): row.as_answer() for row in rows}}


def file_ids(form: Form, values: Mapping[str, Any]) -> list[UUID]:
    """The files in answers that the form has accepted."""
    return [UUID(one) for one in form.file_ids(values)]


def discard_unused_files(session: Session, *, now: datetime) -> int:
    """Drop old files that no form was sent with and no open task's draft has.

    Returns how many there were. The caller owns the transaction.
    """
    held = exists(select(Task.id).where(Task.id == StoredFile.task_id, Task.closed_at.is_(None)))
    return discard_pending(session, held, now=now)


def _keep(session: Session, actor: Actor, sound: SoundFile, now: datetime) -> str:
    new = NewFile(sound.name, sound.media_type, sound.content)
    kept = keep_file(
        session,
        new,
        collaboration_id=actor.collaboration_id,
        uploaded_by=actor.person_id,
        now=now,
    )
    return str(kept.id)
