"""The expressions of forms, with what they may read at the steps that use them."""

from collections import ChainMap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flows.catalog.lints.known_names import ALWAYS, STARTER, PackageKnown
from flows.catalog.lints.readings import ProcessReadings, Shapes
from flows.catalog.lints.subject import FormFile, Subject
from flows.catalog.lints.value_shapes import FORUM_SHAPES, form_shapes
from flows.expressions import Expression, Shape, either
from flows.forms import SOURCES, Field
from flows.forms.field import every_field

_LISTS = [paths[0] for paths in SOURCES.values()]
"""The lists that pickers choose from are there in every form."""


@dataclass(frozen=True, slots=True)
class FormReading:
    """An expression of a form's field, with the names and shapes that it can read."""

    form: FormFile
    field: Field
    sv: str
    en: str
    expression: Expression
    known: int
    shapes: Shapes


def form_readings(
    subject: Subject, known: PackageKnown, readings: Mapping[str, ProcessReadings]
) -> Iterator[FormReading]:
    """The expressions of every form that a step uses.

    Of a form with several uses, what is known at any of them counts as known.
    """
    for form_id, uses in subject.form_uses.items():
        form = subject.forms[form_id]
        names = known.names.of(*_LISTS, *form.form.keys)
        seen: dict[str, Shape] | None = None
        for outline, element in uses:
            if element.type == "startEvent" and element.scope == outline.id:
                names |= known.names.of("forum", STARTER)
                here: Shapes = FORUM_SHAPES
            else:
                names |= known.names.of(*ALWAYS) | known.of[outline.id].inside[element.id]
                here = readings[outline.id].at_element[element.id]
            seen = dict(here) if seen is None else _either(seen, here)
        answers = form_shapes(form.form)
        shapes: Shapes = ChainMap(answers, seen or {})
        for field in every_field(form.form.fields):
            yield from _of_field(form, field, names, shapes)
            inside = tuple(every_field(field.row))
            row = names | known.names.of(*(one.key for one in inside if one.key))
            hidden: dict[str, Shape] = dict.fromkeys(one.key for one in inside)
            for one in inside:
                yield from _of_field(form, one, row, ChainMap(hidden, answers, seen or {}))


def _of_field(form: FormFile, field: Field, names: int, shapes: Shapes) -> Iterator[FormReading]:
    for sv, en, expression in field.expressions:
        yield FormReading(form, field, sv, en, expression, names, shapes)


def _either(one: Mapping[str, Shape], other: Mapping[str, Shape]) -> dict[str, Shape]:
    return {name: either(one[name], other[name]) for name in one.keys() & other.keys()}
