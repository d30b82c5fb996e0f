"""Answers are read, freed of what is hidden, and checked: the same way for pages and for JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from jsonschema import ValidationError

from flows.forms.choices import options_of
from flows.forms.field import SEVERAL, Field, every_field
from flows.forms.file_rules import FileRules, size_in_words
from flows.forms.messages import answer_problem, count_in_words, own_words, unknown_answer
from flows.forms.reading import Raw, Submitted, UnreadableAnswer, raw_of, text_from, value_from
from flows.forms.rules import (
    LONGEST_TEXT,
    Schema,
    bound_value,
    checkable,
    fault_code,
    faults_of,
    form_schema,
    property_schema,
)
from flows.forms.swedish_number import write_number
from flows.forms.swedish_time import read_date
from flows.forms.visibility import hidden_ids, holds
from flows.forms.workday import not_a_workday
from flows.kernel import Problem

SHOWN_FIELD = "_shown"
"""The hidden input that tells which questions the page held, by key with spaces between."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What a form was answered with.

    `values` are JSON values by key, without hidden and read-only fields; an empty answer is None.
    `raw` is what was typed, kept whatever happens. `errors` are in the order of the form.
    `hidden` holds the keys of the fields that were hidden.
    """

    values: dict[str, Any]
    raw: dict[str, str | list[str]]
    errors: dict[str, Problem]
    hidden: frozenset[str]

    @property
    def accepted(self) -> bool:
        """Whether nothing is wrong with them."""
        return not self.errors


def read_answers(
    fields: tuple[Field, ...], submitted: Submitted, variables: Mapping[str, Any], today: date
) -> Answers:
    """The answers of a submitted page."""
    asked = open_fields(fields, variables)
    raw = {field.key: raw_of(field, submitted) for field in asked}
    values, unreadable = values_from(asked, raw, variables)
    answers = assess(fields, values, raw, unreadable, variables, today)
    shown = submitted.get(SHOWN_FIELD)
    if shown is None:
        return answers
    errors = dict(answers.errors)
    for field in asked:
        new = field.key not in shown.split() and field.key not in answers.hidden
        if new and field.key not in errors:
            errors[field.key] = answer_problem(field, "new-question", variables)
    ordered = {field.key: errors[field.key] for field in asked if field.key in errors}
    return Answers(answers.values, answers.raw, ordered, answers.hidden)


def accept_answers(
    fields: tuple[Field, ...], values: Mapping[str, Any], variables: Mapping[str, Any], today: date
) -> Answers:
    """The answers given as JSON values; an answer to a hidden question is dropped."""
    asked = open_fields(fields, variables)
    raw = {field.key: text_from(field, values.get(field.key)) for field in asked}
    return assess(fields, dict(values), raw, {}, variables, today)


def assess(
    fields: tuple[Field, ...],
    values: Mapping[str, Any],
    raw: dict[str, str | list[str]],
    unreadable: Mapping[str, Problem],
    variables: Mapping[str, Any],
    today: date,
) -> Answers:
    """The values without what is hidden, and what is wrong with them."""
    scope = scope_of(fields, values, variables)
    hidden = hidden_ids(fields, scope)
    every = {field.key: field for field in every_field(fields) if field.answered}
    asked = [field for field in open_fields(fields, variables) if field.id not in hidden]
    kept = {key: value for key, value in values.items() if not _is_hidden(every.get(key), hidden)}
    given = {
        key: checkable(every[key], value) if key in every else value
        for key, value in kept.items()
        if value is not None and value != "" and key not in unreadable
    }
    errors = dict(unreadable)
    schema = _schema(asked, unreadable, scope, today)
    for fault in faults_of(schema, given):
        for key in _keys_of(fault, schema, given):
            errors.setdefault(key, _problem(every.get(key), key, fault_code(fault), given, scope))
    order = [*(field.key for field in asked), *given]
    return Answers(
        kept,
        raw,
        {key: errors[key] for key in dict.fromkeys(order) if key in errors},
        frozenset(key for key, field in every.items() if field.id in hidden),
    )


def scope_of(
    fields: tuple[Field, ...], values: Mapping[str, Any], variables: Mapping[str, Any]
) -> dict[str, Any]:
    """What conditions see: the variables, defaults of fields that can't be changed, the answers."""
    defaults = {
        field.key: field.default
        for field in every_field(fields)
        if field.key and field.default is not None and holds(field.readonly, variables)
    }
    empty = {field.key: None for field in open_fields(fields, variables)}
    return {**defaults, **variables, **empty, **values}


