"""FEEL types: `instance of`, and how a value is made to conform to a declared type.

DMN 1.5 §10.3.2.9.2 (hierarchy) and §10.3.2.9.4 (implicit conversions).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Protocol

from flows.expressions.budget import spend
from flows.expressions.values import KINDS, Range, Value, is_function, kind_of


class FeelType(Protocol):
    """A type a value can be an instance of, or be converted to."""

    def holds(self, value: Value) -> bool:
        """Whether the value is an instance of the type; null is an instance of Null only."""

    def conform(self, value: Value) -> Value:
        """The value, converted where the rules allow it; null when it doesn't conform."""


@dataclass(frozen=True, slots=True)
class AnyType:
    """Every value but null."""

    def holds(self, value: Value) -> bool:
        return value is not None

    def conform(self, value: Value) -> Value:
        return value


@dataclass(frozen=True, slots=True)
class KindType:
    """All values of one kind, such as number."""

    kind: str

    def holds(self, value: Value) -> bool:
        return kind_of(value) == self.kind

    def conform(self, value: Value) -> Value:
        if value is None or self.holds(value):
            return value
        if type(value) is list and len(value) == 1 and self.holds(value[0]):
            return value[0]
        if self.kind == "date and time" and type(value) is date:
            return datetime.combine(value, time(tzinfo=UTC))
        return None


@dataclass(frozen=True, slots=True)
class ListType:
    """Lists whose items all have a type."""

    item: FeelType

    def holds(self, value: Value) -> bool:
        if type(value) is not list:
            return False
        spend(len(value))
        return all(item is None or self.item.holds(item) for item in value)

    def conform(self, value: Value) -> Value:
        if value is None:
            return None
        items = value if type(value) is list else [value]
        spend(len(items))
        conformed = [self.item.conform(item) for item in items]
        lost = any(
            after is None and before is not None
            for after, before in zip(conformed, items, strict=True)
        )
        return None if lost else conformed


@dataclass(frozen=True, slots=True)
class RangeType:
    """Ranges whose bounds have a type."""

    bound: FeelType

    def holds(self, value: Value) -> bool:
        return type(value) is Range and all(
            bound is None or self.bound.holds(bound) for bound in (value.low, value.high)
        )

    def conform(self, value: Value) -> Value:
        return value if self.holds(value) else _only_item(self, value)


@dataclass(frozen=True, slots=True)
class ContextType:
    """Contexts that have at least the given entries."""

    entries: Mapping[str, FeelType]

    def holds(self, value: Value) -> bool:
        return type(value) is dict and all(
            key in value and (value[key] is None or kind.holds(value[key]))
            for key, kind in self.entries.items()
        )

    def conform(self, value: Value) -> Value:
        if type(value) is list and len(value) == 1:
            value = value[0]
        if type(value) is not dict:
            return None
        result = dict(value)
        for key, kind in self.entries.items():
            if key not in value:
                return None
            result[key] = kind.conform(value[key])
            if result[key] is None and value[key] is not None:
                return None
        return result


@dataclass(frozen=True, slots=True)
class FunctionType:
    """Functions, those that take arguments of the given types when any are given.

    What they answer isn't looked at: only their call tells.
    """

    parameters: tuple[FeelType, ...] | None = None

    def holds(self, value: Value) -> bool:
        if not is_function(value):
            return False
        return self.parameters is None or bool(value.takes(self.parameters))

    def conform(self, value: Value) -> Value:
        return value if self.holds(value) else _only_item(self, value)


@dataclass(frozen=True, slots=True)
class AllowedType:
    """A type narrowed to the values that satisfy a test."""

    base: FeelType
    allows: Callable[[Value], bool | None]

    def holds(self, value: Value) -> bool:
        return self.base.holds(value) and self.allows(value) is True

    def conform(self, value: Value) -> Value:
        result = self.base.conform(value)
        return result if result is not None and self.allows(result) is True else None


def is_within(narrow: FeelType, wide: FeelType) -> bool:
    """Whether every value of the one type is a value of the other (§10.3.2.9.1)."""
    if wide == ANY or narrow == wide:
        return True
    match narrow, wide:
        case AllowedType(base), _:
            return is_within(base, wide)
        case (ListType(one), ListType(other)) | (RangeType(one), RangeType(other)):
            return is_within(one, other)
        case ContextType(entries), ContextType(wanted):
            return all(key in entries and is_within(entries[key], wanted[key]) for key in wanted)
        case KindType("null"), _:
            return True
    return isinstance(wide, KindType) and wide.kind == _KIND_OF_TYPE.get(type(narrow))


def _only_item(kind: FeelType, value: Value) -> Value:
    if type(value) is list and len(value) == 1 and kind.holds(value[0]):
        return value[0]
    return None


ANY = AnyType()
_KIND_OF_TYPE: Mapping[type, str] = {
    ListType: "list",
    RangeType: "range",
    ContextType: "context",
    FunctionType: "function",
}
_OTHER_NAMES: dict[str, FeelType] = {
    "Any": ANY,
    "any": ANY,
    "Null": KindType("null"),
    "dateTime": KindType("date and time"),
    "dayTimeDuration": KindType("days and time duration"),
    "yearMonthDuration": KindType("years and months duration"),
    "list": ListType(ANY),
    "function": FunctionType(),
    "context": KindType("context"),
}
_NAMED_TYPES: dict[str, FeelType] = {kind: KindType(kind) for kind in KINDS} | _OTHER_NAMES


def named_type(name: str) -> FeelType | None:
    """The type that a simple type name stands for; None when there is no such type."""
    return _NAMED_TYPES.get(name)
