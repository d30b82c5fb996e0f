"""A net made smaller without changing what can come of it.

What follows of itself is done with what leads to it (Berthelot's post-agglomeration: a place whose
tokens can always go on), and of two places that always hold the same, one is left. A well-formed
process shrinks to a single move; what is left of another is the knot that has to be looked at.
"""

from collections import deque
from dataclasses import dataclass, field

from flows.catalog.lints.token_net import BEGIN, OVER, Effort, Move, Net, Told

_MOST_WAYS = 12
"""Ways in times ways out of a place, above which it is left as it is."""


@dataclass(slots=True)
class Reduced:
    """A smaller net, and what moves told of that were left out as they change nothing."""

    net: Net
    silent: Told = field(default_factory=Told)


def reduced(net: Net, effort: Effort) -> Reduced:
    """The net, changed in place. Raises Uncertain when it is too large."""
    work = _Reduction(net, effort)
    while work.waiting:
        place = work.waiting.popleft()
        work.queued.discard(place)
        if net.to[place] or net.out[place]:
            work.look(place)
    return Reduced(net, work.silent)


class _Reduction:
    def __init__(self, net: Net, effort: Effort) -> None:
        self.net, self.effort = net, effort
        self.silent = Told()
        self.waiting = deque(net.to)
        self.queued = set(net.to)

    def look(self, place: int) -> None:
        """Try everything with one place."""
        if place == OVER:
            return
        self._unite(place)
        if place == BEGIN:
            return
        if not self.net.to[place]:
            self._never(place)
        elif not self._agglomerate(place):
            self._same_as_other(place)

    def _again(self, places: set[int] | dict[int, int]) -> None:
        for place in places:
            if place not in self.queued:
                self.queued.add(place)
                self.waiting.append(place)

    def _never(self, place: int) -> None:
        """No token ever comes here."""
        for number in list(self.net.out[place]):
            move = self.net.drop(number)
            self.effort.spend(len(move.before) + len(move.after))
            self._again(move.before | move.after.keys())

    def _unite(self, place: int) -> None:
        """Moves from here that do the same are one, and those that do nothing none."""
        seen: dict[tuple[frozenset[int], frozenset[tuple[int, int]]], Move] = {}
        numbers = self.net.out[place]
        if len(numbers) == 1:
            move = self.net.moves[next(iter(numbers))]
            if move.before == {place} and move.after == {place: 1}:
                self._leave_out(next(iter(numbers)))
            return
        for number in sorted(numbers):
            move = self.net.moves[number]
            self.effort.spend(move.told.size() + len(move.before) + len(move.after))
            if move.before == {place} and move.after == {place: 1}:
                self._leave_out(number)
                continue
            key = frozenset(move.before), frozenset(move.after.items())
            if key in seen:
                seen[key].told.otherwise(move.told)
                self.net.drop(number)
                self._again(move.before | move.after.keys())
            else:
                seen[key] = move

    def _leave_out(self, number: int) -> None:
        move = self.net.drop(number)
        self.silent = self.silent.then(move.told)
        self._again(move.before)

    def _agglomerate(self, place: int) -> bool:
        """What always can go on from here goes on together with what led here."""
        net = self.net
        onward = [net.moves[number] for number in net.out[place]]
        if not onward or any(
            move.before != {place} or place in move.after or OVER in move.after for move in onward
        ):
            return False
        sources = list(net.to[place])
        if len(onward) > 1 and (
            len(onward) * len(sources) > _MOST_WAYS
            or any(net.moves[number].after[place] > 1 for number in sources)
        ):
            return False
        for number in list(net.out[place]):
            net.drop(number)
        for number in sources:
            if len(onward) == 1:
                self._prolong(number, place, onward[0])
            else:
                self._multiply(number, place, onward)
        return True

    def _prolong(self, number: int, place: int, following: Move) -> None:
        move = self.net.moves[number]
        self.effort.spend(following.told.size() + len(following.after) + len(move.before))
        times = move.after.pop(place)
        self.net.to[place].discard(number)
        for target, count in following.after.items():
            move.after[target] = move.after.get(target, 0) + count * times
            self.net.to[target].add(number)
        move.told.follow(following.told, times)
        self._again(move.before)
        self._again(following.after)

    def _multiply(self, number: int, place: int, onward: list[Move]) -> None:
        move = self.net.drop(number)
        del move.after[place]
        for following in onward:
            self.effort.spend(move.told.size() + following.told.size())
            self.effort.spend(len(move.after) + len(following.after) + len(move.before))
            after = dict(move.after)
            for target, count in following.after.items():
                after[target] = after.get(target, 0) + count
            self.net.add(Move(set(move.before), after, move.told.then(following.told)))
            self._again(following.after)
        self._again(move.before)
        self._again(move.after)

    def _same_as_other(self, place: int) -> None:
        """Two places that the same moves fill and empty are one."""
        net = self.net
        number = next(iter(net.out[place]), None)
        if number is None:
            return
        for other in list(net.moves[number].before):
            self.effort.spend(1)
            if other in (place, BEGIN) or net.out[other] != net.out[place]:
                continue
            self.effort.spend(len(net.to[place]))
            if net.to[other] == net.to[place] and all(
                net.moves[one].after[other] == net.moves[one].after[place] for one in net.to[place]
            ):
                self._forget(other)
                self._again({place})

    def _forget(self, place: int) -> None:
        net = self.net
        for number in net.to[place]:
            del net.moves[number].after[place]
        for number in net.out[place]:
            net.moves[number].before.discard(place)
        net.to[place], net.out[place] = set(), set()
