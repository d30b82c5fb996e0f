"""Functions on lists, DMN 1.5 §10.3.4.4."""

from decimal import Decimal
from functools import cmp_to_key

from flows.expressions.budget import spend
from flows.expressions.comparison import ORDERED, compare, equal
from flows.expressions.decimals import whole
from flows.expressions.functions.builtin import Unfit, builtin, call_function
from flows.expressions.functions.strings import from_start
from flows.expressions.values import Value, is_function

Items = list[Value]


def _position(items: Items, position: Decimal) -> int:
    index = from_start(position, len(items))
    if index >= len(items):
        raise Unfit
    return index


def _joined(lists: tuple[Value, ...]) -> Items:
    result: Items = []
    for part in lists:
        result.extend(part if type(part) is list else [part])
    return result


@builtin("list contains", "list: list, element: any")
def list_contains(items: Items, element: Value) -> bool:
    spend(len(items) // 2)
    return any(equal(item, element) for item in items)


@builtin("count", "list: list")
def count(items: Items) -> Decimal:
    return Decimal(len(items))


@builtin("sublist", "list: list, start position: number, [length: number?]")
def sublist(items: Items, position: Decimal, length: Decimal | None = None) -> Items:
    start = _position(items, position)
    if length is None:
        return items[start:]
    end = start + whole(length)
    if length < 0 or end > len(items):
        raise Unfit
    return items[start:end]


@builtin("append", "list: list, item: any...")
def append(items: Items, *more: Value) -> Items:
    return [*items, *more]


@builtin("concatenate", "list: list...")
def concatenate(*lists: Value) -> Items:
    return _joined(lists)


@builtin("insert before", "list: list, position: number, newItem: any")
def insert_before(items: Items, position: Decimal, item: Value) -> Items:
    index = _position(items, position)
    return [*items[:index], item, *items[index:]]


@builtin("remove", "list: list, position: number")
def remove(items: Items, position: Decimal) -> Items:
    index = _position(items, position)
    return items[:index] + items[index + 1 :]


@builtin(
    "list replace",
    "list: list, position: any, newItem: any",
    "list: list, match: any, newItem: any",
)
def list_replace(items: Items, which: Value, item: Value) -> Items:
    if type(which) is Decimal:
        index = _position(items, which)
        return [*items[:index], item, *items[index + 1 :]]
    if not is_function(which) or len(which.parameters) != 2:
        raise Unfit
    answers = [call_function(which, old, item) for old in items]
    if any(type(answer) is not bool for answer in answers):
        raise Unfit
    return [item if answer else old for answer, old in zip(answers, items, strict=True)]


@builtin("reverse", "list: list")
def reverse(items: Items) -> Items:
    return items[::-1]


@builtin("index of", "list: list, match: any")
def index_of(items: Items, match: Value) -> list[Decimal]:
    spend(len(items) // 2)
    return [Decimal(number) for number, item in enumerate(items, 1) if equal(item, match)]


@builtin("union", "list: list...")
def union(*lists: Value) -> Items:
    return distinct_values(_joined(lists))


@builtin("distinct values", "list: list")
def distinct_values(items: Items) -> Items:
    result: Items = []
    for item in items:
        spend(len(result) + 1)
        if not any(equal(item, known) for known in result):
            result.append(item)
    return result


@builtin("flatten", "list: list")
def flatten(items: Items) -> Items:
    result: Items = []
    for item in items:
        spend(1)
        if type(item) is list:
            result.extend(flatten(item))
        else:
            result.append(item)
    return result


@builtin("duplicate values", "list: list")
def duplicate_values(items: Items) -> Items:
    seen: Items = []
    result: Items = []
    for item in items:
        spend(len(seen) + len(result) + 1)
        if not any(equal(item, known) for known in seen):
            seen.append(item)
        elif not any(equal(item, known) for known in result):
            result.append(item)
    return result


@builtin("partition", "list: list, size: number")
def partition(items: Items, size: Decimal) -> Items:
    step = whole(size)
    if step < 1:
        raise Unfit
    spend(2 * len(items) // step)
    return [items[start : start + step] for start in range(0, len(items), step)]


@builtin("sort", "list: list, [precedes: any?]")
def sort(items: Items, precedes: Value = None) -> Items:
    if precedes is None:
        return _sorted_naturally(items)
    if not is_function(precedes) or len(precedes.parameters) != 2:
        raise Unfit

    def order(one: Value, other: Value) -> int:
        if call_function(precedes, one, other) is True:
            return -1
        return 1 if call_function(precedes, other, one) is True else 0

    return sorted(items, key=cmp_to_key(order))


def _sorted_naturally(items: Items) -> Items:
    if items and (
        type(items[0]) not in ORDERED or any(type(item) is not type(items[0]) for item in items)
    ):
        raise Unfit

    def order(one: Value, other: Value) -> int:
        before = compare("<", one, other)
        if before is None:
            raise Unfit
        return -1 if before else 1 if compare(">", one, other) else 0

    spend(len(items) * 4)
    return sorted(items, key=cmp_to_key(order))


@builtin("is empty", "list: list")
def is_empty(items: Items) -> bool:
    return not items
