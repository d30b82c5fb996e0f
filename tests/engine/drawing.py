"""Draw diagrams in few words, for the tests of the engine."""

from html import escape
from itertools import count, pairwise

_numbers = count(1)

NAMESPACES = (
    'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
SHARED = """
<bpmn:message id="m1" name="svar"><bpmn:extensionElements>
<zeebe:subscription correlationKey="=nyckel"/></bpmn:extensionElements></bpmn:message>
<bpmn:message id="m2" name="nyhet"/>
<bpmn:error id="er" name="Nej" errorCode="NEJ"/><bpmn:error id="er2" errorCode="ANNAT"/>
<bpmn:escalation id="es" escalationCode="ESK"/><bpmn:signal id="sg" name="stopp"/>
"""

START, END = '<bpmn:startEvent id="s"/>', '<bpmn:endEvent id="e"/>'


def diagram(body: str, process: str = "p", extra: str = SHARED) -> bytes:
    """A file with one process."""
    return several({process: body}, extra)


def several(bodies: dict[str, str], extra: str = SHARED) -> bytes:
    """A file with several processes."""
    inner = "".join(
        f'<bpmn:process id="{name}" name="Process {name}" isExecutable="true">{body}</bpmn:process>'
        for name, body in bodies.items()
    )
    return f'<bpmn:definitions {NAMESPACES} id="D">{extra}{inner}</bpmn:definitions>'.encode()


def flow(source: str, target: str, condition: str = "", flow_id: str = "") -> str:
    """A sequence flow."""
    inner = ""
    if condition:
        inner = (
            '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">'
            f"{escape(condition)}</bpmn:conditionExpression>"
        )
    name = flow_id or f"f{next(_numbers)}"
    return (
        f'<bpmn:sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}">'
        f"{inner}</bpmn:sequenceFlow>"
    )


def chain(*ids: str) -> str:
    """Flows from each to the next."""
    return "".join(flow(a, b) for a, b in pairwise(ids))


def node(kind: str, node_id: str, inner: str = "", extensions: str = "", **attributes: str) -> str:
    """Any element."""
    given = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    if extensions:
        inner = f"<bpmn:extensionElements>{extensions}</bpmn:extensionElements>{inner}"
    return f'<bpmn:{kind} id="{node_id}"{given}>{inner}</bpmn:{kind}>'


def zeebe(word: str, inner: str = "", **attributes: str) -> str:
    """A Zeebe extension."""
    given = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<zeebe:{word}{given}>{inner}</zeebe:{word}>"


def user(node_id: str, inner: str = "", extensions: str = "", **attributes: str) -> str:
    """A user task."""
    return node("userTask", node_id, inner, extensions, **attributes)


def job(node_id: str, inner: str = "", extensions: str = "", kind: str = "gor") -> str:
    """A service task."""
    return node("serviceTask", node_id, inner, zeebe("taskDefinition", type=kind) + extensions)


def script(node_id: str, expression: str, variable: str, inner: str = "") -> str:
    """A script task."""
    words = zeebe("script", expression=expression, resultVariable=variable)
    return node("scriptTask", node_id, inner, words)


def mapping(inputs: dict[str, str] | None = None, outputs: dict[str, str] | None = None) -> str:
    """An ioMapping."""
    lines = [zeebe("input", source=s, target=t) for t, s in (inputs or {}).items()]
    lines += [zeebe("output", source=s, target=t) for t, s in (outputs or {}).items()]
    return zeebe("ioMapping", "".join(lines))


def sub(node_id: str, body: str, first: str, last: str, inner: str = "", **attributes: str) -> str:
    """A subprocess with a start event <id>s and an end event <id>e around a body."""
    ends = f'<bpmn:startEvent id="{node_id}s"/><bpmn:endEvent id="{node_id}e"/>'
    flows = flow(f"{node_id}s", first) + flow(last, f"{node_id}e")
    return node("subProcess", node_id, inner + ends + body + flows, **attributes)


def gateway(kind: str, node_id: str, **attributes: str) -> str:
    """A gateway: exclusive, parallel, inclusive or eventBased."""
    return node(f"{kind}Gateway", node_id, **attributes)


def event(kind: str, node_id: str, definition: str, extensions: str = "", **attrs: str) -> str:
    """An event with an event definition."""
    return node(kind, node_id, definition, extensions, **attrs)


def catch(node_id: str, definition: str, extensions: str = "") -> str:
    """An intermediate catch event."""
    return event("intermediateCatchEvent", node_id, definition, extensions)


def throw(node_id: str, definition: str, extensions: str = "") -> str:
    """An intermediate throw event."""
    return event("intermediateThrowEvent", node_id, definition, extensions)


def edge(node_id: str, host: str, definition: str, *, interrupting: bool = True) -> str:
    """A boundary event."""
    return event(
        "boundaryEvent",
        node_id,
        definition,
        attachedToRef=host,
        cancelActivity="true" if interrupting else "false",
    )


def timer(text: str, kind: str = "timeDuration") -> str:
    """A timer definition."""
    return (
        f"<bpmn:timerEventDefinition><bpmn:{kind}>{escape(text)}</bpmn:{kind}>"
        "</bpmn:timerEventDefinition>"
    )


def on(kind: str, reference: str = "") -> str:
    """An event definition by the id of its message, error, escalation or signal."""
    refers = f' {kind}Ref="{reference}"' if reference else ""
    return f"<bpmn:{kind}EventDefinition{refers}/>"


def condition(text: str) -> str:
    """A conditional event definition."""
    return (
        '<bpmn:conditionalEventDefinition><bpmn:condition xsi:type="bpmn:tFormalExpression">'
        f"{escape(text)}</bpmn:condition></bpmn:conditionalEventDefinition>"
    )


def each(collection: str, *, sequential: bool = False, done: str = "", **words: str) -> str:
    """A multi-instance marker."""
    loop = zeebe("loopCharacteristics", inputCollection=collection, **words)
    ends = ""
    if done:
        ends = (
            '<bpmn:completionCondition xsi:type="bpmn:tFormalExpression">'
            f"{escape(done)}</bpmn:completionCondition>"
        )
    return (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{str(sequential).lower()}">'
        f"<bpmn:extensionElements>{loop}</bpmn:extensionElements>{ends}"
        "</bpmn:multiInstanceLoopCharacteristics>"
    )


def handler(
    node_id: str,
    definition: str,
    body: str,
    first: str,
    last: str,
    *,
    interrupting: bool = True,
    extensions: str = "",
) -> str:
    """An event subprocess around a body."""
    start = event(
        "startEvent",
        f"{node_id}s",
        definition,
        extensions,
        isInterrupting="true" if interrupting else "false",
    )
    flows = flow(f"{node_id}s", first) + flow(last, f"{node_id}e")
    end = f'<bpmn:endEvent id="{node_id}e"/>'
    return node("subProcess", node_id, start + body + end + flows, triggeredByEvent="true")
