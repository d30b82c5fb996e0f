"""A BPMN diagram as SVG, drawn on the server from its diagram interchange part."""

from collections.abc import Iterable, Mapping

from flows.documents.flow_lines import draw_edge, edge_label, middle_of
from flows.documents.lettering import Label
from flows.documents.mark import Mark, together
from flows.documents.mark_drawing import badge_box, draw_badge, draw_edge_badge, draw_outline
from flows.documents.plan import Box, Edge, Plan, Shape, read_plan
from flows.documents.shapes import draw_shape, is_background, outer_label, rectangle
from flows.documents.svg import number, tag, text_of

_MARGIN = 16
_FONT = "Inter, 'Liberation Sans', 'DejaVu Sans', Arial, sans-serif"


def diagram_svg(
    bpmn: bytes,
    marks: Mapping[str, Mark] | None = None,
    *,
    title: str,
    description: str = "",
    prefix: str = "diagram",
) -> str:
    """The first diagram of a BPMN file as SVG that may stand inside a page.

    `marks` are laid on elements by id; a mark on something inside a closed subprocess lies on the
    subprocess. `title` and `description` are the text alternative; `prefix` keeps ids apart when a
    page has several diagrams. There is no style attribute, no script and no reference to anything
    outside. Raises DiagramUnreadable.
    """
    plan = read_plan(bpmn)
    placed = _placed_marks(plan, marks or {})
    labels = _labels(plan)
    view = _view(plan, labels, placed)
    content = "".join(
        (
            tag("title", text_of(title), id=f"{prefix}-title"),
            tag("desc", text_of(description), id=f"{prefix}-description") if description else "",
            rectangle(view, class_="diagram-paper", stroke="none"),
            *_drawing(plan, labels, placed),
        )
    )
    described = f"{prefix}-title {prefix}-description" if description else f"{prefix}-title"
    return tag(
        "svg",
        content,
        xmlns="http://www.w3.org/2000/svg",
        class_="diagram",
        viewBox=f"{number(view.x)} {number(view.y)} {number(view.width)} {number(view.height)}",
        width=view.width,
        height=view.height,
        role="img",
        aria_labelledby=described,
        font_family=_FONT,
    )


def _placed_marks(plan: Plan, marks: Mapping[str, Mark]) -> dict[str, Mark]:
    gathered: dict[str, list[Mark]] = {}
    for element_id, mark in marks.items():
        shown = plan.stands_for.get(element_id)
        if shown is not None:
            gathered.setdefault(shown, []).append(mark)
    return {element_id: together(found) for element_id, found in gathered.items()}


def _labels(plan: Plan) -> dict[str, Label]:
    found: dict[str, Label | None] = {edge.id: edge_label(edge) for edge in plan.edges}
    found |= {shape.id: outer_label(shape) for shape in plan.shapes}
    return {element_id: label for element_id, label in found.items() if label is not None}


def _view(plan: Plan, labels: Mapping[str, Label], marks: Mapping[str, Mark]) -> Box:
    boxes = [shape.box.grown(4) for shape in plan.shapes]
    boxes += [label.box for label in labels.values()]
    boxes += [Box(x, y, 0, 0) for edge in plan.edges for x, y in edge.points]
    boxes += [badge_box(shape, marks[shape.id]) for shape in plan.shapes if shape.id in marks]
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    right, bottom = max(box.right for box in boxes), max(box.bottom for box in boxes)
    return Box(left, top, right - left, bottom - top).grown(_MARGIN)


def _drawing(plan: Plan, labels: Mapping[str, Label], marks: Mapping[str, Mark]) -> Iterable[str]:
    """All pieces from the ground upwards: containers, lines, shapes, labels, marks."""
    grounds = [shape for shape in plan.shapes if is_background(shape)]
    grounds.sort(key=lambda shape: -shape.box.width * shape.box.height)
    others = [shape for shape in plan.shapes if not is_background(shape)]
    # What is attached to an edge lies on top of what it is attached to.
    others.sort(key=lambda shape: shape.kind == "boundaryEvent")
    for shape in grounds:
        yield _shape(shape, marks.get(shape.id))
    for edge in plan.edges:
        yield _edge(edge, marks.get(edge.id))
    for shape in others:
        yield _shape(shape, marks.get(shape.id))
    for label in labels.values():
        yield label.svg(halo=True)
    for edge in plan.edges:
        if edge.id in marks:
            yield draw_edge_badge(middle_of(edge.points), marks[edge.id])
    for shape in plan.shapes:
        if shape.id in marks:
            yield draw_badge(shape, marks[shape.id])


def _shape(shape: Shape, mark: Mark | None) -> str:
    drawn = draw_shape(shape)
    if mark is None:
        return tag("g", drawn, class_="diagram-element", data_element_id=shape.id)
    told = tag("title", text_of(mark.label)) if mark.label else ""
    return tag(
        "g",
        told + drawn + draw_outline(shape, mark),
        class_=f"diagram-element diagram-marked diagram-has-{mark.kind}",
        data_element_id=shape.id,
    )


def _edge(edge: Edge, mark: Mark | None) -> str:
    drawn = draw_edge(edge, passed=mark is not None)
    if mark is None:
        return tag("g", drawn, class_="diagram-flow", data_element_id=edge.id)
    told = tag("title", text_of(mark.label)) if mark.label else ""
    marked = f"diagram-flow diagram-marked diagram-has-{mark.kind}"
    return tag("g", told + drawn, class_=marked, data_element_id=edge.id)
