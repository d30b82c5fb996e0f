"""What the pages show of a form: every label, option, value and error already resolved."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from flows.expressions import Purse, spending_from
from flows.forms.answers import open_fields, scope_of, values_from
from flows.forms.choices import options_of
from flows.forms.field import MULTIPLE, REPEATING, Field, Option, Words, every_field
from flows.forms.file_rules import FILES
from flows.forms.file_view import FileView, file_views
from flows.forms.readable import readable
from flows.forms.reading import Raw, text_from
from flows.forms.repeating import (
    Row,
    count_of,
    lists_of,
    row_raw,
    row_scope,
    row_start,
    rows_in,
)
from flows.forms.swedish_time import read_moment, read_time, write_moment, write_time
from flows.forms.visibility import hidden_ids
from flows.kernel import Problem

_NOTHING = Markup("")


@dataclass(frozen=True, slots=True)
class OptionView:
    """One alternative; `language` is set when it differs from the page's."""

    token: str
    label: str
    selected: bool
    dom_id: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class FieldView:
    """One component, ready for a template; `*_language` is set where it differs from the page's.

    `value` is the text of an input, `selected` the tokens of ticked options. `refreshes` says that
    something else in the form hangs on this answer. `answer` is the value in readable words.
    """

    type: str
    key: str
    dom_id: str
    label: str = ""
    label_language: str = ""
    description: str = ""
    description_language: str = ""
    html: Markup = _NOTHING
    html_language: str = ""
    required: bool = False
    readonly: bool = False
    hidden: bool = False
    value: str = ""
    selected: tuple[str, ...] = ()
    options: tuple[OptionView, ...] = ()
    files: tuple[FileView, ...] = ()
    accept: str = ""
    multiple: bool = False
    limits: str = ""
    error: str = ""
    input_type: str = "text"
    input_mode: str = ""
    autocomplete: str = ""
    prefix: str = ""
    suffix: str = ""
    answer: str = ""
    refreshes: bool = False
    children: tuple["FieldView", ...] = ()

    @property
    def help_id(self) -> str:
        """The id of the help text."""
        return f"{self.dom_id}-help"

    @property
    def limits_id(self) -> str:
        """The id of the words about what files may be chosen."""
        return f"{self.dom_id}-limits"

    @property
    def error_id(self) -> str:
        """The id of the error."""
        return f"{self.dom_id}-error"

    @property
    def described_by(self) -> str:
        """The ids of what describes the field, with spaces between."""
        ids = (
            (self.help_id, self.description),
            (self.limits_id, self.limits),
            (self.error_id, self.error),
        )
        return " ".join(one for one, there in ids if there)


def view_fields(
    fields: tuple[Field, ...],
    variables: Mapping[str, Any],
    raw: Raw | None,
    errors: Mapping[str, Problem] | None,
    language: str,
    texts: Purse,
) -> list[FieldView]:
    """The form as it stands: as typed if `raw` is given, else from variables and defaults.

    `texts` is what its texts may take together.
    """
    asked, lists = open_fields(fields, variables), lists_of(fields)
    if raw is None:
        initial = {field.key: variables.get(field.key, field.default) for field in asked}
        typed = {field.key: text_from(field, initial[field.key]) for field in asked}
        values: Mapping[str, Any] = initial
    else:
        typed = {field.key: _as_typed(field, raw) for field in asked}
        values, _ = values_from(asked, typed, variables)
        values = {**values, **{one.key: _typed_rows(one, raw, variables) for one in lists}}
    scope = scope_of(fields, values, variables)
    stage = _Stage(
        scope=scope,
        typed=typed,
        raw=raw,
        errors=errors or {},
        hidden=hidden_ids(fields, scope),
        language=language,
        needed=frozenset().union(*(field.conditions for field in every_field(fields))),
        texts=texts,
    )
    return [stage.view(field) for field in fields]


