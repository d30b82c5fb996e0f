"""Closures of for, some, every and filters: what runs a part of the expression many times."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from flows.expressions.budget import Account, account, warn
from flows.expressions.closures import Run, Scope
from flows.expressions.decimals import whole
from flows.expressions.values import Range, Value, kind_in_swedish, kind_of


@dataclass(frozen=True, slots=True)
class Iteration:
    """One `name in source` of a loop, with the end of `source..end` when there is one."""

    name: str
    source: Run
    end: Run | None


_FARTHEST = 33
"""The power of ten within which numbers that follow one another differ."""
SCOPE_STEPS = 16
"""So many names of a scope are copied in one step."""


class NoSequence(Exception):
    """What should be iterated over is null or has no members."""


def running_account() -> Account:
    """The account of the running evaluation."""
    running = account()
    return running if running is not None else Account()


def members_of(value: Value, running: Account) -> Iterable[Value]:
    """What `in value` goes through; raises NoSequence."""
    if value is None:
        warn("null-list", "Listan att gå igenom är null.", "The list to go through is null.")
        raise NoSequence
    if type(value) is list:
        return value
    if type(value) is Range:
        return _members_of_range(value, running)
    return [value]


def _members_of_range(span: Range, running: Account) -> Iterator[Value]:
    if span.low is None or span.high is None:
        raise NoSequence
    for member in series(span.low, span.high, running):
        if (member == span.low and not span.low_included) or (
            member == span.high and not span.high_included
        ):
            continue
        yield member


def series(first: Value, last: Value, running: Account) -> Iterable[Value]:
    """Whole numbers or days from first to last, up or down; raises NoSequence."""
    if type(first) is date and type(last) is date:
        days = (last - first).days
        running.spend(abs(days))
        step = 1 if days >= 0 else -1
        return (first + timedelta(days=day) for day in range(0, days + step, step))
    if type(first) is not Decimal or type(last) is not Decimal:
        warn(
            "no-series",
            f"Det finns ingen följd från {kind_in_swedish(first)} till {kind_in_swedish(last)}.",
            f"There is no series from {kind_of(first)} to {kind_of(last)}.",
        )
        raise NoSequence
    distance = abs(last - first)
    running.spend(whole(distance) if distance.adjusted() < 18 else 10**18)
    if first != first.to_integral_value() or first.adjusted() > _FARTHEST:
        raise NoSequence
    start, end = int(first), int(last)
    step = 1 if end >= start else -1
    return (Decimal(number) for number in range(start, end + step, step))


def _each(
    iterations: list[Iteration], scope: Scope, running: Account, weight: int
) -> Iterator[dict[str, Value]]:
    """A scope for every combination of the iterations; raises NoSequence."""
    first, rest = iterations[0], iterations[1:]
    weight += 2 + len(scope) // SCOPE_STEPS
    source = first.source(scope)
    if first.end is None:
        members = members_of(source, running)
    else:
        members = series(source, first.end(scope), running)
    for member in members:
        running.spend(weight)
        inner = {**scope, first.name: member}
        if rest:
            yield from _each(rest, inner, running, weight)
        else:
            yield inner


def for_loop(iterations: list[Iteration], body: Run, weight: int, uses_partial: bool) -> Run:
    """`for iterations return body`; `weight` is what one turn costs."""

    def run(scope: Scope) -> list[Value] | None:
        running = running_account()
        results: list[Value] = []
        try:
            for inner in _each(iterations, scope, running, weight):
                if uses_partial:
                    running.spend(len(results) // 8)
                    inner["partial"] = results[:]
                results.append(body(inner))
        except NoSequence:
            return None
        return results

    return run


def quantified(iterations: list[Iteration], condition: Run, weight: int, decisive: bool) -> Run:
    """`some` (true is decisive) or `every` (false is)."""

    def run(scope: Scope) -> bool | None:
        unknown = False
        try:
            for inner in _each(iterations, scope, running_account(), weight):
                answer = condition(inner)
                if answer is decisive:
                    return answer is True
                unknown = unknown or type(answer) is not bool
        except NoSequence:
            return None
        return None if unknown else not decisive

    return run


def item_at(items: list[Value], position: Decimal) -> Value:
    """The item at a position from 1, or from -1 at the end; null when there is none."""
    length = len(items)
    if position.adjusted() < 10:
        index = int(position)
        if 0 < index <= length:
            return items[index - 1]
        if -length <= index < 0:
            return items[index]
    warn(
        "no-item",
        f"Listan har {length} poster, men nummer {position} efterfrågas.",
        f"The list has {length} items, but number {position} is asked for.",
    )
    return None


def indexed(base: Run, position: Decimal) -> Run:
    """`base[position]` for a position known beforehand."""

    def run(scope: Scope) -> Value:
        items = base(scope)
        if items is None:
            return None
        return item_at(items if type(items) is list else [items], position)

    return run


def filtered(base: Run, predicate: Run, weight: int, names: frozenset[str]) -> Run:
    """`base[predicate]`; `names` are those of the predicate that an item's entries may answer."""

    def run(scope: Scope) -> Value:
        items = base(scope)
        if items is None:
            return None
        return keep(items if type(items) is list else [items], scope, _scope_of, predicate, weight)

    def _scope_of(item: Value, scope: Scope) -> Scope:
        inner = {**scope, "item": item}
        if type(item) is dict:
            inner.update((name, item[name]) for name in names if name in item)
        return inner

    return run


def keep(
    items: list[Value],
    scope: Scope,
    scope_of: Callable[[Value, Scope], Scope],
    predicate: Run,
    weight: int,
) -> Value:
    """The items for which the predicate is true, or the item at the position that it gives."""
    running = running_account()
    weight += 2 + len(scope) // SCOPE_STEPS
    kept = []
    for item in items:
        running.spend(weight)
        answer = predicate(scope_of(item, scope))
        if answer is True:
            kept.append(item)
        elif type(answer) is Decimal:
            return item_at(items, answer)
        elif answer is not None and answer is not False:
            warn(
                "no-filter",
                f"Ett filter kan inte vara {kind_in_swedish(answer)}.",
                f"A filter can't be a {kind_of(answer)}.",
            )
            return None
    return kept
