r"""Regular expressions of XPath 3.1 on Python's `regex`, with a limit on their time.

Python and XPath differ in character class subtraction, \i and \c, anchors, and in what is an
error; the differences are translated or refused here (XPath functions §5.6, XML Schema part 2
appendix G).
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

import regex

from flows.expressions.budget import limit_text, regex_time
from flows.expressions.functions.builtin import Unfit

_FLAGS: Final = {"s": regex.S, "m": regex.M, "i": regex.I, "x": 0, "q": 0}
_NAME_START = "_:A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff"
_NAME_MORE = _NAME_START + r"\-.0-9" + "\u00b7\u0300-\u036f"
_LONGEST_PATTERN: Final = 1000
_TRANSLATED: Final = {
    "i": f"[{_NAME_START}]",
    "I": f"[^{_NAME_START}]",
    "c": f"[{_NAME_MORE}]",
    "C": f"[^{_NAME_MORE}]",
}
_KNOWN_ESCAPES: Final = frozenset("nrt\\|.?*+(){}[]^$-sSdDwWpP") | frozenset("0123456789")
_PROPERTY = re.compile(r"\{(Is)?([A-Za-z0-9-]+)\}")
_REPLACEMENT = re.compile(r"\\([\\$])|\$(\d)|([\\$])")


def search(text: str, pattern: str, flags: str) -> bool:
    """Whether the pattern occurs in the text."""
    with regex_time() as seconds:
        compiled = _compiled(pattern, flags)
        return compiled.search(text, timeout=seconds) is not None


def split_text(text: str, pattern: str) -> list[str]:
    """The text between the pattern's occurrences; its groups are left out.

    Raises Unfit when the pattern matches the empty text.
    """
    with regex_time() as seconds:
        compiled = _compiled(pattern, "")
        if compiled.search("", timeout=seconds):
            raise Unfit
        parts, last = [], 0
        for found in compiled.finditer(text, timeout=seconds):
            parts.append(text[last : found.start()])
            last = found.end()
        return [*parts, text[last:]]


def replace_all(text: str, pattern: str, replacement: str, flags: str) -> str:
    """The text with every occurrence replaced; `$1` is the first group.

    Raises Unfit when the pattern matches the empty text or the replacement is malformed.
    """
    with regex_time() as seconds:
        compiled = _compiled(pattern, flags)
        if compiled.search("", timeout=seconds):
            raise Unfit
        return compiled.sub(_replacer(replacement, flags, compiled.groups), text, timeout=seconds)


def _replacer(replacement: str, flags: str, groups: int) -> Callable[[regex.Match[str]], str]:
    if "q" in flags:
        return _limited(lambda _found: replacement)
    parts: list[str | int] = []
    last = 0
    for sign in _REPLACEMENT.finditer(replacement):
        if sign[3]:
            raise Unfit
        parts.append(replacement[last : sign.start()])
        parts.append(sign[1] if sign[1] else int(sign[2]))
        last = sign.end()
    parts.append(replacement[last:])

    def fill(found: regex.Match[str]) -> str:
        return "".join(
            part if isinstance(part, str) else (found[part] or "") if part <= groups else ""
            for part in parts
        )

    return _limited(fill)


def _limited(fill: Callable[[regex.Match[str]], str]) -> Callable[[regex.Match[str]], str]:
    """The same, but an error when all that is filled in becomes too long a text."""
    length = 0

    def fill_within_limit(found: regex.Match[str]) -> str:
        nonlocal length
        text = fill(found)
        length += len(text)
        limit_text(length)
        return text

    return fill_within_limit


@lru_cache(512)
def _compiled(pattern: str, flags: str) -> regex.Pattern[str]:
    if len(pattern) > _LONGEST_PATTERN or set(flags) - set(_FLAGS):
        raise Unfit
    options = regex.V1
    for flag in flags:
        options |= _FLAGS[flag]
    translated = regex.escape(pattern) if "q" in flags else _Translation(pattern, flags).run()
    try:
        return regex.compile(translated, options)
    except (regex.error, OverflowError, RecursionError):
        raise Unfit from None


def _without_space(pattern: str) -> str:
    """The pattern as flag x has it: without white space, except in character classes."""
    kept, classes, escaped = [], 0, False
    for sign in pattern:
        if classes or not sign.isspace():
            kept.append(sign)
            if not escaped:
                classes += (sign == "[") - (sign == "]" and classes > 0)
            escaped = sign == "\\" and not escaped
    return "".join(kept)


class _Translation:
    """One pattern's way from XPath's syntax to Python's."""

    def __init__(self, pattern: str, flags: str) -> None:
        self.pattern = _without_space(pattern) if "x" in flags else pattern
        self.multiline = "m" in flags
        self.dot_all = "s" in flags
        self.index = 0
        self.classes = 0
        self.groups: list[bool] = []
        self.closed = 0
        self.output: list[str] = []

    def run(self) -> str:
        """The translated pattern; raises Unfit where XPath sees an error."""
        while self.index < len(self.pattern):
            sign = self.pattern[self.index]
            self.index += 1
            if sign == "\\":
                self._escape()
            elif self.classes:
                self._in_class(sign)
            else:
                self._outside(sign)
        if self.classes:
            raise Unfit
        return "".join(self.output)

    def _escape(self) -> None:
        if self.index >= len(self.pattern):
            raise Unfit
        sign = self.pattern[self.index]
        self.index += 1
        if sign in _TRANSLATED:
            self.output.append(_TRANSLATED[sign])
        elif sign not in _KNOWN_ESCAPES:
            raise Unfit
        elif sign.isdigit():
            self._back_reference(sign)
        elif sign in "pP":
            self._property(sign)
        else:
            self.output.append("\\" + sign)

    def _property(self, sign: str) -> None:
        # XPath's \p{IsBasicLatin} is a block, which Python writes \p{InBasicLatin}.
        found = _PROPERTY.match(self.pattern, self.index)
        if found is None:
            raise Unfit
        self.index = found.end()
        block, name = found.groups()
        self.output.append(f"\\{sign}{{{'In' if block else ''}{name}}}")

    def _back_reference(self, digit: str) -> None:
        # A reference is to a group that is already closed, and never stands in a class.
        number = int(digit)
        if self.classes or number == 0 or number > self.closed:
            raise Unfit
        self.output.append(f"(?:\\{number})")

    def _in_class(self, sign: str) -> None:
        if sign == "[":
            if self.output[-1] != "-":
                raise Unfit
            self.output[-1] = "--"
            self._open_class()
            return
        if sign == "]":
            self.classes -= 1
            self.output.append("]")
        else:
            self.output.append("\\" + sign if sign in "&|~" else sign)

    def _open_class(self) -> None:
        self.classes += 1
        self.output.append("[")
        if self.pattern[self.index : self.index + 1] == "^":
            self.output.append("^")
            self.index += 1

    def _outside(self, sign: str) -> None:
        if sign == "[":
            self._open_class()
        elif sign == "(":
            self._open_group()
        elif sign == ")":
            if not self.groups:
                raise Unfit
            self.closed += self.groups.pop()
            self.output.append(sign)
        elif sign == "$" and not self.multiline:
            self.output.append(r"\Z")
        elif sign == "." and not self.dot_all:
            self.output.append(r"[^\n\r]")
        elif sign == "]" or (sign == "}" and "{" not in self.output):
            raise Unfit
        else:
            self.output.append(sign)

    def _open_group(self) -> None:
        self.output.append("(")
        captures = not self.pattern.startswith("?", self.index)
        if not captures and not self.pattern.startswith("?:", self.index):
            raise Unfit
        self.groups.append(captures)
