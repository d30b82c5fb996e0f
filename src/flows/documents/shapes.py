"""Shapes of a diagram: events, gateways, activities, pools, lanes, artefacts."""

from flows.documents.lettering import Label, label_below, label_in, wrap
from flows.documents.plan import Box, Point, Shape, children, local_name
from flows.documents.svg import INK, PAPER, tag
from flows.documents.symbols import (
    bottom_marker,
    event_symbol,
    gateway_symbol,
    task_symbol,
)

CONTAINERS = frozenset({"participant", "lane", "group"})
_NESTING = frozenset({"subProcess", "transaction", "adHocSubProcess", "callActivity"})
_INTERMEDIATE = frozenset({"intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"})
_THROWING = frozenset({"intermediateThrowEvent", "endEvent"})
_HEADER = 30
_LABEL_WIDTH = 96


def draw_shape(shape: Shape) -> str:
    """The shape without the label that stands outside it."""
    if shape.kind.endswith("Event"):
        return _event(shape)
    if shape.kind.endswith("Gateway"):
        return _gateway(shape)
    if shape.kind == "participant":
        return _pool(shape)
    if shape.kind == "lane":
        return _lane(shape)
    if shape.kind == "textAnnotation":
        return _annotation(shape)
    if shape.kind == "group":
        return _group(shape)
    if shape.kind in {"dataObjectReference", "dataObject", "dataInput", "dataOutput"}:
        return _page(shape)
    if shape.kind in {"dataStoreReference", "dataStore"}:
        return _store(shape)
    return _activity(shape)


def outer_label(shape: Shape) -> Label | None:
    """The label that stands beside an event, a gateway or a thing of data; None for others."""
    outside = shape.kind.endswith(("Event", "Gateway")) or shape.kind.startswith("data")
    if not shape.name or not outside:
        return None
    if shape.label is not None and shape.label.width > 0:
        width = max(shape.label.width, _LABEL_WIDTH)
        return label_below(shape.name, shape.label.centre.x, shape.label.y, width)
    return label_below(shape.name, shape.box.centre.x, shape.box.bottom + 4, _LABEL_WIDTH)


def is_background(shape: Shape) -> bool:
    """Whether other shapes are drawn on top of it."""
    return shape.kind in CONTAINERS or _is_open(shape)


def _is_open(shape: Shape) -> bool:
    return shape.expanded and shape.kind in _NESTING


def rectangle(box: Box, radius: float = 0, **attributes: str | float | None) -> str:
    """A rectangle on paper, outlined in ink unless told otherwise."""
    chosen: dict[str, str | float | None] = {
        "class_": "diagram-shape",
        "fill": PAPER,
        "stroke": INK,
        "stroke_width": 1.5,
        **attributes,
    }
    return tag(
        "rect",
        x=box.x,
        y=box.y,
        width=box.width,
        height=box.height,
        rx=radius or None,
        **chosen,
    )


def line(d: str, **attributes: str | float | None) -> str:
    """An open path in ink."""
    chosen: dict[str, str | float | None] = {
        "class_": "diagram-line",
        "fill": "none",
        "stroke": INK,
        "stroke_width": 1.5,
        **attributes,
    }
    return tag("path", d=d, **chosen)


def _event(shape: Shape) -> str:
    centre, radius = shape.box.centre, min(shape.box.width, shape.box.height) / 2
    element = shape.element
    silent = element.get("cancelActivity") == "false" or element.get("isInterrupting") == "false"
    dashes = "5 3" if silent else None

    def ring(r: float, width: float, fill: str) -> str:
        return tag(
            "circle",
            class_="diagram-shape" if fill == PAPER else "diagram-line",
            cx=centre.x,
            cy=centre.y,
            r=r,
            fill=fill,
            stroke=INK,
            stroke_width=width,
            stroke_dasharray=dashes,
        )

    drawn = ring(radius, 3.5 if shape.kind == "endEvent" else 1.5, PAPER)
    if shape.kind in _INTERMEDIATE:
        drawn += ring(radius - 3, 1.5, "none")
    return drawn + event_symbol(_event_kind(shape), centre, radius, filled=shape.kind in _THROWING)


def _event_kind(shape: Shape) -> str:
    kinds = [
        local_name(child).removesuffix("EventDefinition")
        for child in shape.element
        if isinstance(child.tag, str) and local_name(child).endswith(("EventDefinition",))
    ]
    references = children(shape.element, "eventDefinitionRef")
    if len(kinds) + len(references) > 1:
        parallel = shape.element.get("parallelMultiple") == "true"
        return "parallelMultiple" if parallel else "multiple"
    return kinds[0] if kinds else ""


def _gateway(shape: Shape) -> str:
    box, centre = shape.box, shape.box.centre
    diamond = (
        f"M{centre.x:g} {box.y:g}L{box.right:g} {centre.y:g}"
        f"L{centre.x:g} {box.bottom:g}L{box.x:g} {centre.y:g}Z"
    )
    drawn = line(diamond, class_="diagram-shape", fill=PAPER)
    if shape.kind == "exclusiveGateway" and not shape.marked:
        return drawn
    instantiating = shape.element.get("instantiate") == "true"
    return drawn + gateway_symbol(shape.kind, centre, min(box.width, box.height), instantiating)


def _pool(shape: Shape) -> str:
    box = shape.box
    drawn = rectangle(box)
    if shape.element.get("processRef") is None:
        return drawn + label_in(shape.name, box.grown(-6)).svg()
    edge = (
        f"M{box.x + _HEADER:g} {box.y:g}V{box.bottom:g}"
        if shape.horizontal
        else f"M{box.x:g} {box.y + _HEADER:g}H{box.right:g}"
    )
    return drawn + line(edge) + _side_label(shape)


