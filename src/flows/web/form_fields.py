"""A form as a page shows it: its fields, and the faults for the summary at the top."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from flows.forms import MOST_BYTES, Answers, FieldView, Form
from flows.forms.reading import Raw, Submitted
from flows.forms.repeating import ROWS_FIELD
from flows.kernel import Problem
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
) -> FormFields:
    """The fields as typed (`raw`), or as the variables have them; none without a form."""
    if form is None:
        return FormFields(())
    scope = {**variables, MOST_BYTES: settings().max_upload_bytes}
    fields = form.view(scope, raw, errors, language(), now=now())
    places = {field.key: field.dom_id for field in _every(fields) if field.error}
    faults = [
        (places.get(key, ""), told(problem.sv, problem.en))
        for key, problem in (errors or {}).items()
    ]
    return FormFields(fields, faults, form.takes_files)


def refused_fields(form: Form | None, variables: Mapping[str, Any], answers: Answers) -> FormFields:
    """The fields as they were sent, with what is wrong.

    A form that was sent to get or lose a row is not finished: nothing is wrong with it yet.
    """
    errors = {} if ROWS_FIELD in request.form else answers.errors
    return fields_of(form, variables, answers.raw, errors)


def typed_in(form: Form | None, variables: Mapping[str, Any], submitted: Submitted) -> Raw:
    """What is typed in the form's own fields, as it stands."""
    return form.read(submitted, variables, now=now()).raw if form else {}


def _every(fields: Sequence[FieldView]) -> Iterator[FieldView]:
    for field in fields:
        yield field
        yield from _every(field.children)
