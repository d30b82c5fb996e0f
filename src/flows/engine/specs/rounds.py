"""Activities done several times: multi-instance, and the standard loop.

3.2.0 gives results in the order of completion, shows a completion condition only the last round,
and stops for good at an item that is null. Here results stand in the order of the items, the
condition sees all that is done so far, and each round has its own scope.
"""

import copy
from collections.abc import Mapping
from typing import Any

from flows.engine.corrections.task import FUTURE, STARTED, Token
from flows.engine.diagram.model import ForEach, Node, Repeat, Settings
from flows.engine.errors import Fault
from flows.engine.limits import limits
from flows.engine.specs.flow_node import FlowNode
from flows.engine.specs.round_throws import RoundThrows, throw_for_round
from flows.engine.variables import visible, write


class _Several(FlowNode):
    """Holds the rounds of one activity together."""

    def __init__(self, spec: Any, name: str, node: Node, each: str) -> None:
        super().__init__(spec, name, node)
        self.settings = Settings()
        self.each = each

    def _spawn(self, task: Token, number: int, own: Mapping[str, Any]) -> None:
        spec = self._wf_spec.task_specs[self.each]
        child = task._add_child(spec, FUTURE)
        child.triggered = True
        child.internal_data.update(round=number, local={**own, "loopCounter": number + 1})
        spec._update(child)

    def _hand_on(self, task: Token, child: Token, own: frozenset[str]) -> None:
        """What the round has set, without what was given to it, goes to the scope around."""
        given = own | {"loopCounter", *child.internal_data.get("mapped", ())}
        for name, value in child.local.items():
            if name not in given:
                write(task, name, value)

    def execute(self, task: Token) -> bool:
        return True

    def _on_cancel(self, task: Token) -> None:
        for child in task.children:
            child.cancel()


class Rounds(_Several):
    """Multi-instance: one round for each item of a list."""

    @property
    def loop(self) -> ForEach:
        loop = self.node.loop
        assert isinstance(loop, ForEach)
        return loop

    def enter(self, task: Token) -> bool:
        items = self._items(task)
        if not items:
            task.detail["rounds"] = 0
            self._store(task, [])
            return True
        kept = task.internal_data
        kept.update(count=len(items), done=[], results=[None] * len(items))
        task._set_state(STARTED)
        if self.loop.sequential:
            kept["items"] = items
        for number in range(1 if self.loop.sequential else len(items)):
            self._start_round(task, number, items[number])
        return False

    def _items(self, task: Token) -> list[Any]:
        """What to go through. Raises Fault when that is too much, or no number of rounds."""
        engine, loop, top = task.workflow.script_engine, self.loop, task.workflow.top_workflow
        top.make_room(1)
        count = None if loop.count is None else engine.value(loop.count, task)
        if count is not None and (not isinstance(count, int) or count < 0):
            raise Fault(
                "bad-count",
                f"{count} kan inte vara ett antal varv.",
                f"{count} can't be a number of rounds.",
            )
        items = None if loop.items is None else engine.value(loop.items, task)
        width = int(count or 0) if items is None else len(items)
        if width > limits.rounds:
            raise Fault(
                "too-many-rounds",
                f"Det blir {width} varv; högst {limits.rounds} kan göras.",
                f"There would be {width} rounds; at most {limits.rounds} can be done.",
            )
        top.make_room(1 if loop.sequential else width)
        return list(range(1, width + 1)) if items is None else items

    def _start_round(self, task: Token, number: int, item: Any) -> None:
        """A round that gives one variable begins without it, so that no older value is taken."""
        own = {self.loop.item: copy.deepcopy(item)} if self.loop.item else {}
        if self.loop.results and self.loop.result is not None:
            expression = self.loop.result.expression
            if expression is not None and expression.source.isidentifier():
                own.setdefault(expression.source, None)
        self._spawn(task, number, own)

    def collect(self, task: Token, child: Token) -> None:
        """Work out a round's result, and whether it is enough. Raises Fault."""
        loop, kept, engine = self.loop, task.internal_data, task.workflow.script_engine
        if loop.results and loop.result is not None:
            child.internal_data["gives"] = engine.value(loop.result, child)
        if loop.done is None and not loop.throws:
            return
        results = list(kept["results"])
        results[child.internal_data["round"]] = child.internal_data.get("gives")
        done = len(kept["done"]) + 1
        counts = {
            "numberOfInstances": kept["count"],
            "numberOfCompletedInstances": done,
            "numberOfActiveInstances": 0 if loop.sequential else kept["count"] - done,
            "numberOfTerminatedInstances": 0,
        }
        if loop.results:
            counts[loop.results] = results
        enough = loop.done is not None and engine.value(loop.done, child, counts)
        thrown = RoundThrows.of(loop, child, counts)
        child.internal_data.update(enough=enough or thrown.enough, throws=thrown.chosen)

    def round_done(self, task: Token, child: Token) -> None:
        """A round is done; the last one, or one that is enough, ends them all."""
        loop, kept = self.loop, task.internal_data
        number = child.internal_data["round"]
        kept["done"].append(number)
        if loop.results:
            kept["results"][number] = child.internal_data.get("gives")
        else:
            self._hand_on(task, child, frozenset({loop.item} if loop.item else ()))
        throw_for_round(task, child.internal_data.get("throws", ()))
        if not task.is_here:
            return
        if child.internal_data.get("enough") or len(kept["done"]) == kept["count"]:
            for other in task.children:
                other.cancel()
            self._store(task, kept["results"])
            task._ready()
        elif loop.sequential:
            self._start_round(task, number + 1, kept["items"][number + 1])

    def _store(self, task: Token, results: list[Any]) -> None:
        if self.loop.results:
            write(task, self.loop.results, results)


class Turns(_Several):
    """The standard loop: again while its condition holds."""

    @property
    def loop(self) -> Repeat:
        loop = self.node.loop
        assert isinstance(loop, Repeat)
        return loop

    def enter(self, task: Token) -> bool:
        condition = self.loop.condition
        if self.loop.most == 0:
            return True
        if self.loop.test_before and condition is not None:
            engine = task.workflow.script_engine
            if not engine.value(condition, task):
                return True
        task._set_state(STARTED)
        self._spawn(task, 0, {})
        return False

    def collect(self, task: Token, child: Token) -> None:
        """Work out whether another turn follows. Raises Fault."""
        condition, most = self.loop.condition, self.loop.most
        turns = child.internal_data["round"] + 1
        again = most is None or turns < most
        if again and condition is not None:
            seen = dict(visible(child))
            again = condition.value(seen)
        child.internal_data["again"] = again

    def round_done(self, task: Token, child: Token) -> None:
        """A turn is done."""
        self._hand_on(task, child, frozenset())
        if child.internal_data["again"]:
            self._spawn(task, child.internal_data["round"] + 1, {})
        else:
            task._ready()
