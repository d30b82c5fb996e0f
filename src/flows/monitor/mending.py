"""Mend an instance, with who and why on record. Only administrators of its collaboration may.

Each raises NotAllowed, InstanceUnknown, ReasonMissing, InstanceEnded, and what the repair itself
raises; the caller owns the transaction.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from flows import instances
from flows.catalog import definition_of
from flows.instances import InstanceMigration
from flows.kernel import Invalid, Problem
from flows.monitor.json_text import NotJson, from_text, to_text
from flows.monitor.repair_page import newer_version
from flows.monitor.rights import instance_to_mend
from flows.organisation import Actor

NEW_VARIABLE = "*new*"
"""The key of the problem with a variable that is to be added."""


class ReasonMissing(instances.ReasonMissing):
    """A new try is recorded with its reason, so there has to be one."""

    sv = "Skriv varför du försöker igen."
    en = "Write why you try again."


class VariablesRefused(Invalid):
    """Some of the variables can't be read; `problems` have their names as `element`."""

    code = "variables-refused"


def retry_incident(
    session: Session, actor: Actor, instance_id: UUID, reason: str, *, now: datetime
) -> None:
    """Try again what has stopped. Raises NothingToRetry, InstanceSuspended."""
    instance_to_mend(session, actor, instance_id)
    if not reason.strip():
        raise ReasonMissing
    instances.retry_incident(
        session, instance_id, actor=actor.person_id, reason=reason.strip(), now=now
    )


def pause(session: Session, actor: Actor, instance_id: UUID, reason: str, *, now: datetime) -> None:
    """Let an instance wait. Raises AlreadySuspended."""
    instance_to_mend(session, actor, instance_id)
    instances.suspend_instance(session, instance_id, actor=actor.person_id, reason=reason, now=now)


def resume(
    session: Session, actor: Actor, instance_id: UUID, reason: str, *, now: datetime
) -> None:
    """Let a paused instance continue. Raises NotSuspended."""
    instance_to_mend(session, actor, instance_id)
    instances.resume_instance(session, instance_id, actor=actor.person_id, reason=reason, now=now)


def cancel(
    session: Session,
    actor: Actor,
    instance_id: UUID,
    reason: str,
    *,
    revision: int | None,
    now: datetime,
) -> None:
    """End an instance. Raises InstanceMoved."""
    instance_to_mend(session, actor, instance_id)
    instances.cancel_instance(
        session, instance_id, actor=actor.person_id, reason=reason, now=now, revision=revision
    )


def edit(
    session: Session,
    actor: Actor,
    instance_id: UUID,
    texts: Mapping[str, str],
    reason: str,
    *,
    revision: int | None,
    now: datetime,
    added: tuple[str, str] = ("", ""),
) -> bool:
    """Set the variables whose JSON text differs, and the one that is added as (name, text).

    Returns whether any did. Raises VariablesRefused, NotPlain, RepairRefused, InstanceMoved.
    """
    instance = instance_to_mend(session, actor, instance_id)
    known = instances.standing_of(session, instance, now=now).variables
    given, problems = _read(texts, known)
    name, text = added[0].strip(), added[1].strip()
    if name or text:
        try:
            if not (name.isidentifier() and name.isascii()) or name in known:
                raise NameRefused
            given[name] = from_text(text)
        except Invalid as error:
            problems.append(Problem(error.code, error.sv, error.en, element=NEW_VARIABLE))
    if problems:
        raise VariablesRefused(problems=problems)
    if not given:
        return False
    instances.edit_variables(
        session,
        instance_id,
        given,
        actor=actor.person_id,
        reason=reason,
        now=now,
        revision=revision,
    )
    return True


class NameRefused(Invalid):
    """A new variable needs a name of its own."""

    code = "name-refused"
    sv = "Ge uppgiften ett eget namn av bokstäverna a till z, siffror och understreck."
    en = "Give it a name of its own, of the letters a to z, digits and underscores."


def _read(
    texts: Mapping[str, str], known: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Problem]]:
    given: dict[str, Any] = {}
    problems = []
    for name, text in texts.items():
        if name not in known or text.replace("\r\n", "\n") == to_text(known[name]):
            continue
        try:
            value = from_text(text)
        except NotJson as error:
            problems.append(Problem(error.code, error.sv, error.en, element=name))
            continue
        if to_text(value) != to_text(known[name]):
            given[name] = value
    return given, problems


def move(
    session: Session,
    actor: Actor,
    instance_id: UUID,
    task_id: str,
    element_id: str,
    reason: str,
    *,
    revision: int | None,
    now: datetime,
) -> None:
    """Take what stands at one step to another. Raises TaskGone, RepairRefused, InstanceMoved."""
    instance_to_mend(session, actor, instance_id)
    instances.move_token(
        session,
        instance_id,
        task_id,
        element_id,
        actor=actor.person_id,
        reason=reason,
        now=now,
        revision=revision,
    )


def give(
    session: Session,
    actor: Actor,
    instance_id: UUID,
    task_id: str,
    person_id: str,
    reason: str,
    *,
    now: datetime,
) -> None:
    """Give a task to someone by name. Raises TaskGone, PersonNotFound."""
    instance_to_mend(session, actor, instance_id)
    instances.reassign_task(
        session, instance_id, task_id, person_id, actor=actor.person_id, reason=reason, now=now
    )


def to_new_version(
    session: Session,
    actor: Actor,
    instance_id: UUID,
    reason: str,
    mapping: Mapping[str, str],
    *,
    dry_run: bool,
    now: datetime,
) -> InstanceMigration | None:
    """Move an instance to the published version, or see what would happen.

    None when it is in that version already.
    """
    instance = instance_to_mend(session, actor, instance_id)
    newer = newer_version(session, instance)
    if newer is None:
        return None
    return instances.migrate_instances(
        session,
        [instance_id],
        newer.id,
        dry_run=dry_run,
        actor=actor.person_id,
        reason=reason,
        now=now,
        mapping=mapping,
    )[0]


def version_steps(session: Session, actor: Actor, instance_id: UUID) -> list[tuple[str, str]]:
    """The steps (id, name) of the new version that work of the instance can be moved to."""
    instance = instance_to_mend(session, actor, instance_id)
    newer = newer_version(session, instance)
    if newer is None:
        return []
    elements = definition_of(session, newer.id).processes[instance.process_id].elements
    return [
        (element.id, element.name)
        for element in elements.values()
        if element.type not in {"startEvent", "endEvent"} and not element.type.endswith("Gateway")
    ]
