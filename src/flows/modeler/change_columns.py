"""Change the columns of a decision table: each one takes its cells in every rule with it."""

from collections.abc import Iterator, Mapping
from typing import Literal

from flows.expressions.dmn_xml import Element, child, children, local_name, name_of, text_in
from flows.kernel import Invalid, NotFound
from flows.modeler.ascii_name import ascii_name
from flows.modeler.decision_file import (
    changed_decision,
    laid_out,
    made,
    new_id,
    put_after,
    sayable,
    table_in,
    with_text,
    write_text,
)

Side = Literal["input", "output"]
"""Whether a column is what a rule asks for, or what it answers."""

COLUMN_TYPES: Mapping[str, tuple[str, str]] = {
    "string": ("Text", "Text"),
    "number": ("Tal", "Number"),
    "boolean": ("Ja eller nej", "Yes or no"),
    "date": ("Datum", "Date"),
    "time": ("Klockslag", "Time of day"),
    "dateTime": ("Datum och klockslag", "Date and time"),
    "dayTimeDuration": ("Tidslängd i dagar och timmar", "Duration in days and hours"),
    "yearMonthDuration": ("Tidslängd i år och månader", "Duration in years and months"),
    "Any": ("Vad som helst", "Anything"),
}
"""The types that can be chosen, as a drawing surface writes them."""

_CELLS: Mapping[str, str] = {"input": "inputEntry", "output": "outputEntry"}
_LONGEST_NAME = 40


class ColumnUnknown(NotFound):
    """The table has no such column."""

    code = "decision-column-unknown"
    sv = "Kolumnen finns inte längre i tabellen."
    en = "The column is no longer in the table."


def add_column(raw: bytes, decision_id: str, side: Side, label: str) -> bytes:
    """Add a column last on its side, and an empty cell in every rule.

    An input asks for the variable that its label would be called, an output is called so.
    Raises DecisionError or NotFound.
    """

    def change(decision: Element) -> None:
        table = table_in(decision)
        column = made(table, side, "in" if side == "input" else "ut", label=label)
        if side == "input":
            column.append(
                with_text(table, "inputExpression", "uttryck", _name(label), typeRef="string")
            )
        else:
            column.set("name", _free_name(table, label))
            column.set("typeRef", "string")
        place = len(list(children(table, side)))
        with laid_out(table):
            _put_column(table, column, side)
        for rule in children(table, "rule"):
            with laid_out(rule):
                _put_cell(rule, with_text(rule, _CELLS[side], "cell", ""), side, place)

    return changed_decision(raw, decision_id, change)


def change_column(raw: bytes, decision_id: str, column_id: str, new: Mapping[str, str]) -> bytes:
    """Change what `new` names of a column: label, expression, type, values, default.

    `expression` is what an input asks for, an output's name. `values` are the allowed values and
    `default` what an output says when no rule matches; empty ones are taken away.
    Raises DecisionError or NotFound.
    """

    def change(decision: Element) -> None:
        column = _column(table_in(decision), column_id)
        label = sayable(" ".join(new.get("label", "").split()))
        if label:
            column.set("label", label)
        with laid_out(column):
            if local_name(column) == "input":
                _change_input(column, new)
            else:
                _change_output(column, new)

    return changed_decision(raw, decision_id, change)


def move_column(raw: bytes, decision_id: str, column_id: str, step: int) -> bytes:
    """Move a column so many places on its side, with its cells; at the end it stays.

    Raises DecisionError or NotFound.
    """

    def change(decision: Element) -> None:
        table = table_in(decision)
        column = _column(table, column_id)
        side = local_name(column)
        columns = list(children(table, side))
        place = columns.index(column)
        there = min(max(place + step, 0), len(columns) - 1)
        if there == place:
            return
        with laid_out(table):
            _move(columns, place, there)
        for rule in children(table, "rule"):
            cells = list(children(rule, _CELLS[side]))
            if len(cells) == len(columns):
                with laid_out(rule):
                    _move(cells, place, there)

    return changed_decision(raw, decision_id, change)


