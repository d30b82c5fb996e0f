"""Which BPMN and Zeebe words are understood, where, and which are refused and why.

These tables are what the reader obeys and what `docs/reference/bpmn.md` is written from.
"""

from collections.abc import Mapping

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMN_DIAGRAM = "http://www.omg.org/spec/BPMN/20100524/DI"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"

TASKS: Mapping[str, str] = {
    "task": "passes at once",
    "manualTask": "passes at once",
    "userTask": "a task in the inbox",
    "serviceTask": "an operation, run as a job",
    "sendTask": "sends a message, or is a job when it has a job type",
    "receiveTask": "waits for a message",
    "scriptTask": "a FEEL expression with a result variable, or a job when it has a job type",
    "businessRuleTask": "a decision of the package, or a job when it has a job type",
}
SUBPROCESSES: Mapping[str, str] = {
    "subProcess": "embedded, or an event subprocess (interrupting or not)",
    "transaction": "embedded; may be left by a cancel event",
    "callActivity": "another process of the same package",
}
EVENTS: Mapping[str, str] = {
    "startEvent": "",
    "endEvent": "",
    "intermediateCatchEvent": "",
    "intermediateThrowEvent": "",
    "boundaryEvent": "",
}
GATEWAYS: Mapping[str, str] = {
    "exclusiveGateway": "the first condition that is true, else the default flow",
    "parallelGateway": "splits, and waits for one token on each incoming flow",
    "inclusiveGateway": "every condition that is true; joins the tokens that can still arrive",
    "eventBasedGateway": "the first of the events that follow",
}
FLOW_NODES = frozenset({*TASKS, *SUBPROCESSES, *EVENTS, *GATEWAYS})
ACTIVITIES = frozenset({*TASKS, *SUBPROCESSES})

TRIGGERS: Mapping[str, tuple[str, ...]] = {
    "startEvent": ("message", "signal"),
    "event subprocess": ("message", "timer", "signal", "conditional", "error", "escalation"),
    "endEvent": ("message", "signal", "error", "escalation", "terminate", "cancel"),
    "intermediateCatchEvent": ("message", "timer", "signal", "conditional", "link"),
    "intermediateThrowEvent": ("message", "signal", "escalation", "link"),
    "boundaryEvent": (
        "message",
        "timer",
        "signal",
        "error",
        "escalation",
        "conditional",
        "cancel",
    ),
}
"""Which kinds of event may stand where. Boundary timers may repeat (`R3/P14D`)."""

ZEEBE_WORDS: Mapping[str, str] = {
    "taskDefinition": "job type and retries",
    "taskHeaders": "fixed values for the operation",
    "header": "one of them",
    "ioMapping": "which variables go in and out",
    "input": "one of them",
    "output": "one of them",
    "script": "FEEL expression and result variable",
    "loopCharacteristics": "for each: collection, item, results",
    "calledElement": "the process to call",
    "calledDecision": "the decision and its result variable",
    "assignmentDefinition": "who: assignee, candidateGroups",
    "formDefinition": "the form, by formId",
    "taskSchedule": "dueDate and followUpDate",
    "priorityDefinition": "priority",
    "subscription": "correlation key of a message",
    "userTask": "marks a user task; nothing more",
    "userTaskForm": "ignored: forms are files of the package",
    "properties": "free properties of an element",
    "property": "one of them",
    "versionTag": "ignored: Flows numbers its versions",
}

PASSIVE = frozenset(
    {
        "process",
        "laneSet",
        "lane",
        "flowNodeRef",
        "childLaneSet",
        "sequenceFlow",
        "conditionExpression",
        "incoming",
        "outgoing",
        "documentation",
        "extensionElements",
        "script",
        "multiInstanceLoopCharacteristics",
        "standardLoopCharacteristics",
        "loopCondition",
        "loopCardinality",
        "completionCondition",
        "timeDate",
        "timeDuration",
        "timeCycle",
        "condition",
        "textAnnotation",
        "text",
        "association",
        "group",
        "category",
        "categoryValue",
        "eventDefinitionRef",
        "target",
        "source",
        "operationRef",
        "extension",
    }
)
"""Words that carry nothing of their own to run, or that their element reads."""

IGNORED = frozenset(
    {
        "dataObject",
        "dataObjectReference",
        "dataStoreReference",
        "dataState",
        "dataInputAssociation",
        "dataOutputAssociation",
        "ioSpecification",
        "property",
        "resourceRole",
        "performer",
        "humanPerformer",
        "potentialOwner",
        "auditing",
        "monitoring",
    }
)
"""Drawn for the reader; what is in them does nothing. A warning says so."""

REFUSED: Mapping[str, tuple[str, str]] = {
    "complexGateway": (
        "Komplexa grindar stöds inte. "
        "Rita valet med exklusiva, inklusiva eller parallella grindar.",
        "Complex gateways are not supported. "
        "Draw the choice with exclusive, inclusive or parallel gateways.",
    ),
    "adHocSubProcess": (
        "Ad hoc-delprocesser stöds inte. Rita en vanlig delprocess.",
        "Ad hoc subprocesses are not supported. Draw an ordinary subprocess.",
    ),
    "compensateEventDefinition": (
        "Kompensation stöds inte. Rita vad som ska göras som egna steg.",
        "Compensation is not supported. Draw what is to be done as steps of its own.",
    ),
}
"""Elements that no process here needs yet; each with the sentence that its author reads."""
