"""A form with an expression that takes too much is shown, and takes in nothing wrong."""

import time
from typing import Any

import pytest
from tests.forms.build import NOW, field, form, read, submitted

from flows.forms import Form, failures
from flows.kernel import Problem

GREEDY = "count(for a in 1..2000, b in 1..2000 return a + b)"


def shown(built: Form, variables: dict[str, Any] | None = None) -> tuple[list[Any], list[Problem]]:
    with failures() as failed:
        views = built.view(variables or {}, now=NOW)
    return views, built.failures_in_words(failed)


def test_a_text_leaves_its_place_to_words_and_the_rest_can_be_answered() -> None:
    built = form(
        {
            "type": "text",
            "id": "t",
            "text": f"Det blir {{{{{GREEDY}}}}} kr, {{{{titel}}}}.",
            "properties": {"text_en": f"In all {{{{{GREEDY}}}}}."},
        },
        field("textfield", "namn", label=f"={GREEDY}"),
        field("textfield", "annat", validate={"required": True}),
    )
    views, told = shown(built, {"titel": "Hemresan"})
    assert str(views[0].html) == "<p>Det blir (gick inte att räkna ut) kr, Hemresan.</p>\n"
    assert views[1].label == "(gick inte att räkna ut)"
    english = built.view({}, lang="en", now=NOW)[0].html
    assert "(could not be worked out)" in english
    assert [(problem.element, problem.severity) for problem in told] == [
        ("t", "warning"),
        ("namn", "warning"),
    ]
    assert told[0].sv == "Texten gick inte att räkna ut: Uttrycket kräver för många steg."
    answers = read(built, namn="a", annat="b")
    assert answers.accepted
    assert answers.values == {"namn": "a", "annat": "b"}
    missing = read(built, namn="a")
    assert list(missing.errors) == ["annat"]


def test_texts_that_take_too_much_starve_no_condition() -> None:
    texts = [{"type": "text", "id": f"t{n}", "text": f"{{{{{GREEDY}}}}}"} for n in range(30)]
    built = form(
        *texts,
        field("select", "val", valuesExpression='=["a", "b"]'),
        field("textfield", "dolt", conditional={"hide": "=1 = 1"}),
        {"type": "text", "id": "sist", "text": "{{1 + 1}}"},
    )
    started = time.thread_time()
    views, told = shown(built)
    assert time.thread_time() - started < 2
    assert len(told) >= 30
    assert [option.token for option in views[30].options] == ["a", "b"]
    assert views[31].hidden


HELD = [
    field("textfield", conditional={"hide": f"={GREEDY} > 0"}),
    field("textfield", readonly=f"={GREEDY} > 0"),
    field("number", validate={"max": f"={GREEDY}"}),
    field("textfield", validate={"minLength": f"={GREEDY}"}),
    field("select", valuesExpression=f"=[string({GREEDY})]"),
    {
        "type": "group",
        "id": "g",
        "conditional": {"hide": f"={GREEDY} > 0"},
        "components": [field("textfield")],
    },
]


@pytest.mark.parametrize("held", HELD, ids=["hide", "readonly", "max", "length", "values", "group"])
@pytest.mark.parametrize("typed", ["5", ""])
def test_an_answer_that_nothing_can_be_held_to_is_refused(held: dict[str, Any], typed: str) -> None:
    built = form(held, field("textfield", "annat"))
    views, told = shown(built)
    assert len(views) == 2
    limits = "validate" in held  # no limit is looked at before there is an answer
    assert len(told) == (0 if limits else 1)
    for answers in (
        read(built, svar=typed, annat="b"),
        built.accept({"svar": typed or None, "annat": "b"}, {}, now=NOW),
    ):
        assert list(answers.errors) == ["svar"]
        if typed == "":
            assert "säg till den som äger processen" in answers.errors["svar"].sv
            assert "tell the owner" in answers.errors["svar"].en


def test_a_row_that_nothing_can_be_held_to_is_refused_too() -> None:
    rows = {
        "type": "dynamiclist",
        "id": "l",
        "path": "rader",
        "label": "Rader",
        "components": [field("textfield", "x", conditional={"hide": f"={GREEDY} > 0"})],
    }
    built = form(rows)
    answers = built.read(submitted(**{"rader": "1", "rader[0].x": "a"}), {}, now=NOW)
    assert list(answers.errors) == ["rader"]
    assert len(shown(built)[1]) == 1


def test_what_is_hidden_anyhow_is_not_asked_for() -> None:
    built = form(
        {
            "type": "group",
            "id": "g",
            "conditional": {"hide": "=true"},
            "components": [field("number", validate={"max": f"={GREEDY}"})],
        },
        field("textfield", "annat"),
    )
    assert read(built, annat="b").accepted
