"""Marks on a diagram, told apart by outline and sign, not by colour alone."""

from collections.abc import Mapping

from flows.documents.lettering import width_of
from flows.documents.mark import Mark
from flows.documents.plan import Box, Point, Shape
from flows.documents.shapes import rectangle
from flows.documents.svg import tag, text_of

_COLOUR: Mapping[str, str] = {
    "token": "#1d4ed8",
    "done": "#0f6b3a",
    "missed": "#8a4b00",
    "incident": "#b91c1c",
    "changed": "#1d4ed8",
    "added": "#0f6b3a",
    "removed": "#b91c1c",
}
_DASHES: Mapping[str, str | None] = {
    "token": None,
    "done": "2 4",
    "missed": "14 4 2 4",
    "incident": "10 5",
    "changed": "4 4",
    "added": None,
    "removed": "12 6",
}
_SIGN: Mapping[str, str] = {
    "token": "M-3 -5L5 0L-3 5Z",
    "done": "M-5 0L-1.5 4L5 -4",
    "missed": "M-5 0H5",
    "incident": "M0 -6V1M0 4V6",
    "changed": "M-6 2C-3 -5 3 5 6 -2",
    "added": "M-5 0H5M0 -5V5",
    "removed": "M-4 -4L4 4M4 -4L-4 4",
}
_COMPARED = {"changed", "added", "removed"}
_HEIGHT = 22


def draw_outline(shape: Shape, mark: Mark) -> str:
    """The frame around a marked shape: solid for a token, dotted for done, dashed for a stop.

    Of versions that are compared: solid for new, dotted for changed, dashed for gone.

    What was missed is dashed and dotted by turns.
    """
    frame = shape.box.grown(3 if mark.kind == "done" else 5)
    round_shape = shape.kind.endswith("Event")
    return rectangle(
        frame,
        frame.width / 2 if round_shape else 13,
        class_=f"diagram-outline diagram-{mark.kind}",
        fill="none",
        stroke=_COLOUR[mark.kind],
        stroke_width=2 if mark.kind == "done" else 4,
        stroke_dasharray=_DASHES[mark.kind],
    )


def draw_badge(shape: Shape, mark: Mark) -> str:
    """The badge at the upper right corner: a sign for the kind, and how many."""
    return _badge(badge_box(shape, mark), mark)


def draw_edge_badge(middle: Point, mark: Mark) -> str:
    """The badge of a flow, on its middle; only where versions are compared."""
    if mark.kind not in _COMPARED:
        return ""
    box = Box(middle.x - _HEIGHT / 2, middle.y - _HEIGHT / 2, _HEIGHT, _HEIGHT)
    return _badge(box, mark)


def _badge(box: Box, mark: Mark) -> str:
    count = _count(mark)
    sign_x = box.x + 12 if count else box.centre.x
    pieces = [
        rectangle(
            box,
            3 if mark.kind == "incident" else _HEIGHT / 2,
            class_=f"diagram-badge diagram-{mark.kind}",
            fill=_COLOUR[mark.kind],
            stroke="#ffffff",
        ),
        tag(
            "path",
            class_="diagram-sign",
            d=_SIGN[mark.kind],
            transform=f"translate({sign_x:g} {box.centre.y:g})",
            fill="#ffffff" if mark.kind == "token" else "none",
            stroke="#ffffff",
            stroke_width=2.2 if mark.kind != "token" else 1,
            stroke_linecap="round",
            stroke_linejoin="round",
        ),
    ]
    if count:
        pieces.append(
            tag(
                "text",
                text_of(count),
                class_="diagram-count",
                x=box.x + 21,
                y=box.centre.y + 4.5,
                font_size=13,
                font_weight="700",
                fill="#ffffff",
            )
        )
    return "".join(pieces)


def badge_box(shape: Shape, mark: Mark) -> Box:
    """Where the badge of a shape stands."""
    count = _count(mark)
    width = 28 + width_of(count, 13) if count else _HEIGHT
    corner = shape.box
    return Box(corner.right - width / 2 - 2, corner.y - _HEIGHT / 2 - 4, width, _HEIGHT)


def _count(mark: Mark) -> str:
    # What is done is done; how often says nothing when it is once, and never is never.
    once = mark.kind == "done" and mark.count <= 1
    return "" if once or mark.kind in {"missed", *_COMPARED} else str(mark.count)
