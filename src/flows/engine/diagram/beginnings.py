"""A process or subprocess without a start event begins with all that no flow leads to.

That is what BPMN 2.0.2 says (10.5.2); a start event that nobody drew is put before it.
"""

from flows.engine.diagram.findings import Findings
from flows.engine.diagram.model import Flow, Node, Scope


def begin_without_start(scope: Scope, findings: Findings) -> None:
    """Give a scope that has no start event one. A warning says so where a start is expected."""
    nodes = scope.nodes.values()
    if any(node.type == "startEvent" for node in nodes):
        return
    reached = {flow.target for flow in scope.flows}
    first = [node for node in nodes if node.id not in reached and _may_begin(node)]
    if not first:
        return
    if scope.kind == "process" or any(node.type == "endEvent" for node in nodes):
        sv, en = _named(first, "och"), _named(first, "and")
        findings.warn(
            scope,
            "no-start",
            f"Här finns ingen starthändelse. Det börjar med det som ingen pil leder till: {sv}.",
            f"There is no start event here. It begins with what no flow leads to: {en}.",
        )
    start = Node(f"{scope.id} [start]", "startEvent", scope.name, scope.line)
    scope.nodes[start.id] = start
    scope.flows += [
        Flow(f"{start.id} {node.id}", start.id, node.id, line=node.line) for node in first
    ]


def _may_begin(node: Node) -> bool:
    """Not what only something else may lead to, and an end would end nothing."""
    if node.type in ("endEvent", "boundaryEvent") or node.on_event:
        return False
    link = any(trigger.kind == "link" for trigger in node.triggers)
    return not (link and node.type == "intermediateCatchEvent")


def _named(nodes: list[Node], joint: str) -> str:
    names = [f"”{node.name}”" if joint == "och" else f'"{node.name}"' for node in nodes[:5]]
    if len(nodes) > len(names):
        names.append("…")
    if len(names) == 1:
        return names[0]
    return f"{', '.join(names[:-1])} {joint} {names[-1]}"
