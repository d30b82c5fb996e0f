"""Tokens of an expression, one at a time, because names may hold spaces (DMN 1.5 §10.3.1.5).

A name with spaces is one token when it was declared: as a variable, a built-in, or a name that the
expression itself introduces.
"""

import re
from functools import lru_cache
from typing import Final

from flows.expressions.errors import ExpressionError, error_at
from flows.expressions.rendering import NAME_PART, NAME_START

MAX_SOURCE: Final = 10_000

_SIMPLE_NAME: Final = re.compile(f"{NAME_START}{NAME_PART}*")
_SPACE = r"(?:[\s\u0085\u180e\u200b\ufeff]+|//[^\n]*|/\*.*?\*/)*+"
_TOKEN = re.compile(
    _SPACE + r"(?:(?P<number>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r'|(?P<at>@\s*"[^"]*")'
    r'|(?P<string>"(?:[^"\\]|\\.)*+")'
    r"|(?P<operator>\.\.|\*\*|<=|>=|!=|->|[-+*/=<>()\[\]{},.:])"
    f"|(?P<name>{NAME_START}{NAME_PART}*)"
    r"|(?P<quoted>`[^`]+`)"
    r"|(?P<end>\Z))",
    re.DOTALL,
)
_AFTER_RANGE = re.compile(
    rf"{_SPACE}(?:\Z|[),\]}}:=!<>*/+]|\.(?![0-9])"
    rf"|(?:then|else|and|or|return|satisfies|in|instance|between)(?!{NAME_PART}))",
    re.DOTALL,
)
_WORD = re.compile(rf"\s*+({NAME_PART}+|\S)")
_NAME_GOES_ON = re.compile(NAME_PART)

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


class NameTree:
    """Names with spaces or signs in them, word by word; `name` is the one that ends here."""

    __slots__ = ("following", "name")

    def __init__(self) -> None:
        self.following: dict[str, NameTree] = {}
        self.name: str | None = None

    def add(self, name: str) -> None:
        """Make a name one token from now on; a name of one word is one anyway."""
        if _SIMPLE_NAME.match(name) is None or _SIMPLE_NAME.fullmatch(name):
            return
        tree = self
        for word in _WORD.findall(name):
            tree = tree.following.setdefault(word, NameTree())
        tree.name = name

    def longest(self, first: str, source: str, end: int) -> tuple[str, int]:
        """The longest name whose first word stands before `end`, and where it ends; or "" and 0."""
        longest, ending = "", 0
        tree = self.following.get(first)
        while tree is not None and (found := _WORD.match(source, end)) is not None:
            tree, end = tree.following.get(found[1]), found.end()
            if tree and tree.name and not _NAME_GOES_ON.match(source, end):
                longest, ending = tree.name, end
        return longest, ending


@lru_cache(64)
def tree_of(names: frozenset[str]) -> NameTree:
    """The tree of some names, which nobody may add to."""
    tree = NameTree()
    for name in names:
        tree.add(name)
    return tree


BUILT_IN_NAMES: Final = NameTree()
for _name in (*_TYPE_NAMES, *_PROPERTY_NAMES):
    BUILT_IN_NAMES.add(_name)


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

    def __init__(self, source: str, names: frozenset[str] = frozenset()) -> None:
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
        self._known = tree_of(names)
        self._declared = NameTree()
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
            value = self._longest_name(value)
            if value in KEYWORDS:
                kind = "keyword"
        elif kind == "quoted":
            kind, value = "name", value[1:-1]
        self.kind = kind
        self.value = value

    def _longest_name(self, first: str) -> str:
        name, end = first, self.end
        for tree in (self._declared, self._known, BUILT_IN_NAMES):
            if first in tree.following:
                longer, ending = tree.longest(first, self.source, self.end)
                if ending > end:
                    name, end = longer, ending
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
        self._declared.add(name)

    def at(self, *values: str) -> bool:
        """Whether the present token is one of these signs or keywords."""
        return self.value in values and self.kind in ("operator", "keyword")

    def accept(self, value: str) -> bool:
        """Step past a sign or keyword if it is the present token."""
        if self.value == value and self.kind in ("operator", "keyword"):
            self.advance()
            return True
        return False

    def ends_range(self) -> bool:
        """Whether a bracket here closes `[1..3[`: no predicate begins with what comes after it."""
        return _AFTER_RANGE.match(self.source, self.end) is not None

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

    def missing_value(self) -> ExpressionError:
        """The error for a place where a value ought to stand."""
        if self.kind == "end":
            return self.error("Uttrycket tar slut för tidigt.", "The expression ends too early.")
        return self.error(
            f"Här borde stå ett värde i stället för {self.value}.",
            f"There should be a value here instead of {self.value}.",
        )

    def error(self, sv: str, en: str, offset: int | None = None) -> ExpressionError:
        """An error at an offset, or at the present token."""
        return error_at(self.source, self.start if offset is None else offset, sv, en)
