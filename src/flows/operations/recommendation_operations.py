"""Operations on recommendations: the service task types rekommendation.* in diagrams."""

from typing import Any

from sqlalchemy.orm import Session

from flows.instances import Instance
from flows.operations.case_operations import forum_of
from flows.operations.inputs import (
    identity,
    optional_date,
    optional_text,
    required_text,
    required_whole,
)
from flows.operations.operation import Call, Operation, OperationFault
from flows.organisation import party_names
from flows.records import (
    ANSWERS,
    acknowledge,
    record_answer,
    record_chain_step,
    send_recommendation,
)


def _send(session: Session, instance: Instance, call: Call, _: Any) -> dict[str, Any]:
    names = party_names(session, instance.collaboration_id)
    given = call.input.get("mottagare")
    if not isinstance(given, list) or not given:
        raise OperationFault("Mottagare saknas.", "Recipients are missing.")
    recipients: list[tuple[str, str]] = []
    for recipient in given:
        party_id = recipient.get("id") if isinstance(recipient, dict) else recipient
        if not isinstance(party_id, str) or party_id not in names:
            raise OperationFault(
                f"Mottagaren {party_id} finns inte.", f"There is no recipient {party_id}."
            )
        recipients.append((party_id, names[party_id]))
    recommendation = send_recommendation(
        session,
        collaboration_id=instance.collaboration_id,
        forum_id=forum_of(instance),
        case_id=instance.case_id,
        title=required_text(call, "titel"),
        text=required_text(call, "text"),
        answer_by=optional_date(call, "svar_senast"),
        recipients=recipients,
        instance_id=instance.id,
        now=call.now,
    )
    return {"rekommendation": {"id": recommendation.id, "antal": len(recipients)}}


def _acknowledge(session: Session, instance: Instance, call: Call, _: Any) -> dict[str, Any]:
    acknowledge(
        session,
        required_whole(call, "rekommendation_id"),
        identity(call, "part"),
        required_text(call, "diarienummer"),
        call.now,
    )
    return {}


def _step(session: Session, instance: Instance, call: Call, _: Any) -> dict[str, Any]:
    record_chain_step(
        session,
        required_whole(call, "rekommendation_id"),
        identity(call, "part"),
        step=required_text(call, "steg"),
        body=optional_text(call, "organ"),
        decision=optional_text(call, "beslut"),
        on=optional_date(call, "datum"),
        now=call.now,
    )
    return {}


def _answer(session: Session, instance: Instance, call: Call, _: Any) -> dict[str, Any]:
    outcome = required_text(call, "utfall")
    if outcome not in ANSWERS:
        raise OperationFault(
            f"Svaret {outcome} finns inte; välj något av {', '.join(ANSWERS)}.",
            f"There is no answer {outcome}; choose one of {', '.join(ANSWERS)}.",
        )
    decided_on = optional_date(call, "beslutsdatum")
    paragraph, change = optional_text(call, "paragraf"), optional_text(call, "andring")
    record_answer(
        session,
        required_whole(call, "rekommendation_id"),
        identity(call, "part"),
        outcome=outcome,
        decided_on=decided_on,
        paragraph=paragraph,
        change=change,
        now=call.now,
    )
    return {
        "svar": {
            "utfall": outcome,
            "beslutsdatum": decided_on.isoformat() if decided_on else None,
            "paragraf": paragraph or None,
            "andring": change or None,
        }
    }


RECOMMENDATION_OPERATIONS = (
    Operation("rekommendation.sand", _send, gives={"rekommendation": ("id", "antal")}),
    Operation("rekommendation.kvittera", _acknowledge),
    Operation("rekommendation.steg", _step),
    Operation(
        "rekommendation.svar",
        _answer,
        gives={"svar": ("utfall", "beslutsdatum", "paragraf", "andring")},
    ),
)
