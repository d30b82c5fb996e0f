"""Change what a decision model consists of: its decisions, its inputs, and what builds on what."""

from collections.abc import Collection, Iterator

from flows.expressions.dmn_xml import Element, boxed_child, child, children, local_name, name_of
from flows.kernel import Invalid, Problem
from flows.modeler.ascii_name import ascii_name
from flows.modeler.change_columns import COLUMN_TYPES
from flows.modeler.decision_file import (
    DecisionUnknown,
    laid_out,
    made,
    new_id,
    parsed,
    put_after,
    sayable,
    with_text,
    written,
)
from flows.modeler.draw_decisions import complete_drawing

KINDS = ("table", "expression", "input")
"""What can be added to a model."""

_BEFORE_VARIABLE = ("description", "extensionElements", "question", "allowedAnswers")
_BEFORE_PARTS = (
    "description",
    "extensionElements",
    "import",
    "itemDefinition",
    "inputData",
    "decision",
    "businessKnowledgeModel",
    "knowledgeSource",
    "decisionService",
)
_LONGEST_ID = 40
_LONGEST_NAME = 200


def add_part(raw: bytes, part: str, name: str) -> tuple[bytes, str]:
    """Add a decision or input data; the file and the id of what is new. `part` is one of KINDS.

    Raises DecisionError, or Invalid when the name is missing or taken, or the kind unknown.
    """
    root = parsed(raw)
    if part not in KINDS:
        raise Invalid("Välj vad som ska läggas till.", "Choose what to add.")
    name = _free_name(root, name)
    key = _free_id(root, name)
    element = made(root, "inputData" if part == "input" else "decision", id=key, name=name)
    if part == "input":
        variable = made(root, "variable", "variabel", name=name, typeRef="string")
        element.append(variable)
    elif part == "expression":
        element.append(made(root, "variable", "variabel", name=name, typeRef="string"))
        element.append(with_text(root, "literalExpression", "uttryck", "null"))
    else:
        element.append(_new_table(root))
    with laid_out(root):
        put_after(root, element, *_BEFORE_PARTS)
    complete_drawing(root)
    return written(root), key


def change_part(
    raw: bytes,
    part_id: str,
    *,
    name: str,
    type_: str = "",
    description: str | None = None,
    requires: Collection[str] | None = None,
) -> bytes:
    """Change a decision or input data; what is None, or an empty name or type, stays as it is.

    Raises DecisionError, DecisionUnknown, or Invalid when the name is taken.
    """
    root = parsed(raw)
    element = _part(root, part_id)
    if name.strip() and " ".join(name.split()) != name_of(element):
        element.set("name", _free_name(root, name))
    with laid_out(element):
        _set_variable(element, type_)
        if description is not None:
            _set_description(element, description.strip())
        if requires is not None:
            _set_requirements(root, element, requires)
    complete_drawing(root)
    return written(root)


def remove_part(raw: bytes, part_id: str) -> bytes:
    """Take a decision or input data away, and what says that others build on it.

    Raises DecisionError, DecisionUnknown, or Invalid for the last decision.
    """
    root = parsed(raw)
    element = _part(root, part_id)
    decisions = list(children(root, "decision"))
    if decisions == [element]:
        raise Invalid(
            "Filen behöver minst ett beslut. Ta bort hela filen om den inte behövs.",
            "The file needs at least one decision. Remove the whole file if it isn't needed.",
        )
    for decision in decisions:
        with laid_out(decision):
            _drop_requirements(decision, {part_id})
    with laid_out(root):
        root.remove(element)
    complete_drawing(root)
    return written(root)


def _new_table(root: Element) -> Element:
    table = made(root, "decisionTable", "tabell", hitPolicy="UNIQUE")
    column = made(root, "input", "in", label="Fråga")
    column.append(with_text(root, "inputExpression", "uttryck", "fraga", typeRef="string"))
    output = made(root, "output", "ut", label="Svar", name="svar", typeRef="string")
    rule = made(root, "rule", "regel")
    rule.append(with_text(root, "inputEntry", "cell", ""))
    rule.append(with_text(root, "outputEntry", "cell", '"svar"'))
    for each in (column, output, rule):
        table.append(each)
    return table


def _part(root: Element, part_id: str) -> Element:
    for element in children(root, "decision", "inputData"):
        if element.get("id") == part_id:
            return element
    raise DecisionUnknown


def _set_variable(element: Element, type_: str) -> None:
    """Keep the variable called as its owner; a table's type is its columns' own."""
    variable = child(element, "variable")
    logic = boxed_child(element)
    typed = type_ in COLUMN_TYPES and (logic is None or local_name(logic) != "decisionTable")
    if variable is None and typed:
        variable = made(element, "variable", "variabel")
        put_after(element, variable, *_BEFORE_VARIABLE)
    if variable is not None:
        variable.set("name", name_of(element))
        if typed:
            variable.set("typeRef", type_)


def _set_description(element: Element, text: str) -> None:
    said = child(element, "description")
    if said is None and text:
        said = made(element, "description")
        element.insert(0, said)
    if said is not None and text:
        said.text = sayable(text)
    elif said is not None:
        element.remove(said)


def _set_requirements(root: Element, decision: Element, wanted: Collection[str]) -> None:
    """Require what is wanted and nothing else; what stands already stays as it stands."""
    kinds = {
        each.get("id") or "": "requiredDecision"
        if local_name(each) == "decision"
        else "requiredInput"
        for each in children(root, "decision", "inputData")
        if each is not decision
    }
    _drop_requirements(decision, kinds.keys() - set(wanted))
    standing = {href for _requirement, href in _requirements(decision)}
    for key, kind in kinds.items():
        if key in wanted and key not in standing:
            requirement = made(decision, "informationRequirement", "krav")
            requirement.append(made(decision, kind, href=f"#{key}"))
            before = (*_BEFORE_VARIABLE, "variable", "informationRequirement")
            put_after(decision, requirement, *before)


def _drop_requirements(decision: Element, unwanted: Collection[str]) -> None:
    for requirement, href in list(_requirements(decision)):
        if href in unwanted:
            decision.remove(requirement)


def _requirements(decision: Element) -> Iterator[tuple[Element, str]]:
    for requirement in children(decision, "informationRequirement"):
        for each in children(requirement, "requiredDecision", "requiredInput"):
            yield requirement, (each.get("href") or "").removeprefix("#")


def _free_name(root: Element, name: str) -> str:
    name = sayable(" ".join(name.split()))
    if not name:
        raise _refuse_name("Skriv ett namn.", "Write a name.")
    if any(name_of(each) == name for each in children(root, *_BEFORE_PARTS[4:])):
        raise _refuse_name(
            f"Det finns redan något som heter {name} i filen.",
            f"There is already something called {name} in the file.",
        )
    if len(name) > _LONGEST_NAME:
        raise _refuse_name(
            f"Namnet får vara högst {_LONGEST_NAME} tecken.",
            f"The name may be at most {_LONGEST_NAME} characters.",
        )
    return name


def _refuse_name(sv: str, en: str) -> Invalid:
    return Invalid(sv, en, [Problem("part-name", sv, en, element="name")])


def _free_id(root: Element, name: str) -> str:
    taken = {each.get("id") for each in root.iter() if isinstance(each.tag, str)}
    stem = ascii_name(name, gap="_")[:_LONGEST_ID].strip("_") or "beslut"
    stem = f"x_{stem}" if stem[0].isdigit() else stem
    return stem if stem not in taken else new_id(stem)
