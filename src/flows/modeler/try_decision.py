"""Try an unsaved decision with values: what it comes to, and which rules matched."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flows.expressions import DecisionError, DecisionModel, ExpressionError, RuleHit
from flows.expressions.dmn_xml import Element, child, children, read_definitions, text_in, type_of
from flows.kernel import Problem
from flows.modeler.decision_file import every_part_named
from flows.modeler.decision_rows import DecisionRows, decisions_in
from flows.modeler.sample_values import SampleField, paths_read, read_values, value_at, written

_KINDS = {
    "string": "text",
    "number": "number",
    "integer": "number",
    "long": "number",
    "double": "number",
    "boolean": "boolean",
    "date": "date",
    "time": "time",
    "dateTime": "date-time",
    "date and time": "date-time",
}
_TRUTH = (("true", "ja"), ("false", "nej"))
_TRUE = re.compile(r"\s*=\s*true\s*")
_PATH = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*", re.ASCII)
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_MOST_CHOICES = 60


@dataclass(frozen=True, slots=True)
class TriedDecision:
    """What came of trying: `problems` is why it could not be read or did not agree with itself.

    `value` is JSON data; `decided` says that there is one (null is one too). `faults` are the
    values that can't be read, by name.
    """

    decisions: Sequence[DecisionRows]
    decision: DecisionRows | None
    sample: Sequence[SampleField] = ()
    problems: Sequence[Problem] = ()
    decided: bool = False
    value: Any = None
    hits: Sequence[RuleHit] = ()
    warnings: Sequence[Problem] = ()
    faults: Mapping[str, Problem] = field(default_factory=dict)

    def hit_rules(self, decision_id: str) -> frozenset[str]:
        """The ids of the rules of a decision that matched."""
        return frozenset(hit.rule_id for hit in self.hits if hit.decision_id == decision_id)


def try_decision(
    raw: bytes,
    file: str,
    *,
    decision_id: str = "",
    known: Mapping[str, Any],
    examples: Mapping[str, Any],
    written_values: Mapping[str, str] | None,
    now: datetime,
) -> TriedDecision:
    """Evaluate a decision (the first one unless an id is given) of an unsaved model.

    `known` is what every instance knows. `written_values` None: only ask, don't decide.
    Raises nothing for a faulty model: that is told in the result.
    """
    try:
        decisions = decisions_in(raw, file)
        raw = every_part_named(raw)
    except DecisionError as fault:
        return TriedDecision((), None, problems=fault.problems)
    decision = next((one for one in decisions if one.id == decision_id), None)
    decision = decision or next(iter(decisions), None)
    if decision is None:
        return TriedDecision(decisions, None, problems=[_no_decision(file)])
    try:
        model = DecisionModel.from_xml(raw, file)
    except (DecisionError, ExpressionError) as fault:
        return TriedDecision(decisions, decision, problems=fault.problems)
    sample = list(_sample(model, raw, decision.id, known, examples))
    if written_values is None:
        return TriedDecision(decisions, decision, sample)
    values, faults = read_values(sample, written_values)
    if faults:
        return TriedDecision(decisions, decision, sample, faults=faults)
    try:
        found = model.evaluate(decision.id, {**known, **values}, clock=lambda: now)
    except DecisionError as fault:
        problems, hits = fault.problems, fault.hits
        return TriedDecision(decisions, decision, sample, problems, hits=hits)
    except ExpressionError as fault:
        return TriedDecision(decisions, decision, sample, fault.problems)
    return TriedDecision(
        decisions,
        decision,
        sample,
        decided=True,
        value=found.value,
        hits=found.hits,
        warnings=found.warnings,
    )


def _sample(
    model: DecisionModel,
    raw: bytes,
    decision_id: str,
    known: Mapping[str, Any],
    examples: Mapping[str, Any],
) -> Iterator[SampleField]:
    """The values that the decision asks for, typed as its columns and input data say."""
    root = read_definitions(raw, model.file)
    names = model.inputs_of(decision_id) - known.keys()
    plain = {name for name in names if _PATH.fullmatch(name)}
    columns = dict(_columns(root))
    declared = {
        each.get("name") or "": type_of(child(each, "variable")) or ""
        for each in children(root, "inputData")
    }
    for path in [*paths_read(_texts(root), plain), *sorted(names - plain)]:
        label, type_, choices = columns.get(path, ("", declared.get(path, ""), ()))
        kind = _KINDS.get(type_, "any")
        example = value_at(examples, path)
        yield SampleField(
            path,
            kind,
            label,
            written(example),
            _TRUTH if kind == "boolean" else choices if kind in {"text", "any"} else (),
            closed=kind == "boolean",
        )


def _columns(root: Element) -> Iterator[tuple[str, tuple[str, str, tuple[tuple[str, str], ...]]]]:
    """What input columns say of the variables that they test: label, type, values seen."""
    for table in (each for each in root.iter() if _is(each, "decisionTable")):
        for place, column in enumerate(children(table, "input")):
            holder = child(column, "inputExpression")
            path = _TRUE.sub("", text_in(holder))
            if not _PATH.fullmatch(path):
                continue
            cells = [
                text_in(list(children(rule, "inputEntry"))[place])
                for rule in children(table, "rule")
                if len(list(children(rule, "inputEntry"))) > place
            ]
            seen = [*_QUOTED.findall(text_in(child(column, "inputValues")))]
            seen += [value for cell in cells if "(" not in cell for value in _QUOTED.findall(cell)]
            values = tuple((one, one) for one in dict.fromkeys(seen))[:_MOST_CHOICES]
            yield path, (column.get("label") or "", type_of(holder) or "", values)


def _texts(root: Element) -> Iterator[str]:
    for element in root.iter():
        if _is(element, "text") and element.text:
            yield element.text


def _is(element: Element, name: str) -> bool:
    return isinstance(element.tag, str) and element.tag.rpartition("}")[2] == name


def _no_decision(file: str) -> Problem:
    return Problem(
        "no-decision",
        "Filen har inget beslut. Rita ett, så går det att prova.",
        "The file has no decision. Draw one, and it can be tried.",
        file,
    )
