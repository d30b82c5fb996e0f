"""What follows when a part of a form takes too much to work out.

The form is shown all the same: a text leaves its place to words that say so, and a condition that
fails hides and locks nothing. An answer that hangs on such a condition is refused, though: nobody
knows what it should be held to.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import chain

from flows.forms.answers import Answers
from flows.forms.failed import Failure
from flows.forms.field import REPEATING, Field, every_field
from flows.forms.messages import answer_problem
from flows.forms.repeating import in_order
from flows.kernel import Problem


def refuse_undecided(
    fields: tuple[Field, ...], answers: Answers, failed: Collection[Failure]
) -> Answers:
    """The answers with an error for each that hangs on a condition that failed."""
    if not failed:
        return answers
    which = {id(failure.expression) for failure in failed}
    errors = {
        field.key: answer_problem(field, "undecided", {})
        for field in _hanging(fields, which, False)
        if field.key not in answers.hidden
    }
    return replace(answers, errors=in_order(fields, {**errors, **answers.errors}))


def _hanging(fields: tuple[Field, ...], failed: set[int], within: bool) -> Iterator[Field]:
    """The questions that a failed condition decides, their own or that of a group around them."""
    for field in fields:
        inside = every_field(field.row) if field.type == REPEATING else ()
        own = chain.from_iterable(one.decides for one in (field, *inside))
        hangs = within or any(id(one) in failed for one in own)
        if hangs and (field.answered or field.type == REPEATING):
            yield field
        yield from _hanging(field.children, failed, hangs)


def failures_in_words(fields: tuple[Field, ...], failed: Iterable[Failure]) -> list[Problem]:
    """What failed, with the field that it stands in, in the order of the form."""
    # The same expression in two places is one and the same object: it is told of in both.
    found = {id(failure.expression): failure for failure in failed}
    problems = (
        _problem(field, read.sv, read.en, found[id(read.expression)])
        for outer in every_field(fields)
        for field in (outer, *every_field(outer.row))
        for read in field.expressions
        if id(read.expression) in found
    )
    return list(dict.fromkeys(problems))


def _problem(field: Field, sv: str, en: str, failure: Failure) -> Problem:
    return Problem(
        "form-too-much",
        f"{sv} gick inte att räkna ut: {failure.sv}",
        f"{en} could not be worked out: {failure.en}",
        element=field.key or field.id,
        severity="warning",
    )
