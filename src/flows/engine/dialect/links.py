"""Link events are flows drawn in two pieces: join them."""

from flows.engine.diagram.findings import Findings
from flows.engine.diagram.model import Flow, Node, Scope

_CATCH, _THROW = "intermediateCatchEvent", "intermediateThrowEvent"


def links_as_flows(scope: Scope, findings: Findings) -> None:
    """Draw a flow from each link's sources to its target; both become events that just pass."""
    by_name: dict[str, list[Node]] = {}
    for node in scope.nodes.values():
        for trigger in node.triggers:
            if trigger.kind == "link":
                by_name.setdefault(trigger.name, []).append(node)
    for name, nodes in by_name.items():
        targets = [node for node in nodes if node.type == _CATCH]
        sources = [node for node in nodes if node.type == _THROW]
        if len(targets) != 1 or not sources:
            findings.refuse(
                nodes[0],
                "link",
                f"Länken ”{name}” ska ha en enda målhändelse och minst en källa på samma nivå.",
                f'The link "{name}" must have exactly one target and at least one source '
                "on the same level.",
            )
            continue
        for source in sources:
            scope.flows.append(
                Flow(f"{source.id} [link]", source.id, targets[0].id, line=source.line)
            )
        for node in nodes:
            node.triggers = ()