@dataclass(frozen=True, slots=True)
class _Stage:
    """What all fields of one view have in common."""

    scope: Mapping[str, Any]
    typed: Raw
    raw: Raw | None
    errors: Mapping[str, Problem]
    hidden: frozenset[str]
    language: str
    needed: frozenset[str]
    texts: Purse

    def view(self, field: Field) -> FieldView:
        """One component, with what is inside it."""
        rows = self._rows(field) if field.type == REPEATING else ()
        readonly = field.answered and field.key not in self.typed
        current = self.scope.get(field.key) if field.answered else None
        shown = text_from(field, current) if readonly else self.typed.get(field.key, "")
        shown = str(len(rows)) if field.type == REPEATING else shown
        selected = tuple(shown) if isinstance(shown, list | tuple) else (shown,)
        options = options_of(field, self.scope) if field.type != FILES else ()
        label, label_language = self._say(field.label)
        description, description_language = self._say(field.description)
        html, html_language = self._html(field.text)
        problem = self.errors.get(field.key) if field.key else None
        input_type, input_mode, autocomplete = _input(field)
        return FieldView(
            type=field.type,
            key=field.key,
            dom_id=f"f-{field.key or field.id}",
            label=label,
            label_language=label_language,
            description=description,
            description_language=description_language,
            html=html,
            html_language=html_language,
            required=field.rules.required,
            readonly=readonly,
            hidden=field.id in self.hidden,
            value=shown if isinstance(shown, str) else "",
            selected=selected,
            options=tuple(self._option(field, one, n, selected) for n, one in enumerate(options)),
            files=file_views(current, self.language) if field.type == FILES else (),
            accept=field.files.accept if field.files else "",
            multiple=field.files is not None and field.files.multiple,
            limits=self._limits(field),
            error="" if problem is None else getattr(problem, self.language),
            input_type=input_type,
            input_mode=input_mode,
            autocomplete=autocomplete,
            prefix=self._say(field.prefix)[0],
            suffix=self._say(field.suffix)[0],
            answer=answer_text(field, current, options, self.language),
            refreshes=field.key in self.needed,
            children=rows or tuple(self.view(child) for child in field.children),
        )

    def _rows(self, field: Field) -> tuple[FieldView, ...]:
        given = rows_in(self.scope.get(field.key)) or [{}] * field.first_rows
        count = len(given) if self.raw is None else count_of(self.raw, field.key)
        return tuple(self._row(field, place, given) for place in range(count))

    def _row(self, field: Field, place: int, given: list[Row]) -> FieldView:
        row = given[place] if place < len(given) else {}
        start = row_start(field.key, place)
        errors = {
            key.removeprefix(start): fault
            for key, fault in self.errors.items()
            if key.startswith(start)
        }
        views = view_fields(
            field.row,
            row_scope(field, self.scope, row),
            None if self.raw is None else row_raw(self.raw, field.key, place),
            errors,
            self.language,
            self.texts,
        )
        label, label_language = self._say(field.label)
        answers = (one for one in _flat(views) if one.answer and not one.hidden)
        return FieldView(
            type="row",
            key="",
            dom_id=f"f-{field.key}-{place}",
            label=f"{label.rstrip(':')} {place + 1}",
            label_language=label_language,
            answer="; ".join(f"{one.label}: {one.answer}" for one in answers),
            children=tuple(_in_row(view, field.key, place) for view in views),
        )

    def _limits(self, field: Field) -> str:
        return field.files.in_words(self.language, self.scope) if field.files else ""

    def _say(self, words: Words | None) -> tuple[str, str]:
        if words is None:
            return "", ""
        with spending_from(self.texts):
            said = words.say(self.scope, self.language)
        return said.text, self._other(said.language)

    def _html(self, words: Words | None) -> tuple[Markup, str]:
        if words is None:
            return _NOTHING, ""
        template, spoken = words.pick(self.language)
        with spending_from(self.texts):
            return template.html(self.scope, spoken), self._other(spoken)

    def _option(
        self, field: Field, option: Option, place: int, selected: tuple[str, ...]
    ) -> OptionView:
        said = option.say(self.language)
        # The first option has the field's own id, so that a link to the field lands on it.
        dom_id = f"f-{field.key}" if place == 0 else f"f-{field.key}-{place + 1}"
        chosen = option.token in selected
        return OptionView(option.token, said.text, chosen, dom_id, self._other(said.language))

    def _other(self, spoken: str) -> str:
        return "" if spoken == self.language else spoken


def _flat(views: Iterable[FieldView]) -> Iterator[FieldView]:
    for view in views:
        yield view
        yield from _flat(view.children)


def _in_row(view: FieldView, key: str, place: int) -> FieldView:
    """The view with the names and ids that tell its row from the others."""

    def named(dom_id: str) -> str:
        return f"f-{key}-{place}-{dom_id.removeprefix('f-')}"

    return replace(
        view,
        key=row_start(key, place) + view.key if view.key else "",
        dom_id=named(view.dom_id),
        options=tuple(replace(one, dom_id=named(one.dom_id)) for one in view.options),
        children=tuple(_in_row(child, key, place) for child in view.children),
    )


def _typed_rows(one: Field, raw: Raw, variables: Mapping[str, Any]) -> list[dict[str, Any]]:
    scope = row_scope(one, variables, {})
    asked = open_fields(one.row, scope)
    rows: list[dict[str, Any]] = []
    for place in range(count_of(raw, one.key)):
        typed = row_raw(raw, one.key, place)
        rows.append(values_from(asked, {f.key: _as_typed(f, typed) for f in asked}, scope)[0])
    return rows


def answer_text(field: Field, value: Any, options: tuple[Option, ...], language: str) -> str:
    """The value in words: the labels of what was chosen, a date written out, ja or nej."""
    if value is None or value == "":
        return ""
    if field.type == FILES:
        return ", ".join(one.text for one in file_views(value, language))
    labels = {option.token: option.say(language).text for option in options}
    if field.type in MULTIPLE:
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(Option(one, "").token, str(one)) for one in chosen)
    if field.type in {"radio", "select"}:
        return labels.get(Option(value, "").token, readable(value, language))
    if field.type in {"textfield", "textarea"}:
        return str(value)
    if field.type == "datetime" and field.subtype != "date":
        try:
            if field.subtype == "time":
                return write_time(read_time(str(value)), language)
            return write_moment(read_moment(str(value)), language)
        except ValueError:
            return str(value)
    return readable(value, language)


def _as_typed(field: Field, raw: Raw) -> str | list[str]:
    typed = raw.get(field.key, "")
    if field.type in MULTIPLE:
        return [typed] if isinstance(typed, str) and typed else list(typed)
    return typed if isinstance(typed, str) else next(iter(typed), "")


def _input(field: Field) -> tuple[str, str, str]:
    """The type of the input, its keyboard, and what the browser may fill in."""
    if field.type == "number":
        return "text", "numeric" if field.decimals == 0 else "decimal", ""
    if field.type == "datetime":
        return ("datetime-local" if field.subtype == "datetime" else field.subtype), "", ""
    if field.rules.kind == "email":
        return "email", "email", "email"
    if field.rules.kind == "phone":
        return "tel", "tel", "tel"
    return "text", "", ""