def remove_column(raw: bytes, decision_id: str, column_id: str) -> bytes:
    """Take a column away, with its cells.

    Raises DecisionError, NotFound, or Invalid for the last output.
    """

    def change(decision: Element) -> None:
        table = table_in(decision)
        column = _column(table, column_id)
        side = local_name(column)
        columns = list(children(table, side))
        if side == "output" and len(columns) == 1:
            raise Invalid(
                "Tabellen behöver minst en kolumn med svar.",
                "The table needs at least one column of answers.",
            )
        place = columns.index(column)
        with laid_out(table):
            table.remove(column)
        for rule in children(table, "rule"):
            cells = list(children(rule, _CELLS[side]))
            if place < len(cells):
                with laid_out(rule):
                    rule.remove(cells[place])

    return changed_decision(raw, decision_id, change)


def _change_input(column: Element, new: Mapping[str, str]) -> None:
    holder = child(column, "inputExpression")
    if holder is None:
        holder = with_text(column, "inputExpression", "uttryck", "")
        put_after(column, holder, "description", "extensionElements")
    if "expression" in new:
        written = new["expression"].strip().removeprefix("=").strip()
        write_text(holder, written or text_in(holder) or _name(column.get("label") or ""))
    if "type" in new:
        _set_type(holder, new["type"])
    if "values" in new:
        _set_part(column, "inputValues", "varden", new["values"])


def _change_output(column: Element, new: Mapping[str, str]) -> None:
    name = sayable(" ".join(new.get("expression", "").split()))
    if name:
        column.set("name", name)
    if "type" in new:
        _set_type(column, new["type"])
    if "values" in new:
        _set_part(column, "outputValues", "varden", new["values"])
    if "default" in new:
        _set_part(column, "defaultOutputEntry", "annars", new["default"])


def _set_type(holder: Element, type_: str) -> None:
    if type_ in COLUMN_TYPES:
        holder.set("typeRef", type_)


def _set_part(column: Element, name: str, kind: str, text: str) -> None:
    """Write, make or take away the part of a column that holds an expression."""
    part, text = child(column, name), text.strip()
    if part is not None and text:
        write_text(part, text)
    elif part is not None:
        column.remove(part)
    elif text:
        part = with_text(column, name, kind, text)
        before = ("outputValues",) if name == "defaultOutputEntry" else ("inputExpression",)
        put_after(column, part, "description", "extensionElements", *before)


def _put_column(table: Element, column: Element, side: str) -> None:
    names = ("input",) if side == "input" else ("input", "output")
    put_after(table, column, "description", "extensionElements", *names)


def _put_cell(rule: Element, cell: Element, side: str, place: int) -> None:
    cells = list(children(rule, _CELLS[side]))
    while len(cells) < place:  # a rule that lacks cells gets those that it lacks
        cells.append(with_text(rule, _CELLS[side], "cell", ""))
        _append_cell(rule, cells[-1], side)
    if place < len(cells):
        cells[place].addprevious(cell)
    else:
        _append_cell(rule, cell, side)


def _append_cell(rule: Element, cell: Element, side: str) -> None:
    names = ("inputEntry",) if side == "input" else ("inputEntry", "outputEntry")
    put_after(rule, cell, "description", "extensionElements", *names)


def _move(siblings: list[Element], place: int, there: int) -> None:
    one, other = siblings[place], siblings[there]
    (other.addprevious if there < place else other.addnext)(one)


def _column(table: Element, column_id: str) -> Element:
    for column in children(table, "input", "output"):
        if column.get("id") == column_id:
            return column
    raise ColumnUnknown


def _name(label: str) -> str:
    """What a variable would be called by the label."""
    name = ascii_name(label, gap="_")[:_LONGEST_NAME].strip("_") or "namn"
    return f"x_{name}" if name[0].isdigit() else name


def _free_name(table: Element, label: str) -> str:
    taken = {name_of(each) for each in children(table, "output")}
    return next(name for name in _numbered(_name(label)) if name not in taken)


def _numbered(stem: str) -> Iterator[str]:
    yield stem
    for number in range(2, 10_000):
        yield f"{stem}_{number}"
    yield new_id(stem)