def open_fields(fields: tuple[Field, ...], variables: Mapping[str, Any]) -> list[Field]:
    """The fields that a person may answer, hidden ones included."""
    return [
        field
        for field in every_field(fields)
        if field.answered and not holds(field.readonly, variables)
    ]


def values_from(
    asked: list[Field], raw: Raw, variables: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Problem]]:
    """The values of what was typed, and the problems of what can't be read."""
    values: dict[str, Any] = {}
    unreadable: dict[str, Problem] = {}
    late: list[Field] = []
    for field in asked:
        # Options may hang on other answers, so that those are read first.
        if field.options_from is not None:
            late.append(field)
            continue
        try:
            values[field.key] = value_from(
                field, raw.get(field.key, ""), options_of(field, variables)
            )
        except UnreadableAnswer as fault:
            values[field.key] = None
            unreadable[field.key] = answer_problem(field, fault.code, variables)
    for field in late:
        options = options_of(field, {**variables, **values})
        values[field.key] = value_from(field, raw.get(field.key, ""), options)
    return values, unreadable


def _keys_of(fault: ValidationError, schema: Schema, given: Mapping[str, Any]) -> list[str]:
    if fault.validator == "required":
        return [key for key in schema["required"] if key not in given]
    if fault.validator == "additionalProperties":
        return [key for key in given if key not in schema["properties"]]
    return [str(fault.absolute_path[0])]


def _is_hidden(field: Field | None, hidden: frozenset[str]) -> bool:
    return field is not None and field.id in hidden


def _schema(
    asked: list[Field], unreadable: Mapping[str, Problem], scope: Mapping[str, Any], today: date
) -> Schema:
    properties = {
        field.key: property_schema(field, options_of(field, scope), scope, today) for field in asked
    }
    required = [
        field.key for field in asked if field.rules.required and field.key not in unreadable
    ]
    return form_schema(properties, required)


def _problem(
    field: Field | None, key: str, code: str, given: Mapping[str, Any], scope: Mapping[str, Any]
) -> Problem:
    if field is None:
        return unknown_answer(key)
    fewest = bound_value(field.rules.least, scope) if field.type in SEVERAL else None
    if code == "required" and fewest is not None and fewest > 1:
        code = "too-few-choices"
    if code == "workday":
        day = read_date(str(given[key])[:10])
        return own_words(field, code, scope, not_a_workday(day, "sv"), not_a_workday(day, "en"))
    return answer_problem(field, code, scope, _limit(field, code, scope))


def _limit(field: Field, code: str, scope: Mapping[str, Any]) -> tuple[str, str]:
    if field.files is not None:
        return _file_limit(field.files, code, scope)
    rules = field.rules
    bounds = {
        "minimum": rules.least,
        "maximum": rules.most,
        "too-short": rules.shortest,
        "too-long": rules.longest,
        "too-few-choices": rules.least,
        "too-many-choices": rules.most,
    }
    limit = bound_value(bounds.get(code), scope)
    if code == "too-many-decimals":
        return str(field.decimals), str(field.decimals)
    if limit is not None and code.endswith("-choices"):
        return count_in_words(limit)
    if limit is None:
        limit = Decimal(LONGEST_TEXT)
    return write_number(limit, group=True), f"{limit.normalize():f}"


def _file_limit(rules: FileRules, code: str, scope: Mapping[str, Any]) -> tuple[str, str]:
    if code == "file-type":
        return rules.kinds_in_words("sv"), rules.kinds_in_words("en")
    if code == "file-too-large":
        most = rules.bytes_of(scope)
        return size_in_words(most, "sv"), size_in_words(most, "en")
    return rules.most_in_words("sv"), rules.most_in_words("en")
