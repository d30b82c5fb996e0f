"""Every state that the tokens of a scope can come to, and what is so in all of them.

Two tokens in one place stand for two or more. That, too, only adds to what can happen, and keeps
the states to a number that can be looked through.
"""

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

from flows.catalog.lints.net_reduction import Reduced
from flows.catalog.lints.token_net import BEGIN, OVER, Effort, Move, Told

State = tuple[tuple[int, int], ...]
"""The places that hold tokens, in order, each with 1 or 2."""

_MANY = 2
_FIRST: State = ((BEGIN, 1),)
_OVER: State = ((OVER, 1),)


@dataclass(slots=True)
class Game:
    """All states that can be reached, and the moves between them."""

    steps: list[tuple[State, Told, State]] = field(default_factory=list)
    ends: set[State] = field(default_factory=set)
    stuck: set[State] = field(default_factory=set)
    silent: Told = field(default_factory=Told)

    @classmethod
    def of(cls, reduced: Reduced, effort: Effort) -> "Game":
        """Play a net through. Raises Uncertain when it takes too long."""
        game, net = cls(silent=reduced.silent), reduced.net
        seen, waiting = {_FIRST}, deque([_FIRST])
        while waiting:
            state = waiting.popleft()
            held = dict(state)
            if not held or OVER in held:
                game.ends.add(state)
                continue
            moves = {number for place in held for number in net.out[place]}
            able = [net.moves[one] for one in sorted(moves) if net.moves[one].before <= held.keys()]
            effort.spend(5 + len(held) + sum(len(net.out[place]) for place in held))
            if not able:
                game.stuck.add(state)
            for move in able:
                for following in _after(held, move, effort):
                    game.steps.append((state, move.told, following))
                    if following not in seen:
                        seen.add(following)
                        waiting.append(following)
        return game

    def before(self, wanted: set[State]) -> set[State]:
        """The states from which some of the wanted ones can be reached, these included."""
        sources: dict[State, list[State]] = {}
        for source, _, target in self.steps:
            sources.setdefault(target, []).append(source)
        found, waiting = set(wanted), list(wanted)
        while waiting:
            for source in sources.get(waiting.pop(), ()):
                if source not in found:
                    found.add(source)
                    waiting.append(source)
        return found

    def after(self, begins: set[State]) -> set[State]:
        """The states that can be reached from some of these, these included."""
        targets: dict[State, list[State]] = {}
        for source, _, target in self.steps:
            targets.setdefault(source, []).append(target)
        found, waiting = set(begins), list(begins)
        while waiting:
            for target in targets.get(waiting.pop(), ()):
                if target not in found:
                    found.add(target)
                    waiting.append(target)
        return found

    def fewest(self, point: str) -> Counter[State]:
        """How often, at least and at most twice, a point is still passed before all is over.

        States from which it never is over are left out.
        """
        sources: dict[State, list[tuple[State, int]]] = {}
        for source, told, target in self.steps:
            sources.setdefault(target, []).append((source, min(told.passes[point], _MANY)))
        found: Counter[State] = Counter()
        levels: list[list[State]] = [list(self.ends), [], []]
        for count in range(_MANY + 1):
            waiting = levels[count]
            while waiting:
                state = waiting.pop()
                if state in found:
                    continue
                found[state] = count
                for source, more in sources.get(state, ()):
                    levels[min(count + more, _MANY)].append(source)
        return found


def _after(held: dict[int, int], move: Move, effort: Effort) -> Iterator[State]:
    """The states that a move leads to: of many tokens one or many may be left."""
    effort.spend(5 + len(held) + len(move.after) + move.told.size() // 4)
    if OVER in move.after:
        yield _OVER
        return
    doubtful = [place for place in move.before if held[place] == _MANY]
    for left in product((1, _MANY), repeat=len(doubtful)):
        effort.spend(len(doubtful))
        now = {place: count for place, count in held.items() if place not in move.before}
        now.update(zip(doubtful, left, strict=True))
        for place, count in move.after.items():
            now[place] = min(now.get(place, 0) + count, _MANY)
        yield tuple(sorted(now.items()))
