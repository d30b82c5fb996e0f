"""Item definitions: the types that a decision model declares (DMN 1.5 §7.3.2)."""

from collections.abc import Callable, Mapping

from flows.expressions.dmn_xml import Element, child, children, name_of, text_in, type_of
from flows.expressions.expression import UnaryTests
from flows.expressions.feel_types import (
    ANY,
    AllowedType,
    ContextType,
    FeelType,
    FunctionType,
    ListType,
    named_type,
)
from flows.expressions.values import Value

_UNCHECKED = frozenset(("list", "function", "range", "null"))
"""Names that say too little of a value for it to be made to conform."""


class ItemTypes:
    """The types of one model by name; those of imported models as `import.name`."""

    def __init__(
        self,
        definitions: Mapping[str, Element],
        imported: Mapping[str, "ItemTypes"],
        read_tests: Callable[[Element], UnaryTests | None],
    ) -> None:
        self._definitions = definitions
        self._imported = imported
        self._read_tests = read_tests
        self._known: dict[str, FeelType | None] = {}

    def named(self, reference: str | None) -> FeelType | None:
        """The type of a reference; None for an unknown or missing one, which asks for nothing."""
        if not reference:
            return None
        reference = " ".join(reference.split())
        if reference not in self._known:
            # A definition that refers to itself asks for nothing at that point.
            self._known[reference] = None
            self._known[reference] = self._resolve(reference)
        return self._known[reference]

    def _resolve(self, reference: str) -> FeelType | None:
        if reference in self._definitions:
            return self._defined(self._definitions[reference])
        for separator in (".", ":"):
            prefix, found, rest = reference.partition(separator)
            if found and prefix in self._imported:
                return self._imported[prefix].named(rest)
            if found and separator == ":":
                return self.named(rest)
        if reference in _UNCHECKED:
            return None
        kind = named_type(reference)
        if kind is None and "" in self._imported:
            return self._imported[""].named(reference)
        return kind

    def _defined(self, definition: Element) -> FeelType | None:
        if child(definition, "functionItem") is not None:
            return FunctionType()
        components = list(children(definition, "itemComponent"))
        base: FeelType | None
        if components:
            base = ContextType({name_of(part): self._defined(part) or ANY for part in components})
        else:
            base = self.named(type_of(definition))
        allowed = self._tests_in(child(definition, "allowedValues"))
        if allowed is not None:
            base = AllowedType(base or ANY, allowed)
        if definition.get("isCollection") == "true":
            base = ListType(base or ANY)
        constraint = self._tests_in(child(definition, "typeConstraint"))
        return base if constraint is None else AllowedType(base or ANY, constraint)

    def _tests_in(self, holder: Element | None) -> Callable[[Value], bool | None] | None:
        if holder is None or not text_in(holder):
            return None
        tests = self._read_tests(holder)
        if tests is None:
            return None
        known = tests
        return lambda value: known.passes(value, {})
