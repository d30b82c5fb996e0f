"""What can't run as it is drawn is refused, all of it at once, in words its author understands."""

import pytest
from tests.engine.drawing import (
    END,
    SHARED,
    START,
    chain,
    diagram,
    flow,
    gateway,
    job,
    mapping,
    node,
    script,
    user,
    zeebe,
)
from tests.engine.driving import Run
from tests.engine.refused import LINE, REFUSED, between
from tests.engine.refused_events import REFUSED_EVENTS
from tests.engine.refused_writing import REFUSED_WRITING

from flows.engine import DialectError, check, deploy, read_package

EVERY = REFUSED | REFUSED_EVENTS | REFUSED_WRITING


@pytest.mark.parametrize("name", EVERY)
def test_refused(name: str) -> None:
    body, code, element = EVERY[name]
    files = {"p.bpmn": diagram(body)}
    errors = [p for p in check(files) if p.severity == "error"]
    found = next(p for p in errors if p.code == code)
    assert found.file == "p.bpmn"
    assert found.element == element or code == "no-id"
    assert found.line >= 1
    assert found.sv
    assert found.en
    assert found.sv != found.en
    with pytest.raises(DialectError) as raised:
        deploy(files)
    assert found in raised.value.problems


def test_every_problem_is_reported_at_once_with_name_and_line() -> None:
    body = "\n".join(
        [
            START,
            node("serviceTask", "a", name="Första"),
            node("serviceTask", "b", name="Andra"),
            script("c", "=suma(", "x"),
            END,
            chain("s", "a", "b", "c", "e"),
        ]
    )
    found = check({"p.bpmn": diagram("\n" + body), "q.bpmn": b"<nej"})
    assert [(p.file, p.code, p.name) for p in found] == [
        ("p.bpmn", "no-job", "Första"),
        ("p.bpmn", "no-job", "Andra"),
        ("p.bpmn", "bad-expression", "c"),
        ("q.bpmn", "not-xml", ""),
    ]
    lines = [p.line for p in found[:3]]
    assert lines == sorted(lines)
    assert len(set(lines)) == 3


def test_one_process_id_in_two_files_is_refused() -> None:
    found = check({"a.bpmn": diagram(LINE), "b.bpmn": diagram(LINE)})
    assert {p.code for p in found} == {"process-twice"}


def test_one_decision_id_in_two_files_is_refused() -> None:
    decided = (
        b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d"'
        b' namespace="n"><decision id="val" name="val"><variable name="val"/>'
        b"<literalExpression><text>1</text></literalExpression></decision></definitions>"
    )
    found = check({"a.bpmn": diagram(LINE), "b.dmn": decided, "c.dmn": decided})
    assert [(p.code, p.file, p.element) for p in found] == [("decision-twice", "c.dmn", "val")]


def test_a_package_without_a_process_is_refused() -> None:
    assert [p.code for p in check({"a.form": b"{}"})] == ["no-diagram"]
    empty = diagram("", extra="").replace(b'isExecutable="true"', b'isExecutable="false"')
    assert [p.code for p in check({"a.bpmn": empty})] == ["not-executable"]
    unclear = diagram(LINE).replace(b'isExecutable="true"', b'isExecutable="1"')
    assert [p.code for p in check({"a.bpmn": unclear})] == ["yes-or-no"]
    assert [p.code for p in check({"a.bpmn": b"<svg/>"})] == ["no-process"]


def test_a_decision_file_that_is_wrong_is_told_of() -> None:
    found = check({"a.bpmn": diagram(LINE), "b.dmn": b"<nej/>"})
    assert found
    assert found[0].file == "b.dmn"


def test_what_departs_from_the_schema_is_warned_of_with_its_line() -> None:
    raw = diagram("\n" + START + "\n" + user("u", nonsens="1") + END + chain("s", "u", "e"))
    assert check({"p.bpmn": raw}) == []
    problems = read_package({"p.bpmn": raw}).problems
    found = next(one for one in problems if "nonsens" in one.en)
    assert (found.code, found.severity, found.file) == ("schema", "warning", "p.bpmn")
    assert found.line == raw[: raw.index(b"nonsens")].count(b"\n") + 1


def test_what_does_nothing_is_warned_of() -> None:
    store = '<bpmn:dataStoreReference id="ds" name="Register"/>'
    body = store + START + gateway("parallel", "g") + user("u") + END
    body += chain("s", "g") + flow("g", "u", "=x") + chain("u", "e")
    found = check({"p.bpmn": diagram(body)})
    assert {p.code for p in found} == {"condition-ignored", "ignored"}
    assert {p.severity for p in found} == {"warning"}
    assert deploy({"p.bpmn": diagram(body)}).warnings == tuple(found)


def test_a_setting_that_does_nothing_where_it_stands_is_warned_of() -> None:
    form, mapped = zeebe("formDefinition", formId="f"), mapping({"y": "=1"})
    body = START + node("task", "x", "", form) + node("exclusiveGateway", "g", "", mapped) + END
    found = check({"p.bpmn": diagram(body + chain("s", "x", "g", "e"))})
    assert sorted((p.code, p.severity, p.element) for p in found) == [
        ("setting-ignored", "warning", "g"),
        ("setting-ignored", "warning", "x"),
    ]


def test_the_condition_of_a_default_flow_is_warned_of_and_not_asked() -> None:
    body = START + gateway("exclusive", "g", default="d") + user("a") + user("b") + END
    body += chain("s", "g") + flow("g", "a", "=false") + flow("g", "b", "=1 + x", "d")
    raw = diagram(body + chain("a", "e") + chain("b", "e"))
    found = [(p.code, p.severity, p.element) for p in check({"p.bpmn": raw})]
    assert found == [("condition-ignored", "warning", "d")]
    assert Run(raw).open == ["b"]


def test_an_element_may_be_in_a_lane_and_in_those_around_it() -> None:
    inner = '<bpmn:childLaneSet id="li"><bpmn:lane id="b" name="Inre">{}</bpmn:lane>'
    lanes = f'<bpmn:laneSet id="ls"><bpmn:lane id="a" name="Yttre">{{}}{inner}'
    held = "<bpmn:flowNodeRef>u</bpmn:flowNodeRef>"
    drawn = f"{lanes}</bpmn:childLaneSet></bpmn:lane></bpmn:laneSet>".format(held, held)
    raw = diagram(drawn + LINE)
    assert [p for p in check({"p.bpmn": raw}) if p.code != "schema"] == []
    assert Run(raw).outcome.tasks[0].groups == ("inre",)


def test_what_lies_inside_something_ignored_is_ignored() -> None:
    inner = (
        '<bpmn:ioSpecification><bpmn:dataInput id="di"/><bpmn:inputSet id="is"/>'
        '</bpmn:ioSpecification><bpmn:performer id="pf"><bpmn:resourceRef>x</bpmn:resourceRef>'
        "</bpmn:performer>"
    )
    found = check({"p.bpmn": diagram(between(user("x", inner), "x"))})
    assert {p.code for p in found} == {"ignored"}


def test_a_letter_beyond_ascii_in_a_variable_is_warned_of() -> None:
    found = check({"p.bpmn": diagram(between(script("x", "=ärende", "åtgärd"), "x"))})
    assert [(p.code, p.severity) for p in found] == [("not-ascii", "warning")] * 2


def test_the_shared_declarations_of_the_tests_are_right() -> None:
    assert check({"p.bpmn": diagram(LINE, extra=SHARED + "")}) == []
    assert check({"p.bpmn": diagram(between(job("j"), "j"))}) == []
