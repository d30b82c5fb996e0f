"""What is written in another way in the file and means the same; every refusal has a test."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.engine.drawing import (
    END,
    SHARED,
    START,
    catch,
    chain,
    diagram,
    event,
    flow,
    mapping,
    node,
    on,
    timer,
    user,
    zeebe,
)
from tests.engine.driving import BEGIN, Run

from flows.engine import check

ROOT = Path(__file__).parents[2]
REFERENCE = "<bpmn:eventDefinitionRef>{}</bpmn:eventDefinitionRef>"


def test_a_definition_at_the_top_of_the_file_is_read_where_events_refer_to_it() -> None:
    week = timer("P7D").replace("EventDefinition", 'EventDefinition id="tid"', 1)
    shared = SHARED + week + '<bpmn:signalEventDefinition id="hej" signalRef="sg"/>'
    body = START + catch("t", REFERENCE.format("tid"))
    body += event("endEvent", "e", REFERENCE.format("hej"))
    run = Run(diagram(body + chain("s", "t", "e"), extra=shared))
    assert list(run.due) == ["t"]
    assert (run.due["t"] - BEGIN).days == 7
    assert run.wait(days=7).thrown == [("signal", "stopp", None)]


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_a_global_task_is_a_process_of_one_task(prefix: str) -> None:
    words = zeebe("assignmentDefinition", candidateGroups="sekreterare")
    shared = SHARED + node("globalUserTask", "gt", "", words, name="Granska")
    calls = node("callActivity", "c", calledElement=f"{prefix}gt")
    run = Run(diagram(START + calls + END + chain("s", "c", "e"), extra=shared), {"a": 1})
    (task,) = run.outcome.tasks
    assert (task.name, task.groups) == ("Granska", ("sekreterare",))
    assert task.element_id == "gt"
    run.complete("gt", svar="ja")
    assert run.passed == ["s", "gt", "c", "e"], "nothing that nobody drew is told of"
    assert run.outcome.ended
    assert run.variables == {"a": 1, "svar": "ja"}


def test_drawn_data_does_nothing_and_is_warned_of() -> None:
    inner = (
        '<bpmn:ioSpecification><bpmn:dataInput id="di"/></bpmn:ioSpecification>'
        '<bpmn:dataInputAssociation id="da"><bpmn:sourceRef>do</bpmn:sourceRef>'
        "<bpmn:targetRef>di</bpmn:targetRef></bpmn:dataInputAssociation>"
    )
    data = '<bpmn:dataObject id="d"/><bpmn:dataObjectReference id="do" dataObjectRef="d"/>'
    raw = diagram(data + START + user("u", inner) + END + chain("s", "u", "e"))
    found = check({"p.bpmn": raw})
    assert {(p.code, p.severity) for p in found} == {("ignored", "warning")}
    assert Run(raw, {"x": 1}).complete("u", y=2).variables == {"x": 1, "y": 2}


def test_words_of_others_are_left_behind() -> None:
    other = '<x:listener xmlns:x="http://example.org/x" class="os.system">rm</x:listener>'
    raw = diagram(START + user("u", "", other) + END + chain("s", "u", "e"))
    assert check({"p.bpmn": raw}) == []
    assert Run(raw).complete("u").ends == ["e"]


def test_conditions_on_the_way_out_of_an_event_count_too() -> None:
    body = START + catch("m", on("message", "m2")) + user("a") + user("b") + END
    body += chain("s", "m") + flow("m", "a", "=x > 1") + flow("m", "b", "=x > 2")
    run = Run(diagram(body + chain("a", "e") + chain("b", "e"))).message("m", x=2)
    assert run.open == ["a"]


def test_a_mapping_to_a_path_makes_the_context_around_it() -> None:
    raw = diagram(
        START + user("u", "", mapping({}, {"a.b.c": "=svar"})) + END + chain("s", "u", "e")
    )
    assert Run(raw, {"a": {"d": 1}}).complete("u", svar=2).variables == {
        "a": {"d": 1, "b": {"c": 2}}
    }


# ---------------------------------------------------------------- every refusal


def refusals() -> Iterator[str]:
    """The code of everything that the engine says no to, or warns of, in a diagram."""
    for path in sorted((ROOT / "src/flows/engine").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text())):
            if not isinstance(call, ast.Call):
                continue
            name = getattr(call.func, "attr", None) or getattr(call.func, "id", "")
            if name in {"refuse", "warn", "Problem", "UnreadableFile", "Fault"}:
                texts = [
                    one.value
                    for one in call.args[:3]
                    if isinstance(one, ast.Constant) and isinstance(one.value, str)
                ]
                yield from (text for text in texts if re.fullmatch(r"[a-z]+(-[a-z]+)*", text))


def test_every_refusal_has_a_test() -> None:
    tests = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("*.py"))
    codes = set(refusals())
    assert len(codes) > 60
    assert sorted(code for code in codes if f'"{code}"' not in tests) == []
