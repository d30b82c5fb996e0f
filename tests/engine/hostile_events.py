"""Diagrams that are hostile in what waits, throws, is copied or is named."""

from tests.engine.drawing import (
    END,
    SHARED,
    START,
    catch,
    chain,
    condition,
    diagram,
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
    several,
    sub,
    throw,
    timer,
    user,
    zeebe,
)
from tests.engine.hostile_package import LINE, Hostile, alone, drawn, raw

ESCALATION = on("escalation", "es")


def _aside(name: str, definition: str, xml: str, first: str) -> str:
    return handler(name, definition, xml, first, first, interrupting=False)


def storms() -> dict[str, Hostile]:
    """Events that answer one another, or are awaited by very many."""
    to_and_fro = _aside("E", condition("=x = 0"), script("ett", "=1", "x"), "ett")
    to_and_fro += _aside("F", condition("=x = 1"), script("noll", "=0", "x"), "noll")
    sets = START + script("t", "=0", "x") + user("u") + END + chain("s", "t", "u", "e")
    tells = "".join(
        _aside(name, ESCALATION, throw(f"{name}t", ESCALATION), f"{name}t") for name in "EF"
    )
    again = handler("E", on("error", "er"), node("task", "h"), "h", "h")
    again = again.replace('id="Ee"/>', f'id="Ee">{on("error", "er")}</bpmn:endEvent>')
    fails = START + event("endEvent", "e", on("error", "er")) + chain("s", "e")
    ears = "".join(
        edge(f"k{n}", "u", on("signal", "sg"), interrupting=False) + chain(f"k{n}", "e")
        for n in range(900)
    )
    cries = throw("r", on("signal", "sg")) + gateway("parallel", "g") + node("task", "t")
    months = "".join(
        edge(f"k{n}", "u", timer("R/0001-01-02/P1M", "timeCycle"), interrupting=False)
        + chain(f"k{n}", "e")
        for n in range(500)
    )
    inner, first = user("i"), "i"
    for level in range(40):
        watch = _aside(f"E{level}", on("signal", "sg"), node("task", f"t{level}"), f"t{level}")
        inner, first = sub(f"S{level}", inner, first, first, watch), f"S{level}"
    return {
        "conditions-to-and-fro": drawn(sets + to_and_fro, "step-limit"),
        "escalations-to-and-fro": drawn(alone(throw("x", ESCALATION), "x") + tells, "step-limit"),
        "an-error-of-its-own-care": drawn(fails + again, "uncaught-error"),
        "nine-hundred-ears": drawn(
            START + user("u") + cries + END + ears + chain("s", "g", "u", "e")
            + chain("g", "t", "r", "e"),
        ),
        "months-since-the-year-one": drawn(alone(user("u"), "u") + months),
        "forty-levels-that-watch": drawn(alone(inner, first)),
    }  # fmt: skip


def joins() -> dict[str, Hostile]:
    """Gateways that wait for one another, or that very many flows lead through."""
    names = [f"j{n}" for n in range(60)]
    circle = START + gateway("parallel", "g") + chain("s", "g") + END
    for before, name in zip([names[-1], *names], names, strict=False):
        circle += gateway("inclusive", name) + gateway("inclusive", f"{name}x")
        circle += chain("g", name, f"{name}x") + flow(f"{before}x", name, "=true")
        circle += flow(f"{name}x", "e", "=false")
    same = START + gateway("inclusive", "g") + gateway("inclusive", "j") + END
    same += chain("s", "g") + chain("j", "e")
    same += "".join(flow("g", "j", "=true") for _ in range(2_000))
    itself = START + gateway("exclusive", "g", default="d") + END + chain("s", "g")
    itself += flow("g", "g", "", "d") + flow("g", "e", "=false")
    return {
        "joins-in-a-circle": drawn(circle, "waits-in-vain"),
        "two-thousand-flows-between-two": drawn(same),
        "a-gateway-to-itself": drawn(itself, "step-limit"),
    }


