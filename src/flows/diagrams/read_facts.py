"""Read what a step says about itself; what isn't understood is left to the file."""

from collections.abc import Mapping

from lxml import etree

from flows.diagrams.facts import Facts, Loop, Signal
from flows.diagrams.names import SCOPES, bpmn, local_name, zeebe

NAME_EN, HELP_EN = "name_en", "documentation_en"
TIMERS = {"timeDate": "date", "timeDuration": "duration", "timeCycle": "cycle"}


def read_facts(
    node: etree._Element,
    by_id: Mapping[str, etree._Element],
    *,
    lane: str = "",
) -> Facts:
    """The facts of a flow node; `by_id` finds the messages and errors that it refers to."""
    assigned = attributes(node, "assignmentDefinition")
    schedule = attributes(node, "taskSchedule")
    job = attributes(node, "taskDefinition")
    script = attributes(node, "script")
    decision = attributes(node, "calledDecision")
    properties = pairs(node, "properties", "property", "name", "value")
    kind = local_name(node)
    return Facts(
        name_en=dict(properties).get(NAME_EN, ""),
        help="\n\n".join(text_of(one) for one in node.findall(bpmn("documentation"))),
        help_en=dict(properties).get(HELP_EN, ""),
        lane=lane,
        groups=assigned.get("candidateGroups", ""),
        assignee=assigned.get("assignee", ""),
        form=attributes(node, "formDefinition").get("formId", ""),
        due=schedule.get("dueDate", ""),
        follow_up=schedule.get("followUpDate", ""),
        priority=attributes(node, "priorityDefinition").get("priority", ""),
        template=node.get(zeebe("modelerTemplate"), ""),
        operation=job.get("type", ""),
        retries=job.get("retries", ""),
        script=script.get("expression", ""),
        decision=decision.get("decisionId", ""),
        calls=_called(node),
        result=script.get("resultVariable", "") or decision.get("resultVariable", ""),
        inputs=pairs(node, "ioMapping", "input", "target", "source"),
        outputs=pairs(node, "ioMapping", "output", "target", "source"),
        headers=pairs(node, "taskHeaders", "header", "key", "value"),
        properties=tuple(pair for pair in properties if pair[0] not in (NAME_EN, HELP_EN)),
        signals=tuple(_signals(node, by_id)),
        loop=_loop(node),
        interrupting=_interrupts(node, kind),
        by_event=kind in SCOPES and node.get("triggeredByEvent") == "true",
    )


def extension(owner: etree._Element, name: str) -> etree._Element | None:
    """The Zeebe extension of an element with this name."""
    for extensions in owner.findall(bpmn("extensionElements")):
        found = extensions.find(zeebe(name))
        if found is not None:
            return found
    return None


def attributes(owner: etree._Element, name: str) -> dict[str, str]:
    """The attributes of a Zeebe extension; none when it isn't there."""
    found = extension(owner, name)
    return {} if found is None else {str(key): str(value) for key, value in found.items()}


def pairs(
    owner: etree._Element, name: str, line: str, key: str, value: str
) -> tuple[tuple[str, str], ...]:
    """The lines of a Zeebe extension, each as two of its attributes."""
    found = extension(owner, name)
    if found is None:
        return ()
    return tuple((one.get(key, ""), one.get(value, "")) for one in found.findall(zeebe(line)))


def text_of(element: etree._Element | None) -> str:
    """The text in an element, trimmed."""
    return "" if element is None else "".join(map(str, element.itertext(etree.Element))).strip()


def child_text(owner: etree._Element, name: str) -> str:
    """The text of the BPMN child with this name."""
    return text_of(owner.find(bpmn(name)))


def _called(node: etree._Element) -> str:
    if local_name(node) != "callActivity":
        return ""
    called = attributes(node, "calledElement").get("processId") or str(
        node.get("calledElement", "")
    )
    return called.rpartition(":")[2] if not called.startswith("=") else called


def _interrupts(node: etree._Element, kind: str) -> bool:
    if kind == "boundaryEvent":
        return node.get("cancelActivity") != "false"
    return not (kind == "startEvent" and node.get("isInterrupting") == "false")


def _signals(node: etree._Element, by_id: Mapping[str, etree._Element]) -> list[Signal]:
    found = []
    if local_name(node) in ("receiveTask", "sendTask"):
        message = _message(node, by_id)
        found += [message] if message.name or message.key else []
    for one in node:
        name = local_name(one)
        if name == "eventDefinitionRef":
            one = by_id.get(_last(text_of(one)), one)
            name = local_name(one)
        if name.endswith("EventDefinition"):
            found.append(_signal(name.removesuffix("EventDefinition"), one, by_id))
    return found


def _signal(kind: str, one: etree._Element, by_id: Mapping[str, etree._Element]) -> Signal:
    if kind == "message":
        return _message(one, by_id)
    if kind == "timer":
        for name, timer in TIMERS.items():
            given = one.find(bpmn(name))
            if given is not None:
                return Signal(kind, timer=timer, text=text_of(given))
        return Signal(kind)
    if kind == "conditional":
        return Signal(kind, text=child_text(one, "condition"))
    if kind == "link":
        return Signal(kind, name=one.get("name", ""))
    meant = by_id.get(_last(one.get(f"{kind}Ref", "")))
    if meant is None:
        return Signal(kind)
    return Signal(kind, meant.get("name", ""), code=meant.get(f"{kind}Code", ""))


def _message(one: etree._Element, by_id: Mapping[str, etree._Element]) -> Signal:
    message = by_id.get(_last(one.get("messageRef", "")))
    if message is None:
        return Signal("message")
    key = attributes(message, "subscription").get("correlationKey", "")
    return Signal("message", message.get("name", ""), key=key)


def _last(reference: str) -> str:
    return reference.strip().rpartition(":")[2]


def _loop(node: etree._Element) -> Loop | None:
    rounds = node.find(bpmn("multiInstanceLoopCharacteristics"))
    if rounds is not None:
        words = attributes(rounds, "loopCharacteristics")
        return Loop(
            "each",
            in_turn=rounds.get("isSequential") == "true",
            items=words.get("inputCollection", ""),
            item=words.get("inputElement", ""),
            results=words.get("outputCollection", ""),
            result=words.get("outputElement", ""),
            count=child_text(rounds, "loopCardinality"),
            until=child_text(rounds, "completionCondition"),
        )
    again = node.find(bpmn("standardLoopCharacteristics"))
    if again is None:
        return None
    return Loop(
        "again",
        count=again.get("loopMaximum", ""),
        until=child_text(again, "loopCondition"),
        test_first=again.get("testBefore") == "true",
    )
