"""What departs from the BPMN and DMN schemas is told by sentences of our own."""

from pathlib import Path

import pytest

from flows.engine import read_package
from flows.engine.diagram.schema import check_schema

CONTENT = Path(__file__).parent.parent.parent / "processes"
DIAGRAM = (CONTENT / "arende" / "arende.bpmn").read_text()
ODD = {
    '<bpmn:userTask id="ta_emot"': (
        '<bpmn:userTask hopp="1" id="ta_emot"',
        "ta_emot",
        "<userTask> kan inte ha egenskapen hopp.",
    ),
    'sourceRef="anmald" ': (
        "",
        "flode_anmald_till_registrera",
        "<sequenceFlow> saknar egenskapen sourceRef.",
    ),
    '<bpmn:exclusiveGateway id="gw_mottagen"': (
        '<bpmn:exclusiveGateway gatewayDirection="Hej" id="gw_mottagen"',
        "gw_mottagen",
        "<exclusiveGateway>, gatewayDirection: värdet ”Hej” är inte tillåtet.",
    ),
    'name="Ta emot anmälan">': (
        'name="Ta emot anmälan">hej',
        "ta_emot",
        "<userTask> kan inte innehålla löpande text.",
    ),
    "<bpmn:sequenceFlow": (
        "<bpmn:banan/><bpmn:sequenceFlow",
        "arende",
        "<banan> får inte stå på den här platsen i filen.",
    ),
}


@pytest.mark.parametrize("place", ODD)
def test_each_departure_is_named_with_its_place(place: str) -> None:
    change, element, sentence = ODD[place]
    assert place in DIAGRAM
    raw = DIAGRAM.replace(place, change, 1).encode()

    problems = check_schema("a.bpmn", raw, max_bytes=1 << 20)

    assert [(one.code, one.element, one.severity) for one in problems] == [
        ("schema", element, "warning")
    ]
    assert problems[0].sv.startswith(sentence)
    assert problems[0].line
    assert "{http" not in problems[0].sv + problems[0].en


@pytest.mark.parametrize("file", sorted(CONTENT.glob("*/*.[bd]*mn")), ids=lambda file: file.name)
def test_the_content_is_as_the_schemas_want_it(file: Path) -> None:
    assert check_schema(file.name, file.read_bytes(), max_bytes=1 << 20) == []


@pytest.mark.parametrize("raw", [b"", b"<a/>", b"<!DOCTYPE a><a/>", b'{"a": 1}'])
def test_other_files_are_not_its_business(raw: bytes) -> None:
    assert check_schema("a.bpmn", raw, max_bytes=1 << 20) == []
    assert check_schema("a.form", raw, max_bytes=1 << 20) == []


def test_what_is_refused_already_is_not_told_twice() -> None:
    raw = DIAGRAM.replace('sourceRef="anmald" ', "", 1).encode()

    problems = read_package({"arende.bpmn": raw}).problems

    about = [one.code for one in problems if one.element == "flode_anmald_till_registrera"]
    assert about == ["dangling-flow"]
