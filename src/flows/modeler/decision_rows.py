"""A decision model as tables that can be read and changed a cell at a time, without drawing.

What a change doesn't touch stays in the file: other decisions, the drawing, comments.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from lxml import etree

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
from flows.kernel import Invalid, NotFound

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


class RuleUnknown(NotFound):
    """The table has no such rule."""

    code = "decision-rule-unknown"
    sv = "Regeln finns inte längre i tabellen."
    en = "The rule is no longer in the table."


@dataclass(frozen=True, slots=True)
class Column:
    """An input or output column; `expression` is what an input tests, an output's name."""

    id: str
    label: str
    expression: str
    type: str


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule: its number from 1, its cells in the order of the columns, its comment."""

    id: str
    number: int
    cells: tuple[str, ...]
    cell_ids: tuple[str, ...]
    comment: str


@dataclass(frozen=True, slots=True)
class DecisionRows:
    """One decision as it stands. A decision that is no table has `text`, its expression."""

    id: str
    name: str
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
    return [_decision(each) for each in children(read_definitions(raw, file), "decision")]


def change_cells(raw: bytes, decision_id: str, new: Mapping[str, str]) -> bytes:
    """Write cells (by `<rule id>.<place>`), comments (`<rule id>.comment`), `policy`, `text`.

    Raises DecisionError for a file that can't be read, Invalid for an unknown policy.
    """

    def change(decision: Element) -> None:
        logic = boxed_child(decision)
        if logic is None:
            return
        if local_name(logic) != "decisionTable":
            if "text" in new and local_name(logic) == "literalExpression":
                _write_text(logic, new["text"])
            return
        for rule in children(logic, "rule"):
            for place, cell in enumerate(children(rule, "inputEntry", "outputEntry")):
                key = f"{rule.get('id')}.{place}"
                if key in new and new[key].strip() != text_in(cell):
                    _write_text(cell, new[key].strip())
            comment = new.get(f"{rule.get('id')}.comment")
            if comment is not None:
                _write_comment(rule, comment.strip())
        if "policy" in new:
            _write_policy(logic, new["policy"])

    return _changed(raw, decision_id, change)


def add_rule(raw: bytes, decision_id: str, before: str = "") -> bytes:
    """Add an empty rule last, or before another. Raises DecisionError or RuleUnknown."""

    def change(decision: Element) -> None:
        table = _table(decision)
        rule = etree.SubElement(table, _tag(table, "rule"), id=_new_id("regel"))
        for kind, columns in (("inputEntry", "input"), ("outputEntry", "output")):
            for _column in children(table, columns):
                cell = etree.SubElement(rule, _tag(table, kind), id=_new_id("cell"))
                etree.SubElement(cell, _tag(table, "text")).text = ""
        _indent(rule, table)
        if before:
            _rule(table, before).addprevious(rule)

    return _changed(raw, decision_id, change)


def move_rule(raw: bytes, decision_id: str, rule_id: str, step: int) -> bytes:
    """Move a rule up (-1) or down (1); at the end it stays. Raises as `add_rule`."""

    def change(decision: Element) -> None:
        table = _table(decision)
        rules = list(children(table, "rule"))
        rule = _rule(table, rule_id)
        place = rules.index(rule)
        there = min(max(place + step, 0), len(rules) - 1)
        if there == place:
            return
        tail = rule.tail
        (rules[there].addprevious if there < place else rules[there].addnext)(rule)
        rule.tail = tail

    return _changed(raw, decision_id, change)


def remove_rule(raw: bytes, decision_id: str, rule_id: str) -> bytes:
    """Take a rule away. Raises as `add_rule`."""

    def change(decision: Element) -> None:
        table = _table(decision)
        table.remove(_rule(table, rule_id))

    return _changed(raw, decision_id, change)


def rename_model(raw: bytes, title: str) -> bytes:
    """The model under another name; one that has a single decision names that too.

    Raises DecisionError.
    """
    root = _parsed(raw)
    if title.strip():
        root.set("name", title.strip())
        decisions = list(children(root, "decision"))
        if len(decisions) == 1:
            decisions[0].set("name", title.strip())
    return _written(root)


def new_decision(decision_id: str, title: str) -> bytes:
    """A model from scratch: one table with a question, an answer and a rule, to change."""
    name = quoteattr(title)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" \
xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/" \
xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" \
id="definitioner_{decision_id}" name={name} namespace="http://camunda.org/schema/1.0/dmn">
  <decision id="{decision_id}" name={name}>
    <decisionTable id="tabell_{decision_id}" hitPolicy="FIRST">
      <input id="in_{decision_id}" label="Vad gäller frågan?">
        <inputExpression id="uttryck_{decision_id}" typeRef="string">
          <text>fraga</text>
        </inputExpression>
      </input>
      <output id="ut_{decision_id}" label="Svar" name="svar" typeRef="string" />
      <rule id="regel_{decision_id}_1">
        <inputEntry id="villkor_{decision_id}_1">
          <text></text>
        </inputEntry>
        <outputEntry id="resultat_{decision_id}_1">
          <text>"svar"</text>
        </outputEntry>
      </rule>
    </decisionTable>
  </decision>
  <dmndi:DMNDI>
    <dmndi:DMNDiagram id="diagram_{decision_id}">
      <dmndi:DMNShape id="figur_{decision_id}" dmnElementRef="{decision_id}">
        <dc:Bounds height="80" width="180" x="160" y="100" />
      </dmndi:DMNShape>
    </dmndi:DMNDiagram>
  </dmndi:DMNDI>
</definitions>
""".encode()


