"""A decision model as tables of words: columns, rules and cells as they stand in the file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from flows.expressions.dmn_xml import (
    Element,
    boxed_child,
    child,
    children,
    local_name,
    name_of,
    read_definitions,
    text_in,
    type_of,
)
from flows.modeler.decision_file import with_ids

POLICIES: Mapping[str, tuple[str, str, str]] = {
    "UNIQUE": (
        "Högst en regel får träffa. Träffar två är tabellen fel.",
        "At most one rule may match. If two do, the table is wrong.",
        "U",
    ),
    "FIRST": (
        "Reglerna läses uppifrån. Den första som träffar gäller.",
        "The rules are read from the top. The first that matches counts.",
        "F",
    ),
    "ANY": (
        "Flera regler får träffa, men de måste ge samma svar.",
        "Several rules may match, but they have to give the same answer.",
        "A",
    ),
    "PRIORITY": (
        "Flera regler får träffa. Det svar gäller som står först bland utkolumnens värden.",
        "Several rules may match. The answer that stands first among the output's values counts.",
        "P",
    ),
    "COLLECT": (
        "Alla regler som träffar ger var sitt svar, i en lista.",
        "Every rule that matches gives an answer, in a list.",
        "C",
    ),
    "RULE ORDER": (
        "Alla regler som träffar ger var sitt svar, i en lista i tabellens ordning.",
        "Every rule that matches gives an answer, in a list in the order of the table.",
        "R",
    ),
    "OUTPUT ORDER": (
        "Alla regler som träffar ger var sitt svar, i den ordning som utkolumnens värden står.",
        "Every rule that matches gives an answer, in the order of the output's values.",
        "O",
    ),
}
"""The hit policies: what each means, in Swedish and English, and its letter in the table."""

AGGREGATIONS: Mapping[str, tuple[str, str]] = {
    "SUM": ("Svaren läggs ihop.", "The answers are added up."),
    "MIN": ("Det minsta svaret gäller.", "The least answer counts."),
    "MAX": ("Det största svaret gäller.", "The greatest answer counts."),
    "COUNT": ("Svaret är hur många regler som träffar.", "The answer is how many rules match."),
}


@dataclass(frozen=True, slots=True)
class Column:
    """An input or output column; `expression` is what an input tests, an output's name.

    `values` are the allowed values, and `default` what an output says when no rule matches.
    """

    id: str
    label: str
    expression: str
    type: str
    values: str = ""
    default: str = ""


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule: its number from 1, its cells in the order of the columns, its comment."""

    id: str
    number: int
    cells: tuple[str, ...]
    cell_ids: tuple[str, ...]
    comment: str


@dataclass(frozen=True, slots=True)
class InputRow:
    """Input data of a model: something that its decisions are given."""

    id: str
    name: str
    type: str


@dataclass(frozen=True, slots=True)
class DecisionRows:
    """One decision as it stands. A decision that is no table has `text`, its expression.

    `type` is what it answers, where it says so. `requires` are the ids of the decisions and input
    data that it builds on.
    """

    id: str
    name: str
    description: str = ""
    type: str = ""
    requires: tuple[str, ...] = ()
    policy: str = "UNIQUE"
    aggregation: str = ""
    inputs: tuple[Column, ...] = ()
    outputs: tuple[Column, ...] = ()
    rules: tuple[RuleRow, ...] = ()
    text: str | None = None

    @property
    def is_table(self) -> bool:
        """Whether it is a decision table."""
        return bool(self.outputs or self.inputs)


def decisions_in(raw: bytes, file: str = "") -> list[DecisionRows]:
    """The decisions of a model in the order of the file. Raises DecisionError."""
    return [_decision(each) for each in children(with_ids(read_definitions(raw, file)), "decision")]


def inputs_in(raw: bytes, file: str = "") -> list[InputRow]:
    """The input data of a model in the order of the file. Raises DecisionError."""
    return [
        InputRow(each.get("id") or "", name_of(each), type_of(child(each, "variable")) or "")
        for each in children(with_ids(read_definitions(raw, file)), "inputData")
    ]


def _decision(element: Element) -> DecisionRows:
    logic = boxed_child(element)
    said = child(element, "description")
    rows = DecisionRows(
        element.get("id") or "",
        name_of(element),
        description=(said.text or "").strip() if said is not None else "",
        type=type_of(child(element, "variable")) or type_of(logic) or "",
        requires=tuple(_required(element)),
    )
    if logic is None or local_name(logic) != "decisionTable":
        text = text_in(logic) if logic is not None and _is_literal(logic) else None
        return replace(rows, text=text)
    return replace(
        rows,
        policy=logic.get("hitPolicy") or "UNIQUE",
        aggregation=logic.get("aggregation") or "",
        inputs=tuple(_input(each) for each in children(logic, "input")),
        outputs=tuple(_output(each) for each in children(logic, "output")),
        rules=tuple(_rule_row(each, n) for n, each in enumerate(children(logic, "rule"), 1)),
    )


def _required(element: Element) -> Iterator[str]:
    for requirement in children(element, "informationRequirement"):
        for each in children(requirement, "requiredDecision", "requiredInput"):
            yield (each.get("href") or "").removeprefix("#")


def _is_literal(logic: Element) -> bool:
    return local_name(logic) == "literalExpression"


def _input(element: Element) -> Column:
    holder = child(element, "inputExpression")
    expression = text_in(holder)
    label = element.get("label") or expression
    values = text_in(child(element, "inputValues"))
    return Column(element.get("id") or "", label, expression, type_of(holder) or "", values)


def _output(element: Element) -> Column:
    label = element.get("label") or name_of(element)
    return Column(
        element.get("id") or "",
        label,
        name_of(element),
        type_of(element) or "",
        text_in(child(element, "outputValues")),
        text_in(child(element, "defaultOutputEntry")),
    )


def _rule_row(element: Element, number: int) -> RuleRow:
    cells = list(children(element, "inputEntry", "outputEntry"))
    return RuleRow(
        element.get("id") or "",
        number,
        tuple(map(text_in, cells)),
        tuple(cell.get("id") or "" for cell in cells),
        comment_of(element),
    )


def comment_of(rule: Element) -> str:
    said = child(rule, "description")
    if said is not None:
        return (said.text or "").strip()
    notes = (text_in(note) for note in children(rule, "annotationEntry"))
    return " ".join(note for note in notes if note)
