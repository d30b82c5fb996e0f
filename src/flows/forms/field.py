"""What a form consists of: fields with their words, rules and options, as read from its file."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple, TypeAlias

import regex

from flows.expressions import Expression
from flows.forms.file_rules import FILES, FileRules
from flows.forms.template import Template

ANSWERED = frozenset(
    {
        "textfield",
        "textarea",
        "number",
        "checkbox",
        "checklist",
        "radio",
        "select",
        "taglist",
        "datetime",
        FILES,
    }
)
"""Components that a person answers; the others show or arrange."""

CHOICES = frozenset({"radio", "select", "checklist", "taglist"})
SEVERAL = frozenset({"checklist", "taglist"})
"""Components in which several options may be chosen."""

MULTIPLE = SEVERAL | {FILES}
"""Components whose answer is a list."""

SHOWN = frozenset({"text", "html", "separator", "spacer", "group", "button"})
REPEATING = "dynamiclist"
"""A list of rows that all have the same fields; the answer is a list of objects."""

MOST_ROWS = 50
"""Rows in a repeating group."""

SUPPORTED = ANSWERED | SHOWN | {REPEATING}

SOURCES: Mapping[str, tuple[str, ...]] = {
    "organisation": ("organisationer", "forum.parter"),
    "huvudman": ("huvudman", "forum.huvudman"),
    "person": ("personer",),
}
"""The property `source` of a picker, and the variables that its options come from: the first found.

A variable is a list of {"id": ..., "namn": ...}; the answer is the id.
"""


@dataclass(frozen=True, slots=True)
class Said:
    """A text and the language that it turned out to be in."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Words:
    """A text in Swedish and, where the author has written it, in English."""

    sv: Template
    en: Template | None = None

    @property
    def reads(self) -> frozenset[str]:
        """The names of the variables that the text needs."""
        return self.sv.reads | (self.en.reads if self.en else frozenset())

    def pick(self, language: str) -> tuple[Template, str]:
        """The template in the language, or the Swedish one, and which of them it is."""
        if language == "en" and self.en is not None:
            return self.en, "en"
        return self.sv, "sv"

    def say(self, variables: Mapping[str, Any], language: str) -> Said:
        """The text with its values filled in."""
        template, spoken = self.pick(language)
        return Said(template.plain(variables, spoken), spoken)


@dataclass(frozen=True, slots=True)
class Option:
    """One alternative: the JSON value that becomes the answer, and its label."""

    value: Any
    label: str
    label_en: str | None = None

    @property
    def token(self) -> str:
        """The value as the page sends it: text as it is, all else as JSON."""
        return self.value if isinstance(self.value, str) else json.dumps(self.value, sort_keys=True)

    def say(self, language: str) -> Said:
        """The label in the language, or in Swedish."""
        if language == "en" and self.label_en:
            return Said(self.label_en, "en")
        return Said(self.label, "sv")


Bound: TypeAlias = Decimal | Expression
"""A limit: a number, or an expression that is evaluated with the form's variables."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What an answer must keep to."""

    required: bool = False
    least: Bound | None = None
    most: Bound | None = None
    shortest: Bound | None = None
    longest: Bound | None = None
    pattern: "regex.Pattern[str] | None" = None
    pattern_message: tuple[str, str] | None = None
    kind: str = ""
    not_past: bool = False
    workday: bool = False


class Reads(NamedTuple):
    """An expression of a field, and what it decides, as it opens a sentence."""

    sv: str
    en: str
    expression: Expression


_HIDE = ("Villkoret för att dölja fältet", "The condition for hiding the field")
_READONLY = ("Villkoret för att skrivskydda fältet", "The condition for a read-only field")
_OPTIONS = ("Alternativen", "The options")
_LIMIT = ("Gränsen", "The limit")
_TEXT = ("Texten", "The text")


@dataclass(frozen=True, slots=True)
class Field:
    """One component of a form. `key` is the answer's variable ("" when it takes no answer).

    `children` are what a group holds, answered like the rest; `row` is what each row of a
    repeating group holds, answered inside the row. `first_rows` is how many rows an empty list
    starts with.
    """

    id: str
    type: str
    key: str = ""
    label: Words | None = None
    description: Words | None = None
    text: Words | None = None
    rules: Rules = Rules()
    options: tuple[Option, ...] = ()
    options_en: Mapping[str, str] = field(default_factory=dict)
    options_from: Expression | None = None
    source: str = ""
    files: FileRules | None = None
    hide: Expression | bool = False
    readonly: Expression | bool = False
    default: Any = None
    subtype: str = "date"
    decimals: int | None = None
    number_as_text: bool = False
    with_offset: bool = True
    prefix: Words | None = None
    suffix: Words | None = None
    children: tuple["Field", ...] = field(default=())
    row: tuple["Field", ...] = field(default=())
    first_rows: int = 1

    @property
    def answered(self) -> bool:
        """Whether a person answers it."""
        return self.type in ANSWERED

    @property
    def expressions(self) -> tuple["Reads", ...]:
        """The expressions of its visibility, options, limits and texts; not those of its rows."""
        rules = self.rules
        conditions = (
            (_HIDE, self.hide),
            (_READONLY, self.readonly),
            (_OPTIONS, self.options_from),
            *((_LIMIT, one) for one in (rules.least, rules.most, rules.shortest, rules.longest)),
        )
        said = (self.label, self.description, self.text, self.prefix, self.suffix)
        texts = (template for words in said if words for template in (words.sv, words.en))
        parts = (part for template in texts if template for part in template.parts)
        return (
            *(Reads(*what, one) for what, one in conditions if isinstance(one, Expression)),
            *(Reads(*_TEXT, part) for part in parts if isinstance(part, Expression)),
        )

    @property
    def decides(self) -> tuple[Expression, ...]:
        """The expressions that decide what an answer is held to; not its texts."""
        return tuple(one.expression for one in self.expressions if (one.sv, one.en) != _TEXT)

    @property
    def conditions(self) -> frozenset[str]:
        """The names that its visibility, options, limits and texts depend on."""
        inside = tuple(every_field(self.row))
        from_rows: frozenset[str] = frozenset().union(*(one.conditions for one in inside))
        return frozenset().union(
            from_rows - {one.key for one in inside},
            *(one.expression.free_variables for one in self.expressions),
        )


def every_field(fields: tuple[Field, ...]) -> Iterator[Field]:
    """All fields in the order of the form, those inside groups after their group; not rows."""
    for one in fields:
        yield one
        yield from every_field(one.children)