def _decision(element: Element) -> DecisionRows:
    logic = boxed_child(element)
    key, name = element.get("id") or "", name_of(element)
    if logic is None or local_name(logic) != "decisionTable":
        text = text_in(logic) if logic is not None and _is_literal(logic) else None
        return DecisionRows(key, name, text=text)
    return DecisionRows(
        id=key,
        name=name,
        policy=logic.get("hitPolicy") or "UNIQUE",
        aggregation=logic.get("aggregation") or "",
        inputs=tuple(_input(each) for each in children(logic, "input")),
        outputs=tuple(_output(each) for each in children(logic, "output")),
        rules=tuple(_rule_row(each, n) for n, each in enumerate(children(logic, "rule"), 1)),
    )


def _is_literal(logic: Element) -> bool:
    return local_name(logic) == "literalExpression"


def _input(element: Element) -> Column:
    holder = child(element, "inputExpression")
    expression = text_in(holder)
    label = element.get("label") or expression
    return Column(element.get("id") or "", label, expression, type_of(holder) or "")


def _output(element: Element) -> Column:
    label = element.get("label") or name_of(element)
    return Column(element.get("id") or "", label, name_of(element), type_of(element) or "")


def _rule_row(element: Element, number: int) -> RuleRow:
    cells = list(children(element, "inputEntry", "outputEntry"))
    return RuleRow(
        element.get("id") or "",
        number,
        tuple(map(text_in, cells)),
        tuple(cell.get("id") or "" for cell in cells),
        _comment(element),
    )


def _comment(rule: Element) -> str:
    said = child(rule, "description")
    if said is not None:
        return (said.text or "").strip()
    notes = (text_in(note) for note in children(rule, "annotationEntry"))
    return " ".join(note for note in notes if note)


def _changed(raw: bytes, decision_id: str, change: Callable[[Element], None]) -> bytes:
    root = _parsed(raw)
    for decision in children(root, "decision"):
        if decision.get("id") == decision_id:
            change(decision)
            return _written(root)
    raise RuleUnknown


def _parsed(raw: bytes) -> Element:
    """The root with its comments, which a reader that only evaluates drops."""
    read_definitions(raw, "")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
    )
    return etree.fromstring(raw, parser)


def _written(root: Element) -> bytes:
    raw: bytes = etree.tostring(
        root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=None
    )
    return raw + b"\n"


def _table(decision: Element) -> Element:
    table = child(decision, "decisionTable")
    if table is None:
        raise RuleUnknown
    return table


def _rule(table: Element, rule_id: str) -> Element:
    found = (rule for rule in children(table, "rule") if rule.get("id") == rule_id)
    rule = next(found, None)
    if rule is None:
        raise RuleUnknown
    return rule


def _tag(near: Element, name: str) -> str:
    return f"{{{etree.QName(near).namespace}}}{name}"


def _new_id(kind: str) -> str:
    return f"{kind}_{secrets.token_hex(4)}"


def _write_text(holder: Element, text: str) -> None:
    inner = child(holder, "text")
    if inner is None:
        inner = etree.SubElement(holder, _tag(holder, "text"))
    inner.text = _sayable(text)


def _write_comment(rule: Element, comment: str) -> None:
    if comment == _comment(rule):
        return
    said = child(rule, "description")
    for note in list(children(rule, "annotationEntry")):
        if said is None:
            _write_text(note, comment)
            return
    if said is None:
        said = etree.Element(_tag(rule, "description"))
        rule.insert(0, said)
        said.tail = rule.text
    said.text = _sayable(comment)


def _write_policy(table: Element, policy: str) -> None:
    name, _, aggregation = policy.partition(":")
    if name not in POLICIES or (aggregation and aggregation not in AGGREGATIONS):
        raise Invalid("Välj hur träffarna ska räknas.", "Choose how the matches count.")
    table.set("hitPolicy", name)
    table.attrib.pop("aggregation", None)
    if aggregation and name == "COLLECT":
        table.set("aggregation", aggregation)


def _sayable(text: str) -> str:
    """The text without signs that XML can't hold."""
    return "".join(sign for sign in text if sign in "\n\t" or ord(sign) >= 0x20).replace("\r", "")


def _indent(rule: Element, table: Element) -> None:
    etree.indent(rule, level=len(list(rule.iterancestors())))
    rule.tail = next((each.tail for each in table if each is not rule and each.tail), "\n")


def problems_by_place(
    rows: DecisionRows, places: Sequence[tuple[str, str]]
) -> Iterator[tuple[int, int, str]]:
    """(rule number, column number from 0 or -1, what is wrong) for (element id, sentence)."""
    for element, said in places:
        for rule in rows.rules:
            if element == rule.id:
                yield rule.number, -1, said
            elif element in rule.cell_ids and element:
                yield rule.number, rule.cell_ids.index(element), said
