"""How ranges and points lie to one another, DMN 1.5 §10.3.4.9 table 79."""

import re
from collections.abc import Callable

from flows.expressions.comparison import compare
from flows.expressions.functions.builtin import Unfit, builtin
from flows.expressions.values import Range, Value

_RANGES = "range1: any, range2: any"
_RANGE_POINT = "range: any, point: any"
_POINT_RANGE = "point: any, range: any"
_POINTS = "point1: any, point2: any"


def _kind(value: Value) -> str:
    return "range" if isinstance(value, Range) else "point"


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


def _relation(
    name: str, holds: Callable[[Range, Range], bool], *signatures: str, inverted: bool = False
) -> None:
    """Make it a built-in for the kinds of arguments that its signatures name."""
    kinds = {tuple(re.findall("range|point", signature)) for signature in signatures}

    def run(one: Value, other: Value) -> bool:
        if (_kind(one), _kind(other)) not in kinds:
            raise Unfit
        first, second = _span(one), _span(other)
        return holds(second, first) if inverted else holds(first, second)

    builtin(name, *signatures)(run)


_ANY = (_RANGES, _POINT_RANGE, _RANGE_POINT, _POINTS)
_relation("before", _before, *_ANY)
_relation("after", _before, *_ANY, inverted=True)
_relation("meets", _meets, _RANGES)
_relation("met by", _meets, _RANGES, inverted=True)
_relation("overlaps", _overlaps, _RANGES)
_relation("overlaps before", _overlaps_before, _RANGES)
_relation("overlaps after", _overlaps_before, _RANGES, inverted=True)
_relation("finishes", _finishes, _POINT_RANGE, _RANGES)
_relation("finished by", _finishes, _RANGE_POINT, _RANGES, inverted=True)
_relation("includes", _includes, _RANGE_POINT, _RANGES)
_relation("during", _includes, _POINT_RANGE, _RANGES, inverted=True)
_relation("starts", _starts, _POINT_RANGE, _RANGES)
_relation("started by", _starts, _RANGE_POINT, _RANGES, inverted=True)
_relation("coincides", _coincides, _POINTS, _RANGES)
