"""Models: requirements, boxed expressions, types, services, imports, and hostile files."""

import time
from typing import Any

import pytest
from tests.expressions.models import decision, literal, model, model_xml, needs

from flows.expressions import DecisionError, DecisionModel, ExpressionError, UnknownDecision

INPUT = '<inputData id="in" name="antal"><variable name="antal" typeRef="number"/></inputData>'


def boxed(content: str, variables: dict[str, Any] | None = None) -> Any:
    return model(decision("d", content)).evaluate("d", variables or {}).value


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (literal("1 + 1"), 2),
        (
            '<context><contextEntry><variable name="a"/>' + literal("2") + "</contextEntry>"
            '<contextEntry><variable name="b"/>' + literal("a * 2") + "</contextEntry></context>",
            {"a": 2, "b": 4},
        ),
        (
            '<context><contextEntry><variable name="a"/>' + literal("2") + "</contextEntry>"
            "<contextEntry>" + literal("a * 21") + "</contextEntry></context>",
            42,
        ),
        ("<list>" + literal("1") + literal("x") + "</list>", [1, 7]),
        (
            '<relation><column name="a"/><column name="b"/><row>'
            + literal("1") + literal("x") + "</row></relation>",
            [{"a": 1, "b": 7}],
        ),
        (
            "<conditional><if>" + literal("x > 5") + "</if><then>" + literal('"stor"')
            + "</then><else>" + literal('"liten"') + "</else></conditional>",
            "stor",
        ),
        (
            "<filter><in>" + literal("[1, 2, 3]") + "</in><match>" + literal("item >= 2")
            + "</match></filter>",
            [2, 3],
        ),
        (
            "<filter><in>" + literal("[{a: 1}, {a: 2}]") + "</in><match>" + literal("a = x - 5")
            + "</match></filter>",
            [{"a": 2}],
        ),
        (
            '<for iteratorVariable="i"><in>' + literal("[1, 2, 3]") + "</in><return>"
            + literal("i * 2 + count(partial)") + "</return></for>",
            [2, 5, 8],
        ),
        (
            '<every iteratorVariable="i"><in>' + literal("[1, 2]") + "</in><satisfies>"
            + literal("i > 1") + "</satisfies></every>",
            False,
        ),
        (
            '<some iteratorVariable="i"><in>' + literal("[1, 2]") + "</in><satisfies>"
            + literal("i > 1") + "</satisfies></some>",
            True,
        ),
        (
            '<context><contextEntry><variable name="dubbelt"/><functionDefinition>'
            '<formalParameter name="tal" typeRef="number"/>' + literal("tal * 2")
            + "</functionDefinition></contextEntry><contextEntry><invocation>"
            + literal("dubbelt") + '<binding><parameter name="tal"/>' + literal("x")
            + "</binding></invocation></contextEntry></context>",
            14,
        ),
        (
            "<invocation>" + literal("max") + '<binding><parameter name="list"/>'
            + literal("[1, x]") + "</binding></invocation>",
            7,
        ),
    ],
)  # fmt: skip
def test_boxed_expression(content: str, value: Any) -> None:
    assert boxed(content, {"x": 7}) == value


def test_requirements_and_knowledge() -> None:
    knowledge = (
        '<businessKnowledgeModel id="moms" name="med moms"><variable name="med moms"/>'
        '<encapsulatedLogic><formalParameter name="pris" typeRef="number"/>'
        + literal("pris * 1.25")
        + "</encapsulatedLogic></businessKnowledgeModel>"
    )
    made = model(
        INPUT
        + knowledge
        + decision("netto", literal("antal * 80"), needs("Input", "in"))
        + decision(
            "brutto",
            literal("med moms(netto)"),
            needs("Decision", "netto") + needs("Knowledge", "moms"),
        )
    )
    assert made.decisions == {"netto": "netto", "brutto": "brutto"}
    assert made.inputs_of("brutto") == {"antal"}
    assert made.evaluate("brutto", {"antal": 3}).value == 300
    assert made.evaluate("moms", {"pris": 4}).value == 5
    with pytest.raises(UnknownDecision):
        made.evaluate("ränta", {})


