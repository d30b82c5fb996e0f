"""Events that are refused, by what they are about and when, each with the code and the element."""

from tests.engine.drawing import START, catch, chain, edge, event, on, throw, timer
from tests.engine.refused import LINE, between

REFUSED_EVENTS = {
    "message that is not there": (
        between(catch("x", on("message", "nej")), "x"),
        "no-message",
        "x",
    ),
    "signal that is not there": (
        between(catch("x", on("signal", "nej")), "x"),
        "no-such-definition",
        "x",
    ),
    "error that is not there": (
        START + event("endEvent", "e", on("error", "nej")) + chain("s", "e"),
        "no-such-definition",
        "e",
    ),
    "reference to a missing definition": (
        between(catch("x", "<bpmn:eventDefinitionRef>nej</bpmn:eventDefinitionRef>"), "x"),
        "no-such-definition",
        "x",
    ),
    "catch of nothing": (between(catch("x", ""), "x"), "waits-for-nothing", "x"),
    "catch of an error": (between(catch("x", on("error", "er")), "x"), "event-here", "x"),
    "terminate in the middle": (
        between(throw("x", "<bpmn:terminateEventDefinition/>"), "x"),
        "event-here",
        "x",
    ),
    "bad duration": (between(catch("x", timer("7 dagar")), "x"), "bad-time", "x"),
    "negative duration": (between(catch("x", timer("-PT1H")), "x"), "bad-time", "x"),
    "bad date": (between(catch("x", timer("2027-02-30", "timeDate")), "x"), "bad-time", "x"),
    "cron": (
        LINE
        + edge("b", "u", timer("0 9 * * 1", "timeCycle"), interrupting=False)
        + chain("b", "e"),
        "bad-time",
        "b",
    ),
    "timer without time": (
        between(catch("x", "<bpmn:timerEventDefinition/>"), "x"),
        "no-time",
        "x",
    ),
    "timer with an empty time": (between(catch("x", timer(" ")), "x"), "no-time", "x"),
    "kind of event that there isn't": (
        between(catch("x", "<bpmn:lunchEventDefinition/>"), "x"),
        "event-here",
        "x",
    ),
    "signal that is not chosen": (
        between(catch("x", "<bpmn:signalEventDefinition/>"), "x"),
        "no-such-definition",
        "x",
    ),
}
