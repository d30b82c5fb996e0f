"""How ranges and points lie to one another, DMN 1.5 §10.3.4.9 table 79."""

from collections.abc import Callable

from flows.expressions.comparison import compare
from flows.expressions.functions.builtin import Unfit, builtin
from flows.expressions.values import Range, Value


def _span(value: Value) -> Range:
    if value is None:
        raise Unfit
    return value if isinstance(value, Range) else Range(value, value, True, True)


def _holds(symbol: str, left: Value, right: Value) -> bool:
    answer = compare(symbol, left, right) if left is not None and right is not None else None
    if answer is None:
        raise Unfit
    return answer


def _same(left: Value, right: Value) -> bool:
    return _holds("<=", left, right) and _holds(">=", left, right)


def _before(one: Range, other: Range) -> bool:
    return _holds("<", one.high, other.low) or (
        _same(one.high, other.low) and not (one.high_included and other.low_included)
    )


def _meets(one: Range, other: Range) -> bool:
    return one.high_included and other.low_included and _same(one.high, other.low)


def _includes(one: Range, other: Range) -> bool:
    low = _holds("<", one.low, other.low) or (
        _same(one.low, other.low) and (one.low_included or not other.low_included)
    )
    return low and (
        _holds(">", one.high, other.high)
        or (_same(one.high, other.high) and (one.high_included or not other.high_included))
    )


def _overlaps(one: Range, other: Range) -> bool:
    return not _before(one, other) and not _before(other, one)


def _overlaps_before(one: Range, other: Range) -> bool:
    starts_before = _holds("<", one.low, other.low) or (
        _same(one.low, other.low) and one.low_included and not other.low_included
    )
    ends_within = _holds("<", one.high, other.high) or (
        _same(one.high, other.high) and (not one.high_included or other.high_included)
    )
    return starts_before and ends_within and not _before(one, other)


def _finishes(one: Range, other: Range) -> bool:
    return (
        _same(one.high, other.high)
        and one.high_included == other.high_included
        and (
            _holds(">", one.low, other.low)
            or (_same(one.low, other.low) and (other.low_included or not one.low_included))
        )
    )


def _starts(one: Range, other: Range) -> bool:
    return (
        _same(one.low, other.low)
        and one.low_included == other.low_included
        and (
            _holds("<", one.high, other.high)
            or (_same(one.high, other.high) and (other.high_included or not one.high_included))
        )
    )


def _coincides(one: Range, other: Range) -> bool:
    return (
        _same(one.low, other.low)
        and _same(one.high, other.high)
        and one.low_included == other.low_included
        and one.high_included == other.high_included
    )


def _relation(name: str, holds: Callable[[Range, Range], bool], inverse: str = "") -> None:
    def run(one: Value, other: Value) -> bool:
        return holds(_span(one), _span(other))

    def run_inverse(one: Value, other: Value) -> bool:
        return holds(_span(other), _span(one))

    signatures = (
        "range1: any, range2: any",
        "range: any, point: any",
        "point: any, range: any",
        "point1: any, point2: any",
    )
    builtin(name, *signatures)(run)
    if inverse:
        builtin(inverse, *signatures)(run_inverse)


_relation("before", _before, "after")
_relation("meets", _meets, "met by")
_relation("overlaps", _overlaps)
_relation("overlaps before", _overlaps_before, "overlaps after")
_relation("finishes", _finishes, "finished by")
_relation("includes", _includes, "during")
_relation("starts", _starts, "started by")
_relation("coincides", _coincides)
