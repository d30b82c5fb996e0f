"""Start an instance of a published process."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from flows.catalog import current_process, definition_of
from flows.engine import start
from flows.instances.record_outcome import record_start
from flows.instances.tables import Instance
from flows.organisation import collaboration_of, forum_context, party_context


def start_instance(
    session: Session,
    process_id: str,
    *,
    now: datetime,
    collaboration_id: str | None = None,
    forum_id: str | None = None,
    party_id: str | None = None,
    variables: dict[str, Any] | None = None,
    title: str | None = None,
    case_id: int | None = None,
    parent_id: UUID | None = None,
    start_key: str | None = None,
    started_by: str | None = None,
    message: str | None = None,
    signal: str | None = None,
) -> Instance:
    """Start a process in a forum, and for a party when it has one, and run it to its first rest.

    Every instance has the variables `instans` {id}, `forum` (the forum's configuration as it is
    now) and, with a party, `part`. With a `message` or `signal` it begins where the process waits
    for that name. With a `start_key` that has been used, the instance that it started is returned
    and nothing happens. Raises ProcessUnknown. The caller owns the transaction.
    """
    if start_key is not None:
        earlier = earlier_start(session, start_key)
        if earlier is not None:
            return earlier
    process = current_process(session, process_id)
    definition = definition_of(session, process.version_id)
    instance_id = uuid4()
    given: dict[str, Any] = {**(variables or {}), "instans": {"id": str(instance_id)}}
    if forum_id is not None:
        given["forum"] = forum_context(session, forum_id)
        collaboration_id = collaboration_of(session, forum_id)
    if collaboration_id is None:
        raise ValueError("an instance needs a forum or a collaboration")
    if party_id is not None:
        given["part"] = party_context(session, party_id)
    outcome = start(definition, process_id, given, now=now, message=message, signal=signal)
    instance = Instance(
        id=instance_id,
        collaboration_id=collaboration_id,
        process_id=process_id,
        version_id=process.version_id,
        title=title or _title(given) or process.name,
        forum_id=forum_id,
        party_id=party_id,
        case_id=case_id,
        parent_id=parent_id,
        start_key=start_key,
        state=outcome.state,
        revision=1,
        started_at=now,
        started_by=started_by,
    )
    record_start(session, instance, outcome, actor=started_by, now=now)
    return instance


def earlier_start(session: Session, start_key: str) -> Instance | None:
    """The instance that was started with the key; whoever else is about to use it waits for us."""
    session.execute(_key_lock(start_key))
    return session.scalars(select(Instance).where(Instance.start_key == start_key)).first()


def _title(variables: dict[str, Any]) -> str | None:
    case = variables.get("arende")
    found = variables.get("titel") or (case.get("titel") if isinstance(case, dict) else None)
    return str(found) if found else None


def _key_lock(start_key: str) -> Any:
    return select(func.pg_advisory_xact_lock(func.hashtextextended(start_key, 1)))
