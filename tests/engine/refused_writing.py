"""Diagrams that could be read in several ways, or say two things at once: see `refused`."""

from tests.engine.drawing import (
    END,
    START,
    catch,
    chain,
    each,
    edge,
    event,
    flow,
    handler,
    mapping,
    node,
    on,
    throw,
    timer,
    user,
    zeebe,
)
from tests.engine.refused import LINE, between

TERMINATE = "<bpmn:terminateEventDefinition/>"
CONDITION = "<bpmn:conditionExpression>=b</bpmn:conditionExpression>"
TWO_TIMES = "<bpmn:timeDate>2030-01-01</bpmn:timeDate></bpmn:timerE"
GOR = zeebe("taskDefinition", type="gor")

REFUSED_WRITING = {
    **{
        f"operation on a {kind}": (between(xml, "x"), "job-here", "x")
        for kind, xml in {
            "gateway": node("exclusiveGateway", "x", "", GOR),
            "catch event": node("intermediateCatchEvent", "x", timer("PT1H"), GOR),
            "signal": throw("x", on("signal", "sg"), GOR),
            "manual task": node("manualTask", "x", "", GOR),
            "call": node("callActivity", "x", "", GOR, calledElement="p"),
        }.items()
    },
    "operation on an edge": (
        LINE + node("boundaryEvent", "x", timer("PT1H"), GOR, attachedToRef="u") + chain("x", "e"),
        "job-here",
        "x",
    ),
    "operation on a terminating end": (
        START + event("endEvent", "e", TERMINATE, GOR) + chain("s", "e"),
        "job-here",
        "e",
    ),
    "operation of others on a send task": (
        between(node("sendTask", "x", "", '<o:taskDefinition xmlns:o="u:o" type="y"/>'), "x"),
        "no-message",
        "x",
    ),
    **{
        f"{name} that is neither yes nor no": (between(xml, "x"), "yes-or-no", "x")
        for name, xml in {
            "sequence": user("x", each("=[1]").replace('"false"', '"0"')),
            "compensation": user("x", isForCompensation="1"),
            "instantiation": node("receiveTask", "x", instantiate="True", messageRef="m2"),
            "waiting for all": event(
                "intermediateCatchEvent", "x", on("message", "m2"), parallelMultiple="1"
            ),
        }.items()
    },
    "interruption that is neither yes nor no": (
        LINE + edge("x", "u", timer("PT1H")).replace('"true"', '"1"') + chain("x", "e"),
        "yes-or-no",
        "x",
    ),
    "event subprocess that is neither yes nor no": (
        LINE
        + handler("x", on("signal", "sg"), user("h"), "h", "h").replace('t="true"', 't="1"', 1),
        "yes-or-no",
        "x",
    ),
    "a task by event": (LINE + user("x", triggeredByEvent="true"), "not-reachable", "x"),
    "two loops on one task": (
        between(
            user("x", each("=[1]") + '<bpmn:standardLoopCharacteristics loopMaximum="2"/>'), "x"
        ),
        "said-twice",
        "x",
    ),
    "a list and a number of rounds": (
        between(
            user(
                "x",
                each("=[1]").replace(
                    "</bpmn:extensionElements>",
                    "</bpmn:extensionElements><bpmn:loopCardinality>2</bpmn:loopCardinality>",
                ),
            ),
            "x",
        ),
        "said-twice",
        "x",
    ),
    "a list of results of nothing": (
        between(user("x", each("=[1]", outputCollection="r")), "x"),
        "half-a-result",
        "x",
    ),
    "results that go nowhere": (
        between(user("x", each("=[1]", outputElement="=1")), "x"),
        "half-a-result",
        "x",
    ),
    "a gateway that waits for all events": (
        START
        + node("eventBasedGateway", "g", eventGatewayType="Parallel")
        + catch("c", timer("PT1H"))
        + END
        + chain("s", "g", "c", "e"),
        "all-events",
        "g",
    ),
    "a task in two lanes": (
        '<bpmn:laneSet id="ls"><bpmn:lane id="a"><bpmn:flowNodeRef>u</bpmn:flowNodeRef>'
        '</bpmn:lane><bpmn:lane id="b"><bpmn:flowNodeRef>u</bpmn:flowNodeRef></bpmn:lane>'
        "</bpmn:laneSet>" + LINE,
        "two-lanes",
        "b",
    ),
    "variables that go along, perhaps": (
        between(
            node(
                "callActivity",
                "x",
                "",
                zeebe("calledElement", processId="p", propagateAllChildVariables="no"),
            ),
            "x",
        ),
        "yes-or-no",
        "x",
    ),
    "two mappings": (
        between(user("x", "", mapping({"y": "=1"}) + mapping({"z": "=1"})), "x"),
        "said-twice",
        "x",
    ),
    "two times in a timer": (
        between(catch("x", timer("PT1H").replace("</bpmn:timerE", TWO_TIMES)), "x"),
        "said-twice",
        "x",
    ),
    "two conditions on a flow": (
        LINE
        + user("x")
        + flow("u", "x", "=a", "fx").replace("</bpmn:seq", f"{CONDITION}</bpmn:seq"),
        "said-twice",
        "fx",
    ),
    "a condition in Python": (
        LINE + user("x") + flow("u", "x", "a", "fx").replace('">a<', '" language="python">a<'),
        "other-language",
        "fx",
    ),
}