def copies() -> dict[str, Hostile]:
    """What is small in the file and large when it is read."""
    junk = '<x:a xmlns:x="u:x">' + "<x:b/>" * 30_000 + "</x:a>"
    fat = f'<bpmn:timerEventDefinition id="fat">{junk}<bpmn:timeDuration>P1D</bpmn:timeDuration>'
    reference = "<bpmn:eventDefinitionRef>fat</bpmn:eventDefinitionRef>"
    edges = "".join(
        node("boundaryEvent", f"k{n}", reference, attachedToRef="u") + chain(f"k{n}", "e")
        for n in range(2_000)
    )
    lanes = "".join(
        f'<bpmn:lane id="l{n}" name="Bana">' + "<bpmn:flowNodeRef>u</bpmn:flowNodeRef>" * 20
        + "</bpmn:lane>"
        for n in range(800)
    )  # fmt: skip
    messages = "".join(f'<bpmn:message id="m{n}x" name="samma"/>' for n in range(9_000))
    notes = "<bpmn:documentation>" + "å" * 450_000 + "</bpmn:documentation>"
    deep = ".".join(["a"] * 3_000)
    wide = "".join(zeebe("output", source="=1", target=f"v{n}.a") for n in range(9_000))
    return {
        "a-definition-copied-everywhere": raw(
            diagram(LINE + edges, extra=f"{SHARED}{fat}</bpmn:timerEventDefinition>"),
            "too-large",
            "waits-for-nothing",
        ),
        "lanes-without-end": raw(
            diagram(f'<bpmn:laneSet id="ls">{lanes}</bpmn:laneSet>{LINE}'), "two-lanes"
        ),
        "nine-thousand-messages": Hostile({"p.bpmn": diagram(LINE, extra=SHARED + messages)}),
        "a-long-description": drawn(alone(user("u", notes), "u")),
        "a-path-without-end": raw(
            diagram(alone(user("u", "", mapping({}, {deep: "=1"})), "u")), "bad-variable"
        ),
        "nine-thousand-outputs": drawn(alone(user("u", "", zeebe("ioMapping", wide)), "u")),
    }


def odd_names() -> dict[str, Hostile]:
    """Names that mean something inside, or that hide what they are."""
    hidden = "Godkänn\u202e etsal\u2066\u200b\ufeff"
    inner = sub("S", user("i"), "i", "i")
    called = node("callActivity", "c", calledElement="p/S")
    both = {
        "p": alone(node("callActivity", "c", each("=[1, 2]"), calledElement="q"), "c"),
        "q": alone(node("callActivity", "d", each("=[1, 2]"), calledElement="p"), "d")
        .replace('"s"', '"qs"')
        .replace('"e"', '"qe"'),
    }
    own = each("=l", inputElement="loopCounter", outputCollection="l", outputElement="=loopCounter")
    return {
        "a-name-that-hides": drawn(alone(user("u", name=hidden), "u")),
        "a-call-of-an-inner-part": raw(
            diagram(START + inner + called + END + chain("s", "S", "c", "e")), "no-such-process"
        ),
        "two-that-call-each-other": Hostile({"p.bpmn": several(both)}, stopped=("too-large",)),
        "rounds-that-write-over-their-list": drawn(alone(user("u", own), "u")),
        "an-edge-on-an-edge": raw(
            diagram(
                LINE
                + edge("b", "u", timer("P1D"))
                + edge("c", "b", timer("P1D"))
                + edge("d", "d", timer("P1D"))
                + chain("b", "e")
                + chain("c", "e")
                + chain("d", "e")
            ),
            "attached-to-nothing",
        ),
        "an-id-of-ours": raw(diagram(alone(user("u [edges]"), "u [edges]")), "bad-id"),
        "a-long-time": raw(
            diagram(alone(catch("t", timer("2027-01-01T00:00" + "[a" * 300_000, "timeDate")), "t")),
            "bad-time",
        ),
    }
