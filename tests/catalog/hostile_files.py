"""Files that someone made to harm the check, or to make it take for ever."""

from collections.abc import Callable, Mapping

import orjson
from tests.catalog.drawing import END, chain, diagram, flow, form, script, start, task

from flows.catalog import Package

MANY = 5_000
_NAMESPACE = b'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
_GATE = '<parallelGateway id="{}"/>'


def _scripts(count: int, name: Callable[[int], str], reads: Callable[[int], str]) -> str:
    return "".join(script(f"n{one}", reads(one), name(one)) for one in range(count))


def _steps(count: int) -> list[str]:
    return [f"n{one}" for one in range(count)]


def _fan() -> bytes:
    ways = "".join(flow("p", step) + flow(step, "q") for step in _steps(MANY))
    gates = _GATE.format("p") + _GATE.format("q")
    body = _scripts(MANY, lambda one: f"v{one % 7}", lambda one: "1")
    return diagram(start(form="") + gates + body + END + flow("s", "p") + flow("q", "e") + ways)


def _circles() -> bytes:
    gates = "".join(f'<exclusiveGateway id="n{one}"/>' for one in range(MANY))
    back = "".join(flow(f"n{one}", f"n{one // 2}", "x = 1") for one in range(1, MANY))
    return diagram(start(form="") + gates + END + chain("s", *_steps(MANY), "e") + back)


def _nested(depth: int) -> bytes:
    opened = "".join(
        f'<subProcess id="d{one}" name="D"><startEvent id="s{one}" name="S"/>'
        for one in range(depth)
    )
    return diagram(start(form="") + opened + "</subProcess>" * depth + END)


def _misspelt() -> bytes:
    count = 2_000
    body = _scripts(count, lambda one: f"variabel_{one}", lambda one: f"variabel_{one}x")
    return diagram(start() + body + END + chain("s", *_steps(count), "e"))


def _long_form() -> bytes:
    fields = [
        {
            "type": "textfield",
            "id": f"f{one}",
            "key": f"k{one}",
            "label": "{{okand}}",
            "conditional": {"hide": f"=saknas_{one} = 1"},
        }
        for one in range(1_500)
    ]
    return orjson.dumps({"id": "fraga", "type": "default", "components": fields})


PLAIN = diagram(start() + task("a", form="fraga") + END + chain("s", "a", "e"))

HOSTILE: Mapping[str, Callable[[], tuple[str, bytes]]] = {
    "5,000 steps in a row": lambda: (
        "prov.bpmn",
        diagram(
            start(form="")
            + _scripts(MANY, lambda one: f"v{one}", lambda one: f"v{one - 1}")
            + END
            + chain("s", *_steps(MANY), "e")
        ),
    ),
    "5,000 steps side by side": lambda: ("prov.bpmn", _fan()),
    "5,000 circles": lambda: ("prov.bpmn", _circles()),
    "2,000 misspelt names": lambda: ("prov.bpmn", _misspelt()),
    "subprocesses 150 deep": lambda: ("prov.bpmn", _nested(150)),
    "subprocesses 5,000 deep": lambda: ("prov.bpmn", _nested(MANY)),
    "a form with 1,500 conditions": lambda: ("fraga.form", _long_form()),
    "a form nested too deep": lambda: ("fraga.form", b'{"components":[' * 100_000),
    "an entity bomb": lambda: (
        "prov.bpmn",
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
        + b"".join(
            b'<!ENTITY a%d "%s">' % (one, b"&a%d;" % (one - 1) * 10 if one else b"&a;" * 10)
            for one in range(9)
        )
        + b"]><definitions "
        + _NAMESPACE
        + b">&a8;</definitions>",
    ),
    "a file of the machine": lambda: (
        "prov.bpmn",
        b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><definitions '
        + _NAMESPACE
        + b">&f;</definitions>",
    ),
    "a bomb in a decision": lambda: (
        "niva.dmn",
        b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><definitions '
        b'xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/">&f;</definitions>',
    ),
    "50 MB": lambda: ("prov.bpmn", b'<a b="x"/>' * 5_000_000),
    "a form of 50 MB": lambda: ("fraga.form", b'{"x": 1},' * 5_000_000),
    "bytes that are no text": lambda: ("prov.bpmn", bytes(range(256)) * 100),
}


def package_with(file: str, raw: bytes) -> Package:
    """A package in which one file is the hostile one."""
    forms = {**form("start", "titel"), **form("fraga", "svar")}
    return Package("prov", {"prov.bpmn": PLAIN, **forms, file: raw})
