"""A form: shown to people, and read and checked on the server."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from flows.expressions import Purse, evaluation_clock, shared_budget
from flows.forms.answers import Answers
from flows.forms.failed import Failure, failures
from flows.forms.field import Field, every_field
from flows.forms.reading import Raw, Submitted
from flows.forms.repeating import accept_with_rows, in_order, read_with_rows
from flows.forms.same_answers import says_the_same
from flows.forms.undecided import failures_in_words, refuse_undecided
from flows.forms.uploads import (
    CheckedUploads,
    Uploads,
    check_uploads,
    file_field,
    file_fields,
    files_in,
)
from flows.forms.view import FieldView, view_fields
from flows.kernel import STOCKHOLM, Problem, system_clock

_TEXT_STEPS = 600_000
"""What all texts of a form may take together: four of the greediest."""


class Form:
    """One form-js schema, read once and shared; nothing in it changes.

    Every method takes the instant that `today()` and «not in the past» go by; without it, it is
    the machine's own.
    """

    def __init__(self, form_id: str, fields: tuple[Field, ...]) -> None:
        self.id = form_id
        self.fields = fields
        every = tuple(every_field(fields))
        self.keys: tuple[str, ...] = tuple(field.key for field in every if field.key)
        self.sources: frozenset[str] = frozenset(
            one.source for field in every for one in (field, *every_field(field.row)) if one.source
        )
        """The lists that pickers choose from: see SOURCES for the variables that hold them."""

        self.takes_files: bool = any(one.readonly is not True for one in file_fields(fields))
        """Whether files may be sent with it."""

        read: frozenset[str] = frozenset().union(*(field.conditions for field in every))
        self.reads: frozenset[str] = read - frozenset(self.keys)
        """The variables that the form needs from the process."""

    def read(
        self,
        submitted: Submitted,
        variables: Mapping[str, Any],
        *,
        now: datetime | None = None,
        refused: Mapping[str, Problem] = MappingProxyType({}),
    ) -> Answers:
        """The answers of a submitted page, with what is wrong with them.

        `refused` is what was wrong with files that were sent, by the name of their input.
        """
        moment = now or system_clock()
        with shared_budget(), evaluation_clock(moment), failures() as failed:
            today = moment.astimezone(STOCKHOLM).date()
            answers = read_with_rows(self.fields, submitted, variables, today)
        answers = refuse_undecided(self.fields, answers, failed)
        shown = {
            name: fault
            for name, fault in refused.items()
            if name.partition("[")[0] not in answers.hidden
        }
        return replace(answers, errors=in_order(self.fields, {**answers.errors, **shown}))

    def check_uploads(
        self, uploads: Uploads, kept: Callable[[str], int], variables: Mapping[str, Any]
    ) -> CheckedUploads:
        """Which of the sent files can be taken in; `kept` tells how many an input has already."""
        return check_uploads(self.fields, uploads, kept, variables)

    def file_field(self, name: str) -> Field | None:
        """The question for files whose input has the name."""
        return file_field(self.fields, name)

    def files_in(self, values: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        """All files in answers, in the order of the form."""
        return files_in(self.fields, values)

    def file_ids(self, values: Mapping[str, Any]) -> list[str]:
        """The ids of all files in answers, in the order of the form."""
        return [one["id"] for one in self.files_in(values)]

    def says_the_same(self, submitted: Submitted, recorded: Mapping[str, Any]) -> bool:
        """Whether a page that is sent again says the answers that are recorded."""
        return says_the_same(self.fields, submitted, recorded)

    def accept(
        self,
        values: Mapping[str, Any],
        variables: Mapping[str, Any],
        *,
        now: datetime | None = None,
    ) -> Answers:
        """The answers given as JSON values, freed of what is hidden, with what is wrong."""
        moment = now or system_clock()
        with shared_budget(), evaluation_clock(moment), failures() as failed:
            today = moment.astimezone(STOCKHOLM).date()
            answers = accept_with_rows(self.fields, values, variables, today)
        return refuse_undecided(self.fields, answers, failed)

    def check_answers(
        self,
        values: Mapping[str, Any],
        variables: Mapping[str, Any],
        *,
        now: datetime | None = None,
    ) -> dict[str, Problem]:
        """What is wrong with answers given as JSON values, by key, in the order of the form."""
        return self.accept(values, variables, now=now).errors

    def view(
        self,
        variables: Mapping[str, Any],
        raw: Raw | None = None,
        errors: Mapping[str, Problem] | None = None,
        lang: str = "sv",
        *,
        now: datetime | None = None,
    ) -> list[FieldView]:
        """The form as a page shows it; `raw` is what was typed, in a draft or a refused answer.

        Texts live on a budget of their own, so that none of them can starve a condition.
        """
        with shared_budget(), evaluation_clock(now or system_clock()):
            return view_fields(self.fields, variables, raw, errors, lang, Purse(_TEXT_STEPS))

    def failures_in_words(self, failed: Iterable[Failure]) -> list[Problem]:
        """What took too much to work out while the form was shown, with where it stands."""
        return failures_in_words(self.fields, failed)
