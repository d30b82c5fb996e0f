"""Which BPMN and Zeebe words are understood, where, and which are refused and why.

These tables are what the reader obeys and what `docs/reference/bpmn.md` is written from.
"""

from collections.abc import Mapping

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"

Meaning = tuple[str, str]
"""What a word does, in Swedish and English."""

TASKS: Mapping[str, Meaning] = {
    "task": (
        "passeras genast, eller är ett jobb när den har en operation",
        "passes at once, or is a job when it has an operation",
    ),
    "manualTask": ("passeras genast", "passes at once"),
    "userTask": ("en uppgift i inkorgen", "a task in the inbox"),
    "serviceTask": ("en operation, gjord som ett jobb", "an operation, done as a job"),
    "sendTask": (
        "skickar ett meddelande, eller är ett jobb när den har en operation",
        "sends a message, or is a job when it has an operation",
    ),
    "receiveTask": ("väntar på ett meddelande", "waits for a message"),
    "scriptTask": (
        "ett FEEL-uttryck med resultatvariabel, eller ett jobb när den har en operation",
        "a FEEL expression with a result variable, or a job when it has an operation",
    ),
    "businessRuleTask": (
        "ett beslut i paketet, eller ett jobb när den har en operation",
        "a decision of the package, or a job when it has an operation",
    ),
}
SUBPROCESSES: Mapping[str, Meaning] = {
    "subProcess": (
        "inbäddad, eller en händelsedelprocess som avbryter eller inte",
        "embedded, or an event subprocess that interrupts or not",
    ),
    "transaction": (
        "inbäddad; kan lämnas genom en avbrytshändelse",
        "embedded; may be left by a cancel event",
    ),
    "callActivity": ("en annan process i samma paket", "another process of the same package"),
}
EVENTS = (
    "startEvent",
    "endEvent",
    "intermediateCatchEvent",
    "intermediateThrowEvent",
    "boundaryEvent",
)
GATEWAYS: Mapping[str, Meaning] = {
    "exclusiveGateway": (
        "den första pilen vars villkor är sant, annars standardpilen",
        "the first flow whose condition holds, else the default flow",
    ),
    "parallelGateway": (
        "delar upp, och väntar in en gång från varje inkommande pil",
        "splits, and waits for one token on each incoming flow",
    ),
    "inclusiveGateway": (
        "varje pil vars villkor är sant; väntar in allt som ännu kan komma",
        "every flow whose condition holds; waits for all that can still come",
    ),
    "eventBasedGateway": (
        "den första av de händelser som följer",
        "the first of the events that follow",
    ),
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
"""Which kinds of event may stand where. A repeating timer (`R3/P14D`) fires its turns on an edge
and in an event subprocess; elsewhere there is just the first to wait for.
"""

ZEEBE_WORDS: Mapping[str, Meaning] = {
    "assignmentDefinition": (
        "vem: assignee, candidateGroups (lista med komma eller =FEEL); annars banans namn",
        "who: assignee, candidateGroups (a list with commas, or =FEEL); else the lane's name",
    ),
    "formDefinition": ("formuläret, med formId", "the form, by formId"),
    "taskSchedule": ("dueDate, followUpDate", "dueDate, followUpDate"),
    "priorityDefinition": ("prioritet, annars 50", "priority, else 50"),
    "taskDefinition": ("operationen och antalet försök", "the operation and the retries"),
    "taskHeaders": ("fasta värden till operationen", "fixed values for the operation"),
    "header": ("ett av dem", "one of them"),
    "ioMapping": ("vilka variabler som går in och ut", "which variables go in and out"),
    "input": ("en rad in", "one line in"),
    "output": ("en rad ut", "one line out"),
    "script": ("uttryck och resultatvariabel", "expression and result variable"),
    "calledDecision": ("beslutet och dess resultatvariabel", "the decision and its result"),
    "calledElement": (
        "processen som anropas och om alla variabler följer med",
        "the process to call, and whether all variables go along",
    ),
    "loopCharacteristics": (
        "för var och en: lista, post, resultat",
        "for each: collection, item, results",
    ),
    "subscription": ("meddelandets nyckel", "a message's correlation key"),
    "properties": ("fria egenskaper", "free properties"),
    "property": ("en av dem", "one of them"),
    "userTask": ("betyder inget mer", "means nothing more"),
    "userTaskForm": ("läses inte: formulär är filer", "not read: forms are files"),
    "versionTag": ("läses inte: Flows räknar versioner", "not read: Flows counts versions"),
}

ZEEBE_PLACES: Mapping[str, frozenset[str]] = {
    "assignmentDefinition": frozenset({"userTask"}),
    "formDefinition": frozenset({"userTask", "startEvent"}),
    "taskSchedule": frozenset({"userTask"}),
    "priorityDefinition": frozenset({"userTask"}),
    "calledDecision": frozenset({"businessRuleTask"}),
    "calledElement": frozenset({"callActivity"}),
    "ioMapping": frozenset({*TASKS, *SUBPROCESSES, *EVENTS}),
    "loopCharacteristics": frozenset({"multiInstanceLoopCharacteristics"}),
    "subscription": frozenset({"message"}),
}
"""Where a word does something, when that isn't everywhere."""
JOBS = frozenset({"task", "serviceTask", "sendTask", "scriptTask", "businessRuleTask"})
"""What is a job when it has an operation; so are events that throw a message and nothing else."""

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
        "complexBehaviorDefinition",
        "event",
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
        "categoryValueRef",
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

REFUSED: Mapping[str, Meaning] = {
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

REFUSED_WAYS: Mapping[str, Meaning] = {
    "token-quantity": (
        "startQuantity och completionQuantity stöds inte. Rita en parallell grind i stället.",
        "startQuantity and completionQuantity are not supported. Draw a parallel gateway.",
    ),
    "multi-instance-behavior": (
        "En flerinstans behavior ska vara All, None, One eller Complex.",
        "The behavior of a multi-instance must be All, None, One or Complex.",
    ),
    "round-event": (
        "Det framgår inte vad ett färdigt varv kastar: välj en signal, ett meddelande eller en "
        "eskalering.",
        "It isn't said what a finished round throws: choose a signal, a message or an escalation.",
    ),
    "round-event-with-others": (
        "Det som varven själva kastar ska ha en egen kanthändelse, som säger vilken signal, vilket "
        "meddelande eller vilken eskalering det är.",
        "What the rounds themselves throw needs an event on the edge of its own, that says which "
        "signal, message or escalation it is.",
    ),
    "instantiate": (
        "Processen ska startas av en starthändelse, inte av en grind eller uppgift.",
        "The process must be started by a start event, not by a gateway or a task.",
    ),
    "all-events": (
        "En händelsegrind väntar på den första av händelserna. Ska alla hända: rita en parallell "
        "grind.",
        "An event-based gateway waits for the first of its events. If all must happen, draw a "
        "parallel gateway.",
    ),
    "timer-start": (
        "En process kan inte startas av en timer. Låt ett meddelande göra det.",
        "A process can't be started by a timer. Let a message do it.",
    ),
    "candidate-users": (
        "Kandidater anges som roller, inte som personer.",
        "Candidates are given as roles, not as persons.",
    ),
}
"""Ways of using supported elements that are refused."""
