"""Draw one flow: its way around everything else, and its name."""

from flows.diagrams.diagram_file import flow_nodes
from flows.diagrams.drawing import Drawing, Edge
from flows.diagrams.layout_labels import label_edge
from flows.diagrams.layout_room import scope_shape
from flows.diagrams.layout_router import Terrain, route


def draw_flow(drawing: Drawing, edge: Edge) -> None:
    """Find a way for a flow whose ends are drawn, and a place for its name."""
    source = drawing.shapes[edge.source]
    terrain = terrain_for(drawing, edge)
    sides_out: tuple[float, ...] = (0, 20, 20, 120)
    if source.kind == "boundaryEvent":
        sides_out = (30, 0, 60, 30)
    edge.points = route(terrain, edge.source, edge.target, sides_out=sides_out)
    label_edge(drawing, edge)


def terrain_for(drawing: Drawing, edge: Edge) -> Terrain:
    """The shapes of a flow's scope, and the flows that are drawn there."""
    scope = edge.element.getparent()
    ids = {str(one.get("id")) for one in ([] if scope is None else flow_nodes(scope))}
    shapes = {one.id: one.box for one in drawing.shapes.values() if one.id in ids}
    lines = {
        other.id: other.points
        for other in drawing.edges.values()
        if other.points and other.id != edge.id
    }
    siblings = frozenset(
        other.id
        for other in drawing.edges.values()
        if (other.source == edge.source) != (other.target == edge.target)
    )
    outer = None if scope is None else scope_shape(drawing, edge.element)
    within = None if outer is None or outer.kind == "participant" else outer.box.grown(-6)
    return Terrain(shapes, lines, siblings, within)
