"""Random diagrams of every supported kind, wired at random: loops, gotos, loose ends and all."""

from random import Random
from xml.sax.saxutils import escape, quoteattr

from hypothesis import strategies as st
from tests.engine.drawing import condition, edge, event, flow, gateway, node, on, timer, zeebe

_TASKS = ("userTask", "serviceTask", "scriptTask", "task", "manualTask", "callActivity")
_GATEWAYS = ("exclusive", "parallel", "inclusive", "eventBased")
_NAMES = ("", "Granska ärendet", "Å ä ö & <b>", "Beslut?", "Meddela", "x" * 70)

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:other="urn:other" '
    'targetNamespace="t" id="d">'
    '<bpmn:message id="m1" name="svar"><bpmn:extensionElements>'
    '<zeebe:subscription correlationKey="=string(id)"/></bpmn:extensionElements></bpmn:message>'
    '<bpmn:signal id="s_hej" name="hej"/><bpmn:error id="e_fel" name="Fel" errorCode="E-1"/>'
)


def random_diagram(random: Random, size: int, *, lanes: int = 0, wild: bool = True) -> bytes:
    """A file with one process `p` of about so many nodes.

    `wild`: flows go anywhere, and steps may be unreachable. Otherwise every step can be reached.
    """
    drawer = _Drawer(random, wild)
    body = drawer.scope(size, 0)
    sets = ""
    if lanes:
        held: list[list[str]] = [[] for _ in range(lanes)]
        lane_of = {step: random.randrange(lanes) for step in drawer.top}
        for step in drawer.top:
            held[lane_of[drawer.hosts.get(step, step)]].append(step)
        inner = "".join(
            f'<bpmn:lane id="lane{n}" name="Bana {n}">'
            + "".join(f"<bpmn:flowNodeRef>{one}</bpmn:flowNodeRef>" for one in ids)
            + "</bpmn:lane>"
            for n, ids in enumerate(held)
        )
        sets = f'<bpmn:laneSet id="lanes">{inner}</bpmn:laneSet>'
    text = (
        f'{HEAD}<!-- before --><bpmn:process id="p" name="P" isExecutable="true">{sets}{body}'
        "<!-- inside --></bpmn:process></bpmn:definitions>"
    )
    return text.encode()


def diagrams(max_size: int = 14) -> st.SearchStrategy[bytes]:
    """Random diagrams for hypothesis: any number, any size, with lanes or without."""
    return st.builds(
        lambda seed, size, lanes: random_diagram(Random(seed), size, lanes=lanes),
        st.integers(0, 1_000_000),
        st.integers(1, max_size),
        st.integers(0, 3),
    )


class _Drawer:
    def __init__(self, random: Random, wild: bool) -> None:
        self.random = random
        self.wild = wild
        self.number = 0
        self.top: list[str] = []
        self.hosts: dict[str, str] = {}

    def name(self, letter: str) -> str:
        """A new id."""
        self.number += 1
        return f"{letter}{self.number}"

    def scope(self, size: int, depth: int) -> str:
        """The nodes and flows of a process or a subprocess."""
        random = self.random
        start = self.name("s")
        xml = [self._named(f'<bpmn:startEvent id="{start}"/>')]
        steps, sources, targets = [start], [start], []
        for _ in range(size):
            step, drawn, ends = self._step(depth)
            xml.append(drawn)
            steps.append(step)
            targets.append(step)
            if not ends:
                sources.append(step)
            if step[0] in "TS" and random.random() < 0.25:
                border = self.name("b")
                what = random.choice([timer("P14D"), on("error", "e_fel"), on("escalation", "")])
                xml.append(edge(border, step, what, interrupting=random.random() < 0.5))
                self.hosts[border] = step
                steps.append(border)
                sources.append(border)
        if random.random() < 0.2 and depth < 2:
            handler = self.name("E")
            xml.append(self._handler(handler, depth))
            steps.append(handler)
        xml += self._flows(sources, targets)
        if depth == 0:
            self.top = steps
        random.shuffle(xml)
        return "".join(xml)

    def _step(self, depth: int) -> tuple[str, str, bool]:
        random = self.random
        kind = random.random()
        if kind < 0.4:
            step = self.name("T")
            return step, self._task(step), False
        if kind < 0.65:
            step = self.name("G")
            return step, self._named(gateway(random.choice(_GATEWAYS), step)), False
        if kind < 0.75:
            step = self.name("W")
            what = random.choice(
                [
                    timer("P2D"),
                    on("message", "m1"),
                    timer("=now()", "timeDate"),
                    on("signal", "s_hej"),
                    condition("=a > 2"),
                ]
            )
            return step, self._named(event("intermediateCatchEvent", step, what)), False
        if kind < 0.87 or depth > 1:
            step = self.name("e")
            inner = random.choice(["", "", on("error", "e_fel"), on("signal", "s_hej")])
            return step, self._named(node("endEvent", step, inner)), True
        step = self.name("S")
        inner = self.scope(random.randint(1, 4), depth + 1)
        return step, self._named(node("subProcess", step, inner)), False

    def _task(self, step: str) -> str:
        random = self.random
        kind = random.choice(_TASKS)
        inner = ""
        if random.random() < 0.5:
            inner += f"<bpmn:documentation>{escape(random.choice(_NAMES))}</bpmn:documentation>"
        inner += "<bpmn:extensionElements>"
        inner += zeebe("assignmentDefinition", candidateGroups="sekreterare, registrator@ockelbo")
        inner += '<other:thing kept="yes"><other:inner/></other:thing></bpmn:extensionElements>'
        if random.random() < 0.1:
            inner += '<bpmn:standardLoopCharacteristics testBefore="true" loopMaximum="3"/>'
        elif random.random() < 0.2:
            inner += (
                '<bpmn:multiInstanceLoopCharacteristics isSequential="true">'
                "<bpmn:extensionElements>"
                + zeebe("loopCharacteristics", inputCollection="=parter", inputElement="part")
                + "</bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>"
            )
        return self._named(node(kind, step, inner)).replace(
            f'id="{step}"', f'id="{step}" other:mark="kept"', 1
        )

    def _handler(self, name: str, depth: int) -> str:
        start = self.name("h")
        inner = event("startEvent", start, timer("P7D"), isInterrupting="false")
        task = self.name("T")
        inner += self._task(task) + flow(start, task, flow_id=self.name("f"))
        return node("subProcess", name, inner, triggeredByEvent="true")

    def _flows(self, sources: list[str], targets: list[str]) -> list[str]:
        random = self.random
        found: list[str] = []
        if not targets:
            return found
        pairs = []
        if not self.wild:
            known = [sources[0]]
            for target in targets:
                pairs.append((random.choice(known), target))
                if target in sources:
                    known.append(target)
        for source in sources:
            for _ in range(random.choice([0, 1, 1, 1, 2, 3])):
                pairs.append((source, random.choice(targets)))
        for source, target in pairs:
            name = random.choice(["", "Ja", "Nej"])
            condition = random.choice(["", "", '=a = "b"', "=x > 3"])
            drawn = flow(source, target, condition, flow_id=self.name("f"))
            if name:
                drawn = drawn.replace("sourceRef", f'name="{name}" sourceRef', 1)
            found.append(drawn)
        return found

    def _named(self, drawn: str) -> str:
        name = self.random.choice(_NAMES)
        return drawn.replace(' id="', f' name={quoteattr(name)} id="', 1) if name else drawn
