"""Several or conditional flows that leave a task or an event imply a gateway: draw it."""

from dataclasses import replace

from flows.engine.diagram.model import Flow, Node, Scope
from flows.engine.diagram.vocabulary import GATEWAYS
from flows.engine.formula import Kind, literal
from flows.engine.parts import CONDITION


def draw_implied_gateways(scope: Scope) -> None:
    """Put a parallel gateway, or an inclusive one when there are conditions, after such nodes.

    A flow without a condition that isn't the default is always taken (BPMN 2.0.2, 10.3.2).
    """
    for node in list(scope.nodes.values()):
        leaving = scope.leaving(node.id)
        conditional = any(flow.condition is not None for flow in leaving)
        if node.type in GATEWAYS or (len(leaving) < 2 and not conditional):
            continue
        gateway = Node(
            id=f"{node.id} [split]",
            type="inclusiveGateway" if conditional else "parallelGateway",
            name=node.name,
            line=node.line,
            lane=node.lane,
            default=node.default if conditional else None,
        )
        node.default = None
        scope.nodes[gateway.id] = gateway
        scope.flows = [
            _moved(flow, gateway, always=conditional) if flow.source == node.id else flow
            for flow in scope.flows
        ]
        scope.flows.append(Flow(f"{node.id} [to split]", node.id, gateway.id, line=node.line))


def _moved(flow: Flow, gateway: Node, *, always: bool) -> Flow:
    moved = replace(flow, source=gateway.id)
    if always and flow.condition is None and flow.id != gateway.default:
        moved.condition = literal(Kind.BOOLEAN, CONDITION, True)
    return moved
