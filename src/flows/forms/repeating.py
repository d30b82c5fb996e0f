"""Repeating groups: each row is answered like a small form of its own, in the scope of the form."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from flows.forms.answers import (
    SHOWN_FIELD,
    Answers,
    accept_answers,
    open_fields,
    read_answers,
    scope_of,
    values_from,
)
from flows.forms.field import MOST_ROWS, REPEATING, Field, every_field
from flows.forms.messages import answer_problem
from flows.forms.reading import Raw, Submitted, raw_of
from flows.forms.visibility import hidden_ids
from flows.kernel import Problem

ROWS_FIELD = "_rows"
"""The name of the buttons that change rows: `part+` adds one, `part-2` takes the third away."""

_CHANGE = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)(?:\+|-([0-9]{1,3}))")

_DEEPEST = 20
"""Lists and objects inside one another in an answer given as JSON."""

Typed = TypeVar("Typed")
Row = Mapping[str, Any]
AnswerRow = Callable[[Field, int, dict[str, Any]], Answers]


@dataclass(frozen=True, slots=True)
class RowSubmitted:
    """The part of a submission that belongs to one row, as if it were a form of its own."""

    whole: Submitted
    start: str

    def get(self, key: str, /) -> str | None:
        if key != SHOWN_FIELD:
            return self.whole.get(self.start + key)
        shown = self.whole.get(SHOWN_FIELD)
        if shown is None:
            return None
        keys = (one for one in shown.split() if one.startswith(self.start))
        return " ".join(one.removeprefix(self.start) for one in keys)

    def getlist(self, key: str, /) -> Sequence[str]:
        return self.whole.getlist(self.start + key)


def read_with_rows(
    fields: tuple[Field, ...], submitted: Submitted, variables: Mapping[str, Any], today: date
) -> Answers:
    """The answers of a submitted page, those in rows included."""
    lists = lists_of(fields)
    if not lists:
        return read_answers(fields, submitted, variables, today)
    change = _CHANGE.fullmatch(submitted.get(ROWS_FIELD) or "")
    pages = {one.key: pages_of(one, submitted) for one in lists}
    typed = {one.key: [_typed(one, page, variables) for page in pages[one.key]] for one in lists}
    outer = read_answers(fields, submitted, {**variables, **typed}, today)

    def answer(one: Field, place: int, scope: dict[str, Any]) -> Answers:
        return read_answers(one.row, pages[one.key][place], row_scope(one, scope, {}), today)

    answers = _with_rows(fields, lists, outer, typed, {**variables, **typed}, answer)
    return answers if change is None else _changed(lists, answers, change, variables)


def accept_with_rows(
    fields: tuple[Field, ...], values: Mapping[str, Any], variables: Mapping[str, Any], today: date
) -> Answers:
    """The answers given as JSON values, those in rows included."""
    values = {key: value if _is_shallow(value) else {} for key, value in values.items()}
    lists = lists_of(fields)
    if not lists:
        return accept_answers(fields, values, variables, today)
    rows = {one.key: rows_in(values.get(one.key)) or [] for one in lists}
    plain = {key: value for key, value in values.items() if key not in rows}
    outer = accept_answers(fields, plain, {**variables, **rows}, today)

    def answer(one: Field, place: int, scope: dict[str, Any]) -> Answers:
        row = rows[one.key][place]
        return accept_answers(one.row, row, row_scope(one, scope, {}), today)

    answers = _with_rows(fields, lists, outer, rows, {**variables, **rows}, answer)
    faulty = [
        one for one in lists if values.get(one.key) is not None and rows_in(values[one.key]) is None
    ]
    wrong = {one.key: answer_problem(one, "wrong-type", variables) for one in faulty}
    return replace(answers, errors={**answers.errors, **wrong})


def _is_shallow(value: Any) -> bool:
    """Whether a value is nested no deeper than an answer ever is: deeper ones can't be shown."""
    layer = [one for one in [value] if isinstance(one, Mapping | list)]
    for _ in range(_DEEPEST):
        layer = [
            inner
            for outer in layer
            for inner in (outer.values() if isinstance(outer, Mapping) else outer)
            if isinstance(inner, Mapping | list)
        ]
    return not layer


def lists_of(fields: tuple[Field, ...]) -> list[Field]:
    """The repeating groups of a form."""
    return [field for field in every_field(fields) if field.type == REPEATING]


def rows_in(value: Any) -> list[Row] | None:
    """The value as rows; None when it isn't a list of objects."""
    if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
        return None
    return value


