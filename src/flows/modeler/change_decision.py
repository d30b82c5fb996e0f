"""Change a decision table a cell or a rule at a time, without drawing.

What a change doesn't touch stays in the file: other decisions, the drawing, comments.
"""

import copy
from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

from flows.expressions.dmn_xml import (
    Element,
    boxed_child,
    child,
    children,
    local_name,
    text_in,
)
from flows.kernel import Invalid
from flows.modeler.decision_file import (
    RuleUnknown,
    changed_decision,
    laid_out,
    made,
    new_id,
    parsed,
    sayable,
    table_in,
    with_text,
    write_text,
    written,
)
from flows.modeler.decision_rows import AGGREGATIONS, POLICIES, comment_of


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
                write_text(logic, new["text"])
            return
        for rule in children(logic, "rule"):
            for place, cell in enumerate(children(rule, "inputEntry", "outputEntry")):
                key = f"{rule.get('id')}.{place}"
                if key in new and new[key].strip() != text_in(cell):
                    write_text(cell, new[key].strip())
            comment = new.get(f"{rule.get('id')}.comment")
            if comment is not None:
                _write_comment(rule, comment.strip())
        if "policy" in new:
            _write_policy(logic, new["policy"])

    return changed_decision(raw, decision_id, change)


def add_rule(raw: bytes, decision_id: str, before: str = "") -> bytes:
    """Add an empty rule last, or before another. Raises DecisionError or NotFound."""

    def change(decision: Element) -> None:
        table = table_in(decision)
        rule = made(table, "rule", "regel")
        for kind, columns in (("inputEntry", "input"), ("outputEntry", "output")):
            for _column in children(table, columns):
                rule.append(with_text(table, kind, "cell", ""))
        with laid_out(table):
            (_rule(table, before).addprevious if before else table.append)(rule)

    return changed_decision(raw, decision_id, change)


def copy_rule(raw: bytes, decision_id: str, rule_id: str) -> bytes:
    """Put a rule of the same content after a rule. Raises as `add_rule`."""

    def change(decision: Element) -> None:
        table = table_in(decision)
        rule = _rule(table, rule_id)
        again = copy.deepcopy(rule)
        for each in again.iter():
            if each.get("id"):
                each.set("id", new_id("regel" if each is again else "cell"))
        with laid_out(table):
            rule.addnext(again)

    return changed_decision(raw, decision_id, change)


def move_rule(raw: bytes, decision_id: str, rule_id: str, step: int) -> bytes:
    """Move a rule up (-1) or down (1); at the end it stays. Raises as `add_rule`."""

    def change(decision: Element) -> None:
        table = table_in(decision)
        rules = list(children(table, "rule"))
        rule = _rule(table, rule_id)
        place = rules.index(rule)
        there = min(max(place + step, 0), len(rules) - 1)
        if there == place:
            return
        with laid_out(table):
            (rules[there].addprevious if there < place else rules[there].addnext)(rule)

    return changed_decision(raw, decision_id, change)


def remove_rule(raw: bytes, decision_id: str, rule_id: str) -> bytes:
    """Take a rule away. Raises as `add_rule`."""

    def change(decision: Element) -> None:
        table = table_in(decision)
        with laid_out(table):
            table.remove(_rule(table, rule_id))

    return changed_decision(raw, decision_id, change)


def rename_model(raw: bytes, title: str) -> bytes:
    """The model under another name; one that has a single decision names that too.

    Raises DecisionError.
    """
    root = parsed(raw)
    title = sayable(title).strip()
    if title:
        root.set("name", title)
        decisions = list(children(root, "decision"))
        if len(decisions) == 1:
            decisions[0].set("name", title)
    return written(root)


def new_decision(decision_id: str, title: str) -> bytes:
    """A model from scratch: one table with a question, an answer and a rule, to change."""
    name = quoteattr(sayable(title))
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


def _rule(table: Element, rule_id: str) -> Element:
    found = (rule for rule in children(table, "rule") if rule.get("id") == rule_id)
    rule = next(found, None)
    if rule is None:
        raise RuleUnknown
    return rule


def _write_comment(rule: Element, comment: str) -> None:
    if comment == comment_of(rule):
        return
    said = child(rule, "description")
    for note in list(children(rule, "annotationEntry")):
        if said is None:
            write_text(note, comment)
            return
    if said is None:
        said = made(rule, "description")
        rule.insert(0, said)
        said.tail = rule.text
    said.text = sayable(comment)


def _write_policy(table: Element, policy: str) -> None:
    name, _, aggregation = policy.partition(":")
    if name not in POLICIES or (aggregation and aggregation not in AGGREGATIONS):
        raise Invalid("Välj hur träffarna ska räknas.", "Choose how the matches count.")
    table.set("hitPolicy", name)
    if "aggregation" in table.attrib:
        del table.attrib["aggregation"]
    if aggregation and name == "COLLECT":
        table.set("aggregation", aggregation)
