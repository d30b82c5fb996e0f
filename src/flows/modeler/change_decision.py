"""Change a decision table a cell or a rule at a time, without drawing.

What a change doesn't touch stays in the file: other decisions, the drawing, comments.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from xml.sax.saxutils import quoteattr

from lxml import etree

from flows.expressions.dmn_xml import (
    Element,
    boxed_child,
    child,
    children,
    local_name,
    read_definitions,
    text_in,
)
from flows.kernel import Invalid, NotFound
from flows.modeler.decision_rows import AGGREGATIONS, POLICIES, comment_of

_DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'


class RuleUnknown(NotFound):
    """The table has no such rule."""

    code = "decision-rule-unknown"
    sv = "Regeln finns inte längre i tabellen."
    en = "The rule is no longer in the table."


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
        etree.indent(rule, level=len(list(rule.iterancestors())))
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
        (rules[there].addprevious if there < place else rules[there].addnext)(rule)

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


def _changed(raw: bytes, decision_id: str, change: Callable[[Element], None]) -> bytes:
    root = _parsed(raw)
    for decision in children(root, "decision"):
        if decision.get("id") == decision_id:
            table = child(decision, "decisionTable")
            with _laid_out(decision if table is None else table):
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
    tree = etree.tostring(root.getroottree(), xml_declaration=False, encoding="UTF-8")
    return _DECLARATION + tree + b"\n"


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
    if comment == comment_of(rule):
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
    if "aggregation" in table.attrib:
        del table.attrib["aggregation"]
    if aggregation and name == "COLLECT":
        table.set("aggregation", aggregation)


def _sayable(text: str) -> str:
    """The text without signs that XML can't hold."""
    return "".join(sign for sign in text if sign in "\n\t" or ord(sign) >= 0x20).replace("\r", "")


@contextmanager
def _laid_out(table: Element) -> Iterator[None]:
    """Keep the rules below one another, whichever of them stands last."""
    between, closing = table.text, table[-1].tail if len(table) else None
    yield
    for each in table:
        each.tail = between
    if len(table):
        table[-1].tail = closing
