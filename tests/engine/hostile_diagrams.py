"""Diagrams that are hostile as diagrams: too large, or never done when they are run."""

from tests.engine.drawing import (
    END,
    START,
    catch,
    chain,
    condition,
    diagram,
    each,
    edge,
    flow,
    gateway,
    handler,
    job,
    mapping,
    node,
    on,
    script,
    several,
    sub,
    throw,
    timer,
    user,
)
from tests.engine.hostile_package import LINE, Hostile, alone, drawn, raw

_MANY = [f"t{n}" for n in range(5_000)]
_CALLS_ITSELF = node("callActivity", "c", calledElement="p")


def sizes() -> dict[str, Hostile]:
    """Diagrams that are large or deep, and otherwise right."""
    nested, first = user("u"), "u"
    for level in range(90):
        nested, first = sub(f"S{level}", nested, first, first), f"S{level}"
    tasks = "".join(node("task", name) for name in _MANY)
    services = "".join(node("serviceTask", name) for name in _MANY)
    edges = "".join(
        edge(f"k{n}", "u", timer("P1D"), interrupting=False) + chain(f"k{n}", "e")
        for n in range(900)
    )
    return {
        "five-thousand-in-a-row": drawn(START + tasks + END + chain("s", *_MANY, "e")),
        "five-thousand-faults": raw(
            diagram(START + services + END + chain("s", *_MANY, "e")), "no-job"
        ),
        "one-id-for-all": raw(diagram(alone(user("u") * 5_000, "u")), "id-twice"),
        "two-thousand-branches": drawn(_branches(2_000)),
        "ninety-levels": drawn(alone(nested, first)),
        "a-mesh-of-joins": drawn(_mesh(60)),
        "nine-hundred-edges": drawn(alone(user("u"), "u") + edges),
        "a-thousand-links": drawn(_links(1_000)),
        "drawn-far-away": raw(diagram(LINE).replace(b"</bpmn:definitions>", _far_away())),
    }


def _branches(count: int) -> str:
    names = [f"b{n}" for n in range(count)]
    body = START + "".join(map(user, names)) + END
    body += gateway("parallel", "g") + gateway("parallel", "j") + chain("s", "g")
    return body + "".join(chain("g", name, "j") for name in names) + chain("j", "e")


def _mesh(count: int) -> str:
    body = START + "".join(gateway("inclusive", f"g{n}") for n in range(count)) + END
    pairs = ((a, b) for a in range(count) for b in range(a + 1, count))
    body += "".join(flow(f"g{a}", f"g{b}", "=true") for a, b in pairs)
    return body + chain("s", "g0") + chain(f"g{count - 1}", "e")


def _links(count: int) -> str:
    body = START + END + chain("s", "ut0") + chain(f"in{count - 1}", "e")
    for n in range(count):
        link = f'<bpmn:linkEventDefinition name="L{n}"/>'
        body += throw(f"ut{n}", link) + catch(f"in{n}", link)
    return body + "".join(chain(f"in{n}", f"ut{n + 1}") for n in range(count - 1))


def _far_away() -> bytes:
    """A drawing with bounds that no paper holds."""
    spec = "http://www.omg.org/spec"
    names = f'xmlns:d="{spec}/BPMN/20100524/DI" xmlns:c="{spec}/DD/20100524/DC"'
    odd = ("1e308", "NaN", "-inf", "x", "", "9" * 400)
    shapes = "".join(
        f'<d:BPMNShape id="h{a}-{b}" bpmnElement="u">'
        f'<c:Bounds x="{x}" y="{x}" width="{w}" height="{w}"/></d:BPMNShape>'
        for a, x in enumerate(odd)
        for b, w in enumerate(odd)
    )
    points = "".join(f'<i:waypoint x="{n}e300" y="-1e308"/>' for n in range(2_000))
    line = f'<d:BPMNEdge id="hl" bpmnElement="s" xmlns:i="{spec}/DD/20100524/DI">{points}'
    plane = f'<d:BPMNPlane id="hp" bpmnElement="p">{shapes}{line}</d:BPMNEdge></d:BPMNPlane>'
    return f"<d:BPMNDiagram {names}>{plane}</d:BPMNDiagram></bpmn:definitions>".encode()


