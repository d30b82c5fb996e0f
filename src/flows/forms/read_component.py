"""One component of a form-js schema becomes a field; every fault is reported."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

import regex

from flows.expressions import Expression, ExpressionError, compile_expression
from flows.forms.field import (
    ANSWERED,
    CHOICES,
    MOST_ROWS,
    REPEATING,
    SOURCES,
    SUPPORTED,
    Bound,
    Field,
    Option,
    Rules,
    Words,
)
from flows.forms.file_rules import FILES, FileRules, read_file_rules
from flows.forms.pattern_words import pattern_fault
from flows.forms.rules import exact
from flows.forms.template import (
    Template,
    UnknownTemplateTag,
    parse_html,
    parse_markdown,
    parse_template,
)

_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LONGEST_PATTERN = 500
_LONGEST_TEXT = 20_000
_MOST_OPTIONS = 2_000
_KINDS = {"", "email", "phone", "custom"}
_LENGTHS = {"minLength", "maxLength"}
_LONGEST_QUOTE = 100
_SUBTYPES = {"date", "time", "datetime"}

Read = TypeVar("Read")
Component = Mapping[str, Any]
Report = Callable[[str, str, str], None]
"""Notes a fault: its code and a sentence in Swedish and in English."""


class ComponentReader:
    """Reads one component; what can't be used is reported and left out."""

    def __init__(self, component: Component, report: Report) -> None:
        self._component = component
        self._report = report
        found = component.get("properties")
        self._properties: Mapping[str, Any] = found if isinstance(found, dict) else {}
        rules = component.get("validate")
        self._validate: Mapping[str, Any] = rules if isinstance(rules, dict) else {}

    def field(self, field_id: str, inside: tuple[Field, ...]) -> Field | None:
        """The component as a field, or None when it is of a kind that Flows doesn't have."""
        kind = str(self._component.get("type", ""))
        if kind not in SUPPORTED:
            self._refuse_kind(kind)
            return None
        self._check_shape(kind)
        text = None
        if kind == "text":
            text = self._words("text", "text", parse_markdown)
        elif kind == "html":
            text = self._words("content", "content", parse_html)
        subtype = str(self._component.get("subtype") or "date")
        return Field(
            id=field_id,
            type=kind,
            key=str(self._key(kind) or ""),
            label=self._label(kind),
            description=self._words("description", "description", parse_template),
            text=text,
            rules=self._rules() if kind in ANSWERED or kind == REPEATING else Rules(),
            options=self._options() if kind in CHOICES else (),
            options_en=self._english_options(),
            options_from=self._options_from() if kind in CHOICES else None,
            source=self._source() if kind in CHOICES else "",
            files=self._files() if kind == FILES else None,
            hide=self._switch("conditional", "hide"),
            readonly=self._component.get("disabled") is True or self._switch("", "readonly"),
            default=self._component.get("defaultValue"),
            subtype=subtype if subtype in _SUBTYPES else "date",
            decimals=self._decimals(),
            number_as_text=self._component.get("serializeToString") is True,
            with_offset=self._component.get("timeSerializingFormat") != "no_timezone",
            prefix=self._adorner("prefixAdorner"),
            suffix=self._adorner("suffixAdorner"),
            children=() if kind == REPEATING else inside,
            row=inside if kind == REPEATING else (),
            first_rows=self._first_rows(),
        )

    def _refuse_kind(self, kind: str) -> None:
        key = self._component.get("key") or self._component.get("id")
        label = self._component.get("label")
        sv = f"{label or 'utan etikett'}, nyckel {key or 'saknas'}"
        en = f"{label or 'no label'}, key {key or 'missing'}"
        self._report(
            "form-component",
            f"Komponenten ”{kind}” stöds inte: {sv}.",
            f"The component “{kind}” isn't supported: {en}.",
        )

    def _check_shape(self, kind: str) -> None:
        key = self._key(kind)
        keyed = kind in ANSWERED or kind == REPEATING
        if keyed and (not isinstance(key, str) or not _KEY.fullmatch(key)):
            self._report(
                "form-key",
                f"Nyckeln ”{key or ''}” går inte att använda: skriv a–z, siffror och understreck.",
                f"The key “{key or ''}” can't be used: write a–z, digits and underscore.",
            )
        if kind == "group" and self._component.get("path"):
            self._report(
                "form-group-path",
                "En grupp kan inte ha en sökväg (path): svaren ligger direkt i flödet.",
                "A group can't have a path: the answers lie at the top level.",
            )
        if kind == REPEATING and (
            self._component.get("readonly") or self._component.get("disabled")
        ):
            self._report(
                "form-list-readonly",
                "En upprepad grupp kan inte vara skrivskyddad.",
                "A repeating group can't be read-only.",
            )
        if kind == "datetime" and str(self._component.get("subtype", "date")) not in _SUBTYPES:
            self._report(
                "form-subtype",
                "Ett datumfält ska ha subtype date, time eller datetime.",
                "A date field needs the subtype date, time or datetime.",
            )

    def _key(self, kind: str) -> object:
        if kind == REPEATING:
            return self._component.get("path") or self._component.get("key")
        return self._component.get("key") if kind in ANSWERED else None

    def _label(self, kind: str) -> Words | None:
        names = ("label", "dateLabel", "timeLabel")
        name = next((name for name in names if self._component.get(name)), None)
        if name is not None:
            return self._words(name, "label", parse_template)
        if kind in ANSWERED or kind == REPEATING:
            self._report("form-label", "Fältet saknar etikett.", "The field has no label.")
        return None

    def _words(self, name: str, english: str, parse: Callable[[str], Template]) -> Words | None:
        source = self._component.get(name)
        if not isinstance(source, str) or not source.strip():
            return None
        translation = self._properties.get(f"{english}_en")
        if (
            max(len(source), len(translation) if isinstance(translation, str) else 0)
            > _LONGEST_TEXT
        ):
            self._report(
                "form-text-long",
                f"En text får ha högst {_LONGEST_TEXT} tecken.",
                f"A text may have at most {_LONGEST_TEXT} characters.",
            )
            return None
        swedish = self._attempt(lambda: parse(source))
        if not isinstance(translation, str) or not translation.strip():
            return Words(swedish) if swedish else None
        other = self._attempt(lambda: parse(translation))
        return Words(swedish, other) if swedish else None

    def _adorner(self, name: str) -> Words | None:
        appearance = self._component.get("appearance")
        source = appearance.get(name) if isinstance(appearance, dict) else None
        if not isinstance(source, str) or not source.strip():
            return None
        template = self._attempt(lambda: parse_template(source))
        return Words(template) if template else None

    def _switch(self, holder: str, name: str) -> Expression | bool:
        place = self._component.get(holder) if holder else self._component
        source = place.get(name) if isinstance(place, dict) else None
        if isinstance(source, bool) or not source:
            return bool(source)
        text = str(source).removeprefix("=")
        return self._attempt(lambda: compile_expression(text)) or False

    def _rules(self) -> Rules:
        kind = str(self._validate.get("validationType") or "")
        if kind not in _KINDS:
            self._report(
                "form-validation",
                f"Kontrollen ”{kind}” finns inte.",
                f"There is no validation “{kind}”.",
            )
        return Rules(
            required=self._validate.get("required") is True,
            least=self._bound("min"),
            most=self._bound("max"),
            shortest=self._bound("minLength"),
            longest=self._bound("maxLength"),
            pattern=self._pattern(),
            pattern_message=self._pattern_message(),
            kind=kind,
            not_past=self._component.get("disallowPassedDates") is True,
            workday=str(self._properties.get("workday", "")).lower() == "true",
        )

    def _bound(self, name: str) -> Bound | None:
        source = self._validate.get(name)
        if source is None or source == "":
            return None
        if isinstance(source, str) and source.startswith("="):
            return self._attempt(lambda: compile_expression(source[1:]))
        number = exact(source)
        if number is None or (name in _LENGTHS and number < 0):
            said = str(source)[:_LONGEST_QUOTE]
            self._report(
                "form-limit",
                f"Gränsen {name} är inte ett tal som går att använda: ”{said}”.",
                f"The limit {name} isn't a number that can be used: “{said}”.",
            )
            return None
        return number

    def _pattern(self) -> "regex.Pattern[str] | None":
        source = self._validate.get("pattern")
        if not source:
            return None
        try:
            if len(str(source)) <= _LONGEST_PATTERN:
                return regex.compile(str(source))
            sv, en = (
                f"det har mer än {_LONGEST_PATTERN} tecken.",
                f"it has more than {_LONGEST_PATTERN} signs.",
            )
        except regex.error as fault:
            sv, en = pattern_fault(fault)
        self._report(
            "form-pattern",
            f"Mönstret går inte att använda: {sv}",
            f"The pattern can't be used: {en}",
        )
        return None

    def _pattern_message(self) -> tuple[str, str] | None:
        own = self._properties.get("pattern_message") or self._validate.get("patternErrorMessage")
        return (str(own), str(self._properties.get("pattern_message_en") or own)) if own else None

    def _options(self) -> tuple[Option, ...]:
        listed = self._component.get("values")
        values = listed if isinstance(listed, list) else []
        if len(values) > _MOST_OPTIONS:
            self._report(
                "form-values-many",
                f"En fråga får ha högst {_MOST_OPTIONS} alternativ.",
                f"A question may have at most {_MOST_OPTIONS} options.",
            )
        found = (as_option(one) for one in values[:_MOST_OPTIONS])
        options = tuple(option for option in found if option is not None)
        strays = set(self._english_options()) - {option.token for option in options}
        # Options that come from variables can't be known beforehand.
        for stray in sorted(strays) if options else []:
            self._report(
                "form-values-en",
                f"values_en översätter ”{stray}”, som inte är ett av alternativen.",
                f"values_en translates “{stray}”, which isn't one of the options.",
            )
        return options

    def _english_options(self) -> Mapping[str, str]:
        return _pairs(str(self._properties.get("values_en") or ""))

    def _options_from(self) -> Expression | None:
        source = self._component.get("valuesExpression") or self._component.get("valuesKey")
        own = self._component.get("values") or self._properties.get("source")
        if source:
            return self._attempt(lambda: compile_expression(str(source).removeprefix("=")))
        if not own:
            self._report("form-options", "Fältet har inga alternativ.", "The field has no options.")
        return None

    def _source(self) -> str:
        source = str(self._properties.get("source") or "")
        if source and source not in SOURCES:
            known = ", ".join(SOURCES)
            self._report(
                "form-source",
                f"Det går inte att välja ur ”{source}”; det finns {known}.",
                f"There is nothing called “{source}” to choose from; there are {known}.",
            )
            return ""
        return source

    def _files(self) -> FileRules:
        return read_file_rules(self._component, self._properties, self._report)

    def _first_rows(self) -> int:
        rows = self._component.get("defaultRepetitions")
        return rows if type(rows) is int and 0 <= rows <= MOST_ROWS else 1

    def _decimals(self) -> int | None:
        digits = self._component.get("decimalDigits")
        return digits if type(digits) is int and 0 <= digits <= 10 else None

    def _attempt(self, read: Callable[[], Read]) -> Read | None:
        try:
            return read()
        except ExpressionError as fault:
            self._report("form-expression", fault.sv, fault.en)
        except UnknownTemplateTag as fault:
            self._report(
                "form-template",
                f"Taggen ”{{{{{fault}}}}}” stöds inte i texter.",
                f"The tag “{{{{{fault}}}}}” isn't supported in texts.",
            )
        return None


def as_option(one: Any) -> Option | None:
    """An option from `{label, value}`, `{id, namn}` or a plain value; None when it is neither."""
    if isinstance(one, Mapping):
        label = next((one[n] for n in ("label", "namn", "titel", "name") if one.get(n)), None)
        value = next((one[n] for n in ("value", "id") if one.get(n) is not None), label)
        english = one.get("label_en") or one.get("name_en")
        return None if value is None else Option(value, str(label or value), english)
    if isinstance(one, str | int | float | Decimal) and not isinstance(one, bool):
        return Option(one, str(one))
    return None


def _pairs(text: str) -> dict[str, str]:
    """`ja=Yes; nej=No` as a mapping."""
    pairs = (part.partition("=") for part in text.split(";") if "=" in part)
    return {key.strip(): value.strip() for key, _, value in pairs}