def test_a_required_decision_is_known_by_its_id_too() -> None:
    body = decision("Pris per år", literal("100")).replace('id="Pris per år"', 'id="pris"')
    made = model(body + decision("summa", literal("pris + Pris per år"), needs("Decision", "pris")))
    assert made.evaluate("summa", {}).value == 200
    assert made.inputs_of("summa") == frozenset()


def test_a_required_decision_is_decided_once() -> None:
    body = "".join(
        decision(
            f"d{number}",
            literal(f"d{number - 1} + d{number - 1}"),
            needs("Decision", f"d{number - 1}"),
        )
        for number in range(1, 60)
    )
    made = model(decision("d0", literal("1")) + body)
    assert made.evaluate("d59", {}).value == 2**59


def test_scope_of_the_specification_and_of_a_process() -> None:
    body = INPUT + decision("d", literal("antal"))
    assert model(body).evaluate("d", {"antal": 1}).value == 1
    assert model(body, conforming=True).evaluate("d", {"antal": 1}).value is None


def test_types() -> None:
    body = (
        '<itemDefinition name="tBetyg"><typeRef>number</typeRef>'
        "<allowedValues><text>[1..5]</text></allowedValues></itemDefinition>"
        '<itemDefinition name="tLista" isCollection="true"><typeRef>tBetyg</typeRef>'
        "</itemDefinition>"
        '<itemDefinition name="tPost"><itemComponent name="betyg"><typeRef>tBetyg</typeRef>'
        "</itemComponent></itemDefinition>"
        '<itemDefinition name="tSelf"><itemComponent name="inre"><typeRef>tSelf</typeRef>'
        "</itemComponent></itemDefinition>"
        + decision("betyg", literal("x"), type_reference="tBetyg")
        + decision("lista", literal("x"), type_reference="tLista")
        + decision("post", literal("x"), type_reference="tPost")
        + decision("dag", literal("x"), type_reference="dateTime")
        + decision("sig", literal("x"), type_reference="tSelf")
    )
    made = model(body)

    def value(key: str, x: Any) -> Any:
        return made.evaluate(key, {"x": x}).value

    assert [value("betyg", x) for x in (3, [3], 6, "3")] == [3, 3, None, None]
    assert [value("lista", x) for x in ([1, 5], 4, [1, 6])] == [[1, 5], [4], None]
    assert [value("post", x) for x in ({"betyg": 1}, {"betyg": 9}, {})] == [
        {"betyg": 1},
        None,
        None,
    ]
    assert value("sig", {"inre": 1}) == {"inre": 1}
    (warning,) = made.evaluate("betyg", {"x": 6}).warnings
    assert warning.sv == "Värdet av betyg är av fel typ eller inte tillåtet (tal)."


def test_decision_service() -> None:
    service = (
        '<decisionService id="tjänst" name="räkna"><variable name="räkna"/>'
        '<outputDecision href="#ut"/><encapsulatedDecision href="#mitt"/>'
        '<inputDecision href="#före"/><inputData href="#in"/></decisionService>'
    )
    made = model(
        INPUT
        + decision("före", literal("1000"))
        + decision("mitt", literal("före + 1"), needs("Decision", "före"))
        + decision("ut", literal("mitt * antal"), needs("Decision", "mitt") + needs("Input", "in"))
        + service
        + decision("anrop", literal("räkna(2, 9)"), needs("Knowledge", "tjänst")),
    )
    assert made.evaluate("tjänst", {"antal": 2, "före": 9}).value == 20
    assert made.evaluate("anrop", {}).value == 20
    assert made.evaluate("ut", {"antal": 2}).value == 2002


