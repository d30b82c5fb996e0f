"""Write an outline as a BPMN file: what it says, and nothing else."""

from collections.abc import Sequence

from lxml import etree

from flows.diagrams.facts import Facts, Loop, Signal
from flows.diagrams.names import PREFIXES, SCOPES, bpmn, zeebe
from flows.diagrams.outline import Outline, Part, Step, Way
from flows.diagrams.read_facts import HELP_EN, NAME_EN, TIMERS
from flows.diagrams.write_beside import write_beside
from flows.diagrams.xml_edits import formal, make, make_text, put

_TIMER_WORDS = {timer: word for word, timer in TIMERS.items()}
_DECLARED = ("message", "signal", "error", "escalation")


def write_outline(outline: Outline) -> bytes:
    """A BPMN file without a drawing whose outline is the one that was given.

    Raises ValueError for texts that XML can't hold.
    """
    return _Writer(outline).file()


class _Writer:
    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.root = etree.Element(bpmn("definitions"), nsmap=PREFIXES)
        self.root.set("id", f"definitioner_{outline.process_id}")
        self.root.set("targetNamespace", "http://bpmn.io/schema/bpmn")
        self.process = make(bpmn("process"), id=outline.process_id)
        self.declared: dict[Signal, str] = {}
        self.lanes: dict[str, etree._Element] = {}
        self.nodes: dict[str, etree._Element] = {}
        self.later: dict[str, list[Part]] = {}
        self.waiting: list[tuple[Sequence[Step], etree._Element]] = []
        self.numbers = 0
        self.taken = {step.id for step in outline.all_steps()}
        self.taken |= {way.flow for _step, way in outline.ways()}
        self.taken |= {lane.id for lane in outline.lanes} | {outline.process_id}
        self.taken |= outline.beside.ids()

    def file(self) -> bytes:
        """The whole file."""
        outline = self.outline
        put(self.root, self.process)
        if outline.name:
            self.process.set("name", outline.name)
        self.process.set("isExecutable", "true")
        _say(self.process, outline.help, outline.name_en, outline.help_en, ())
        self._write_lanes()
        for part in outline.parts:
            if part.kind in ("continued", "inside"):
                self.later.setdefault(part.of, []).append(part)
        for part in outline.parts:
            if part.kind not in ("continued", "inside"):
                self._steps(part.steps, self.process)
        while self.waiting:
            self._steps(*self.waiting.pop(0))
        write_beside(outline.beside, self.process, self.nodes, self._id)
        written: bytes = etree.tostring(self.root, encoding="UTF-8", xml_declaration=False)
        return b'<?xml version="1.0" encoding="UTF-8"?>\n' + written + b"\n"

    def _write_lanes(self) -> None:
        if not self.outline.lanes:
            return
        around = make(bpmn("laneSet"), id=self._id("banor"))
        put(self.process, around)
        for lane in self.outline.lanes:
            self.lanes[lane.id] = make(bpmn("lane"), id=lane.id)
            if lane.name:
                self.lanes[lane.id].set("name", lane.name)
            put(around, self.lanes[lane.id])
            _say(self.lanes[lane.id], "", lane.name_en, "", ())

    def _id(self, word: str) -> str:
        """An id that nothing has."""
        while True:
            self.numbers += 1
            name = f"{word}_{self.numbers}"
            if name not in self.taken:
                return name

    # ------------------------------------------------ steps and flows

    def _steps(self, steps: Sequence[Step], scope: etree._Element) -> None:
        """Write steps told after one another, with everything that is told inside them."""
        for step in steps:
            self._step(step, scope)
            inner = list(step.inside)
            for part in self.later.get(step.id, ()):
                if part.kind == "inside":
                    inner.append(part)
            node = next(one for one in scope if one.get("id") == step.id)
            for sequence in step.events:
                self._steps(sequence, scope)
            for part in inner:
                self._steps(part.steps, node)
            for way in step.ways:
                self._steps(way.steps, scope)
            for part in self.later.get(step.id, ()):
                if part.kind == "continued":
                    self.waiting.append((part.steps, scope))
            for way in step.ways:
                self._way(way, step, scope)

    def _way(self, way: Way, step: Step, scope: etree._Element) -> None:
        if not way.flow:
            return
        flow = make(bpmn("sequenceFlow"), id=way.flow)
        if way.name:
            flow.set("name", way.name)
        flow.set("sourceRef", step.id)
        flow.set("targetRef", way.target)
        put(scope, flow)
        _say(flow, "", way.name_en, "", ())
        if way.condition:
            put(flow, formal(bpmn("conditionExpression"), way.condition))
        if way.default:
            next(one for one in scope if one.get("id") == step.id).set("default", way.flow)

    def _step(self, step: Step, scope: etree._Element) -> None:
        facts = step.facts
        node = make(bpmn(step.kind), id=step.id)
        self.nodes[step.id] = node
        if step.name:
            node.set("name", step.name)
        if facts.template:
            node.set(zeebe("modelerTemplate"), facts.template)
        if step.kind == "boundaryEvent":
            if step.host:
                node.set("attachedToRef", step.host)
            node.set("cancelActivity", "true" if facts.interrupting else "false")
        elif step.kind == "startEvent" and not facts.interrupting:
            node.set("isInterrupting", "false")
        if step.kind in SCOPES and facts.by_event:
            node.set("triggeredByEvent", "true")
        put(scope, node)
        _say(node, facts.help, facts.name_en, facts.help_en, facts.properties)
        for extension in _extensions(facts):
            _extend(node, extension)
        if facts.loop is not None:
            put(node, _loop(facts.loop))
        for signal in facts.signals:
            self._signal(node, step, signal)
        if facts.lane in self.lanes:
            put(self.lanes[facts.lane], make_text(bpmn("flowNodeRef"), step.id))

    # ------------------------------------------------ what is waited for or thrown

    def _signal(self, node: etree._Element, step: Step, signal: Signal) -> None:
        reference = self._declare(signal)
        if step.kind in ("receiveTask", "sendTask"):
            if reference:
                node.set("messageRef", reference)
            return
        definition = make(bpmn(f"{signal.kind}EventDefinition"), id=self._id(f"{step.id}_vad"))
        put(node, definition)
        if reference:
            definition.set(f"{signal.kind}Ref", reference)
        elif signal.kind == "timer" and signal.timer in _TIMER_WORDS:
            put(definition, formal(bpmn(_TIMER_WORDS[signal.timer]), signal.text))
        elif signal.kind == "conditional" and signal.text:
            put(definition, formal(bpmn("condition"), signal.text))
        elif signal.kind == "link":
            definition.set("name", signal.name)

    def _declare(self, signal: Signal) -> str:
        """The id of the message, signal, error or escalation that is meant; "" if none is named."""
        if signal.kind not in _DECLARED or not (signal.name or signal.key or signal.code):
            return ""
        if signal not in self.declared:
            declared = make(bpmn(signal.kind), id=self._id(signal.kind))
            if signal.name:
                declared.set("name", signal.name)
            if signal.code:
                declared.set(f"{signal.kind}Code", signal.code)
            put(self.root, declared, self.root.index(self.process))
            if signal.key:
                _extend(declared, make(zeebe("subscription"), correlationKey=signal.key))
            self.declared[signal] = str(declared.get("id"))
        return self.declared[signal]


