"""What is answered to a form in a recording: read at the scenario's own time."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from flows.catalog.scenario_run import ScenarioRun
from flows.forms import KNOWN_FILES, Answers, Form, Uploads
from flows.forms.reading import Submitted
from flows.forms.with_files import WithFiles
from flows.modeler.recordings import Recording


@dataclass(frozen=True, slots=True)
class Asked:
    """A form that is asked in a recording, and the variables it is asked with."""

    form: Form
    variables: Mapping[str, Any]


def read_answers(
    run: ScenarioRun,
    asked: Asked,
    recording: Recording,
    submitted: Submitted,
    uploads: Uploads,
) -> tuple[Answers, Mapping[str, Any]]:
    """What was answered at the scenario's own time, and the files known after that.

    Files that are sent are looked at and forgotten; the scenario keeps their name, kind and size.
    """
    form = asked.form
    variables = {**run.form_variables(form, asked.variables), KNOWN_FILES: recording.files}
    checked = form.check_uploads(uploads, lambda name: len(submitted.getlist(name)), variables)
    files = dict(recording.files)
    ids: dict[str, list[str]] = {}
    for name, sound in checked.sound.items():
        for one in sound:
            key = str(uuid4())
            size = len(one.content)
            files[key] = {"id": key, "namn": one.name, "typ": one.media_type, "byte": size}
            ids.setdefault(name, []).append(key)
    given = WithFiles(submitted, form, ids) if ids else submitted
    known = {**variables, KNOWN_FILES: files}
    return form.read(given, known, now=run.now, refused=checked.refused), files


def as_refused(read: Answers) -> dict[str, Any]:
    """The answers with what can't be read as it was typed, so that it is refused again."""
    typed = {key: read.raw.get(key) for key in read.errors}
    unread = {
        key: text for key, text in typed.items() if text and read.values.get(key) in (None, [])
    }
    return {**read.values, **unread}
