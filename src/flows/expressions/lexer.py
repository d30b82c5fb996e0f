"""Tokens of an expression, one at a time, because names may hold spaces (DMN 1.5 §10.3.1.5).

A name with spaces is one token when it was declared: as a variable, a built-in, or a name that the
expression itself introduces.
"""

import re
from collections.abc import Iterable
from typing import Final

from flows.expressions.errors import ExpressionError, error_at
from flows.expressions.rendering import NAME_PART, NAME_START

MAX_SOURCE: Final = 10_000

_SIMPLE_NAME: Final = re.compile(f"{NAME_START}{NAME_PART}*")
_SPACE = r"(?:[\s\u0085\u180e\u200b\ufeff]+|//[^\n]*|/\*.*?\*/)*+"
_TOKEN = re.compile(
    _SPACE + r"(?:(?P<number>(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)"
    r'|(?P<at>@\s*"[^"]*")'
    r'|(?P<string>"(?:[^"\\]|\\.)*+")'
    r"|(?P<operator>\.\.|\*\*|<=|>=|!=|->|[-+*/=<>()\[\]{},.:])"
    f"|(?P<name>{NAME_START}{NAME_PART}*)"
    r"|(?P<quoted>`[^`]+`)"
    r"|(?P<end>\Z))",
    re.DOTALL,
)
_WORDS = re.compile(rf"{NAME_PART}+|\S")

KEYWORDS: Final = frozenset(
    [
        "if",
        "then",
        "else",
        "for",
        "in",
        "return",
        "some",
        "every",
        "satisfies",
        "and",
        "or",
        "between",
        "instance",
        "true",
        "false",
        "null",
        "function",
    ]
)
_TYPE_NAMES = ("date and time", "days and time duration", "years and months duration")
_PROPERTY_NAMES = ("time offset", "start included", "end included")

_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{6}|.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\", "'": "'"}

NamePatterns = dict[str, list[tuple[str, re.Pattern[str]]]]


def _pattern_of(name: str) -> re.Pattern[str]:
    words = (re.escape(word) for word in _WORDS.findall(name))
    return re.compile(r"\s*+".join(words) + rf"(?!{NAME_PART})")


def add_name(patterns: NamePatterns, name: str) -> None:
    """Make a name with spaces or signs in it one token from now on."""
    if _SIMPLE_NAME.fullmatch(name):
        return
    first = _SIMPLE_NAME.match(name)
    if first is None:
        return
    candidates = patterns.setdefault(first[0], [])
    if all(name != known for known, _ in candidates):
        candidates.append((name, _pattern_of(name)))
        candidates.sort(key=lambda candidate: -len(candidate[0]))


BUILT_IN_NAMES: NamePatterns = {}
for _name in (*_TYPE_NAMES, *_PROPERTY_NAMES):
    add_name(BUILT_IN_NAMES, _name)


def unescape(literal: str, source: str, offset: int) -> str:
    """The text between the quotes of a string literal, with its escapes resolved."""
    if "\\" not in literal:
        return literal

    def one(found: re.Match[str]) -> str:
        code = found[1]
        if len(code) > 1:
            number = int(code[1:], 16)
            if number > 0x10FFFF:
                raise error_at(
                    source,
                    offset,
                    f"Det finns inget tecken med koden {code[1:]}.",
                    f"There is no character with the code {code[1:]}.",
                )
            return chr(number)
        return _ESCAPED.get(code, "\\" + code)

    text = _ESCAPE.sub(one, literal)
    if any("\ud800" <= character <= "\udfff" for character in text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


class Scanner:
    """Reads a source token by token; `kind`, `value`, `start` and `end` are the present one's."""

    def __init__(self, source: str, names: Iterable[str] = ()) -> None:
        if len(source) > MAX_SOURCE:
            raise ExpressionError(
                f"Uttrycket är längre än {MAX_SOURCE} tecken.",
                f"The expression is longer than {MAX_SOURCE} characters.",
            )
        self.source = source
        self.kind = ""
        self.value = ""
        self.start = 0
        self.end = 0
        self._names: NamePatterns = {}
        for name in names:
            add_name(self._names, name)
        self.advance()

    def advance(self) -> None:
        """Go to the next token."""
        found = _TOKEN.match(self.source, self.end)
        if found is None:
            raise self._unreadable()
        kind = found.lastgroup or ""
        self.start, self.end = found.span(kind)
        value = found[kind]
        if kind == "name":
            if value in BUILT_IN_NAMES or value in self._names:
                value = self._longest_name(value)
            if value in KEYWORDS:
                kind = "keyword"
        elif kind == "quoted":
            kind, value = "name", value[1:-1]
        self.kind = kind
        self.value = value

    def _longest_name(self, first: str) -> str:
        name, end = first, self.end
        for patterns in (self._names, BUILT_IN_NAMES):
            for candidate, pattern in patterns.get(first, ()):
                found = pattern.match(self.source, self.start)
                if found is not None and found.end() > end:
                    name, end = candidate, found.end()
                    break
        self.end = end
        return name

    def _unreadable(self) -> ExpressionError:
        rest = self.source[self.end :]
        offset = self.end + len(rest) - len(rest.lstrip())
        if rest.lstrip()[:1] == '"':
            return self.error(
                "Texten saknar avslutande citattecken.",
                "The text has no closing quotation mark.",
                offset,
            )
        sign = rest.lstrip()[:1]
        return self.error(
            f"Tecknet {sign} går inte att tyda här.",
            f"The character {sign} makes no sense here.",
            offset,
        )

    def declare(self, name: str) -> None:
        """Make a name known from the next token on."""
        add_name(self._names, name)

    def at(self, *values: str) -> bool:
        """Whether the present token is one of these signs or keywords."""
        return self.value in values and self.kind in ("operator", "keyword")

    def accept(self, value: str) -> bool:
        """Step past a sign or keyword if it is the present token."""
        if self.value == value and self.kind in ("operator", "keyword"):
            self.advance()
            return True
        return False

    def expect(self, value: str) -> None:
        """Step past a sign or keyword, or raise ExpressionError."""
        if not self.accept(value):
            raise self.missing(value)

    def missing(self, wanted: str) -> ExpressionError:
        """The error for something that ought to stand where the present token is."""
        if self.kind == "end":
            return self.error(
                f"Uttrycket tar slut där {wanted} borde stå.",
                f"The expression ends where {wanted} should be.",
            )
        return self.error(
            f"Här borde stå {wanted} i stället för {self.value}.",
            f"There should be {wanted} here instead of {self.value}.",
        )

    def error(self, sv: str, en: str, offset: int | None = None) -> ExpressionError:
        """An error at an offset, or at the present token."""
        return error_at(self.source, self.start if offset is None else offset, sv, en)
