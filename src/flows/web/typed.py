"""What someone has written in a form that could not be taken, or sent in one that was: in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import request

from flows.forms import FieldView, Form
from flows.forms.reading import Raw
from flows.web.current import now
from flows.web.form_fields import every_view, fields_of, typed_in
from flows.web.words import gettext as _

_UNSEEN = frozenset(
    {"csrf_token", "password", "next", "do", "etag", "kind", "revision", "row", "seen", "version"}
)
"""Fields that nobody has written in, and the one that must not be shown."""


@dataclass(frozen=True, slots=True)
class Told:
    """A question and what was said; `label_language` is set where it differs from the page's."""

    label: str
    text: str
    label_language: str = ""


def typed_fields(known: frozenset[str] = frozenset()) -> list[Told]:
    """What this request has brought, by the names of its fields, without those that are `known`.

    Of files, their names: a browser has to choose them again.
    """
    texts = [
        Told(_in_words(name), text)
        for name, text in request.form.items(multi=True)
        if text.strip()
        and name not in _UNSEEN
        and not name.startswith("_")
        and name.partition("[")[0] not in known
    ]
    files = [
        Told(_("Fil som du behöver välja på nytt"), file.filename)
        for _name, file in request.files.items(multi=True)
        if file.filename
    ]
    return [*texts, *files]


def typed_answers(form: Form | None, variables: Mapping[str, Any]) -> list[Told]:
    """What this request has brought, by the questions of its form; the rest as it is named."""
    if form is None:
        return typed_fields()
    raw = typed_in(form, variables, request.form)
    keys = frozenset(key.partition("[")[0] for key in raw)
    return [*_told(form, variables, raw, keys), *typed_fields(keys)]


def recorded_answers(
    form: Form | None, variables: Mapping[str, Any], answers: Mapping[str, Any]
) -> list[Told]:
    """Answers that were taken, by the questions of their form."""
    if form is None:
        return []
    return _told(form, variables, form.accept(answers, variables, now=now()).raw, answers.keys())


def _told(form: Form, variables: Mapping[str, Any], raw: Raw, keys: Any) -> list[Told]:
    views = fields_of(form, variables, raw).fields
    return [
        Told(view.label, text, view.label_language)
        for view in every_view(views)
        if view.key and view.key.partition("[")[0] in keys
        for text in ["\n".join(_texts(view))]
        if text
    ]


def _texts(view: FieldView) -> Iterator[str]:
    """What stands in a field, in the words of the page."""
    if view.type == "filepicker":
        yield from (one.text for one in view.files)
    elif view.type == "checkbox":
        yield from [_("Ja")] if view.value else []
    elif view.options:
        labels = {option.token: option.label for option in view.options}
        chosen = view.selected or ([view.value] if view.value else [])
        yield from (labels.get(one, one) for one in chosen)
    elif view.type != "dynamiclist" and view.value:
        yield view.value


def _in_words(name: str) -> str:
    return name.replace("_", " ").capitalize()
