"""Diagrams that are refused, each with the code of the refusal and the element it is about."""

from tests.engine.drawing import (
    END,
    START,
    catch,
    chain,
    condition,
    each,
    edge,
    event,
    flow,
    gateway,
    handler,
    mapping,
    node,
    on,
    script,
    sub,
    throw,
    timer,
    user,
    zeebe,
)

LINE = START + user("u") + END + chain("s", "u", "e")
LINK = '<bpmn:linkEventDefinition name="L"/>'
CANCEL = "<bpmn:cancelEventDefinition/>"
CANCELLED = node("startEvent", "ts") + node("endEvent", "te", CANCEL) + flow("ts", "te")
COMPENSATE = "<bpmn:compensateEventDefinition/>"
TWO_TASKS = user("a") + user("b") + chain("a", "e") + chain("b", "e")


def between(xml: str, element: str) -> str:
    """An element between start and end."""
    return START + xml + END + chain("s", element, "e")


REFUSED = {
    "no way here": (LINE + user("x") + chain("x", "e"), "not-reachable", "x"),
    "flow to nothing": (LINE + flow("u", "borta", "", "fx"), "dangling-flow", "fx"),
    "flow across levels": (
        between(sub("S", user("u"), "u", "u"), "S") + flow("S", "u", "", "fx"),
        "dangling-flow",
        "fx",
    ),
    "gateway to nowhere": (
        START + gateway("exclusive", "g") + chain("s", "g"),
        "leads-nowhere",
        "g",
    ),
    "flow into start": (LINE + flow("u", "s"), "flow-into-start", "s"),
    "flow from end": (LINE + flow("e", "u"), "flow-from-end", "e"),
    "choice without condition": (
        START
        + gateway("exclusive", "g")
        + flow("s", "g")
        + flow("g", "a", "=x")
        + flow("g", "b", "", "fx")
        + TWO_TASKS
        + END,
        "no-condition",
        "fx",
    ),
    "default that is not there": (
        between(gateway("exclusive", "g", default="nej"), "g"),
        "no-such-default",
        "g",
    ),
    "boundary on nothing": (
        LINE + edge("b", "nej", timer("PT1H")) + chain("b", "e"),
        "attached-to-nothing",
        "b",
    ),
    "boundary to nowhere": (LINE + edge("b", "u", timer("PT1H")), "leads-nowhere", "b"),
    "error that does not interrupt": (
        LINE + edge("b", "u", on("error", "er"), interrupting=False) + chain("b", "e"),
        "error-must-interrupt",
        "b",
    ),
    "cancel outside a transaction": (
        LINE + edge("b", "u", CANCEL) + chain("b", "e"),
        "cancel-outside",
        "b",
    ),
    "a cancelled transaction that nobody takes care of": (
        between(node("transaction", "t", CANCELLED), "t"),
        "cancel-uncaught",
        "te",
    ),
    "cancel end outside a transaction": (
        START + event("endEvent", "e", CANCEL) + chain("s", "e"),
        "cancel-outside",
        "e",
    ),
    "event gateway to a task": (
        START + gateway("eventBased", "g") + user("u") + END + chain("s", "g", "u", "e"),
        "not-an-event",
        "u",
    ),
    "event gateway to a task with an edge": (
        START
        + gateway("eventBased", "g")
        + node("receiveTask", "r", messageRef="m2")
        + END
        + edge("b", "r", timer("PT1H"))
        + chain("s", "g", "r", "e")
        + chain("b", "e"),
        "not-an-event",
        "r",
    ),
    "cycle without turns": (
        LINE + edge("b", "u", timer("R0/P1D", "timeCycle")) + chain("b", "e"),
        "bad-time",
        "b",
    ),
    "link without target": (START + throw("l", LINK) + chain("s", "l"), "link", "l"),
    "link with another event": (
        between(throw("x", LINK + on("message", "m2")) + catch("y", LINK) + chain("y", "e"), "x"),
        "link-with-others",
        "x",
    ),
    "all of several on an edge that does not interrupt": (
        LINE
        + event(
            "boundaryEvent",
            "x",
            on("message", "m1") + on("signal", "sg"),
            attachedToRef="u",
            cancelActivity="false",
            parallelMultiple="true",
        )
        + chain("x", "e"),
        "needs-all-here",
        "x",
    ),
    "all of several in an event subprocess that does not interrupt": (
        LINE
        + handler(
            "E", on("message", "m2") + on("signal", "sg"), user("h"), "h", "h", interrupting=False
        ).replace("isInterrupting", 'parallelMultiple="true" isInterrupting'),
        "needs-all-here",
        "Es",
    ),
    "an error and something else together": (
        LINE
        + event(
            "boundaryEvent",
            "x",
            on("error", "er") + timer("PT1H"),
            attachedToRef="u",
            parallelMultiple="true",
        )
        + chain("x", "e"),
        "needs-all-here",
        "x",
    ),
    "link with two targets": (
        START
        + throw("l", LINK)
        + chain("s", "l")
        + catch("m", LINK)
        + catch("n", LINK)
        + END
        + chain("m", "e")
        + chain("n", "e"),
        "link",
        "l",
    ),
    "flow out of a link": (
        START + throw("l", LINK) + catch("m", LINK) + END + chain("s", "l", "e") + flow("m", "e"),
        "flow-from-end",
        "l",
    ),
    "flow into a link": (
        START
        + gateway("parallel", "g")
        + throw("l", LINK)
        + catch("m", LINK)
        + END
        + chain("s", "g", "l")
        + chain("g", "m", "e"),
        "flow-into-start",
        "m",
    ),
    "no start, and a circle": (user("u") + user("v") + chain("u", "v", "u"), "process-start", "p"),
    "no start, and just an end": (END, "process-start", "p"),
    "two plain starts": (
        START + node("startEvent", "s2") + END + chain("s", "e") + chain("s2", "e"),
        "process-start",
        "p",
    ),
    "two starts and an event subprocess": (
        START
        + event("startEvent", "s2", on("message", "m2"))
        + END
        + chain("s", "e")
        + chain("s2", "e")
        + handler("E", on("signal", "sg"), user("h"), "h", "h"),
        "process-start",
        "p",
    ),
    "a start that waits for all of several": (
        event("startEvent", "s", on("message", "m2") + on("signal", "sg"), parallelMultiple="true")
        + END
        + chain("s", "e"),
        "start-needs-all",
        "s",
    ),
    "one message twice in a start": (
        event("startEvent", "s", on("message", "m2") * 2) + END + chain("s", "e"),
        "message-starts-twice",
        "p",
    ),
    "subprocess that was just drawn": (
        between(node("subProcess", "S"), "S"),
        "subprocess-start",
        "S",
    ),
    "two starts for one message": (
        event("startEvent", "s1", on("message", "m2"))
        + event("startEvent", "s2", on("message", "m2"))
        + END
        + chain("s1", "e")
        + chain("s2", "e"),
        "message-starts-twice",
        "p",
    ),
    "process started by a timer": (
        event("startEvent", "s", timer("P1D")) + END + chain("s", "e"),
        "event-here",
        "s",
    ),
    "subprocess with a message start": (
        between(
            node(
                "subProcess",
                "S",
                event("startEvent", "x", on("message", "m2"))
                + node("endEvent", "y")
                + chain("x", "y"),
            ),
            "S",
        ),
        "subprocess-start",
        "S",
    ),
    "event subprocess without an event": (
        LINE + handler("E", "", user("h"), "h", "h"),
        "event-subprocess-start",
        "E",
    ),
    "event subprocess that was just drawn": (
        LINE + node("subProcess", "E", "", triggeredByEvent="true"),
        "event-subprocess-start",
        "E",
    ),
    "event subprocess and nothing else": (
        handler("E", on("message", "m"), user("h"), "h", "h"),
        "process-start",
        "p",
    ),
    "event subprocess with an error that does not interrupt": (
        LINE + handler("E", on("error", "er"), user("h"), "h", "h", interrupting=False),
        "error-must-interrupt",
        "Es",
    ),
    "service task without operation": (between(node("serviceTask", "x"), "x"), "no-job", "x"),
    "operation without a type": (
        between(node("serviceTask", "x", "", zeebe("taskDefinition", type="")), "x"),
        "no-job-type",
        "x",
    ),
    "script task without FEEL": (
        between(node("scriptTask", "x", "<bpmn:script>print(1)</bpmn:script>"), "x"),
        "no-script",
        "x",
    ),
    "script on a user task": (
        between(user("x", "", zeebe("script", expression="=1", resultVariable="y")), "x"),
        "script-here",
        "x",
    ),
    "script without a result": (
        between(node("scriptTask", "x", "", zeebe("script", expression="=1")), "x"),
        "bad-variable",
        "x",
    ),
    "result that is no variable": (between(script("x", "=1", "a b"), "x"), "bad-variable", "x"),
    "mapping to no variable": (
        between(user("x", "", mapping({"a..b": "=1"})), "x"),
        "bad-variable",
        "x",
    ),
    "business rule task without decision": (
        between(node("businessRuleTask", "x"), "x"),
        "no-decision",
        "x",
    ),
    "decision that is not there": (
        between(
            node(
                "businessRuleTask",
                "x",
                "",
                zeebe("calledDecision", decisionId="nej", resultVariable="y"),
            ),
            "x",
        ),
        "no-such-decision",
        "x",
    ),
    "call of nothing": (between(node("callActivity", "x"), "x"), "no-called-process", "x"),
    "call of a computed process": (
        between(node("callActivity", "x", "", zeebe("calledElement", processId="=y")), "x"),
        "no-called-process",
        "x",
    ),
    "call of a process elsewhere": (
        between(node("callActivity", "x", "", zeebe("calledElement", processId="y")), "x"),
        "no-such-process",
        "x",
    ),
    "receive task without message": (between(node("receiveTask", "x"), "x"), "no-message", "x"),
    "send task without message": (between(node("sendTask", "x"), "x"), "no-message", "x"),
    "bad due date": (
        between(user("x", "", zeebe("taskSchedule", dueDate="snart")), "x"),
        "bad-time",
        "x",
    ),
    "bad priority": (
        between(user("x", "", zeebe("priorityDefinition", priority="hög")), "x"),
        "not-a-number",
        "x",
    ),
    "bad expression": (between(script("x", "=1 +", "y"), "x"), "bad-expression", "x"),
    "two equals signs": (
        between(catch("x", condition("==antal > 3")), "x"),
        "two-equals-signs",
        "x",
    ),
    "empty expression": (between(catch("x", condition("=")), "x"), "no-expression", "x"),
    "unknown function": (between(script("x", "=suma(1)", "y"), "x"), "unknown-function", "x"),
    "for each without a list": (
        between(user("x", "<bpmn:multiInstanceLoopCharacteristics/>"), "x"),
        "no-collection",
        "x",
    ),
    "negative number of rounds": (
        between(
            user(
                "x",
                "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>-1"
                "</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>",
            ),
            "x",
        ),
        "bad-count",
        "x",
    ),
    "negative number of turns": (
        between(user("x", '<bpmn:standardLoopCharacteristics loopMaximum="-1"/>'), "x"),
        "bad-count",
        "x",
    ),
    "persons as candidates": (
        between(user("x", "", zeebe("assignmentDefinition", candidateUsers="anna")), "x"),
        "candidate-users",
        "x",
    ),
    "form without an id": (
        between(user("x", "", zeebe("formDefinition", formKey="anna")), "x"),
        "no-form-id",
        "x",
    ),
    "loop without end": (
        between(user("x", "<bpmn:standardLoopCharacteristics/>"), "x"),
        "endless-loop",
        "x",
    ),
    "loop on an event": (between(throw("x", each("=[1]")), "x"), "loop-here", "x"),
    "operation on a user task": (
        between(user("x", "", zeebe("taskDefinition", type="y")), "x"),
        "job-here",
        "x",
    ),
    "complex gateway": (between(node("complexGateway", "x"), "x"), "not-supported", "x"),
    "ad hoc": (between(node("adHocSubProcess", "x"), "x"), "not-supported", "x"),
    "compensation": (between(throw("x", COMPENSATE), "x"), "not-supported", "x"),
    "compensation activity": (
        LINE + user("x", isForCompensation="true") + chain("u", "x"),
        "not-supported",
        "x",
    ),
    "element nobody knows": (LINE + node("choreographyTask", "x"), "not-supported", "x"),
    "token quantities": (between(user("x", completionQuantity="2"), "x"), "token-quantity", "x"),
    "instantiating task": (
        between(node("receiveTask", "x", instantiate="true", messageRef="m2"), "x"),
        "instantiate",
        "x",
    ),
    "zeebe word nobody knows": (
        between(user("x", "", zeebe("executionListeners")), "x"),
        "zeebe-word",
        "x",
    ),
    "id used twice": (LINE + user("u") + chain("u", "u"), "id-twice", "u"),
    "id with a space": (between(user("x y"), "x y"), "bad-id", "x y"),
    "no id": (LINE + "<bpmn:userTask/>", "no-id", ""),
}
