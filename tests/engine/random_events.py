"""More random blocks: events on edges, in event subprocesses, among rounds and across calls.

Whatever the order of answers, messages and time, each block does what its oracle says.
"""

from collections import Counter

from tests.engine.drawing import (
    catch,
    condition,
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
    sub,
    throw,
    timer,
    user,
)
from tests.engine.random_processes import Block, Drawer

CANCEL = "<bpmn:cancelEventDefinition/>"


def times(wanted: Counter[str], number: int) -> Counter[str]:
    return Counter({name: count * number for name, count in wanted.items()})


class EventDrawer(Drawer):
    """Draws what Drawer draws, and what waits, interrupts and throws in more ways.

    `B…` are jobs that end in the error NEJ. A signal is heard in all rounds at once, so none is
    thrown where rounds are drawn. `lost` is done where what is set comes to nobody.
    """

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.rounds = 0
        self.lost: set[str] = set()

    def draw_rounds(self, depth: int) -> Block:
        self.rounds += 1
        drawn = super().draw_rounds(depth)
        self.rounds -= 1
        return drawn

    # ------------------------------------------------ pieces

    def _never(self) -> str:
        """A message that does not come."""
        return on("message", "m2")

    def _comes(self) -> str:
        """Something that happens sooner or later."""
        return self.random.choice(
            [
                on("message", "m1"),
                timer("PT1H"),
                on("message", "m1") + timer("P999D"),
                self._never() + timer("PT1H"),
            ]
        )

    def _loop(self, rounds: int) -> tuple[str, bool]:
        sequential = self.random.random() < 0.5
        return each(f"={list(range(rounds))}", sequential=sequential, inputElement="x"), sequential

    def _called(self, block: Block, end: str = "") -> str:
        """A process around a block; `end` is what its end event throws."""
        name = self.name("P")
        body = node("startEvent", f"{name}s") + block.xml + node("endEvent", f"{name}e", end)
        self.called[name] = body + flow(f"{name}s", block.first) + flow(block.last, f"{name}e")
        return name

    def _left(self, host: str, name: str, on_edge: str, care: Block) -> Block:
        """An activity, with an event on its edge that leads to `care`; then they meet."""
        join = self.name("J")
        xml = host + on_edge + care.xml + gateway("exclusive", join)
        xml += flow(name, join) + flow(f"{name}b", care.first) + flow(care.last, join)
        return Block(xml, name, join, care.wanted)

    def _beside(self, host: str, name: str, on_edge: str, aside: Block) -> str:
        """An activity, and beside it what an event on its edge begins: inside a subprocess."""
        end = node("endEvent", f"{name}r")
        return (
            host + on_edge + aside.xml + end + flow(f"{name}b", aside.first)
            + flow(aside.last, f"{name}r")
        )  # fmt: skip

    # ------------------------------------------------ what interrupts

    def draw_interrupted(self, depth: int) -> Block:
        """A subprocess, or a called process, that never ends by itself."""
        care, name = self.block(depth), self.name("S")
        waits = Block(catch(f"{name}w", self._never()), f"{name}w", f"{name}w")
        if self.random.random() < 0.5:
            host = node("callActivity", name, calledElement=self._called(waits))
        else:
            host = sub(name, waits.xml, waits.first, waits.last)
        return self._left(host, name, edge(f"{name}b", name, self._comes()), care)

    def draw_interrupted_rounds(self, depth: int) -> Block:
        """Rounds that never end by themselves; a task in each has begun."""
        care, name = self.block(depth), self.name("S")
        rounds = self.random.randint(1, 3)
        loop, sequential = self._loop(rounds)
        inner = script(f"T{name}", "=x", f"y{name}") + catch(f"{name}w", self._never())
        inner += flow(f"T{name}", f"{name}w")
        host = sub(name, inner, f"T{name}", f"{name}w", loop)
        drawn = self._left(host, name, edge(f"{name}b", name, self._comes()), care)
        begun = Counter({f"T{name}": 1 if sequential else rounds})
        return Block(drawn.xml, drawn.first, drawn.last, drawn.wanted + begun)

    def draw_failing_job(self, depth: int) -> Block:
        """A job that ends in an error, by itself or deep inside."""
        care, name = self.block(depth), self.name("B")
        kind = self.random.choice(["job", "sub", "call", "rounds"])
        inner = Block(job(f"{name}i"), f"{name}i", f"{name}i")
        if kind == "job":
            host = job(name)
        elif kind == "call":
            host = node("callActivity", name, calledElement=self._called(inner))
        else:
            loop = self._loop(self.random.randint(1, 3))[0] if kind == "rounds" else ""
            host = sub(name, inner.xml, inner.first, inner.last, loop)
        error = on("error", self.random.choice(["er", ""]))
        return self._left(host, name, edge(f"{name}b", name, error), care)

    def draw_thrown_out_of_a_call(self, depth: int) -> Block:
        """A called process that ends in an error or escalation."""
        block, care, name = self.block(depth), self.block(depth), self.name("S")
        kind, reference = self.random.choice([("error", "er"), ("escalation", "es")])
        self.lost |= block.wanted.keys()
        called = self._called(block, on(kind, reference))
        host = node("callActivity", name, calledElement=called)
        drawn = self._left(host, name, edge(f"{name}b", name, on(kind, reference)), care)
        return Block(drawn.xml, drawn.first, drawn.last, block.wanted + care.wanted)

    def draw_transaction(self, depth: int) -> Block:
        """A transaction that is cancelled at its end, while something else waits in it."""
        block, care, name = self.block(depth), self.block(depth), self.name("S")
        inner = node("startEvent", f"{name}s") + gateway("parallel", f"{name}g") + block.xml
        inner += catch(f"{name}w", self._never()) + node("endEvent", f"{name}e", CANCEL)
        inner += flow(f"{name}s", f"{name}g") + flow(f"{name}g", f"{name}w")
        inner += flow(f"{name}g", block.first) + flow(block.last, f"{name}e")
        host = node("transaction", name, inner)
        drawn = self._left(host, name, edge(f"{name}b", name, CANCEL), care)
        return Block(drawn.xml, drawn.first, drawn.last, block.wanted + care.wanted)

    def draw_handlers(self, depth: int) -> Block:
        """Event subprocesses that have begun are taken away by one that interrupts.

        Also when nothing but them is left in their scope.
        """
        care, name = self.block(depth), self.name("S")
        beside = Block(catch(f"{name}v", self._never()), f"{name}v", f"{name}v")
        comes, waits = on("message", "m1"), catch(f"{name}w", self._never())
        if self.random.random() < 0.5:
            sets = script(f"{name}y", "=true", f"y{name}") + flow(f"{name}y", f"{name}v")
            beside = Block(beside.xml + sets, f"{name}y", f"{name}v")
            comes, waits = condition("=a"), catch(f"{name}w", condition(f"=y{name} = true"))
        begins = handler(
            f"{name}E", comes, beside.xml, beside.first, beside.last, interrupting=False
        )
        ends = handler(f"{name}F", timer("PT1H"), care.xml, care.first, care.last)
        xml = sub(name, waits, f"{name}w", f"{name}w", begins + ends)
        return Block(xml, name, name, care.wanted)

    # ------------------------------------------------ what does not interrupt

    def draw_messages_aside(self, depth: int) -> Block:
        """Something waits until so many messages have come, each noted beside it."""
        name, number = self.name("S"), self.random.randint(1, 3)
        noted, note = f"k{name}", f"T{name}n"
        begins = script(f"{name}k", "=[]", noted)
        notes = script(note, f"=append({noted}, 1)", noted)
        waits = catch(f"{name}w", condition(f"=count({noted}) >= {number}"))
        if self.random.random() < 0.5:
            host = sub(f"{name}h", waits, f"{name}w", f"{name}w")
            aside = Block(notes, note, note)
            on_edge = edge(f"{name}hb", f"{name}h", on("message", "m1"), interrupting=False)
            host = self._beside(host, f"{name}h", on_edge, aside)
        else:
            begun = handler(f"{name}E", on("message", "m1"), notes, note, note, interrupting=False)
            host = sub(f"{name}h", waits, f"{name}w", f"{name}w", begun)
        xml = sub(name, begins + host + flow(f"{name}k", f"{name}h"), f"{name}k", f"{name}h")
        return Block(xml, name, name, Counter({note: number}))

    def draw_signals_aside(self, depth: int) -> Block:
        """A signal is heard so many times beside what waits for another one."""
        if self.rounds:
            return self.draw_work()
        aside, name, number = self.draw_work(), self.name("S"), self.random.randint(1, 3)
        self.signals += [f"{name}m", f"{name}l"]
        more, last = on("signal", f"{name}msig"), on("signal", f"{name}lsig")
        waits = catch(f"{name}w", last)
        host = sub(f"{name}h", waits, f"{name}w", f"{name}w")
        on_edge = edge(f"{name}hb", f"{name}h", more, interrupting=False)
        inner = self._beside(host, f"{name}h", on_edge, aside)
        speaks = (
            user(f"T{name}") + gateway("parallel", f"{name}g") + gateway("parallel", f"{name}j")
        )
        names = [f"{name}t{turn}" for turn in range(number)]
        speaks += "".join(throw(one, more) for one in names) + throw(f"{name}z", last)
        chained = [f"{name}g", f"T{name}", *names, f"{name}z", f"{name}j"]
        speaks += "".join(map(flow, chained, chained[1:]))
        speaks += flow(f"{name}g", f"{name}h") + flow(f"{name}h", f"{name}j")
        xml = sub(name, inner + speaks, f"{name}g", f"{name}j")
        return Block(xml, name, name, times(aside.wanted, number) + Counter({f"T{name}": 1}))

    def draw_escalating_rounds(self, depth: int) -> Block:
        """Each round, or each call, escalates on its way and goes on."""
        self.rounds += 1
        block, rest, aside = self.block(depth), self.draw_work(), self.draw_work()
        self.rounds -= 1
        name, rounds = self.name("S"), self.random.randint(1, 3)
        tells = throw(f"{name}t", on("escalation", "es"))
        inner = Block(
            block.xml + tells + rest.xml + flow(block.last, f"{name}t")
            + flow(f"{name}t", rest.first),
            block.first,
            rest.last,
        )  # fmt: skip
        loop, _ = self._loop(rounds)
        if self.random.random() < 0.5:
            host = node("callActivity", f"{name}h", loop, calledElement=self._called(inner))
        else:
            host = sub(f"{name}h", inner.xml, inner.first, inner.last, loop)
        reference = self.random.choice(["es", ""])
        on_edge = edge(f"{name}hb", f"{name}h", on("escalation", reference), interrupting=False)
        xml = self._beside(host, f"{name}h", on_edge, aside)
        wanted = times(block.wanted + rest.wanted + aside.wanted, rounds)
        return Block(sub(name, xml, f"{name}h", f"{name}h"), name, name, wanted)

    def draw_reminded_rounds(self, depth: int) -> Block:
        """Two reminders, and a third thing that never comes, while rounds wait for five hours."""
        name, aside = self.name("S"), self.draw_work()
        loop = each(f"={list(range(self.random.randint(1, 3)))}", inputElement="x")
        host = sub(f"{name}h", catch(f"{name}w", timer("PT5H")), f"{name}w", f"{name}w", loop)
        late = timer("R2/PT1H", "timeCycle") + self._never()
        on_edge = edge(f"{name}hb", f"{name}h", late, interrupting=False)
        xml = self._beside(host, f"{name}h", on_edge, aside)
        xml = sub(name, xml, f"{name}h", f"{name}h")
        return Block(xml, name, name, times(aside.wanted, 2))

    # ------------------------------------------------ what waits

    def draw_condition(self, depth: int) -> Block:
        """One branch waits for what the other has done."""
        a, b, name = self.block(depth), self.block(depth), self.name("S")
        xml = a.xml + b.xml + gateway("parallel", f"{name}g") + gateway("parallel", f"{name}j")
        xml += catch(f"{name}c", condition(f"=y{name} = true")) + script(
            f"{name}t", "=true", f"y{name}"
        )
        xml += flow(f"{name}g", f"{name}c") + flow(f"{name}c", a.first) + flow(a.last, f"{name}j")
        xml += flow(f"{name}g", b.first) + flow(b.last, f"{name}t") + flow(f"{name}t", f"{name}j")
        return Block(xml, f"{name}g", f"{name}j", a.wanted + b.wanted)

    def draw_all_of_several(self, depth: int) -> Block:
        """A message and an hour, in any order."""
        name = self.name("T")
        both = on("message", "m1") + timer("R/PT1H", "timeCycle")
        xml = event("intermediateCatchEvent", name, both, parallelMultiple="true")
        return Block(xml, name, name, Counter({name: 1}))

    def draw_time_is_up(self, depth: int) -> Block:
        """An event gateway where the message never comes."""
        block, never = self.block(depth), self.block(0)
        split, join, late, name = self.name("G"), self.name("J"), self.name("K"), self.name("T")
        xml = block.xml + never.xml + gateway("eventBased", split) + gateway("exclusive", join)
        hour = self.random.choice([timer("PT1H"), timer("R3/PT1H", "timeCycle")])
        xml += catch(name, hour)
        xml += self.random.choice(
            [catch(late, self._never()), node("receiveTask", late, messageRef="m2")]
        )
        xml += flow(split, late) + flow(split, name) + flow(name, block.first)
        xml += flow(late, never.first) + flow(block.last, join) + flow(never.last, join)
        return Block(xml, split, join, block.wanted + Counter({name: 1}))

    # ------------------------------------------------ again and again

    def draw_enough(self, depth: int) -> Block:
        """Rounds of a task until so many are done."""
        name, rounds = self.name("T"), self.random.randint(1, 4)
        enough = self.random.randint(1, rounds)
        loop = each(
            f"={list(range(rounds))}",
            sequential=self.random.random() < 0.5,
            inputElement="x",
            done=f"=numberOfCompletedInstances >= {enough}",
        )
        drawn = user(name, loop) if self.random.random() < 0.5 else job(name, loop)
        return Block(drawn, name, name, Counter({name: enough}))

    def _thrown_by_rounds(self, name: str) -> tuple[str, str]:
        """What a round may throw, and the id of its definition."""
        kinds = [("escalation", "es"), ("message", "m2")]
        if not self.rounds:
            self.signals.append(name)
            kinds.append(("signal", f"{name}sig"))
        kind, reference = self.random.choice(kinds)
        return on(kind, reference), f"{reference}d"

    def _telling(self, name: str, host: str, thrown: str, number: int) -> Block:
        """Rounds with an event on their edge for what they throw, so many times."""
        aside, around = self.draw_work(), self.name("S")
        xml = host + edge(f"{around}b", name, thrown, interrupting=self.random.random() < 0.5)
        xml += aside.xml + node("endEvent", f"{around}r")
        xml += flow(f"{around}b", aside.first) + flow(aside.last, f"{around}r")
        return Block(sub(around, xml, name, name), around, around, times(aside.wanted, number))

    def draw_telling_rounds(self, depth: int) -> Block:
        """Each round, or the first that is done, throws something beside what follows."""
        self.rounds += 1
        block = self.block(depth)
        self.rounds -= 1
        name, rounds = self.name("S"), self.random.randint(1, 3)
        thrown, definition = self._thrown_by_rounds(name)
        behavior = self.random.choice(["None", "One"])
        says = f'behavior="{behavior}" {behavior.lower()}BehaviorEventRef="{definition}" isSeq'
        loop = self._loop(rounds)[0].replace("isSeq", says)
        host = sub(name, block.xml, block.first, block.last, loop)
        drawn = self._telling(name, host, thrown, rounds if behavior == "None" else 1)
        wanted = times(block.wanted, rounds) + drawn.wanted
        return Block(drawn.xml, drawn.first, drawn.last, wanted)

    def draw_telling_enough(self, depth: int) -> Block:
        """Rounds of a task that throw something when so many are done, and end."""
        name, rounds = self.name("T"), self.random.randint(1, 4)
        enough = self.random.randint(1, rounds)
        thrown, _ = self._thrown_by_rounds(name)
        when = (
            "<bpmn:complexBehaviorDefinition><bpmn:condition>=numberOfCompletedInstances = "
            f"{enough}</bpmn:condition><bpmn:event>{thrown}</bpmn:event>"
            "</bpmn:complexBehaviorDefinition></bpmn:multiInstanceLoopCharacteristics>"
        )
        loop = self._loop(rounds)[0].replace("isSeq", 'behavior="Complex" isSeq')
        loop = loop.replace("</bpmn:multiInstanceLoopCharacteristics>", when)
        host = user(name, loop) if self.random.random() < 0.5 else job(name, loop)
        drawn = self._telling(name, host, thrown, 1)
        return Block(drawn.xml, drawn.first, drawn.last, drawn.wanted + Counter({name: enough}))

    def draw_calls(self, depth: int) -> Block:
        """A called process for each of some items, with results in their order."""
        name, rounds, work = self.name("T"), self.random.randint(1, 3), self.name("T")
        self.results[name] = [number * 10 for number in range(rounds)]
        gives = self.name("K")
        inner = user(work) + script(gives, "=x * 10", "y") + flow(work, gives)
        called = self._called(Block(inner, work, gives))
        loop = each(
            f"={list(range(rounds))}",
            sequential=self.random.random() < 0.5,
            inputElement="x",
            outputCollection=f"r{name}",
            outputElement="=y",
        )
        xml = node("callActivity", name, loop, calledElement=called)
        return Block(xml, name, name, Counter({name: rounds, work: rounds}))

    def draw_again(self, depth: int) -> Block:
        """A subprocess again and again while its condition holds."""
        block, name, turns = self.block(depth), self.name("S"), self.random.randint(1, 3)
        loop = (
            "<bpmn:standardLoopCharacteristics><bpmn:loopCondition>"
            f"=loopCounter &lt; {turns}</bpmn:loopCondition></bpmn:standardLoopCharacteristics>"
        )
        return Block(self._scope(name, block, loop), name, name, times(block.wanted, turns))

    def draw_without_start(self, depth: int) -> Block:
        """A subprocess that begins, and ends, with all that no flow leads to, or from."""
        name, xml, wanted = self.name("S"), "", Counter[str]()
        for _ in range(self.random.randint(1, 3)):
            first, block, last = self.draw_work(), self.block(depth), self.draw_work()
            xml += first.xml + block.xml + last.xml
            xml += flow(first.last, block.first) + flow(block.last, last.first)
            wanted += first.wanted + block.wanted + last.wanted
        return Block(node("subProcess", name, xml), name, name, wanted)

    def draw_side_by_side(self, depth: int) -> Block:
        """Flows straight from split to join, beside a block."""
        block, kind = self.block(depth), self.random.choice(["parallel", "inclusive"])
        split, join = self.name("G"), self.name("J")
        holds = "=a" if kind == "inclusive" else ""
        xml = block.xml + gateway(kind, split) + gateway(kind, join)
        xml += flow(split, join, holds) + flow(split, join, holds)
        xml += flow(split, block.first, holds) + flow(block.last, join)
        return Block(xml, split, join, block.wanted)
