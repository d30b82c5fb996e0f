"""Random block-structured processes, each with what must happen in it: the oracle.

A block has one way in and one way out. `wanted` counts how often each activity is done; what a
script sets must be there at the end.
"""

from collections import Counter
from dataclasses import dataclass, field
from html import escape
from random import Random

from tests.engine.drawing import (
    SHARED,
    catch,
    each,
    edge,
    event,
    flow,
    gateway,
    handler,
    job,
    node,
    on,
    script,
    several,
    sub,
    throw,
    timer,
    user,
)

THROWN = (
    '<bpmn:messageEventDefinition id="m2d" messageRef="m2"/>'
    '<bpmn:escalationEventDefinition id="esd" escalationRef="es"/>'
)
VARIABLES = {"a": True, "b": False, "c": 7, "d": "ö", "n": [], "nyckel": "K"}
CONDITIONS = (
    ("=a", True),
    ("=b", False),
    ("=c > 3", True),
    ("=c < 3", False),
    ('=d = "ö"', True),
    ("=not(a)", False),
)


@dataclass(frozen=True)
class Block:
    """A piece of a process."""

    xml: str
    first: str
    last: str
    wanted: Counter[str] = field(default_factory=Counter)


class Drawer:
    """Draws random blocks.

    Gathers the signals that the file must declare, the processes that are called, and the results
    that each multi-instance must leave.
    """

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.number = 0
        self.signals: list[str] = []
        self.called: dict[str, str] = {}
        self.results: dict[str, list[int]] = {}
        self.kinds = [
            getattr(self, name)
            for name in sorted(dir(self))
            if name.startswith("draw_") and name != "draw_work"
        ]

    def name(self, letter: str) -> str:
        """A new id."""
        self.number += 1
        return f"{letter}{self.number}"

    def block(self, depth: int) -> Block:
        """A random block of at most this depth."""
        if depth <= 0 or self.random.random() < 0.1:
            return self.draw_work()
        drawn: Block = self.random.choice(self.kinds)(depth - 1)
        return drawn

    def _blocks(self, depth: int) -> list[Block]:
        return [self.block(depth) for _ in range(self.random.randint(2, 3))]

    def _scope(self, name: str, block: Block, inner: str = "", end: str = "") -> str:
        """A subprocess around a block; `end` is what its end event throws."""
        body = block.xml + node("endEvent", f"{name}e", end) + node("startEvent", f"{name}s")
        flows = flow(f"{name}s", block.first) + flow(block.last, f"{name}e")
        return node("subProcess", name, inner + body + flows)

    # ------------------------------------------------ what is done

    def draw_work(self, depth: int = 0) -> Block:
        """One activity or waiting event."""
        kind = self.random.choice(["user", "job", "script", "message", "timer", "append"])
        name = self.name("T")
        once = Counter({name: 1})
        if kind == "user":
            return Block(user(name), name, name, once)
        if kind == "job":
            return Block(job(name), name, name, once)
        if kind == "message":
            return Block(catch(name, on("message", "m1")), name, name, once)
        if kind == "timer":
            return Block(catch(name, timer("PT1H")), name, name, once)
        if kind == "append":
            return Block(script(name, f'=append(n, "{name}")', "n"), name, name, once)
        return Block(script(name, "=1", f"v{name}"), name, name, once)

    # ------------------------------------------------ how it hangs together

    def draw_sequence(self, depth: int) -> Block:
        """One after the other."""
        a, b = self.block(depth), self.block(depth)
        return Block(a.xml + b.xml + flow(a.last, b.first), a.first, b.last, a.wanted + b.wanted)

    def draw_link(self, depth: int) -> Block:
        """One after the other, by a link."""
        a, b, name = self.block(depth), self.block(depth), self.name("L")
        link = f'<bpmn:linkEventDefinition name="{name}"/>'
        events = throw(f"{name}t", link) + catch(f"{name}c", link)
        flows = flow(a.last, f"{name}t") + flow(f"{name}c", b.first)
        return Block(a.xml + b.xml + events + flows, a.first, b.last, a.wanted + b.wanted)

    def draw_exclusive(self, depth: int) -> Block:
        """The first branch whose condition holds."""
        return self._choice("exclusive", depth)

    def draw_inclusive(self, depth: int) -> Block:
        """Every branch whose condition holds."""
        return self._choice("inclusive", depth)

    def _choice(self, kind: str, depth: int) -> Block:
        *branches, otherwise = self._blocks(depth)
        split, join, default = self.name("G"), self.name("J"), self.name("D")
        xml = gateway(kind, split, default=default) + gateway(kind, join)
        wanted: Counter[str] = Counter()
        taken = False
        for branch in branches:
            text, holds = self.random.choice(CONDITIONS)
            xml += branch.xml + flow(split, branch.first, text) + flow(branch.last, join)
            if holds and not (kind == "exclusive" and taken):
                wanted += branch.wanted
                taken = True
        xml += otherwise.xml + flow(split, otherwise.first, flow_id=default)
        xml += flow(otherwise.last, join)
        return Block(xml, split, join, wanted if taken else wanted + otherwise.wanted)

    def draw_conditional_flows(self, depth: int) -> Block:
        """Conditions straight out of a task; a plain flow is always taken, a default seldom."""
        *branches, last = self._blocks(depth)
        task, join, name = self.name("T"), self.name("J"), self.name("D")
        always = self.random.random() < 0.5
        wanted: Counter[str] = Counter({task: 1})
        taken = False
        xml = gateway("inclusive", join)
        for branch in branches:
            text, holds = self.random.choice(CONDITIONS)
            xml += branch.xml + flow(task, branch.first, text) + flow(branch.last, join)
            if holds:
                wanted += branch.wanted
                taken = True
        xml += last.xml + flow(task, last.first, flow_id=name) + flow(last.last, join)
        xml += user(task) if always else user(task, default=name)
        if always or not taken:
            wanted += last.wanted
        return Block(xml, task, join, wanted)

    def draw_parallel(self, depth: int) -> Block:
        """Every branch, by a gateway or straight out of a task."""
        branches = self._blocks(depth)
        implied = self.random.random() < 0.5
        split, join = self.name("T" if implied else "G"), self.name("J")
        xml = (job(split) if implied else gateway("parallel", split)) + gateway("parallel", join)
        wanted: Counter[str] = Counter({split: 1} if implied else {})
        for branch in branches:
            xml += branch.xml + flow(split, branch.first) + flow(branch.last, join)
            wanted += branch.wanted
        return Block(xml, split, join, wanted)

    def draw_event_gateway(self, depth: int) -> Block:
        """The message comes; the timer is far away."""
        block, never, name = self.block(depth), self.block(0), self.name("T")
        split, join, late = self.name("G"), self.name("J"), self.name("K")
        xml = block.xml + never.xml + gateway("eventBased", split) + gateway("exclusive", join)
        xml += catch(name, on("message", "m1")) + catch(late, timer("P999D"))
        xml += flow(split, name) + flow(split, late) + flow(name, block.first)
        xml += flow(late, never.first) + flow(block.last, join) + flow(never.last, join)
        return Block(xml, split, join, block.wanted + Counter({name: 1}))

    def draw_subprocess(self, depth: int) -> Block:
        """A subprocess."""
        block, name = self.block(depth), self.name("S")
        return Block(self._scope(name, block), name, name, block.wanted)

    def draw_rounds(self, depth: int) -> Block:
        """A subprocess for each of some items."""
        block, name = self.block(depth), self.name("S")
        rounds = self.random.randint(0, 3)
        loop = each(
            f"={list(range(rounds))}", sequential=self.random.random() < 0.5, inputElement="x"
        )
        wanted = Counter({key: times * rounds for key, times in block.wanted.items()})
        return Block(self._scope(name, block, loop), name, name, wanted)

    def draw_results(self, depth: int) -> Block:
        """A user task for each of some items, with results in their order."""
        name, rounds = self.name("T"), self.random.randint(1, 4)
        self.results[name] = [number * 10 for number in range(rounds)]
        loop = each(
            f"={list(range(rounds))}",
            sequential=self.random.random() < 0.5,
            inputElement="x",
            outputCollection=f"r{name}",
            outputElement="=x * 10",
        )
        return Block(user(name, loop), name, name, Counter({name: rounds}))

    def draw_standard_loop(self, depth: int) -> Block:
        """A job done so many times."""
        name, turns = self.name("T"), self.random.randint(1, 3)
        loop = f'<bpmn:standardLoopCharacteristics loopMaximum="{turns}"/>'
        return Block(job(name, loop), name, name, Counter({name: turns}))

    def draw_call(self, depth: int) -> Block:
        """Another process."""
        block, name = self.block(depth), self.name("P")
        body = node("startEvent", f"{name}s") + block.xml + node("endEvent", f"{name}e")
        self.called[name] = body + flow(f"{name}s", block.first) + flow(block.last, f"{name}e")
        calls = node("callActivity", f"{name}c", calledElement=name)
        return Block(calls, f"{name}c", f"{name}c", block.wanted)

    def draw_terminate(self, depth: int) -> Block:
        """A subprocess whose end takes another branch away."""
        block, name = self.block(depth), self.name("S")
        inner = node("startEvent", f"{name}s") + gateway("parallel", f"{name}g") + block.xml
        inner += catch(f"{name}w", on("message", "m2"))
        inner += node("endEvent", f"{name}e", "<bpmn:terminateEventDefinition/>")
        inner += flow(f"{name}s", f"{name}g") + flow(f"{name}g", f"{name}w")
        inner += flow(f"{name}g", block.first) + flow(block.last, f"{name}e")
        return Block(node("subProcess", name, inner), name, name, block.wanted)

    def draw_loop(self, depth: int) -> Block:
        """A drawn loop around a block."""
        block, name = self.block(depth), self.name("X")
        turns = self.random.randint(1, 3)
        count = f"k{name}"
        xml = script(f"{name}a", "=0", count) + script(f"{name}b", f"={count} + 1", count)
        xml += gateway("exclusive", f"{name}m") + gateway(
            "exclusive", f"{name}x", default=f"{name}d"
        )
        xml += block.xml + gateway("exclusive", f"{name}z")
        xml += flow(f"{name}a", f"{name}m") + flow(f"{name}m", block.first)
        xml += flow(block.last, f"{name}b") + flow(f"{name}b", f"{name}x")
        xml += flow(f"{name}x", f"{name}m", f"={count} < {turns}")
        xml += flow(f"{name}x", f"{name}z", flow_id=f"{name}d")
        wanted = Counter({key: times * turns for key, times in block.wanted.items()})
        return Block(xml, f"{name}a", f"{name}z", wanted)

    # ------------------------------------------------ what goes wrong, and is caught

    def _caught_on_edge(self, kind: str, reference: str, depth: int) -> Block:
        block, care, name, join = (
            self.block(depth),
            self.block(depth),
            self.name("S"),
            self.name("J"),
        )
        xml = self._scope(name, block, end=on(kind, reference))
        xml += edge(f"{name}b", name, on(kind, reference)) + care.xml + gateway("exclusive", join)
        xml += flow(name, join) + flow(f"{name}b", care.first) + flow(care.last, join)
        return Block(xml, name, join, block.wanted + care.wanted)

    def draw_error_edge(self, depth: int) -> Block:
        """A subprocess that ends in an error, caught on its edge."""
        return self._caught_on_edge("error", "er", depth)

    def draw_escalation_edge(self, depth: int) -> Block:
        """A subprocess that ends in an escalation, caught on its edge."""
        return self._caught_on_edge("escalation", "es", depth)

    def draw_error_handler(self, depth: int) -> Block:
        """A subprocess that ends in an error, caught by an event subprocess."""
        block, care, name = self.block(depth), self.block(depth), self.name("S")
        catcher = handler(f"{name}E", on("error", "er"), care.xml, care.first, care.last)
        xml = self._scope(name, block, catcher, end=on("error", "er"))
        return Block(xml, name, name, block.wanted + care.wanted)

    def draw_escalation_handler(self, depth: int) -> Block:
        """An escalation in the middle; the rest goes on unless it is interrupted."""
        block, care, name = self.block(depth), self.block(depth), self.name("S")
        rest = self.draw_work()
        interrupting = self.random.random() < 0.5
        catcher = handler(
            f"{name}E",
            on("escalation", "es"),
            care.xml,
            care.first,
            care.last,
            interrupting=interrupting,
        )
        middle = throw(f"{name}t", on("escalation", "es"))
        inner = Block(
            block.xml
            + middle
            + rest.xml
            + flow(block.last, f"{name}t")
            + flow(f"{name}t", rest.first),
            block.first,
            rest.last,
        )
        wanted = block.wanted + care.wanted
        if not interrupting:
            wanted += rest.wanted
        return Block(self._scope(name, inner, catcher), name, name, wanted)

    def draw_timeout(self, depth: int) -> Block:
        """A message that never comes, given up after an hour."""
        care, name, join = self.block(depth), self.name("S"), self.name("J")
        never = catch(f"{name}w", on("message", "m2"))
        xml = sub(name, never, f"{name}w", f"{name}w") + edge(f"{name}b", name, timer("PT1H"))
        xml += care.xml + gateway("exclusive", join)
        xml += flow(name, join) + flow(f"{name}b", care.first) + flow(care.last, join)
        return Block(xml, name, join, care.wanted)

    def draw_reminders(self, depth: int) -> Block:
        """Two reminders while something waits for five hours."""
        name, reminder = self.name("S"), self.draw_work()
        waits = catch(f"{name}w", timer("PT5H"))
        inner = sub(f"{name}i", waits, f"{name}w", f"{name}w")
        inner += edge(f"{name}b", f"{name}i", timer("R2/PT1H", "timeCycle"), interrupting=False)
        inner += reminder.xml + node("endEvent", f"{name}r")
        inner += flow(f"{name}b", reminder.first) + flow(reminder.last, f"{name}r")
        xml = sub(name, inner, f"{name}i", f"{name}i")
        wanted = Counter({key: times * 2 for key, times in reminder.wanted.items()})
        return Block(xml, name, name, wanted)

    def draw_signal(self, depth: int) -> Block:
        """One branch waits for the signal of the other."""
        a, b, name = self.block(depth), self.block(depth), self.name("S")
        self.signals.append(name)
        xml = a.xml + b.xml + gateway("parallel", f"{name}g") + gateway("parallel", f"{name}j")
        xml += catch(f"{name}c", on("signal", f"{name}sig"))
        xml += throw(f"{name}t", on("signal", f"{name}sig"))
        xml += flow(f"{name}g", f"{name}c") + flow(f"{name}c", a.first) + flow(a.last, f"{name}j")
        xml += flow(f"{name}g", b.first) + flow(b.last, f"{name}t") + flow(f"{name}t", f"{name}j")
        return Block(xml, f"{name}g", f"{name}j", a.wanted + b.wanted)

    # ------------------------------------------------ the whole

    def process(self, depth: int) -> tuple[bytes, Counter[str]]:
        """A file with the process `p`, and what must be done in it."""
        block = self.block(depth)
        body = event("startEvent", "s", "") + block.xml + node("endEvent", "e")
        body += flow("s", block.first) + flow(block.last, "e")
        signals = "".join(
            f'<bpmn:signal id="{name}sig" name="{escape(name)}"/>'
            f'<bpmn:signalEventDefinition id="{name}sigd" signalRef="{name}sig"/>'
            for name in self.signals
        )
        return several({"p": body, **self.called}, SHARED + THROWN + signals), block.wanted
