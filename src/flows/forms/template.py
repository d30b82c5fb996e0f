"""Texts of a form: plain, a FEEL expression, or with `{{expressions}}` in them; always escaped."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from flows.expressions import Expression, ExpressionError, compile_expression
from flows.forms.failed import note_failure
from flows.forms.readable import readable
from flows.forms.safe_html import safe_html

# Private-use signs stand for an expression while markdown is rendered, so that what people have
# typed is put in afterwards, as text, and can never be markup.
_MARK = re.compile("\ue000([0-9]+)\ue001")


_UNFILLED = {"sv": "(gick inte att räkna ut)", "en": "(could not be worked out)"}


class UnknownTemplateTag(ValueError):
    """`{{#if …}}` and `{{#loop …}}` are not part of the language of Flows' texts."""


@dataclass(frozen=True, slots=True)
class Template:
    """A text in parts: literal text (HTML when `markup`), and expressions to be filled in."""

    parts: tuple[str | Expression, ...]
    markup: bool = False

    @property
    def reads(self) -> frozenset[str]:
        """The names of the variables that the text needs."""
        names = (part.free_variables for part in self.parts if isinstance(part, Expression))
        return frozenset().union(*names)

    def plain(self, variables: Mapping[str, Any], language: str) -> str:
        """The text with values filled in, not escaped."""
        return "".join(
            part if isinstance(part, str) else _filled(part, variables, language)
            for part in self.parts
        )

    def html(self, variables: Mapping[str, Any], language: str) -> Markup:
        """The text as HTML with values filled in and escaped; a line break stays one."""
        pieces: list[Markup] = []
        for part in self.parts:
            if isinstance(part, str):
                pieces.append(Markup(part) if self.markup else escape(part))
            else:
                text = escape(_filled(part, variables, language))
                pieces.append(text.replace("\n", Markup("<br>")))
        return Markup("").join(pieces)


def _filled(expression: Expression, variables: Mapping[str, Any], language: str) -> str:
    """The value as people read it, or words for what takes too much to work out."""
    try:
        return readable(value_of(expression, variables), language)
    except ExpressionError as error:
        note_failure(expression, error)
        return _UNFILLED[language]


def value_of(expression: Expression, variables: Mapping[str, Any]) -> Any:
    """The plain value of an expression; a variable that doesn't exist is null."""
    # A name in a filter is the item's own unless there is such a variable: it has to stay away.
    names = expression.free_variables | expression.possible_variables
    return expression.evaluate_plain({n: variables[n] for n in names if n in variables})


def parse_template(source: str) -> Template:
    """The template of a label or a help text.

    Raises ExpressionError for a faulty expression, UnknownTemplateTag for a tag with `#`.
    """
    if source.startswith("="):
        return Template((compile_expression(source[1:]),))
    return Template(_parts(source))


def parse_markdown(source: str) -> Template:
    """The template of a text component: CommonMark with tables, without HTML and pictures.

    Headings start at the second level, since the page has the first.
    Raises as `parse_template` does.
    """
    if source.startswith("="):
        return Template((compile_expression(source[1:]),))
    return _with_markup(source, _markdown_as_html)


def parse_html(source: str) -> Template:
    """The template of an html component, of which only known elements are kept.

    Raises as `parse_template` does.
    """
    if source.startswith("="):
        return Template((compile_expression(source[1:]),))
    return _with_markup(source, safe_html)


def _with_markup(source: str, as_html: Callable[[str], str]) -> Template:
    expressions: list[Expression] = []

    def mark(part: str | Expression) -> str:
        if isinstance(part, str):
            return part
        expressions.append(part)
        return f"\ue000{len(expressions) - 1}\ue001"

    clean = source.replace("\ue000", "").replace("\ue001", "")
    pieces = _MARK.split(as_html("".join(mark(part) for part in _parts(clean))))
    return Template(
        tuple(
            expressions[int(piece)] if place % 2 else piece
            for place, piece in enumerate(pieces)
            if place % 2 or piece
        ),
        markup=True,
    )


def _markdown_as_html(source: str) -> str:
    markdown = _markdown()
    tokens = markdown.parse(source)
    for token in tokens:
        if token.tag == "h1":
            token.tag = "h2"
    return str(markdown.renderer.render(tokens, markdown.options, {}))


def _parts(source: str) -> tuple[str | Expression, ...]:
    found: list[str | Expression] = []
    for piece, is_place in _pieces(source):
        if not is_place:
            found.append(piece)
        elif piece.startswith(("#", "/")):
            raise UnknownTemplateTag(piece)
        else:
            found.append(compile_expression(piece))
    return tuple(found)


def places_in(source: str) -> list[str]:
    """What stands between `{{` and `}}` in a text, in order."""
    return [piece for piece, is_place in _pieces(source) if is_place]


def _pieces(source: str) -> Iterator[tuple[str, bool]]:
    """The text in parts, and whether a part stood between `{{` and `}}`; nothing empty."""
    at = 0
    while (opens := source.find("{{", at)) >= 0:
        closes = source.find("}}", opens + 3)
        if closes < 0:
            break
        if opens > at:
            yield source[at:opens], False
        yield source[opens + 2 : closes].strip(), True
        at = closes + 2
    if at < len(source):
        yield source[at:], False


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    settings = {"html": False, "breaks": True}
    return MarkdownIt("commonmark", settings).enable("table").disable("image")
