"""Each element must say enough to be run."""

from flows.engine.diagram.findings import Findings
from flows.engine.diagram.model import Node, Scope
from flows.engine.diagram.vocabulary import ACTIVITIES, JOBS


def check_nodes(scope: Scope, findings: Findings) -> None:
    """Refuse elements that say too little, or two things at once."""
    for node in scope.nodes.values():
        _check_work(node, findings)
        _check_event(scope, node, findings)
        _check_transaction(scope, node, findings)
        if node.loop is not None and node.type not in ACTIVITIES:
            findings.refuse(
                node,
                "loop-here",
                "Bara aktiviteter kan göras flera gånger.",
                "Only activities can be done several times.",
            )


def _check_work(node: Node, findings: Findings) -> None:
    settings = node.settings
    if node.type == "serviceTask" and settings.job is None:
        findings.refuse(
            node,
            "no-job",
            "Välj vilken operation servicesteget ska göra.",
            "Choose which operation the service task is to do.",
        )
    if node.type == "scriptTask" and settings.script is None and settings.job is None:
        findings.refuse(
            node,
            "no-script",
            "Skriptsteget saknar FEEL-uttryck. Annan kod körs aldrig.",
            "The script task has no FEEL expression. No other code is ever run.",
        )
    if node.type == "businessRuleTask" and settings.decision is None and settings.job is None:
        findings.refuse(
            node,
            "no-decision",
            "Beslutssteget saknar beslutstabell.",
            "The business rule task has no decision table.",
        )
    if settings.script is not None and node.type != "scriptTask":
        findings.refuse(
            node,
            "script-here",
            "Bara skriptsteg kan ha ett skript.",
            "Only script tasks can have a script.",
        )


_WAITS = ("intermediateCatchEvent", "boundaryEvent")
_AT_ONCE = {"error", "escalation", "cancel"}


def _check_event(scope: Scope, node: Node, findings: Findings) -> None:
    if node.type in _WAITS and not node.triggers:
        findings.refuse(
            node,
            "waits-for-nothing",
            "Händelsen säger inte vad den väntar på.",
            "The event does not say what it waits for.",
        )
    if node.type == "endEvent" and _cancels(node):
        _check_cancel(scope, node, findings)
    if len(node.triggers) > 1 and any(t.kind == "link" for t in node.triggers):
        findings.refuse(
            node,
            "link-with-others",
            "En länk kan inte stå ihop med andra händelser.",
            "A link can't stand together with other events.",
        )
    if node.needs_all and not node.interrupting:
        findings.refuse(
            node,
            "needs-all-here",
            "En händelse som väntar på flera saker tillsammans måste avbryta.",
            "An event that waits for several things together must interrupt.",
        )
    if node.needs_all and _AT_ONCE & {trigger.kind for trigger in node.triggers}:
        findings.refuse(
            node,
            "needs-all-here",
            "Ett fel, en eskalering eller ett avbrott tas om hand genast, och kan inte vänta in "
            "något annat.",
            "An error, an escalation or a cancellation is taken care of at once, and can't wait "
            "for something else.",
        )
    if node.settings.job is not None and not _may_be_job(node):
        findings.refuse(
            node,
            "job-here",
            f"Ett element av slaget {node.type} kan inte också vara en operation.",
            f"A {node.type} can't also be an operation.",
        )


def _check_transaction(scope: Scope, node: Node, findings: Findings) -> None:
    """What follows a transaction must not go on as if it hadn't been cancelled."""
    if node.scope is None or node.type != "transaction":
        return
    cancels = [one for one in node.scope.nodes.values() if one.type == "endEvent" and _cancels(one)]
    taken = any(_cancels(one) and one.attached_to == node.id for one in scope.nodes.values())
    for end in cancels if not taken else ():
        findings.refuse(
            end,
            "cancel-uncaught",
            "Avbrottet tas inte om hand: transaktionen har ingen avbrytshändelse på kanten.",
            "The cancellation leads nowhere: the transaction has no cancel event on its edge.",
        )


def _cancels(node: Node) -> bool:
    return any(trigger.kind == "cancel" for trigger in node.triggers)


def _may_be_job(node: Node) -> bool:
    """As in Camunda 8, an operation may be how a message is sent; nothing else is thrown then."""
    kinds = {trigger.kind for trigger in node.triggers}
    throws = node.type in ("intermediateThrowEvent", "endEvent") and kinds == {"message"}
    return node.type in JOBS or throws


def _check_cancel(scope: Scope, node: Node, findings: Findings) -> None:
    if scope.kind != "transaction":
        findings.refuse(
            node,
            "cancel-outside",
            "Ett avbrott kan bara stå direkt i en transaktion.",
            "A cancel event can only stand directly in a transaction.",
        )