def row_scope(one: Field, scope: Mapping[str, Any], row: Row) -> dict[str, Any]:
    """What the fields of a row see: the form around it, hidden by the row's own fields."""
    own = {field.key for field in every_field(one.row)}
    return {**{key: value for key, value in scope.items() if key not in own}, **row}


def row_start(key: str, place: int) -> str:
    """What the names of a row's inputs begin with."""
    return f"{key}[{place}]."


def row_raw(raw: Mapping[str, Typed], key: str, place: int) -> dict[str, Typed]:
    """What was typed in one row, by the keys of the row."""
    start = row_start(key, place)
    return {
        name.removeprefix(start): typed for name, typed in raw.items() if name.startswith(start)
    }


def count_of(raw: Raw, key: str) -> int:
    """How many rows were on the page."""
    text = raw.get(key, "")
    count = int(text) if isinstance(text, str) and text.isdecimal() and len(text) <= 3 else 0
    return min(count, MOST_ROWS + 1)


def pages_of(one: Field, submitted: Submitted) -> list[RowSubmitted]:
    """The rows of a submission, each as if it were a form of its own."""
    count = count_of({one.key: submitted.get(one.key) or ""}, one.key)
    return [RowSubmitted(submitted, row_start(one.key, place)) for place in range(count)]


def _typed(one: Field, page: RowSubmitted, variables: Mapping[str, Any]) -> Row:
    """The values of a row before anything is known of what is hidden."""
    scope = row_scope(one, variables, {})
    asked = open_fields(one.row, scope)
    values, _ = values_from(asked, {field.key: raw_of(field, page) for field in asked}, scope)
    return values


def _with_rows(
    fields: tuple[Field, ...],
    lists: list[Field],
    outer: Answers,
    rows: Mapping[str, Sequence[Row]],
    variables: Mapping[str, Any],
    answer: AnswerRow,
) -> Answers:
    """The form's own answers and those of its rows, as one. Empty rows are dropped."""
    scope = scope_of(fields, outer.values, variables)
    hidden = hidden_ids(fields, scope)
    values, raw, errors = dict(outer.values), dict(outer.raw), dict(outer.errors)
    gone = set(outer.hidden)
    for one in lists:
        raw[one.key] = str(len(rows[one.key]))
        kept: list[Row] = []
        for place in range(len(rows[one.key])):
            answered = answer(one, place, scope)
            start = row_start(one.key, place)
            raw |= {start + key: typed for key, typed in answered.raw.items()}
            if _filled(answered) and one.id not in hidden:
                kept.append(answered.values)
                errors |= {start + key: fault for key, fault in answered.errors.items()}
        if one.id in hidden:
            gone.add(one.key)
            continue
        values[one.key] = kept
        if one.rules.required and not kept:
            errors[one.key] = answer_problem(one, "required", scope)
        if len(rows[one.key]) > MOST_ROWS:
            limit = (str(MOST_ROWS), str(MOST_ROWS))
            errors[one.key] = answer_problem(one, "too-many-rows", scope, limit)
    return Answers(values, raw, in_order(fields, errors), frozenset(gone))


def _filled(row: Answers) -> bool:
    """Whether anything was said in the row, be it right or wrong."""
    said = (value for value in row.values.values() if value not in (None, "", False, []))
    return any(row.raw.values()) or any(True for _ in said)


def in_order(fields: tuple[Field, ...], errors: Mapping[str, Problem]) -> dict[str, Problem]:
    """The errors in the order of the form; a row's in the place of its group."""
    places = {field.key: place for place, field in enumerate(every_field(fields)) if field.key}

    def place(key: str) -> int:
        return places.get(key.partition("[")[0], len(places))

    return {key: errors[key] for key in sorted(errors, key=place)}


def _changed(
    lists: list[Field], answers: Answers, change: "re.Match[str]", variables: Mapping[str, Any]
) -> Answers:
    """The answers after a row was added or taken away; they then have to be sent again."""
    one = next((one for one in lists if one.key == change.group(1)), None)
    if one is None:
        return answers
    count = count_of(answers.raw, one.key)
    places = list(range(count))
    if change.group(2) is None:
        count = min(count + 1, MOST_ROWS)
    elif int(change.group(2)) in places:
        places.remove(int(change.group(2)))
        count -= 1
    raw = {key: typed for key, typed in answers.raw.items() if not key.startswith(f"{one.key}[")}
    for new, old in enumerate(places):
        start = row_start(one.key, new)
        raw |= {start + key: typed for key, typed in row_raw(answers.raw, one.key, old).items()}
    raw[one.key] = str(count)
    errors = {one.key: answer_problem(one, "rows-changed", variables)}
    return Answers(answers.values, raw, errors, answers.hidden)
