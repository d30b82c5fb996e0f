"""Hostile schemas, submissions and values: faults in words, never a failure, never a long time."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.forms.build import NOW, field, form, read, schema, submitted

from flows.forms import check_form, read_form

KINDS = [
    "textfield",
    "textarea",
    "number",
    "checkbox",
    "radio",
    "select",
    "checklist",
    "taglist",
    "datetime",
    "filepicker",
    "dynamiclist",
    "group",
    "text",
    "html",
    "separator",
    "spacer",
    "button",
]
PLACES = [
    ("label",),
    ("text",),
    ("content",),
    ("defaultValue",),
    ("readonly",),
    ("values",),
    ("valuesExpression",),
    ("decimalDigits",),
    ("defaultRepetitions",),
    ("components",),
    ("accept",),
    ("conditional", "hide"),
    *(
        ("validate", name)
        for name in ("required", "min", "max", "minLength", "maxLength", "pattern")
    ),
    *(("properties", name) for name in ("label_en", "values_en", "workday", "max_bytes", "source")),
    ("appearance", "prefixAdorner"),
]
ODD = [
    *(None, True, False, 0, -1, 1.5, 10**400, "", "x", "=", "=1/0", "{{", "{{}}", "{{#if x}}"),
    *("NaN", "sNaN", "Infinity", "-1e999999", "1e999999", "1e-999999", "٣", "1_000", "-5", "2.5"),
    *("(a", "(a+)+$", "((a{1,100}){1,100}){1,100}", "\x00", "<script>", "{{" * 2000, "*" * 2000),
    *(
        [],
        [1],
        [None],
        {},
        {"a": 1},
        [{"label": None, "value": None}],
        [{"label": {}, "value": []}],
    ),
]
TYPED = ["", "a", "-5", "1 000,5", "2027-01-12", "NaN", "1e400", "\x00", "\ud800", "9" * 400]


def processor_seconds(act: Callable[[], object]) -> float:
    started = time.thread_time()
    act()
    return time.thread_time() - started


def odd_schema(kind: str, place: tuple[str, ...], odd: Any) -> bytes:
    component: dict[str, Any] = {"type": kind, "id": "i", "label": "A", "values": ["x"]}
    component["path" if kind == "dynamiclist" else "key"] = "a"
    holder = component
    for name in place[:-1]:
        holder = holder.setdefault(name, {})
    holder[place[-1]] = odd
    return schema(component, field("textfield", "annat"))


@settings(deadline=None, max_examples=400)
@given(
    st.sampled_from(KINDS), st.sampled_from(PLACES), st.sampled_from(ODD), st.sampled_from(TYPED)
)
def test_an_odd_schema_is_refused_or_works(
    kind: str, place: tuple[str, ...], odd: Any, typed: str
) -> None:
    def use() -> None:
        built, problems = read_form(odd_schema(kind, place, odd))
        assert all(problem.sv and problem.en for problem in problems)
        if built is None:
            return
        answers = built.read(submitted(a=typed, annat="b"), {}, now=NOW)
        assert all(fault.sv and fault.en for fault in answers.errors.values())
        for language in ("sv", "en"):
            built.view({}, answers.raw, answers.errors, language, now=NOW)
            built.view({"a": answers.values.get("a")}, lang=language, now=NOW)

    assert processor_seconds(use) < 1


@pytest.mark.parametrize("name", ["min", "max", "minLength", "maxLength"])
@pytest.mark.parametrize("limit", ["NaN", "Infinity", "-1e999999", "1e-999999", "1e16", "många"])
def test_a_limit_that_is_no_use_is_refused(name: str, limit: str) -> None:
    kind = "textfield" if name.endswith("Length") else "number"
    (problem,) = check_form(schema(field(kind, validate={name: limit})))
    assert problem.code == "form-limit"
    assert limit in problem.sv


@pytest.mark.parametrize("limit", [-1, "-5"])
def test_a_length_is_not_negative(limit: object) -> None:
    (problem,) = check_form(schema(field("textfield", validate={"maxLength": limit})))
    assert problem.code == "form-limit"


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e999", "1" * 5000])
def test_a_number_out_of_all_bounds_is_no_json(number: str) -> None:
    raw = schema(field("number", defaultValue="TALET")).replace(b'"TALET"', number.encode())
    assert [problem.code for problem in check_form(raw)] == ["form-json"]


def test_a_very_large_number_can_be_shown() -> None:
    built = form(field("number"), {"type": "text", "id": "t", "text": "{{svar}}"})
    for value in (10**6000, float("inf"), float("nan"), 1e308):
        shown = built.view({"svar": value}, now=NOW)
        assert shown[0].value
        assert shown[1].html


def test_a_read_only_answer_given_as_json_is_refused_in_words() -> None:
    built = form(field("textfield", readonly=True, defaultValue="x"))
    faults = built.check_answers({"svar": "y"}, {}, now=NOW)
    assert {key: fault.sv for key, fault in faults.items()} == {
        "svar": "Svar går inte att ändra här."
    }


@pytest.mark.parametrize("kind", ["textfield", "number", "checkbox", "select", "checklist"])
def test_a_value_nested_without_end_is_of_the_wrong_kind(kind: str) -> None:
    deep: list[Any] = []
    for _ in range(3000):
        deep = [deep]
    built = form(field(kind, values=["a"]), field("textfield", "annat"))
    answers = built.accept({"svar": deep, "annat": "b"}, {}, now=NOW)
    assert list(answers.errors) == ["svar"]
    assert answers.errors["svar"].sv


def test_a_million_signs_are_told_to_be_too_many_and_soon() -> None:
    built = form(
        field("textfield", validate={"pattern": "^(x+x+)+y$"}),
        field("textarea", "langt"),
        field("number", "tal"),
        field("datetime", "dag", subtype="date"),
    )
    long = "x" * 1_000_000
    answers = None

    def answer() -> None:
        nonlocal answers
        answers = read(built, svar=long, langt=long, tal="1" * 1_000_000, dag=long)

    assert processor_seconds(answer) < 2
    assert answers is not None
    assert list(answers.errors) == ["svar", "langt", "tal", "dag"]
    assert "20 000" in answers.errors["langt"].sv.replace("\u00a0", " ")


@settings(deadline=None, max_examples=200)
@given(
    st.dictionaries(
        st.sampled_from(["t", "n", "v", "d", "r", "r[0].x", "_rows", "_shown"]),
        st.text(max_size=12) | st.sampled_from(TYPED),
    )
)
def test_whatever_is_submitted_is_answered(typed: dict[str, str]) -> None:
    built = form(
        field("textfield", "t", conditional={"hide": '=n = 5 or v = "a"'}),
        field("number", "n", validate={"max": "=n2"}),
        field("checklist", "v", values=["a", "b"], validate={"required": True}),
        field("datetime", "d", subtype="datetime", properties={"workday": "true"}),
        {"type": "dynamiclist", "path": "r", "label": "R", "components": [field("number", "x")]},
    )
    answers = built.read(submitted(**typed), {}, now=NOW)
    built.view({}, answers.raw, answers.errors, now=NOW)
    json.dumps(answers.values)
    assert answers.values.keys() <= {"t", "n", "v", "d", "r"}