def _lane(shape: Shape) -> str:
    return rectangle(shape.box, stroke_width=1) + _side_label(shape)


def _side_label(shape: Shape) -> str:
    box = shape.box
    if not shape.horizontal:
        return label_in(shape.name, Box(box.x, box.y, box.width, _HEADER)).svg()
    # Written upwards along the left edge: laid out flat, then turned.
    flat = label_in(shape.name, Box(-box.height / 2, -_HEADER / 2, box.height, _HEADER))
    place = f"translate({box.x + _HEADER / 2:g} {box.centre.y:g}) rotate(-90)"
    return tag("g", flat.svg(), transform=place) if shape.name else ""


def _activity(shape: Shape) -> str:
    box, kind = shape.box, shape.kind
    inside_event = shape.element.get("triggeredByEvent") == "true"
    drawn = rectangle(
        box,
        10,
        stroke_width=4 if kind == "callActivity" else 1.5,
        stroke_dasharray="2 4" if inside_event else None,
    )
    if kind == "transaction":
        drawn += rectangle(box.grown(-3), 8, class_="diagram-line", fill="none")
    drawn += task_symbol(kind, Point(box.x + 5, box.y + 5))
    markers = _markers(shape)
    for place, marker in enumerate(markers):
        x = box.centre.x + (place - (len(markers) - 1) / 2) * 18
        drawn += bottom_marker(marker, Point(x, box.bottom - 10))
    if not shape.name:
        return drawn
    if _is_open(shape):
        lines = wrap(shape.name, box.width - 20, 12)
        return drawn + Label(lines, box.centre.x, box.y + 6, 12).svg()
    top = 20 if kind not in {"task", "callActivity", "subProcess"} else 6
    bottom = 18 if markers else 6
    return drawn + _task_label(shape.name, box, top, bottom).svg()


def _task_label(name: str, box: Box, top: float, bottom: float) -> Label:
    """In the very middle if it fits there, else in what the marks leave free."""
    middle = label_in(name, box.grown(-6))
    clear = middle.top >= box.y + top and middle.box.bottom <= box.bottom - bottom
    if clear and middle.size == 12:
        return middle
    return label_in(
        name, Box(box.x + 6, box.y + top, box.width - 12, max(box.height - top - bottom, 12))
    )


def _markers(shape: Shape) -> list[str]:
    found: list[str] = []
    if children(shape.element, "standardLoopCharacteristics"):
        found.append("loop")
    for loop in children(shape.element, "multiInstanceLoopCharacteristics"):
        found.append("sequential" if loop.get("isSequential") == "true" else "parallel")
    if shape.element.get("isForCompensation") == "true":
        found.append("compensation")
    if shape.kind in _NESTING and not shape.expanded:
        found.append("closed")
    if shape.kind == "adHocSubProcess":
        found.append("ad hoc")
    return found


def _annotation(shape: Shape) -> str:
    box = shape.box
    bracket = line(f"M{box.x + 14:g} {box.y:g}H{box.x:g}V{box.bottom:g}H{box.x + 14:g}")
    inner = Box(box.x + 7, box.y + 4, max(box.width - 10, 20), max(box.height - 8, 12))
    fitted = label_in(shape.name, inner, 11)
    return bracket + Label(fitted.lines, inner.x, inner.y, fitted.size, "start").svg()


def _group(shape: Shape) -> str:
    drawn = rectangle(shape.box, 10, class_="diagram-line", fill="none", stroke_dasharray="9 4 2 4")
    return drawn + (label_below(shape.name, shape.box.centre.x, shape.box.y + 4, 200).svg())


def _page(shape: Shape) -> str:
    box, fold = shape.box, min(10, shape.box.width / 3)
    page = (
        f"M{box.x:g} {box.y:g}H{box.right - fold:g}L{box.right:g} {box.y + fold:g}"
        f"V{box.bottom:g}H{box.x:g}Z"
    )
    corner = f"M{box.right - fold:g} {box.y:g}V{box.y + fold:g}H{box.right:g}"
    drawn = line(page, class_="diagram-shape", fill=PAPER) + line(corner)
    if shape.kind in {"dataInput", "dataOutput"}:
        arrow = "M-6 -2.5H1V-6L7 0L1 6V2.5H-6Z"
        filled = shape.kind == "dataOutput"
        drawn += tag(
            "g",
            line(
                arrow,
                class_="diagram-filled" if filled else "diagram-line",
                fill=INK if filled else "none",
            ),
            transform=f"translate({box.x + 11:g} {box.y + 11:g})",
        )
    if shape.element.get("isCollection") == "true":
        drawn += bottom_marker("parallel", Point(box.centre.x, box.bottom - 8))
    return drawn


def _store(shape: Shape) -> str:
    box, bend = shape.box, min(9, shape.box.height / 5)
    half = box.width / 2
    body = (
        f"M{box.x:g} {box.y + bend:g}a{half:g} {bend:g} 0 0 1 {box.width:g} 0"
        f"V{box.bottom - bend:g}a{half:g} {bend:g} 0 0 1 {-box.width:g} 0Z"
    )
    rims = "".join(
        f"M{box.x:g} {box.y + bend + step:g}a{half:g} {bend:g} 0 0 0 {box.width:g} 0"
        for step in (0, 5, 10)
    )
    return line(body, class_="diagram-shape", fill=PAPER) + line(rims)
