"""From the XML of one file to the processes it holds."""

import re
from collections import Counter

from lxml import etree

from flows.engine.diagram.beginnings import begin_without_start
from flows.engine.diagram.element import Element
from flows.engine.diagram.events import EventReader
from flows.engine.diagram.expressions import ExpressionReader
from flows.engine.diagram.findings import Findings
from flows.engine.diagram.loops import LoopReader
from flows.engine.diagram.manners import check_manners
from flows.engine.diagram.model import Flow, Lane, Node, Process, Scope, Trigger
from flows.engine.diagram.reading import bpmn, line_of, local_name, namespace
from flows.engine.diagram.references import (
    Globals,
    global_tasks_as_processes,
    inline_event_definitions,
    read_globals,
)
from flows.engine.diagram.round_events import settle_edges_of_rounds
from flows.engine.diagram.vocabulary import (
    BPMN,
    EVENTS,
    FLOW_NODES,
    IGNORED,
    PASSIVE,
    REFUSED,
    REFUSED_WAYS,
)
from flows.engine.diagram.zeebe_extensions import SettingsReader, extension, properties_of
from flows.engine.formula import Kind
from flows.engine.parts import CONDITION

_ID = re.compile(r"[^\s/]+")


def read_processes(root: etree._Element, findings: Findings) -> list[Process]:
    """Every executable process of a file. What is wrong goes to `findings`."""
    inline_event_definitions(root, findings)
    made = global_tasks_as_processes(root)
    reader = _Reader(findings, read_globals(root))
    drawn = root.findall(bpmn("process"))
    found = [e for e in drawn if e.get("isExecutable", "true") != "false"]
    if drawn and not found:
        findings.refuse(
            Element(drawn[0]),
            "not-executable",
            "Processen är inte markerad som körbar (isExecutable).",
            "The process is not marked as executable (isExecutable).",
        )
    elif not found:
        findings.refuse(
            Element(root),
            "no-process",
            "Filen innehåller ingen process.",
            "The file holds no process.",
        )
    _check_ids(root, findings)
    processes = [reader.process(element) for element in found]
    for process in processes if made else ():
        for node in process.scope.nodes.values():
            node.drawn = made.get(node.id, node.drawn)
    return processes


def _check_ids(root: etree._Element, findings: Findings) -> None:
    ids = Counter(e.get("id") for e in root.iter() if namespace(e) == BPMN and e.get("id"))
    seen = set()
    for element in root.iter():
        own = element.get("id")
        if namespace(element) != BPMN or own is None:
            continue
        if ids[own] > 1 and own not in seen:
            seen.add(own)
            findings.refuse(
                Element(element),
                "id-twice",
                f"Id {own} används {ids[own]} gånger i filen.",
                f"The id {own} is used {ids[own]} times in the file.",
            )
        if not _ID.fullmatch(own):
            findings.refuse(
                Element(element),
                "bad-id",
                f"Id ”{own}” innehåller blanksteg eller snedstreck.",
                f'The id "{own}" holds a space or a slash.',
            )


