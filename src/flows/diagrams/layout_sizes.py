"""How large steps are drawn."""

from lxml import etree

from flows.diagrams.drawing import Drawing
from flows.diagrams.names import ACTIVITIES, EVENTS, GATEWAYS, SCOPES, local_name


def size_of(drawing: Drawing | None, node: etree._Element) -> tuple[float, float]:
    """How large a new step is drawn: tasks as the others on the plane."""
    kind = local_name(node)
    if kind in EVENTS:
        return 36.0, 36.0
    if kind in GATEWAYS:
        return 50.0, 50.0
    if kind in SCOPES:
        return 350.0, 200.0
    sizes = [
        (shape.box.width, shape.box.height)
        for shape in ([] if drawing is None else drawing.nodes())
        if shape.kind in ACTIVITIES - SCOPES
    ]
    return max(set(sizes), key=sizes.count) if sizes else (124.0, 80.0)
