"""What a person may do in a case beside their tasks: messages that the diagram lets people send.

A catching message event with the properties `button` (and `button_en`) and `avsandare` is a button
on the case page, for the holders of the role that `avsandare` names: a role reference, or FEEL
that gives one when it starts with "=".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.catalog import definition_of
from flows.expressions import evaluate
from flows.instances import MESSAGE_LIFE, Instance, Subscription, send_message, standing_of
from flows.kernel import Conflict
from flows.organisation import Actor, resolve_role
from flows.records import case_row


class ActionGone(Conflict):
    """The case has moved on, or the action is not this person's."""

    code = "action-gone"
    sv = "Det går inte längre: ärendet har kommit vidare."
    en = "It can no longer be done: the case has moved on."


@dataclass(frozen=True, slots=True)
class CaseAction:
    """A button on the case page. `explanation` is the diagram's documentation of the step."""

    element_id: str
    button: str
    button_en: str
    explanation: str
    explanation_en: str


@dataclass(frozen=True, slots=True)
class _Waiting:
    action: CaseAction
    subscription: Subscription


def case_actions(
    session: Session, actor: Actor, case_id: int, *, now: datetime
) -> Sequence[CaseAction]:
    """The buttons of a case for a person, each once. Raises CaseUnknown."""
    found = {
        waiting.action.button: waiting.action
        for waiting in _waiting(session, actor, case_id, now=now)
    }
    return list(found.values())


def do_case_action(
    session: Session, actor: Actor, case_id: int, element_id: str, *, now: datetime
) -> None:
    """Send the message of a button. Raises CaseUnknown, ActionGone.

    The caller owns the transaction.
    """
    for waiting in _waiting(session, actor, case_id, now=now):
        if waiting.action.element_id == element_id:
            send_message(
                session,
                actor.collaboration_id,
                waiting.subscription.name,
                waiting.subscription.key,
                {"avsandare": actor.person_id},
                now=now,
                life=MESSAGE_LIFE,
            )
            return
    raise ActionGone


def _waiting(session: Session, actor: Actor, case_id: int, *, now: datetime) -> Iterator[_Waiting]:
    case_row(session, actor, case_id)
    rows = session.execute(
        select(Instance, Subscription)
        .join(Subscription, Subscription.instance_id == Instance.id)
        .where(Instance.case_id == case_id, Subscription.kind == "message")
        .order_by(Instance.started_at, Subscription.element_id)
    ).all()
    for instance, subscription in rows:
        outline = definition_of(session, instance.version_id).processes[instance.process_id]
        element = outline.elements[subscription.element_id]
        properties = element.properties
        if "button" not in properties or "avsandare" not in properties:
            continue
        sender = properties["avsandare"]
        if sender.startswith("="):
            sender = str(evaluate(sender[1:], _variables(session, instance, now)))
        role = resolve_role(
            session, instance.collaboration_id, sender, instance.forum_id, instance.party_id
        )
        if role in actor.roles:
            yield _Waiting(
                CaseAction(
                    element.id,
                    properties["button"],
                    properties.get("button_en", ""),
                    element.documentation,
                    properties.get("documentation_en", ""),
                ),
                subscription,
            )


def _variables(session: Session, instance: Instance, now: datetime) -> dict[str, Any]:
    return dict(standing_of(session, instance, now=now).variables)
