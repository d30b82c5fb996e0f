"""Texts in both languages, and the names of what a diagram refers to by id."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_OPEN, _CLOSE = "\u2068", "\u2069"
"""Unicode's marks around a piece that isn't of the text around it; they can't be seen."""
_PIECES = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}?")


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


def swedish(text: str) -> str:
    """A Swedish text to stand in an English one, marked so that a page can say that it is."""
    return f"{_OPEN}{plain(text)}{_CLOSE}" if text else ""


def named(sv: str, en: str = "") -> Spoken:
    """A name that may have no English."""
    return Spoken(sv, en or swedish(sv))


def plain(text: str) -> str:
    """A text without marks."""
    return text.replace(_OPEN, "").replace(_CLOSE, "")


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The pieces of an English text, each with whether it is Swedish."""
    end = 0
    for match in _PIECES.finditer(text):
        yield plain(text[end : match.start()]), False
        yield match[1].replace(_OPEN, ""), True
        end = match.end()
    yield plain(text[end:]), False


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
