"""How a form that is being made will look and what it will answer, without keeping anything."""

import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flows.forms import KNOWN_FILES, SOURCES, Answers, Form, Uploads, read_form
from flows.forms.reading import Submitted
from flows.forms.template import places_in
from flows.kernel import Problem
from flows.modeler.sample_values import SampleField, paths_read, read_values, value_at, written

_GIVEN = frozenset({"forum", *(path.partition(".")[0] for all in SOURCES.values() for path in all)})
"""Variables that are always there, and need no example."""


@dataclass(frozen=True, slots=True)
class FormPreview:
    """A form as far as it can be read, and the variables it is shown with.

    `form` is None when nothing of it can be read. `sample` are the values that may be changed,
    `faults` those of them that can't be read, by name.
    """

    form: Form | None
    problems: Sequence[Problem]
    sample: Sequence[SampleField]
    variables: Mapping[str, Any]
    faults: Mapping[str, Problem]


def preview_form(
    raw: bytes,
    file: str,
    *,
    known: Mapping[str, Any],
    examples: Mapping[str, Any],
    moment: Mapping[str, Any] | None = None,
    written_values: Mapping[str, str],
    max_bytes: int,
) -> FormPreview:
    """The form of an unsaved file with values; `known` is what every instance knows.

    With `moment`, what a process knows when it shows the form, those are the values; without,
    `examples` are, or else the names of the variables. `written_values` are what the person has
    written instead.
    """
    form, problems = read_form(raw, file, max_bytes=max_bytes)
    if form is None:
        return FormPreview(None, problems, (), known, {})
    names = form.reads - _GIVEN - frozenset(form.keys)
    shown = _shown_again(form)
    paths = paths_read(_expressions(raw), names | shown)
    if moment is not None:
        there = {**known, **moment}
        sample = [SampleField(path, text=written(value_at(there, path))) for path in paths]
        values, faults = read_values(sample, written_values, there)
        return FormPreview(form, problems, sample, values, faults)
    sample = [SampleField(path, text=_example(path, {**known, **examples})) for path in paths]
    values, faults = read_values(sample, written_values)
    return FormPreview(form, problems, sample, {**known, **values}, faults)


def try_answers(
    preview: FormPreview, submitted: Submitted, uploads: Uploads, *, now: datetime
) -> Answers:
    """The answers as the task page would take them, with what is wrong; files are checked only.

    The preview must have a form.
    """
    form = preview.form
    assert form is not None
    checked = form.check_uploads(uploads, lambda name: 0, preview.variables)
    sent: dict[str, list[str]] = {}
    files: dict[str, dict[str, Any]] = {}
    for name, sound in checked.sound.items():
        for file in sound:
            one = str(uuid.uuid4())
            files[one] = {
                "id": one,
                "namn": file.name,
                "typ": file.media_type,
                "byte": len(file.content),
            }
            sent.setdefault(name, []).append(one)
    variables = {**preview.variables, KNOWN_FILES: files}
    return form.read(_WithFiles(submitted, sent), variables, now=now, refused=checked.refused)


@dataclass(frozen=True, slots=True)
class _WithFiles:
    """What was submitted, with the ids that stand for the files that came along."""

    submitted: Submitted
    sent: Mapping[str, Sequence[str]]

    def get(self, key: str, /) -> str | None:
        return next(iter(self.getlist(key)), None)

    def getlist(self, key: str, /) -> Sequence[str]:
        return [*self.submitted.getlist(key), *self.sent.get(key, ())]


def _shown_again(form: Form) -> frozenset[str]:
    """The keys of answers from earlier steps, which the form shows but doesn't ask for."""
    return frozenset(one.key for one in form.fields if one.key and one.readonly is True)


def _example(path: str, known: Mapping[str, Any]) -> str:
    found = value_at(known, path)
    return f"({path.rpartition('.')[2]})" if found is None else written(found)


def _expressions(raw: bytes) -> Iterator[str]:
    """Every expression of the file."""
    waiting = [json.loads(raw.decode("utf-8-sig"))]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield from [one[1:]] if one.startswith("=") else places_in(one)
        elif isinstance(one, dict):
            waiting.extend(reversed(one.values()))
        elif isinstance(one, list):
            waiting.extend(reversed(one))
