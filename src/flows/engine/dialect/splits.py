"""Several or conditional flows that leave a task or an event imply a gateway: draw it."""

from flows.engine.diagram.model import Flow, Node, Scope
from flows.engine.diagram.vocabulary import GATEWAYS
from flows.engine.formula import Kind, literal
from flows.engine.parts import CONDITION


def draw_implied_gateways(scope: Scope) -> None:
    """Put a parallel gateway, or an inclusive one when there are conditions, after such nodes.

    A flow without a condition that isn't the default is always taken (BPMN 2.0.2, 10.3.2).
    """
    flows_from = scope.leaving()
    for node in list(scope.nodes.values()):
        leaving = flows_from[node.id]
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
        for flow in leaving:
            flow.source = gateway.id
            if conditional and flow.condition is None and flow.id != gateway.default:
                flow.condition = literal(Kind.BOOLEAN, CONDITION, True)
        scope.flows.append(Flow(f"{node.id} [to split]", node.id, gateway.id, line=node.line))
