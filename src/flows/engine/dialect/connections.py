"""Flows must join things that exist, and every element must be reachable."""

from flows.engine.diagram.findings import Findings
from flows.engine.diagram.model import Flow, Node, Scope
from flows.engine.diagram.vocabulary import ACTIVITIES, GATEWAYS


def check_connections(scope: Scope, findings: Findings) -> None:
    """Refuse dangling flows, unreachable elements and choices without conditions."""
    for flow in scope.flows:
        for end in (flow.source, flow.target):
            if end not in scope.nodes and end not in scope.strangers:
                findings.refuse(
                    flow,
                    "dangling-flow",
                    f"Pilen går till eller från {end or '?'}, som inte finns på samma nivå.",
                    f"The flow joins {end or '?'}, which does not exist on the same level.",
                )
    arriving = {flow.target for flow in scope.flows}
    flows_from = scope.leaving()
    for node in scope.nodes.values():
        leaving = flows_from[node.id]
        _check_reached(node, node.id in arriving, findings)
        _check_leaving(node, leaving, findings)
        if node.type == "boundaryEvent":
            _check_boundary(scope, node, findings)
        if node.type == "eventBasedGateway":
            _check_event_gateway(scope, node, leaving, findings)


def _is_link(node: Node) -> bool:
    return any(trigger.kind == "link" for trigger in node.triggers)


def _check_reached(node: Node, reached: bool, findings: Findings) -> None:
    target = node.type == "intermediateCatchEvent" and _is_link(node)
    begins = node.type in ("startEvent", "boundaryEvent") or node.on_event or target
    if begins and reached:
        findings.refuse(
            node,
            "flow-into-start",
            "Ingen pil får gå hit.",
            "No flow may lead here.",
        )
    elif not begins and not reached:
        findings.refuse(
            node,
            "not-reachable",
            "Ingen pil leder hit, så elementet skulle aldrig nås.",
            "No flow leads here, so the element would never be reached.",
        )


def _check_leaving(node: Node, leaving: list[Flow], findings: Findings) -> None:
    source = node.type == "intermediateThrowEvent" and _is_link(node)
    if leaving and (node.type == "endEvent" or node.on_event or source):
        findings.refuse(
            node, "flow-from-end", "Ingen pil får gå härifrån.", "No flow may lead from here."
        )
    if not leaving and node.type in ("startEvent", "boundaryEvent", *GATEWAYS):
        findings.refuse(
            node,
            "leads-nowhere",
            "Ingen pil leder härifrån.",
            "No flow leads from here.",
        )
    if node.default is not None and node.default not in {flow.id for flow in leaving}:
        findings.refuse(
            node,
            "no-such-default",
            f"Standardpilen {node.default} går inte härifrån.",
            f"The default flow {node.default} does not leave from here.",
        )
    conditional = [flow for flow in leaving if flow.condition is not None]
    if node.type in ("parallelGateway", "eventBasedGateway"):
        for flow in conditional:
            flow.condition = None
            findings.warn(
                flow,
                "condition-ignored",
                "Villkoret gör ingenting: härifrån går alla pilar.",
                "The condition does nothing: every flow is taken from here.",
            )
    for flow in conditional:
        if flow.id == node.default:
            flow.condition = None
            findings.warn(
                flow,
                "condition-ignored",
                "Villkoret gör ingenting: standardpilen tas när inget annat villkor stämmer.",
                "The condition does nothing: the default flow is taken when no other holds.",
            )
    if node.type in ("exclusiveGateway", "inclusiveGateway") and len(leaving) > 1:
        for flow in leaving:
            if flow.condition is None and flow.id != node.default:
                findings.refuse(
                    flow,
                    "no-condition",
                    f"Pilen från {node.name} saknar villkor och är inte standardpil.",
                    f"The flow from {node.name} has no condition and is not the default flow.",
                )


def _check_boundary(scope: Scope, node: Node, findings: Findings) -> None:
    host = scope.nodes.get(node.attached_to or "")
    if host is None or host.type not in ACTIVITIES or host.on_event:
        findings.refuse(
            node,
            "attached-to-nothing",
            "Kanthändelsen sitter inte på någon aktivitet.",
            "The boundary event is not attached to an activity.",
        )
        return
    kinds = {trigger.kind for trigger in node.triggers}
    if "cancel" in kinds and host.type != "transaction":
        findings.refuse(
            node,
            "cancel-outside",
            "En avbrytshändelse kan bara sitta på en transaktion.",
            "A cancel event can only sit on a transaction.",
        )
    if not node.interrupting and kinds & {"error", "cancel"}:
        findings.refuse(
            node,
            "error-must-interrupt",
            "Ett fel avbryter alltid aktiviteten; rita kanthändelsen avbrytande.",
            "An error always interrupts its activity; draw the boundary event interrupting.",
        )


def _check_event_gateway(scope: Scope, node: Node, leaving: list[Flow], findings: Findings) -> None:
    edged = {other.attached_to for other in scope.nodes.values() if other.attached_to}
    for flow in leaving:
        target = scope.nodes.get(flow.target)
        if target is None:
            continue
        waits = target.type in ("intermediateCatchEvent", "receiveTask") and target.loop is None
        if not waits or target.id in edged:
            findings.refuse(
                target,
                "not-an-event",
                "Efter en händelsegrind får bara enkla händelser som väntar stå, "
                "utan kanthändelser.",
                "Only plain events that wait may follow an event-based gateway, without events "
                "on their edges.",
            )
