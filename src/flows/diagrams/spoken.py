"""Texts in both languages, and the names of what a diagram refers to by id."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text in Swedish and in English."""

    sv: str
    en: str

    def __add__(self, other: "Spoken") -> "Spoken":
        return Spoken(self.sv + other.sv, self.en + other.en)


def same(text: str) -> Spoken:
    """A text that reads the same in both languages, such as a name."""
    return Spoken(text, text)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a step says: what it is, in words, and as it is written when that differs."""

    label: Spoken
    text: Spoken
    code: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """What ids are called: roles, forms, decisions, processes and operations by id; variables.

    `values` are the texts of the choices of a variable, by (variable, value).
    """

    roles: Mapping[str, Spoken] = field(default_factory=dict)
    forms: Mapping[str, Spoken] = field(default_factory=dict)
    decisions: Mapping[str, Spoken] = field(default_factory=dict)
    processes: Mapping[str, Spoken] = field(default_factory=dict)
    operations: Mapping[str, Spoken] = field(default_factory=dict)
    variables: Mapping[str, Spoken] = field(default_factory=dict)
    values: Mapping[tuple[str, str], Spoken] = field(default_factory=dict)


def listed(texts: list[str], last: str) -> str:
    """The texts as one: a, b och c; `last` is the word before the last one."""
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} {last} {texts[-1]}"
