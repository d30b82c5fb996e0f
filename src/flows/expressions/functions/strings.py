"""Functions on text, DMN 1.5 §10.3.4.3."""

from decimal import Decimal

from flows.expressions.budget import limit_text, sized_text, spend
from flows.expressions.decimals import whole
from flows.expressions.functions.builtin import Unfit, builtin
from flows.expressions.functions.patterns import replace_all, search, split_text


def from_start(position: Decimal, length: int) -> int:
    """FEEL's position (from 1, or from -1 at the end) as an index from 0; raises Unfit."""
    index = whole(position)
    if index == 0 or index < -length:
        raise Unfit
    return index - 1 if index > 0 else length + index


@builtin("substring", "string: string, start position: number, [length: number?]")
def substring(text: str, position: Decimal, length: Decimal | None = None) -> str:
    start = from_start(position, len(text))
    if length is None:
        return text[start:]
    if length < 1:
        raise Unfit
    return text[start : start + whole(length)]


@builtin("string length", "string: string")
def string_length(text: str) -> Decimal:
    return Decimal(len(text))


@builtin("upper case", "string: string")
def upper_case(text: str) -> str:
    return text.upper()


@builtin("lower case", "string: string")
def lower_case(text: str) -> str:
    return text.lower()


@builtin("substring before", "string: string, match: string")
def substring_before(text: str, match: str) -> str:
    before, found, _ = text.partition(match) if match else ("", "", "")
    return before if found else ""


@builtin("substring after", "string: string, match: string")
def substring_after(text: str, match: str) -> str:
    return text.partition(match)[2] if match else text


@builtin("contains", "string: string, match: string")
def contains(text: str, match: str) -> bool:
    return match in text


@builtin("starts with", "string: string, match: string")
def starts_with(text: str, match: str) -> bool:
    return text.startswith(match)


@builtin("ends with", "string: string, match: string")
def ends_with(text: str, match: str) -> bool:
    return text.endswith(match)


@builtin("replace", "input: string, pattern: string, replacement: string, [flags: string?]")
def replace(text: str, pattern: str, replacement: str, flags: str | None = None) -> str:
    return sized_text(replace_all(text, pattern, replacement, flags or ""))


@builtin("matches", "input: string, pattern: string, [flags: string?]")
def matches(text: str, pattern: str, flags: str | None = None) -> bool:
    return search(text, pattern, flags or "")


@builtin("split", "string: string, delimiter: string")
def split(text: str, delimiter: str) -> list[str]:
    parts = split_text(text, delimiter)
    spend(len(parts) // 4)
    return parts


@builtin("string join", "list: list, [delimiter: string?]")
def string_join(items: list[str | None], delimiter: str | None = None) -> str:
    if not all(item is None or type(item) is str for item in items):
        raise Unfit
    texts = [item for item in items if item is not None]
    limit_text(sum(map(len, texts)) + len(texts) * len(delimiter or ""))
    return sized_text((delimiter or "").join(texts))


@builtin("trim", "string: string")
def trim(text: str) -> str:
    return text.strip()


@builtin("is blank", "string: string")
def is_blank(text: str) -> bool:
    return not text.strip()
