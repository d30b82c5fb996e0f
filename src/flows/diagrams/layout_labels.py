"""Place the names that stand beside events, gateways and flows."""

from itertools import pairwise

from flows.diagrams.boxes import Box, Point
from flows.diagrams.drawing import Drawing, Edge, Shape
from flows.diagrams.names import EVENTS, GATEWAYS

_LETTER, _LINE, _WIDEST = 6.2, 14.0, 90.0


def text_size(text: str) -> tuple[float, float]:
    """About how wide and high a name is drawn, in lines of at most 90."""
    lines, width = 1, 0.0
    longest = 0.0
    for word in text.split():
        needed = len(word) * _LETTER
        if width and width + _LETTER + needed > _WIDEST:
            lines, longest, width = lines + 1, max(longest, width), needed
        else:
            width += needed + (_LETTER if width else 0)
    return max(longest, width, 10.0), lines * _LINE


def label_shape(drawing: Drawing, shape: Shape) -> None:
    """Place the name of an event or a gateway where it covers least."""
    name = (shape.element.get("name") or "").strip()
    if not name or shape.kind not in EVENTS | GATEWAYS:
        shape.label = None
        return
    width, height = text_size(name)
    box = shape.box
    places = [
        Box(box.cx - width / 2, box.bottom + 5, width, height),
        Box(box.cx - width / 2, box.y - height - 5, width, height),
        Box(box.right + 4, box.bottom + 2, width, height),
        Box(box.x - width - 4, box.bottom + 2, width, height),
        Box(box.right + 4, box.y - height - 2, width, height),
        Box(box.x - width - 4, box.y - height - 2, width, height),
    ]
    if shape.kind == "boundaryEvent":
        places = places[2:4] + places[:2] + places[4:]
    shape.label = min(places, key=lambda place: _covered(drawing, place, shape.id))


def label_edge(drawing: Drawing, edge: Edge) -> None:
    """Place the name of a flow beside its first pieces, where it covers least."""
    name = (edge.element.get("name") or "").strip()
    if not name or len(edge.points) < 2:
        edge.label = None
        return
    width, height = text_size(name)
    best: tuple[float, Box] | None = None
    for p, q in list(pairwise(edge.points))[:3]:
        for place in _beside(p, q, width, height):
            cost = _covered(drawing, place, edge.id) + _ambiguous(drawing, edge, p, q, place)
            if best is None or cost < best[0]:
                best = cost, place
    edge.label = best and best[1]


def _ambiguous(drawing: Drawing, edge: Edge, p: Point, q: Point, place: Box) -> float:
    """What it costs to stand where the flow shares its line with another."""
    at = Point(place.cx, p.y) if p.y == q.y else Point(p.x, place.cy)
    here = Box(at.x - 1, at.y - 1, 2, 2)
    others = [one for one in drawing.edges.values() if one.id != edge.id]
    return 10.0 * any(here.crossed_by(a, b) for one in others for a, b in pairwise(one.points))


def _beside(p: Point, q: Point, width: float, height: float) -> list[Box]:
    if p.y == q.y:
        left = p.x + 6 if q.x > p.x else p.x - 6 - width
        middle = (p.x + q.x) / 2 - width / 2
        return [
            Box(left, p.y - height - 3, width, height),
            Box(left, p.y + 3, width, height),
            Box(middle, p.y - height - 3, width, height),
            Box(middle, p.y + 3, width, height),
        ]
    top = p.y + 6 if q.y > p.y else p.y - 6 - height
    middle = (p.y + q.y) / 2 - height / 2
    return [
        Box(p.x + 5, top, width, height),
        Box(p.x - width - 5, top, width, height),
        Box(p.x + 5, middle, width, height),
        Box(p.x - width - 5, middle, width, height),
    ]


def _covered(drawing: Drawing, place: Box, own: str) -> float:
    """How much of what is drawn a label would lie on."""
    cost = 0.0
    for shape in drawing.shapes.values():
        if not shape.is_container and shape.box.meets(place):
            cost += 20
        if shape.label is not None and shape.id != own and shape.label.meets(place):
            cost += 12
    for edge in drawing.edges.values():
        if edge.label is not None and edge.id != own and edge.label.meets(place):
            cost += 12
        cost += 4 * sum(place.crossed_by(p, q) for p, q in pairwise(edge.points))
    return cost
