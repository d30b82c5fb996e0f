"""Mappings in which one line hides a variable that a later line reads."""

from collections.abc import Iterator, Sequence

from flows.catalog.lints.facts import Facts
from flows.catalog.lints.subject import at, named
from flows.engine import Element, Mapped, ProcessOutline
from flows.expressions import syntax
from flows.kernel import Problem


def hidden_names(facts: Facts) -> Iterator[Problem]:
    """Lines of a mapping that read what an earlier line has set, when there was such a variable."""
    for outline, element in facts.subject.elements():
        known = facts.known.of[outline.id]
        before, done = known.before[element.id], known.result[element.id]
        for lines, names in (
            (element.settings.inputs, before),
            (element.settings.outputs, before | done),
        ):
            yield from _lines(facts, outline, element, lines, names)


def _lines(
    facts: Facts, outline: ProcessOutline, element: Element, lines: Sequence[Mapped], known: int
) -> Iterator[Problem]:
    changed: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        expression = line.formula.expression
        for name in sorted(expression.free_variables & changed.keys()) if expression else ():
            yield at(
                outline,
                element,
                "hidden-name",
                f"Variabelmappningen i ”{named(element)}”: rad {number} läser {name}, men rad "
                f"{changed[name]} har just gett {name} ett nytt värde.",
                f'The variable mapping of "{named(element)}": line {number} reads {name}, but line '
                f"{changed[name]} has just given {name} a new value.",
            )
        root = line.target.partition(".")[0]
        if facts.known.names.has(known, root) and not _same(line, root):
            changed[root] = number


def _same(line: Mapped, root: str) -> bool:
    """Whether the line gives the variable its own value."""
    expression = line.formula.expression
    tree = expression.tree if expression is not None else None
    return isinstance(tree, syntax.Name) and tree.name == root == line.target
