"""The reference is true: every example in it is run, and every function is in it."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.expressions import compile_expression, evaluate, evaluation_clock
from flows.expressions.budget import MAX_REGEX_SECONDS, MAX_STEPS, MAX_TEXT
from flows.expressions.functions import BUILTINS
from flows.expressions.lexer import MAX_SOURCE
from flows.expressions.parser import MAX_HEIGHT, MAX_NESTING

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "feel.md"
NOW = datetime(2027, 1, 11, 8, tzinfo=UTC)


def blocks(language: str) -> list[str]:
    text = REFERENCE.read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


EXAMPLES = [line for block in blocks("feel") for line in block.splitlines() if line.strip()]


@pytest.mark.parametrize("example", EXAMPLES)
def test_example_is_true(example: str) -> None:
    with evaluation_clock(NOW):
        assert evaluate(example) is True
    assert compile_expression(example).unknown_functions == frozenset()


def test_python_example() -> None:
    (example,) = blocks("python")
    exec(compile(example, str(REFERENCE), "exec"), {})


def test_every_function_has_an_example() -> None:
    examples = "\n".join(EXAMPLES)
    assert [name for name in BUILTINS if f"{name}(" not in examples] == []


def test_limits_are_those_of_the_code() -> None:
    text = REFERENCE.read_text(encoding="utf-8")
    for limit in (MAX_SOURCE, MAX_NESTING, MAX_HEIGHT, MAX_STEPS, MAX_TEXT):
        assert f"{limit:,}".replace(",", " ") in text
    assert f"{MAX_REGEX_SECONDS} s" in text
