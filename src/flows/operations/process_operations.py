"""Operations between instances: process.starta and meddelande.skicka."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from flows.engine import is_life, parse_duration
from flows.instances import MESSAGE_LIFE, Instance, send_message, start_instance
from flows.operations.inputs import (
    context,
    optional_identity,
    optional_text,
    required_text,
)
from flows.operations.operation import Call, Operation, OperationFault
from flows.organisation import collaboration_of


def _start(session: Session, instance: Instance, call: Call, _: Any) -> dict[str, Any]:
    forum_id = optional_identity(call, "forum") or instance.forum_id
    party_id = optional_identity(call, "part") or instance.party_id
    if forum_id is None:
        raise OperationFault("Forum saknas.", "The forum is missing.")
    if collaboration_of(session, forum_id) != instance.collaboration_id:
        raise OperationFault(
            f"Forumet {forum_id} hör till en annan samverkan.",
            f"The forum {forum_id} belongs to another collaboration.",
        )
    same_forum = forum_id == instance.forum_id
    started = start_instance(
        session,
        required_text(call, "process"),
        now=call.now,
        forum_id=forum_id,
        party_id=party_id,
        variables=context(call, "variabler"),
        # A case of another forum is another case, with its own registry number.
        case_id=instance.case_id if same_forum else None,
        parent_id=instance.id,
        start_key=f"{instance.collaboration_id}:{required_text(call, 'nyckel')}",
    )
    return {"startad": {"instans": str(started.id)}}


def _send(session: Session, instance: Instance, call: Call, _: Any) -> dict[str, Any]:
    key = call.input.get("nyckel")
    if key is None or isinstance(key, (dict, list, bool)):
        raise OperationFault("Uppgiften nyckel saknas.", "The input nyckel is missing.")
    send_message(
        session,
        instance.collaboration_id,
        required_text(call, "namn"),
        str(key),
        context(call, "variabler"),
        sent_by=instance.id,
        now=call.now,
        life=_life(call),
    )
    return {}


def _life(call: Call) -> timedelta:
    text = optional_text(call, "sparas")
    if not text:
        return MESSAGE_LIFE
    if not is_life(text):
        raise OperationFault(
            f"Uppgiften sparas ska vara en tidsrymd på minst en minut, inte {text}.",
            f"The input sparas has to be a duration of at least a minute, not {text}.",
        )
    return parse_duration(text).after(call.now) - call.now


PROCESS_OPERATIONS = (
    Operation("process.starta", _start, gives={"startad": ("instans",)}),
    Operation("meddelande.skicka", _send),
)
