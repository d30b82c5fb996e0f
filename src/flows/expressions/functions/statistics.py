"""Functions that make one value of a list: sums, means, extremes, conjunctions.

They take a list or any number of arguments, DMN 1.5 §10.3.4.4.
"""

from collections.abc import Callable
from decimal import Decimal
from functools import reduce
from typing import Final

from flows.expressions.budget import spend
from flows.expressions.comparison import ORDERED, compare
from flows.expressions.decimals import DECIMAL128, ZERO
from flows.expressions.functions.builtin import Unfit, builtin
from flows.expressions.values import Value

_LIST: Final = "list: any..."


def _of_list(name: str, run: Callable[[list[Value]], Value]) -> None:
    def gathered(*arguments: Value) -> Value:
        if len(arguments) == 1:
            only = arguments[0]
            if only is None:
                raise Unfit
            if type(only) is list:
                return run(only)
        return run(list(arguments))

    builtin(name, _LIST)(gathered)


def _numbers(items: list[Value]) -> list[Decimal]:
    if not items or any(type(item) is not Decimal for item in items):
        raise Unfit
    return items


def _extreme(symbol: str) -> Callable[[list[Value]], Value]:
    def find(items: list[Value]) -> Value:
        if not items or type(items[0]) not in ORDERED:
            raise Unfit
        best = items[0]
        for item in items[1:]:
            better = compare(symbol, item, best)
            if better is None:
                raise Unfit
            if better:
                best = item
        return best

    return find


def total(items: list[Value]) -> Decimal:
    """The sum; raises Unfit for no numbers."""
    return reduce(DECIMAL128.add, _numbers(items))


def _mean(items: list[Value]) -> Decimal:
    return DECIMAL128.divide(total(items), Decimal(len(items)))


def _product(items: list[Value]) -> Decimal:
    return reduce(DECIMAL128.multiply, _numbers(items))


def _median(items: list[Value]) -> Decimal:
    ordered = sorted(_numbers(items))
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return DECIMAL128.divide(DECIMAL128.add(ordered[middle - 1], ordered[middle]), Decimal(2))


def _standard_deviation(items: list[Value]) -> Decimal:
    if len(items) < 2:
        raise Unfit
    spend(len(items) * 4)
    mean = _mean(items)
    squares = (DECIMAL128.power(DECIMAL128.subtract(item, mean), 2) for item in items)
    variance = DECIMAL128.divide(reduce(DECIMAL128.add, squares, ZERO), Decimal(len(items) - 1))
    return DECIMAL128.sqrt(variance)


def _mode(items: list[Value]) -> list[Decimal]:
    if not items:
        return []
    spend(len(items) // 2)
    counts: dict[Decimal, int] = {}
    for number in _numbers(items):
        counts[number] = counts.get(number, 0) + 1
    most = max(counts.values())
    return sorted(number for number, count in counts.items() if count == most)


def _conjunction(decisive: bool) -> Callable[[list[Value]], bool]:
    def decide(items: list[Value]) -> bool:
        spend(len(items))
        if any(item is decisive for item in items):
            return decisive
        if any(type(item) is not bool for item in items):
            raise Unfit
        return not decisive

    return decide


_of_list("min", _extreme("<"))
_of_list("max", _extreme(">"))
_of_list("sum", total)
_of_list("mean", _mean)
_of_list("product", _product)
_of_list("median", _median)
_of_list("stddev", _standard_deviation)
_of_list("mode", _mode)
_of_list("all", _conjunction(False))
_of_list("any", _conjunction(True))
