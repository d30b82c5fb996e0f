"""Operations on the register of cases: arende.*, projekt.* and uppfoljning.*."""

from typing import Any

from sqlalchemy.orm import Session

from flows.instances import Instance
from flows.operations.inputs import optional_text, required_date, required_text
from flows.operations.operation import Call, Operation, OperationFault
from flows.organisation import registry_prefix
from flows.records import (
    OUTCOMES,
    NewCase,
    close_case,
    record_decision,
    record_follow_up,
    register_case,
    register_project,
    set_standing,
)


def _register(session: Session, instance: Instance, call: Call, _: Any) -> dict[str, Any]:
    forum_id = forum_of(instance)
    case = register_case(
        session,
        NewCase(
            title=required_text(call, "titel"),
            description=optional_text(call, "beskrivning"),
            from_party=_from_party(call),
            source=optional_text(call, "kalla"),
            kind=optional_text(call, "arendetyp"),
        ),
        collaboration_id=instance.collaboration_id,
        forum_id=forum_id,
        prefix=registry_prefix(session, forum_id),
        instance_id=instance.id,
        now=call.now,
    )
    instance.case_id = case.id
    instance.title = case.title
    return {"arende": {"id": case.id, "diarienummer": case.registry_number, "titel": case.title}}


def _from_party(call: Call) -> str:
    value = call.input.get("anmalare_part")
    if isinstance(value, dict):
        return str(value.get("namn") or value.get("id") or "")
    return optional_text(call, "anmalare_part") if value is not None else ""


def _standing(session: Session, instance: Instance, call: Call, _: Any) -> dict[str, Any]:
    set_standing(
        session,
        case_of(instance),
        required_text(call, "lage"),
        optional_text(call, "nasta_steg"),
    )
    return {}


def _decide(session: Session, instance: Instance, call: Call, _: Any) -> dict[str, Any]:
    decision = record_decision(
        session,
        case_of(instance),
        forum_id=forum_of(instance),
        form=required_text(call, "beslutsform"),
        text=required_text(call, "beslutstext"),
        motivation=optional_text(call, "motivering"),
        decided_on=required_date(call, "beslutsdatum"),
        now=call.now,
    )
    return {"beslut": {"id": decision.id}}


def _close(session: Session, instance: Instance, call: Call, _: Any) -> dict[str, Any]:
    outcome = required_text(call, "utfall")
    if outcome not in OUTCOMES:
        raise OperationFault(
            f"Utfallet {outcome} finns inte; välj något av {', '.join(OUTCOMES)}.",
            f"There is no outcome {outcome}; choose one of {', '.join(OUTCOMES)}.",
        )
    close_case(session, case_of(instance), outcome, optional_text(call, "motivering"), call.now)
    return {}


def _project(session: Session, instance: Instance, call: Call, _: Any) -> dict[str, Any]:
    try:
        project = register_project(
            session,
            collaboration_id=instance.collaboration_id,
            forum_id=forum_of(instance),
            case_id=instance.case_id,
            title=required_text(call, "titel"),
            goal=required_text(call, "mal"),
            owner=required_text(call, "agare"),
            starts_on=required_date(call, "start"),
            ends_on=required_date(call, "slut"),
            financing=required_text(call, "finansiering"),
            now=call.now,
        )
    except ValueError as error:
        raise OperationFault(
            f"Projektet går inte att registrera: {error}.",
            f"The project can't be registered: {error}.",
        ) from None
    return {"projekt": {"id": project.id}}


def _follow_up(session: Session, instance: Instance, call: Call, _: Any) -> dict[str, Any]:
    record_follow_up(
        session,
        case_of(instance),
        on=required_date(call, "datum"),
        report=required_text(call, "rapport"),
        outcome=optional_text(call, "utfall"),
        now=call.now,
    )
    return {}


def case_of(instance: Instance) -> int:
    """The case an instance is about. Raises OperationFault when it has none."""
    if instance.case_id is None:
        raise OperationFault(
            "Flödet har inget registrerat ärende.", "The instance has no registered case."
        )
    return instance.case_id


def forum_of(instance: Instance) -> str:
    """The forum an instance runs in. Raises OperationFault when it has none."""
    if instance.forum_id is None:
        raise OperationFault("Flödet har inget forum.", "The instance has no forum.")
    return instance.forum_id


CASE_OPERATIONS = (
    Operation("arende.registrera", _register, gives={"arende": ("id", "diarienummer", "titel")}),
    Operation("arende.lage", _standing),
    Operation("arende.beslut", _decide, gives={"beslut": ("id",)}),
    Operation("arende.avsluta", _close),
    Operation("projekt.registrera", _project, gives={"projekt": ("id",)}),
    Operation("uppfoljning.registrera", _follow_up),
)
