"""Labels: wrapped by an estimate of how wide letters are, so that no font has to be measured."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flows.documents.plan import Box
from flows.documents.svg import INK, PAPER, tag, text_of

LINE = 1.2
"""The height of a line, in font sizes."""

_COMPOUND = re.compile(r"[^-/]+[-/]*|[-/]+")
_SHORTEST_PART = 3
_WIDEST_WORD = 150
"""A label outside a shape may be this wide before a word in it is divided."""

_NARROW = frozenset("ijl.,:;'|!I ")
_SLIM = frozenset('ftr()[]/-"’”')
_WIDE = frozenset("mwMWÅÄÖOQG@%—")


@dataclass(frozen=True, slots=True)
class Label:
    """Lines of text and where the top of the first stands; `x` is their middle or their start."""

    lines: tuple[str, ...]
    x: float
    top: float
    size: float
    anchor: str = "middle"

    @property
    def box(self) -> Box:
        """The area that the text takes."""
        width = max((width_of(line, self.size) for line in self.lines), default=0)
        left = self.x - width / 2 if self.anchor == "middle" else self.x
        return Box(left, self.top, width, len(self.lines) * self.size * LINE)

    def svg(self, halo: bool = False) -> str:
        """The text, one line below the other; a halo keeps it readable on top of a line."""
        return "".join(
            tag(
                "text",
                text_of(line),
                class_="diagram-text diagram-haloed" if halo else "diagram-text",
                x=self.x,
                y=self.top + self.size * (place * LINE + 0.95),
                font_size=self.size,
                text_anchor=self.anchor,
                fill=INK,
                stroke=PAPER if halo else None,
                stroke_width=3.5 if halo else None,
                stroke_linejoin="round" if halo else None,
                paint_order="stroke" if halo else None,
            )
            for place, line in enumerate(self.lines)
        )


def width_of(text: str, size: float) -> float:
    """About how wide the text is in a sans-serif face, in the drawing's units."""
    return size * sum(_letter(letter) for letter in text)


def wrap(text: str, width: float, size: float) -> tuple[str, ...]:
    """The text in lines that fit the width.

    A compound with a hyphen or a slash is divided there; a word that is wider than the line is
    divided with a hyphen of its own.
    """
    lines: list[str] = []
    for piece, gap in _pieces(text, width, size):
        if lines and width_of(lines[-1] + gap + piece, size) <= width:
            lines[-1] += gap + piece
        else:
            lines.append(piece)
    return tuple(lines)


def label_in(text: str, box: Box, size: float = 12) -> Label:
    """The text in the middle of a box: smaller letters if need be, at last cut with «…»."""
    smaller = (size, size - 1, size - 2)
    for attempt in smaller:
        lines = wrap(text, box.width, attempt)
        if len(lines) * attempt * LINE <= box.height:
            break
    else:
        room = max(1, int(box.height / (attempt * LINE)))
        if len(lines) > room:
            lines = (*lines[: room - 1], lines[room - 1].rstrip("-") + "…")
    height = len(lines) * attempt * LINE
    return Label(lines, box.centre.x, box.centre.y - height / 2, attempt)


def label_below(text: str, centre: float, top: float, width: float, size: float = 11) -> Label:
    """The text around a middle line, downwards from a height; wider if a single word needs it."""
    words = (width_of(word, size) for word in text.split())
    width = min(max([width, *words]), max(width, _WIDEST_WORD))
    return Label(wrap(text, width, size), centre, top, size)


def _letter(letter: str) -> float:
    if letter in _NARROW:
        return 0.3
    if letter in _SLIM:
        return 0.38
    if letter in _WIDE:
        return 0.86
    return 0.7 if letter.isupper() else 0.58


def _pieces(text: str, width: float, size: float) -> Iterator[tuple[str, str]]:
    """What is never divided further, each with what stands before it on the same line."""
    for word in text.split():
        gap = " "
        for part in _COMPOUND.findall(word):
            for piece in _divided(part, width, size):
                yield piece, gap
                gap = ""


def _divided(word: str, width: float, size: float) -> Iterator[str]:
    while width_of(word, size) > width and len(word) > 2 * _SHORTEST_PART:
        cut = len(word) - _SHORTEST_PART
        while cut > _SHORTEST_PART and width_of(word[:cut] + "-", size) > width:
            cut -= 1
        yield word[:cut] + "-"
        word = word[cut:]
    yield word
