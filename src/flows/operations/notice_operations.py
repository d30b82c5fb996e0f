"""The operation notis.skicka: an e-mail to everyone who holds a role."""

import hashlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from flows.instances import Instance
from flows.kernel import STOCKHOLM
from flows.mail import Message, deliver
from flows.operations.inputs import required_text
from flows.operations.operation import Call, Operation, OperationFault
from flows.organisation import people_with, resolve_role


@dataclass(frozen=True, slots=True)
class _Notice:
    to: tuple[tuple[str, str], ...]
    subject: str
    text: str


def _prepare(session: Session, instance: Instance, call: Call) -> _Notice:
    reference = required_text(call, "till")
    role = resolve_role(
        session, instance.collaboration_id, reference, instance.forum_id, instance.party_id
    )
    if role is None:
        raise OperationFault(
            f"Rollen {reference} finns inte här.", f"There is no role {reference} here."
        )
    people = people_with(session, role, call.now.astimezone(STOCKHOLM).date())
    return _Notice(
        tuple((person.id, person.email) for person in people if person.email),
        required_text(call, "amne"),
        required_text(call, "text"),
    )


def _perform(call: Call, notice: _Notice) -> int:
    for person_id, address in notice.to:
        identity = hashlib.sha256(f"{call.key}\n{person_id}".encode()).hexdigest()[:32]
        deliver(
            call.settings,
            Message(
                to=address,
                subject=notice.subject,
                text=notice.text,
                message_id=f"<{identity}@flows.invalid>",
            ),
        )
    return len(notice.to)


def _apply(session: Session, instance: Instance, call: Call, sent: int) -> dict[str, Any]:
    return {"skickat_till": sent}


NOTICE_OPERATIONS = (Operation("notis.skicka", _apply, _prepare, _perform),)