class _Reader:
    def __init__(self, findings: Findings, globals_: Globals) -> None:
        self.findings = findings
        self.expressions = ExpressionReader(findings)
        self.settings = SettingsReader(findings, self.expressions)
        self.events = EventReader(findings, self.expressions, globals_)
        self.loops = LoopReader(findings, self.expressions, self.events)

    def process(self, element: etree._Element) -> Process:
        process_id = element.get("id", "")
        name = element.get("name") or process_id
        self._check_words(element)
        self._check_lanes(element)
        lanes = _lanes(element)
        inmost = {node_id: lane.name for lane in lanes for node_id in lane.holds}
        scope = self._scope(element, inmost, None)
        return Process(
            id=process_id,
            name=name,
            line=line_of(element),
            documentation=_documentation(element),
            file=self.findings.file,
            scope=scope,
            lanes=lanes,
            properties=properties_of(element),
        )

    def _check_lanes(self, process: etree._Element) -> None:
        """An element is in one lane, and in those around it: its lane may say who does it."""
        holding: dict[str, etree._Element] = {}
        for lane in process.iter(bpmn("lane")):
            around = {lane, *lane.iterancestors(bpmn("lane"))}
            for node_id in {(one.text or "").strip() for one in lane.findall(bpmn("flowNodeRef"))}:
                if node_id in holding and holding[node_id] not in around:
                    self.findings.refuse(
                        Element(lane),
                        "two-lanes",
                        f"Elementet {node_id} ligger i två banor.",
                        f"The element {node_id} is in two lanes.",
                    )
                holding[node_id] = lane

    def _check_words(self, process: etree._Element) -> None:
        """Every BPMN word must be known; what lies inside an ignored one is ignored as well."""
        waiting = [process]
        while waiting:
            element = waiting.pop()
            name = local_name(element)
            if name not in IGNORED:
                waiting.extend(element)
            check_manners(element, self.findings)
            if namespace(element) != BPMN or name.endswith("EventDefinition"):
                continue
            if name in REFUSED:
                self.findings.refuse(Element(element), "not-supported", *REFUSED[name])
            elif name in IGNORED:
                self.findings.warn(
                    Element(element),
                    "ignored",
                    f"{name} är bara ett ritat stöd; det gör ingenting när processen körs.",
                    f"{name} is only drawn; it does nothing when the process runs.",
                )
            elif name not in FLOW_NODES and name not in PASSIVE:
                self.findings.refuse(
                    Element(element),
                    "not-supported",
                    f"Elementet {name} stöds inte.",
                    f"The element {name} is not supported.",
                )

    def _scope(self, element: etree._Element, lanes: dict[str, str], lane: str | None) -> Scope:
        scope = Scope(
            element.get("id", ""),
            element.get("name") or element.get("id") or "",
            line_of(element),
            kind=local_name(element),
        )
        by_event = element.get("triggeredByEvent") == "true"
        for child in element:
            name = local_name(child)
            if namespace(child) != BPMN:
                continue
            if name in FLOW_NODES:
                node = self._node(child, lanes, lane, in_event_subprocess=by_event)
                scope.nodes[node.id] = node
            elif name == "sequenceFlow":
                scope.flows.append(self._flow(child))
            elif name not in PASSIVE and name not in IGNORED:
                scope.strangers.add(child.get("id", ""))
        settle_edges_of_rounds(scope, self.findings)
        if not by_event:
            begin_without_start(scope, self.findings)
        return scope

    def _node(
        self,
        element: etree._Element,
        lanes: dict[str, str],
        outer_lane: str | None,
        *,
        in_event_subprocess: bool,
    ) -> Node:
        kind = local_name(element)
        node_id = element.get("id", "")
        if not node_id:
            self.findings.refuse(
                Element(element),
                "no-id",
                f"Ett element av slaget {kind} saknar id.",
                f"An element of the kind {kind} has no id.",
            )
        self._check_attributes(element)
        lane = lanes.get(node_id, outer_lane)
        inner = kind in ("subProcess", "transaction")
        return Node(
            id=node_id,
            type=kind,
            name=element.get("name") or node_id,
            line=line_of(element),
            lane=lane,
            documentation=_documentation(element),
            settings=self.settings.settings(element),
            triggers=self._triggers(element, kind, in_event_subprocess),
            needs_all=element.get("parallelMultiple") == "true" and kind in EVENTS,
            interrupting=element.get("cancelActivity", element.get("isInterrupting", "true"))
            == "true",
            attached_to=element.get("attachedToRef") if kind == "boundaryEvent" else None,
            on_event=inner and element.get("triggeredByEvent") == "true",
            default=element.get("default"),
            scope=self._scope(element, lanes, lane) if inner else None,
            loop=self.loops.loop(element),
        )

    def _check_attributes(self, element: etree._Element) -> None:
        if element.get("isForCompensation") == "true":
            self.findings.refuse(
                Element(element), "not-supported", *REFUSED["compensateEventDefinition"]
            )
        for name in ("startQuantity", "completionQuantity"):
            if element.get(name, "1") != "1":
                self._refuse_way(element, "token-quantity")
        if element.get("instantiate") == "true":
            self._refuse_way(element, "instantiate")
        if element.get("eventGatewayType", "Exclusive") != "Exclusive":
            self._refuse_way(element, "all-events")

    def _refuse_way(self, element: etree._Element, code: str) -> None:
        self.findings.refuse(Element(element), code, *REFUSED_WAYS[code])

    def _triggers(
        self, element: etree._Element, kind: str, in_event_subprocess: bool
    ) -> tuple[Trigger, ...]:
        if kind in EVENTS:
            return self.events.triggers(
                element, in_event_subprocess=in_event_subprocess and kind == "startEvent"
            )
        reference = element.get("messageRef")
        own = element.find(bpmn("messageEventDefinition"))
        if own is not None:
            reference = own.get("messageRef")
        is_job = extension(element, "taskDefinition") is not None
        if kind == "receiveTask" or (kind == "sendTask" and not is_job):
            return (self.events.message(element, reference),)
        return ()

    def _flow(self, element: etree._Element) -> Flow:
        text = element.findtext(bpmn("conditionExpression"))
        condition = None
        if element.find(bpmn("conditionExpression")) is not None:
            condition = self.expressions.feel(element, text, CONDITION, Kind.BOOLEAN)
        return Flow(
            id=element.get("id", ""),
            source=element.get("sourceRef", ""),
            target=element.get("targetRef", ""),
            condition=condition,
            name=element.get("name", ""),
            line=line_of(element),
        )


def _documentation(element: etree._Element) -> str:
    return (element.findtext(bpmn("documentation")) or "").strip()


def _lanes(process: etree._Element) -> tuple[Lane, ...]:
    """The lanes in the order of the file, so that inner ones come after those around them."""
    return tuple(
        Lane(
            id=lane.get("id", ""),
            name=lane.get("name") or lane.get("id") or "",
            line=line_of(lane),
            holds=tuple((one.text or "").strip() for one in lane.findall(bpmn("flowNodeRef"))),
        )
        for lane in process.iter(bpmn("lane"))
    )