@pytest.mark.parametrize(("alias", "path"), [("gemensam", "gemensam."), ("", "")])
def test_import(alias: str, path: str) -> None:
    knowledge = (
        '<businessKnowledgeModel id="f" name="plus två"><variable name="plus två"/>'
        '<encapsulatedLogic><formalParameter name="tal"/>' + literal("tal + 2")
        + "</encapsulatedLogic></businessKnowledgeModel>"
    )  # fmt: skip
    betyg = (
        '<itemDefinition name="tBetyg"><typeRef>number</typeRef>'
        "<allowedValues><text>[1..50]</text></allowedValues></itemDefinition>"
    )
    shared = DecisionModel.from_xml(
        model_xml(betyg + knowledge + decision("grund", literal("x * 4")), own="urn:gemensam")
    )
    body = (
        f'<import name="{alias}" namespace="urn:gemensam" '
        'importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/>'
        + decision(
            "svar",
            literal(f"{path}plus två({path}grund)"),
            '<informationRequirement><requiredDecision href="urn:gemensam#grund"/>'
            "</informationRequirement><knowledgeRequirement><requiredKnowledge "
            'href="urn:gemensam#f"/></knowledgeRequirement>',
            type_reference=f"{path}tBetyg",
        )
    )
    made = DecisionModel.from_xml(model_xml(body), "a.dmn", imports=[shared])
    assert made.evaluate("svar", {"x": 10}).value == 42
    assert made.evaluate("svar", {"x": 20}).value is None


@pytest.mark.parametrize("year", ["20180521", "20191111", "20211108", "20230324"])
def test_versions(year: str) -> None:
    namespace = f"https://www.omg.org/spec/DMN/{year}/MODEL/"
    raw = model_xml(decision("d", literal("1")), namespace)
    assert DecisionModel.from_xml(raw).evaluate("d", {}).value == 1


ENTITIES = b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "not-xml"),
        (b"<definitions", "not-xml"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not-dmn"),
        (b"<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'/>", "not-dmn"),
        (ENTITIES + model_xml(decision("d", literal("&b;")))[39:], "doctype"),
        (b'<!DOCTYPE d SYSTEM "file:///etc/passwd">' + model_xml("")[39:], "doctype"),
        (model_xml("<!-- " + "x" * 1_048_576 + " -->"), "too-large"),
    ],
)
def test_what_is_no_model_is_refused(raw: bytes, code: str) -> None:
    started = time.thread_time()
    with pytest.raises(DecisionError) as raised:
        DecisionModel.from_xml(raw, "fil.dmn")
    assert raised.value.problems[0].code == code
    assert raised.value.problems[0].file == "fil.dmn"
    assert time.thread_time() - started < 0.1


def test_faults_of_a_model_are_told_together() -> None:
    body = (
        decision("a", literal("b"), needs("Decision", "b"))
        + decision("b", literal("a"), needs("Decision", "a"))
        + decision("c", literal("1"), needs("Input", "saknas"))
        + decision(
            "e",
            '<literalExpression expressionLanguage="javascript"><text>1</text></literalExpression>',
        )
    )
    with pytest.raises(DecisionError) as raised:
        model(body)
    assert {problem.code for problem in raised.value.problems} == {
        "requirement-cycle",
        "missing-requirement",
        "expression-language",
    }


def test_a_model_that_conforms_gives_null_for_what_cannot_be_read() -> None:
    made = model(decision("d", literal("1 +")) + decision("e", literal("2")), conforming=True)
    assert made.evaluate("d", {}).value is None
    assert made.evaluate("e", {}).value == 2
    assert len(made.problems) == 1


def test_one_budget_for_the_whole_decision() -> None:
    body = "".join(
        decision(
            f"d{number}",
            literal("count(for i in 1..9000 return i)"),
            needs("Decision", f"d{number - 1}") if number else "",
        )
        for number in range(20)
    )
    made = model(body)
    assert made.evaluate("d0", {}).value == 9000
    with pytest.raises(ExpressionError) as raised:
        made.evaluate("d19", {})
    assert raised.value.code == "expression-limit"


def test_deep_boxes_are_refused() -> None:
    with pytest.raises(DecisionError) as raised:
        model(decision("d", "<list>" * 100 + literal("1") + "</list>" * 100))
    assert raised.value.problems[0].code == "too-deep"
