"""Gateways where a case may get stuck because no condition holds."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from flows.catalog.lints.subject import Subject, at, named
from flows.engine import SequenceFlow
from flows.expressions import syntax
from flows.kernel import Problem


def choices(subject: Subject) -> Iterator[Problem]:
    """Exclusive and inclusive gateways without a default flow, whose conditions may all fail."""
    for outline in subject.processes.values():
        leaving: dict[str, list[SequenceFlow]] = {}
        for flow in outline.flows:
            leaving.setdefault(flow.source, []).append(flow)
        for element in outline.elements.values():
            flows = leaving.get(element.id, ())
            if element.type not in ("exclusiveGateway", "inclusiveGateway") or not flows:
                continue
            if any(flow.condition is None for flow in flows) or _one_holds(flows):
                continue
            if element.default not in {flow.id for flow in flows}:
                yield at(
                    outline,
                    element,
                    "no-default",
                    f"”{named(element)}” har ingen standardpil. Är inget villkor sant stannar "
                    "ärendet här.",
                    f'"{named(element)}" has no default flow. When no condition holds, it stops '
                    "here.",
                )


def _one_holds(flows: Sequence[SequenceFlow]) -> bool:
    """Whether two of the conditions are each other's opposites."""
    trees = [
        flow.condition.expression.tree
        for flow in flows
        if flow.condition is not None and flow.condition.expression is not None
    ]
    return any(_opposite(one, other) for one, other in combinations(trees[:20], 2))


def _opposite(one: syntax.Node, other: syntax.Node) -> bool:
    if _negated(one) == other or _negated(other) == one:
        return True
    if not isinstance(one, syntax.Binary) or not isinstance(other, syntax.Binary):
        return False
    # Null is neither more nor less than anything, so < and >= may both fail.
    return (
        {one.operator, other.operator} == {"=", "!="}
        and one.left == other.left
        and one.right == other.right
    )


def _negated(node: syntax.Node) -> syntax.Node | None:
    """What `not(…)` negates."""
    if (
        isinstance(node, syntax.Call)
        and isinstance(node.function, syntax.Name)
        and node.function.name == "not"
        and len(node.arguments) == 1
    ):
        return node.arguments[0]
    return None
