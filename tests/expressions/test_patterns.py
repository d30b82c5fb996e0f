"""Patterns are XPath's, not Python's, where the two differ."""

import pytest

from flows.expressions import evaluate


@pytest.mark.parametrize(
    ("text", "pattern", "flags", "answer"),
    [
        ("abc", "^b", "", False),
        ("a\nb", "^b", "", False),
        ("a\nb", "^b", "m", True),
        ("a\nb", "a.b", "", False),
        ("a\rb", "a.b", "", False),
        ("a\nb", "a.b", "s", True),
        ("ÅMOT", "åmot", "i", True),
        ("hello world", "hello\\ sworld", "x", True),
        ("a b", "[a ]b", "x", True),
        ("a.b", "a.b", "q", True),
        ("axb", "a.b", "q", False),
        ("e", "[a-z-[aeiou]]", "", False),
        ("d", "[a-z-[aeiou]]", "", True),
        ("_x1", "^\\i\\c*$", "", True),
        ("1x", "^\\i\\c*$", "", False),
        ("å", "\\p{IsBasicLatin}", "", False),
        ("å", "\\p{Ll}", "", True),
        ("abab", "(ab)\\1", "", True),
        ("aba", "(?:ab)a", "", True),
        ("a&&b", "[&]{2}", "", True),
        # What XPath calls an error is null.
        ("a", "(?i)a", "", None),
        ("a", "(?=a)", "", None),
        ("a", "\\b", "", None),
        ("a", "\\1(a)", "", None),
        ("a", "[\\1]", "", None),
        ("a", "a)", "", None),
        ("a", "(a", "", None),
        ("a", "[a", "", None),
        ("a", "a]", "", None),
        ("a", "\\", "", None),
        ("a", "a", "z", None),
    ],
)
def test_matches(text: str, pattern: str, flags: str, answer: bool | None) -> None:
    variables = {"text": text, "pattern": pattern, "flags": flags}
    assert evaluate("matches(text, pattern, flags)", variables) is answer


@pytest.mark.parametrize(
    ("text", "pattern", "replacement", "answer"),
    [
        ("abcd", "(ab)|(a)", "[1=$1][2=$2]", "[1=ab][2=]cd"),
        ("abc", "b", "\\$", "a$c"),
        ("abc", "b", "\\\\", "a\\c"),
        ("abc", "b", "$0$0", "abbc"),
        ("abc", "b", "$9", "ac"),
        ("abc", "b", "$", None),
        ("abc", "b", "\\", None),
        ("abc", "x*", "-", None),
    ],
)
def test_replace(text: str, pattern: str, replacement: str, answer: str | None) -> None:
    variables = {"t": text, "p": pattern, "r": replacement}
    assert evaluate("replace(t, p, r)", variables) == answer


def test_split() -> None:
    assert evaluate('split("a1b22c", "(\\d)+")') == ["a", "b", "c"]
    assert evaluate('split("a;b;c;;", ";")') == ["a", "b", "c", "", ""]
    assert evaluate('split("", ";")') == [""]
