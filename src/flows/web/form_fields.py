"""A form as a page shows it: its fields, and the faults for the summary at the top."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request

from flows.forms import MOST_BYTES, Answers, FieldView, Form, failures
from flows.forms.reading import Raw, Submitted
from flows.forms.repeating import ROWS_FIELD
from flows.kernel import Problem
from flows.kernel.log import logger
from flows.web.current import now, settings
from flows.web.language import language, told


@dataclass(frozen=True, slots=True)
class FormFields:
    """The fields of a form; `errors` are (id of the field or "", what is wrong), in order."""

    fields: Sequence[FieldView]
    errors: Sequence[tuple[str, str]] = ()
    takes_files: bool = False


def fields_of(
    form: Form | None,
    variables: Mapping[str, Any],
    raw: Raw | None = None,
    errors: Mapping[str, Problem] | None = None,
    *,
    at: datetime | None = None,
) -> FormFields:
    """The fields as typed (`raw`), or as the variables have them; none without a form.

    `at` is the instant that the form goes by, when it is another than the request's.
    """
    if form is None:
        return FormFields(())
    scope = {**variables, MOST_BYTES: settings().max_upload_bytes}
    with failures() as failed:
        fields = form.view(scope, raw, errors, language(), now=at or now())
    undecided = [one for one in (errors or {}).values() if one.code == "undecided"]
    for problem in (*form.failures_in_words(failed), *undecided):
        logger("web").warning("form not worked out", form=form.id, element=problem.element)
    places = {field.key: field.dom_id for field in every_view(fields) if field.error}
    faults = [
        (places.get(key, ""), told(problem.sv, problem.en))
        for key, problem in (errors or {}).items()
    ]
    return FormFields(fields, faults, form.takes_files)


def refused_fields(
    form: Form | None,
    variables: Mapping[str, Any],
    answers: Answers,
    *,
    at: datetime | None = None,
) -> FormFields:
    """The fields as they were sent, with what is wrong.

    A form that was sent to get or lose a row is not finished: nothing is wrong with it yet.
    """
    errors = {} if ROWS_FIELD in request.form else answers.errors
    return fields_of(form, variables, answers.raw, errors, at=at)


def typed_in(
    form: Form | None,
    variables: Mapping[str, Any],
    submitted: Submitted,
    *,
    at: datetime | None = None,
) -> Raw:
    """What is typed in the form's own fields, as it stands."""
    return form.read(submitted, variables, now=at or now()).raw if form else {}


def every_view(fields: Sequence[FieldView]) -> Iterator[FieldView]:
    """All fields in the order of the page, those inside groups and rows after their holder."""
    for field in fields:
        yield field
        yield from every_view(field.children)
