"""The operation notis.skicka: an e-mail to everyone who holds a role."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from flows.instances import Instance
from flows.kernel import STOCKHOLM
from flows.mail import Message, message_id_for, send
from flows.operations.inputs import required_text
from flows.operations.operation import Call, Operation, OperationFault
from flows.organisation import people_with, resolve_role
from flows.records import Case


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
        required_text(call, "text") + _about(session, instance, call),
    )


def _about(session: Session, instance: Instance, call: Call) -> str:
    """Which case it is and where to open it: a mail is often read without knowing either."""
    case = session.get(Case, instance.case_id) if instance.case_id is not None else None
    if case is None:
        return ""
    return (
        f"\n\nÄrende {case.registry_number}: {case.title}\n"
        f"{call.settings.address}/cases/{case.id}\n\n"
        "Det här är ett automatiskt meddelande. Svara inte på det, utan öppna ärendet."
    )


def _perform(call: Call, notice: _Notice) -> int:
    settings = call.settings
    for person_id, address in notice.to:
        message = Message(
            to=address,
            subject=notice.subject,
            text=notice.text,
            message_id=message_id_for(f"{call.key}\n{person_id}", settings.mail_from),
        )
        send(settings.smtp_url, settings.mail_from, message, data_dir=settings.data_dir)
    return len(notice.to)


def _apply(session: Session, instance: Instance, call: Call, sent: int) -> dict[str, Any]:
    return {"skickat_till": sent}


NOTICE_OPERATIONS = (
    Operation("notis.skicka", _apply, _prepare, _perform, gives={"skickat_till": ()}),
)
