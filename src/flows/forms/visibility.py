"""Which fields are hidden: FEEL conditions carried to a fix-point."""

from collections.abc import Mapping, Set
from typing import Any

from flows.expressions import Expression, ExpressionError
from flows.forms.failed import note_failure
from flows.forms.field import Field, every_field
from flows.forms.template import value_of


def hidden_ids(fields: tuple[Field, ...], variables: Mapping[str, Any]) -> frozenset[str]:
    """The ids of the hidden fields, given the variables with the answers laid over them.

    A hidden field's answer is null to the other conditions, and what is inside a hidden group is
    hidden. Conditions that chase each other in a circle leave the fields in dispute visible.
    """
    hidden: frozenset[str] = frozenset()
    seen: list[frozenset[str]] = []
    every = tuple(every_field(fields))
    while hidden not in seen:
        seen.append(hidden)
        dropped = {field.key: None for field in every if field.key and field.id in hidden}
        hidden = frozenset(_hidden(fields, {**variables, **dropped}, False))
    circle = seen[seen.index(hidden) :]
    return frozenset.intersection(*circle)


def _hidden(
    fields: tuple[Field, ...], variables: Mapping[str, Any], parent_hidden: bool
) -> Set[str]:
    found: set[str] = set()
    for field in fields:
        hidden = parent_hidden or holds(field.hide, variables)
        if hidden:
            found.add(field.id)
        found |= _hidden(field.children, variables, hidden)
    return found


def holds(condition: Expression | bool, variables: Mapping[str, Any]) -> bool:
    """Whether the condition is true; null, anything else, and a failing expression are not."""
    if isinstance(condition, bool):
        return condition
    try:
        return value_of(condition, variables) is True
    except ExpressionError as error:
        note_failure(condition, error)
        return False
