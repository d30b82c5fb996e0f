"""Everything that a check can find has a hint that says how to mend it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.catalog.hints import GENERAL, HINTS, hint_for
from flows.engine.diagram.vocabulary import REFUSED_WAYS

FLOWS = Path(__file__).parent.parent.parent / "src" / "flows"
CHECKED = (
    "engine/definition.py",
    "engine/diagram",
    "engine/dialect",
    "expressions/boxed.py",
    "expressions/decision_model.py",
    "expressions/decision_table.py",
    "expressions/dmn_xml.py",
    "expressions/expression.py",
    "expressions/item_types.py",
    "expressions/model_reader.py",
    "expressions/read_graph.py",
    "forms/file_rules.py",
    "forms/parse_form.py",
    "forms/read_component.py",
    "catalog",
    "modeler/taken_processes.py",
    "organisation",
)
"""Where the findings of a check are made."""

CODE = re.compile(r"[a-z]+(-[a-z]+)*")


def _sources() -> Iterator[Path]:
    for place in CHECKED:
        path = FLOWS / place
        yield from [path] if path.is_file() else sorted(path.rglob("*.py"))


def _codes() -> dict[str, str]:
    """A code is a text that is followed by a sentence in Swedish and one in English."""
    found = dict.fromkeys(REFUSED_WAYS, "vocabulary")
    for path in _sources():
        for node in ast.walk(ast.parse(path.read_text())):
            arguments = node.args if isinstance(node, ast.Call) else ()
            arguments = node.elts if isinstance(node, ast.Tuple) else arguments
            for code, *sentences in zip(arguments, arguments[1:], arguments[2:], strict=False):
                if isinstance(code, ast.Constant) and all(map(_is_sentence, sentences)):
                    prefix = "scenario-" if path.name == "play_scenario.py" else ""
                    found[f"{prefix}{code.value}"] = path.name
    return {code: place for code, place in found.items() if CODE.fullmatch(code)}


def _is_sentence(node: ast.expr) -> bool:
    if isinstance(node, ast.JoinedStr):
        return True
    return isinstance(node, ast.Constant) and " " in str(node.value)


def test_every_code_has_a_hint() -> None:
    codes = _codes()

    assert len(codes) > 100
    assert {code: place for code, place in codes.items() if hint_for(code) == GENERAL} == {}


@pytest.mark.parametrize("code", sorted(HINTS))
def test_a_hint_is_a_sentence_in_both_languages(code: str) -> None:
    sv, en = hint_for(code)

    assert sv != en
    for text in (sv, en):
        assert text[0].isupper()
        assert text.endswith(".")
        assert "  " not in text


def test_an_unknown_code_has_a_general_hint() -> None:
    assert hint_for("something-new") == GENERAL