def endless() -> dict[str, Hostile]:
    """Diagrams that would run for ever, or fill the memory, if they were let."""
    wide = each("=l", inputElement="i")
    forks = START + gateway("exclusive", "m") + gateway("parallel", "g") + chain("s", "m", "g")
    again = throw("x", on("signal", "sg"))
    turns = START + gateway("exclusive", "g") + node("task", "t") + chain("s", "g", "t", "g")
    rounds = sub("S", user("u", wide), "u", "u", wide)
    calls = START + gateway("parallel", "g") + _CALLS_ITSELF + END + chain("s", "g", "c", "e")
    twice = calls + _CALLS_ITSELF.replace('"c"', '"d"') + chain("g", "d", "e")
    reminds = edge("b", "u", timer("R/PT1M", "timeCycle"), interrupting=False) + chain("b", "e")
    looks = "".join(
        handler(f"E{n}", condition("=count(l) > 10000"), job(f"h{n}"), f"h{n}", f"h{n}")
        for n in range(300)
    )
    return {
        "circle": drawn(turns, "step-limit"),
        "fork-bomb": drawn(forks + chain("g", "m") + chain("g", "m"), "step-limit"),
        "calls-itself": drawn(alone(_CALLS_ITSELF, "c"), "too-deep"),
        "calls-itself-twice": drawn(twice, "too-large"),
        "rounds-in-rounds": drawn(alone(rounds, "S"), "too-many-tokens"),
        "rounds-of-calls": drawn(
            alone(node("callActivity", "c", wide, calledElement="p"), "c"), "too-large"
        ),
        "too-many-rounds": drawn(
            alone(user("u", each("=for i in 1..10000 return i")), "u"), "too-many-rounds"
        ),
        "signals-that-answer-themselves": drawn(
            alone(throw("t", on("signal", "sg")) + user("u") + chain("t", "u"), "t")
            + handler("E", on("signal", "sg"), again, "x", "x", interrupting=False),
            "step-limit",
        ),
        "a-timer-without-end": drawn(alone(user("u"), "u") + reminds),
        "a-timer-beyond-time": raw(
            diagram(alone(catch("t", timer(f"P{'9' * 30}D")), "t")), "bad-time"
        ),
        "three-hundred-conditions": drawn(alone(user("u"), "u") + looks),
    }


def expressions() -> dict[str, Hostile]:
    """Expressions that would take for ever, or fill the memory, if they were let."""

    def growing(by: str, stopped: str) -> Hostile:
        turns = START + script("t", f"={by}", "x") + gateway("exclusive", "g")
        return drawn(turns + chain("s", "g", "t", "g"), stopped)

    def computed(source: str, *stopped: str) -> Hostile:
        return drawn(alone(script("t", source, "r"), "t"), *stopped)

    def written(source: str) -> Hostile:
        return raw(diagram(alone(script("t", source, "r"), "t")), "bad-expression")

    long = script("lang", '=string join(for n in 1..9000 return "' + "å" * 90 + '")', "x")
    many = START + long + script("t", "=[x, x, x, x, x, x, x, x]", "y") + END
    wide = each("=l", inputElement="i")
    calls, far = node("callActivity", "c", wide, calledElement="q"), chain("s", "lang", "c", "e")
    called = node("startEvent", "qs") + user("qu") + node("endEvent", "qe")
    called += chain("qs", "qu", "qe")
    in_rounds = chain("s", "lang", "u", "e")
    return {
        "a-long-text-in-many-places": drawn(many + chain("s", "lang", "t", "e"), "too-large"),
        "a-long-text-in-every-round": drawn(
            START + long + user("u", wide, mapping({"y": "=x"})) + END + in_rounds, "too-large"
        ),
        "a-long-text-in-every-call": Hostile(
            {"p.bpmn": several({"p": START + long + calls + END + far, "q": called})},
            stopped=("too-large",),
        ),
        "a-text-that-doubles": growing("x + x", "expression-limit"),
        "a-list-that-doubles": growing("concatenate(x, x)", "expression-limit"),
        "a-context-that-nests": growing("{a: x, b: x}", "expression-limit"),
        "a-pattern-without-end": computed(
            f'=matches("{"a" * 200}!", "^(a|a|aa)+$")', "expression-limit"
        ),
        "a-loop-in-an-expression": computed(
            "=for a in 1..100000, b in 1..100000 return a * b", "expression-limit"
        ),
        "a-number-too-large": computed("=10 ** 6000 ** 2"),
        "workdays-without-end": computed('=add workdays(@"2027-01-11", 1e300)'),
        "parentheses": written(f"={'(' * 4_000}1{')' * 4_000}"),
        "a-long-sum": written("=" + "+".join(["1"] * 200_000)),
    }
