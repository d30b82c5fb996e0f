"""Files from outside: hostile XML, hostile sizes, and code that wants to be run."""

import time
from pathlib import Path

import pytest
from tests.engine.drawing import (
    END,
    START,
    catch,
    chain,
    diagram,
    flow,
    gateway,
    node,
    script,
    sub,
    timer,
    user,
    zeebe,
)
from tests.engine.driving import BEGIN, Run

from flows.engine import check, deploy, process_ids
from flows.engine.script_environment import CodeRefused, ScriptEngine

BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>"""
FILE = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>"""


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (BOMB, "doctype"),
        (FILE, "doctype"),
        (b"", "not-xml"),
        (b"\x00\x01", "not-xml"),
        (b"<a><b></a>", "not-xml"),
        (b"<a>&nbsp;</a>", "not-xml"),
        (b"<a>" * 190 + b"</a>" * 190, "no-process"),
        (b"<a>" * 230 + b"</a>" * 230, "too-deep"),
        (b"<a>" * 5000 + b"</a>" * 5000, "not-xml"),
        (b" " * (1_048_577), "too-large"),
    ],
)
def test_hostile_xml_is_refused(raw: bytes, code: str) -> None:
    assert [p.code for p in check({"p.bpmn": raw})] == [code]
    assert process_ids(raw) == []


def test_the_size_limit_can_be_set() -> None:
    raw = diagram(START + END + chain("s", "e"))
    assert [p.code for p in check({"p.bpmn": raw}, max_bytes=100)] == ["too-large"]
    assert check({"p.bpmn": raw}) == []


def test_five_thousand_elements_are_run() -> None:
    count = 5_000
    names = [f"t{number}" for number in range(count)]
    body = START + "".join(node("task", name) for name in names) + END
    raw = diagram(body + chain("s", *names, "e"))
    begin = time.process_time()
    run = Run(deploy({"p.bpmn": raw}, max_bytes=10_000_000))
    assert run.ends == ["e"]
    assert time.process_time() - begin < 10


def test_deeply_nested_subprocesses_are_run() -> None:
    inner, first = user("u"), "u"
    for level in range(60):
        inner, first = sub(f"S{level}", inner, first, first), f"S{level}"
    run = Run(diagram(START + inner + END + chain("s", first, "e")))
    assert run.open == ["u"]
    assert run.complete("u").ends == ["e"]


def test_a_process_that_multiplies_by_calling_itself_is_stopped() -> None:
    calls = node("callActivity", "c", calledElement="p") + node(
        "callActivity", "d", calledElement="p"
    )
    body = START + gateway("parallel", "g") + calls + END + chain("s", "g", "c", "e")
    run = Run(diagram(body + chain("g", "d", "e")))
    assert run.outcome.incident is not None
    assert run.outcome.incident.code == "too-many-tokens"


ODD_IDS = ["Start", "End", "Root", "StartEventSplit", "StartEventJoin", "p.EndJoin", "__class__"]


@pytest.mark.parametrize("odd", ODD_IDS)
def test_ids_that_the_engine_uses_itself_are_free_to_use(odd: str) -> None:
    body = START + user(odd) + END + chain("s", odd, "e")
    run = Run(diagram(body)).complete(odd, x=1)
    assert run.variables == {"x": 1}
    assert run.passed == ["s", odd, "e"]


def test_traversal_in_ids_and_names_is_refused_or_harmless() -> None:
    assert "bad-id" in {
        p.code
        for p in check({"p.bpmn": diagram(START + user("../u") + END + chain("s", "../u", "e"))})
    }
    assert check({"../../p.bpmn": diagram(START + END + chain("s", "e"))}) == []


# ---------------------------------------------------------------- code


@pytest.fixture
def mark(tmp_path: Path) -> Path:
    return tmp_path / "was-here"


SPIFF = 'xmlns:spiff="http://spiffworkflow.org/bpmn/schema/1.0/core"'


def attempts(code: str) -> dict[str, str]:
    """Diagrams that try to run `code`, an expression of Python, each in another way."""
    words = f"<bpmn:extensionElements {SPIFF}>{{}}</bpmn:extensionElements>"
    scripted = zeebe("script", expression="=1", resultVariable="r")
    return {
        "preScript": START
        + user("u", words.format(f"<spiff:preScript>{code}</spiff:preScript>"))
        + END
        + chain("s", "u", "e"),
        "postScript": START
        + node("task", "u", words.format(f"<spiff:postScript>{code}</spiff:postScript>"))
        + END
        + chain("s", "u", "e"),
        "script beside FEEL": START
        + node("scriptTask", "u", f"<bpmn:script>{code}</bpmn:script>", scripted)
        + END
        + chain("s", "u", "e"),
        "script alone": START
        + node("scriptTask", "u", f"<bpmn:script>{code}</bpmn:script>")
        + END
        + chain("s", "u", "e"),
        "condition": START
        + gateway("exclusive", "g", default="d")
        + END
        + user("u")
        + flow("s", "g")
        + flow("g", "e", f"{code} = 0")
        + flow("g", "u", flow_id="d")
        + chain("u", "e"),
        "timer": START + catch("t", timer(code)) + END + chain("s", "t", "e"),
        "timer as FEEL": START + catch("t", timer(f"={code}")) + END + chain("s", "t", "e"),
        "FEEL script": START + script("x", f"={code}", "r") + END + chain("s", "x", "e"),
        "group": START
        + user("u", "", zeebe("assignmentDefinition", candidateGroups=f"={code}"))
        + END
        + chain("s", "u", "e"),
        "service operator": START
        + node(
            "serviceTask",
            "u",
            words.format(f'<spiff:serviceTaskOperator id="{code}"/>')
            + f"<bpmn:operationRef>{code}</bpmn:operationRef>",
        )
        + END
        + chain("s", "u", "e"),
    }


NAMES = list(attempts("x"))


@pytest.mark.parametrize("name", NAMES)
def test_no_python_runs_from_a_diagram(name: str, mark: Path) -> None:
    code = f"__import__('pathlib').Path('{mark}').touch()"
    raw = diagram(attempts(code)[name])
    if not any(p.severity == "error" for p in check({"p.bpmn": raw})):
        run = Run(raw, {"x": 1})
        while run.outcome.tasks and not run.outcome.incident:
            run.complete(run.open[0])
    assert not mark.exists()


def test_the_script_engine_runs_nothing_but_formulas() -> None:
    engine = ScriptEngine({}, BEGIN)
    run = Run(diagram(START + user("u") + END + chain("s", "u", "e")))
    assert run.open == ["u"]
    for attempt in (
        lambda: engine.environment.evaluate("1 + 1", {}),
        lambda: engine.environment.execute("x = 1", {}),
        lambda: engine.environment.call_service({}, operation_name="x"),
        lambda: engine.validate("1 + 1"),
    ):
        with pytest.raises(CodeRefused):
            attempt()
