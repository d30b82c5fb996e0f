"""What the buttons of a decision's table do, in words, and what a refused form had in it."""

from collections.abc import Mapping, Sequence

from flows.modeler.change_columns import add_column, move_column
from flows.modeler.change_decision import add_rule, change_cells, copy_rule, move_rule, remove_rule
from flows.modeler.decision_rows import DecisionRows, InputRow, decisions_in, inputs_in
from flows.web.views.processes.table_change import Changed, UnknownButton, short
from flows.web.words import gettext as _


def pressed(raw: bytes, decision_id: str, form: Mapping[str, str]) -> Changed:
    """The file with the cells that a form has, and with what its button does.

    Raises DecisionError, Invalid, or NotFound for what isn't in the file.
    """
    raw = change_cells(raw, decision_id, form)
    name = part_name(raw, decision_id)
    action, _sep, one = form.get("do", "").partition(":")
    before = _ids(raw)
    there, opened = one or decision_id, ""
    sv, en = f"”{name}” är ändrat.", f"“{name}” is changed."
    rule, rule_en = _rule_words(raw, one)
    match action:
        case "save":
            there = decision_id
        case "add" | "copy":
            raw = (copy_rule if action == "copy" else add_rule)(raw, decision_id, one)
            there = _new_one(before, _ids(raw))
            sv, en = f"En regel är tillagd i ”{name}”.", f"A rule is added to “{name}”."
        case "up" | "down":
            raw = move_rule(raw, decision_id, one, -1 if action == "up" else 1)
            sv, en = f"{rule} i ”{name}” är flyttad.", f"{rule_en} of “{name}” is moved."
        case "remove":
            raw, there = remove_rule(raw, decision_id, one), decision_id
            sv, en = f"{rule} i ”{name}” är borttagen.", f"{rule_en} of “{name}” is removed."
        case "add-input" | "add-output":
            if action == "add-input":
                raw = add_column(raw, decision_id, "input", _("Nytt villkor"))
            else:
                raw = add_column(raw, decision_id, "output", _("Nytt svar"))
            opened = _new_one(before, _ids(raw))
            sv, en = f"En kolumn är tillagd i ”{name}”.", f"A column is added to “{name}”."
        case "earlier" | "later":
            raw = move_column(raw, decision_id, one, -1 if action == "earlier" else 1)
            label = column_label(raw, decision_id, one)
            sv, en = f"Kolumnen ”{label}” är flyttad.", f"The column “{label}” is moved."
        case "open":
            opened = one
        case _:
            raise UnknownButton
    return Changed(raw, there, sv, en, opened)


def cells_lost(decisions: Sequence[DecisionRows], form: Mapping[str, str]) -> list[tuple[str, str]]:
    """What stands in a refused form's cells and not in the file: where, and the text."""
    found, known = [], set[str]()
    for decision in decisions:
        columns = [column.label for column in (*decision.inputs, *decision.outputs)]
        for rule in decision.rules:
            cells = {str(place): cell for place, cell in enumerate(rule.cells)}
            for place, now in {**cells, "comment": rule.comment}.items():
                name = f"{rule.id}.{place}"
                known.add(name)
                if name in form and _same_lines(form[name]) != _same_lines(now):
                    column = (
                        _("kommentar")
                        if place == "comment"
                        else columns[int(place)]
                        if int(place) < len(columns)
                        else place
                    )
                    where = _("Regel %(number)s, %(column)s", number=rule.number, column=column)
                    found.append((where, form[name]))
        if decision.text is not None and form.get("text", decision.text) != decision.text:
            found.append((_("Uttryck"), form["text"]))
    found += [
        (_("En regel som inte finns kvar"), text)
        for name, text in form.items()
        if "." in name and name not in known and text.strip()
    ]
    return found


def fields_lost(form: Mapping[str, str]) -> list[tuple[str, str]]:
    """What stands in the refused form of a column, a decision or input data."""
    names = {
        "label": _("Rubrik"),
        "name": _("Namn"),
        "expression": _("Uttryck"),
        "values": _("Tillåtna värden (kan vara tomt)"),
        "default": _("Svar när ingen regel träffar (kan vara tomt)"),
        "description": _("Beskrivning (kan vara tom)"),
    }
    return [(said, form[name]) for name, said in names.items() if form.get(name, "").strip()]


def part_name(raw: bytes, part_id: str) -> str:
    """What a decision or input data is called; its id when it isn't there."""
    every: list[DecisionRows | InputRow] = [*decisions_in(raw), *inputs_in(raw)]
    return next((short(one.name) or one.id for one in every if one.id == part_id), part_id)


def column_label(raw: bytes, decision_id: str, column_id: str) -> str:
    """What a column is called; its id when it isn't there."""
    columns = (
        column
        for decision in decisions_in(raw)
        if decision.id == decision_id
        for column in (*decision.inputs, *decision.outputs)
    )
    return next((short(one.label) for one in columns if one.id == column_id), column_id)


def _rule_words(raw: bytes, rule_id: str) -> tuple[str, str]:
    rules = (rule for decision in decisions_in(raw) for rule in decision.rules)
    number = next((rule.number for rule in rules if rule.id == rule_id), 0)
    return f"Regel {number}", f"Rule {number}"


def _ids(raw: bytes) -> list[str]:
    """The ids of all rules and columns, in the order of the file."""
    found: list[str] = []
    for decision in decisions_in(raw):
        found += [column.id for column in (*decision.inputs, *decision.outputs)]
        found += [rule.id for rule in decision.rules]
    return found


def _new_one(before: Sequence[str], after: Sequence[str]) -> str:
    known = set(before)
    return next((one for one in after if one not in known), "")


def _same_lines(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