def _say(
    element: etree._Element,
    help_: str,
    name_en: str,
    help_en: str,
    properties: tuple[tuple[str, str], ...],
) -> None:
    """Documentation and free properties."""
    if help_:
        put(element, make_text(bpmn("documentation"), help_))
    said = [(NAME_EN, name_en), (HELP_EN, help_en)]
    lines = [pair for pair in said if pair[1]] + list(properties)
    if lines:
        block = make(zeebe("properties"))
        for name, value in lines:
            block.append(make(zeebe("property"), name=name, value=value))
        _extend(element, block)


def _extend(element: etree._Element, extension: etree._Element) -> None:
    around = element.find(bpmn("extensionElements"))
    if around is None:
        around = make(bpmn("extensionElements"))
        put(element, around)
    put(around, extension)


def _extensions(facts: Facts) -> list[etree._Element]:
    found = []

    def add(name: str, **values: str) -> None:
        if any(values.values()):
            found.append(make(zeebe(name), **{key: text for key, text in values.items() if text}))

    add("formDefinition", formId=facts.form)
    add("assignmentDefinition", assignee=facts.assignee, candidateGroups=facts.groups)
    add("taskSchedule", dueDate=facts.due, followUpDate=facts.follow_up)
    add("priorityDefinition", priority=facts.priority)
    add("taskDefinition", type=facts.operation, retries=facts.retries)
    if facts.script or (facts.result and not facts.decision):
        add("script", expression=facts.script, resultVariable=facts.result)
    if facts.decision:
        result = "" if facts.script else facts.result
        add("calledDecision", decisionId=facts.decision, resultVariable=result)
    add("calledElement", processId=facts.calls)
    if facts.headers:
        block = make(zeebe("taskHeaders"))
        block.extend(make(zeebe("header"), key=key, value=value) for key, value in facts.headers)
        found.append(block)
    if facts.inputs or facts.outputs:
        block = make(zeebe("ioMapping"))
        for name, lines in (("input", facts.inputs), ("output", facts.outputs)):
            block.extend(
                make(zeebe(name), source=source, target=target) for target, source in lines
            )
        found.append(block)
    return found


def _loop(loop: Loop) -> etree._Element:
    if loop.kind == "again":
        again = make(bpmn("standardLoopCharacteristics"))
        if loop.count:
            again.set("loopMaximum", loop.count)
        if loop.test_first:
            again.set("testBefore", "true")
        if loop.until:
            put(again, formal(bpmn("loopCondition"), loop.until))
        return again
    rounds = make(bpmn("multiInstanceLoopCharacteristics"))
    if loop.in_turn:
        rounds.set("isSequential", "true")
    words = {
        "inputCollection": loop.items,
        "inputElement": loop.item,
        "outputCollection": loop.results,
        "outputElement": loop.result,
    }
    given = {key: text for key, text in words.items() if text}
    if given:
        _extend(rounds, make(zeebe("loopCharacteristics"), **given))
    if loop.count:
        put(rounds, formal(bpmn("loopCardinality"), loop.count))
    if loop.until:
        put(rounds, formal(bpmn("completionCondition"), loop.until))
    return rounds
