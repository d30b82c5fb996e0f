"""Lines between shapes: sequence flows, message flows, associations."""

import math
from itertools import pairwise

from flows.documents.lettering import Label, label_below
from flows.documents.plan import Edge, Point
from flows.documents.shapes import line
from flows.documents.svg import INK, PAPER, tag
from flows.documents.symbols import envelope

_BEND = 6
_DASHES = {"messageFlow": "9 6", "association": "1.5 4"}
_LABEL_WIDTH = 96


def draw_edge(edge: Edge, passed: bool = False) -> str:
    """The line with its ends; `passed` makes it stronger, for the way that has been gone."""
    dotted = _DASHES["association"] if edge.kind.endswith("ociation") else None
    drawn = line(
        _route(edge.points),
        class_="diagram-line diagram-passed" if passed else "diagram-line",
        stroke_width=3 if passed else 1.5,
        stroke_dasharray=_DASHES.get(edge.kind, dotted),
    )
    start, end = edge.points[0], edge.points[-1]
    after, before = _next_to(edge.points), _next_to(edge.points[::-1])
    if edge.kind == "sequenceFlow":
        drawn += _head(before, end, filled=True)
        if edge.is_default:
            drawn += _at(start, after, "M6 5L12 -5")
        elif edge.is_conditional:
            drawn += _at(start, after, "M0 0L8 -5L16 0L8 5Z", filled=PAPER)
    elif edge.kind == "messageFlow":
        drawn += _head(before, end, filled=False)
        drawn += tag(
            "circle",
            class_="diagram-shape",
            cx=start.x,
            cy=start.y,
            r=4,
            fill=PAPER,
            stroke=INK,
            stroke_width=1.5,
        )
        if edge.envelope:
            drawn += envelope(middle_of(edge.points), filled=edge.envelope == "non_initiating")
    else:
        direction = edge.element.get("associationDirection", "None")
        if edge.kind.startswith("data") or direction in {"One", "Both"}:
            drawn += _open_head(before, end)
        if direction == "Both":
            drawn += _open_head(after, start)
    return drawn


def edge_label(edge: Edge) -> Label | None:
    """The flow's name where the diagram puts it, else above the middle of the line."""
    if not edge.name:
        return None
    if edge.label is not None and edge.label.width > 0:
        width = max(edge.label.width, _LABEL_WIDTH)
        return label_below(edge.name, edge.label.centre.x, edge.label.y, width)
    place = middle_of(edge.points)
    return label_below(edge.name, place.x, place.y - 16, _LABEL_WIDTH)


def middle_of(points: tuple[Point, ...]) -> Point:
    """The place half-way along the line."""
    pieces = list(pairwise(points))
    lengths = [math.dist(a, b) for a, b in pieces]
    rest = sum(lengths) / 2
    for (a, b), length in zip(pieces, lengths, strict=True):
        if rest <= length and length > 0:
            share = rest / length
            return Point(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share)
        rest -= length
    return points[0]


def _route(points: tuple[Point, ...]) -> str:
    """The path through the points, its corners rounded."""
    route = f"M{points[0].x:g} {points[0].y:g}"
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        first = _towards(corner, before, _BEND)
        last = _towards(corner, after, _BEND)
        route += f"L{first.x:g} {first.y:g}Q{corner.x:g} {corner.y:g} {last.x:g} {last.y:g}"
    return f"{route}L{points[-1].x:g} {points[-1].y:g}"


def _towards(start: Point, goal: Point, length: float) -> Point:
    """A place on the way, at most half of the way."""
    whole = math.dist(start, goal)
    share = min(length, whole / 2) / whole if whole else 0
    return Point(start.x + (goal.x - start.x) * share, start.y + (goal.y - start.y) * share)


def _next_to(points: tuple[Point, ...]) -> Point:
    """The first point that differs from the start, so that a direction can be told."""
    return next((point for point in points[1:] if math.dist(point, points[0]) > 0.01), points[-1])


def _head(before: Point, end: Point, filled: bool) -> str:
    return _at(end, before, "M0 0L10 -4.5L10 4.5Z", filled=INK if filled else PAPER)


def _open_head(before: Point, end: Point) -> str:
    return _at(end, before, "M8 -5L0 0L8 5")


def _at(place: Point, towards: Point, d: str, filled: str = "none") -> str:
    """A path laid at a place, its x axis pointing along the line."""
    angle = math.degrees(math.atan2(towards.y - place.y, towards.x - place.x))
    kinds = {INK: "diagram-filled", PAPER: "diagram-shape"}
    return tag(
        "g",
        line(d, class_=kinds.get(filled, "diagram-line"), fill=filled, stroke_width=1.3),
        transform=f"translate({place.x:g} {place.y:g}) rotate({angle:g})",
    )
