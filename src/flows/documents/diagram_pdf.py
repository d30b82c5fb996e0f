"""A BPMN diagram as PDF: the drawing of the page on a sheet of paper, its text searchable."""

import math
import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from typing import Any

from lxml import etree
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A3, A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from flows.documents.diagram_svg import diagram_svg
from flows.documents.lettering import width_of
from flows.documents.pdf_path import draw_steps
from flows.documents.plan import Box
from flows.documents.svg import INK

_MARGIN = 36
_HEAD = 42
_LARGEST = 1.0
_READABLE = 0.5
"""The smallest scale at which the words can be read: letters of twelve units are six points."""

_OVERLAP = 40
"""How much of a sheet the next one repeats, in points."""

_FONT, _BOLD = "Vera", "VeraBd"
_TRANSFORM = re.compile(r"(translate|rotate|scale)\(([^)]*)\)")


def diagram_pdf(bpmn: bytes, *, title: str, note: str = "", language: str = "sv") -> bytes:
    """The first diagram of a BPMN file on one sheet, A4 or A3 lying down.

    Above it `title` and `note`, such as the version and the day. A diagram too large to be read on
    one sheet is followed by sheets that show its parts in a size that can be. The same input gives
    the same bytes. Raises DiagramUnreadable.
    """
    drawing = etree.fromstring(diagram_svg(bpmn, title=title).encode())
    view = Box(*(float(each) for each in str(drawing.get("viewBox")).split()))
    size = landscape(A4)
    if _scale(size, view) < _READABLE:
        size = landscape(A3)
    room = Box(_MARGIN, _MARGIN, size[0] - 2 * _MARGIN, size[1] - 2 * _MARGIN - _HEAD)
    sheets = [(view, _scale(size, view))]
    if sheets[0][1] < _READABLE:
        sheets += [(part, _READABLE) for part in _parts(view, room)]
    _load_fonts()
    written = BytesIO()
    canvas = Canvas(written, pagesize=size, pageCompression=1, invariant=1, lang=language)
    canvas.setTitle(title)
    canvas.setCreator("Flows")
    canvas.setSubject(note)
    for number, (part, scale) in enumerate(sheets, 1):
        which = f" · {number}/{len(sheets)}" if len(sheets) > 1 else ""
        _head(canvas, size, title, note + which)
        _sheet(canvas, drawing, part, scale, room)
    canvas.save()
    return written.getvalue()


def _scale(size: tuple[float, float], view: Box) -> float:
    wide, high = size[0] - 2 * _MARGIN, size[1] - 2 * _MARGIN - _HEAD
    return min(wide / max(view.width, 1), high / max(view.height, 1), _LARGEST)


def _parts(view: Box, room: Box) -> Iterator[Box]:
    """The drawing in pieces that fill a sheet each at the readable scale, row by row."""
    wide, high = room.width / _READABLE, room.height / _READABLE
    step_x, step_y = wide - _OVERLAP / _READABLE, high - _OVERLAP / _READABLE
    columns = max(1, math.ceil((view.width - wide) / step_x) + 1)
    rows = max(1, math.ceil((view.height - high) / step_y) + 1)
    for row in range(rows):
        for column in range(columns):
            yield Box(view.x + column * step_x, view.y + row * step_y, wide, high)


def _sheet(canvas: Canvas, drawing: etree._Element, part: Box, scale: float, room: Box) -> None:
    frame = canvas.beginPath()
    frame.rect(room.x, room.y, room.width, room.height)
    canvas.clipPath(frame, stroke=0, fill=0)
    canvas.translate(room.x, room.bottom)
    canvas.scale(scale, -scale)
    canvas.translate(-part.x, -part.y)
    for element in drawing:
        _draw(canvas, element)
    canvas.showPage()


@cache
def _load_fonts() -> None:
    for name in (_FONT, _BOLD):
        pdfmetrics.registerFont(TTFont(name, f"{name}.ttf"))


def _head(canvas: Canvas, size: tuple[float, float], title: str, note: str) -> None:
    canvas.setFillColor(HexColor(INK))
    canvas.setFont(_BOLD, 14)
    canvas.drawString(_MARGIN, size[1] - _MARGIN - 12, _fitted(title, size[0] - 2 * _MARGIN))
    canvas.setFont(_FONT, 9)
    canvas.drawString(_MARGIN, size[1] - _MARGIN - 27, note)


def _fitted(title: str, room: float) -> str:
    while title and pdfmetrics.stringWidth(title, _BOLD, 14) > room:
        title = title[:-2].rstrip("…") + "…"
    return title


def _draw(canvas: Canvas, element: etree._Element) -> None:
    name = etree.QName(element).localname
    if name == "g":
        canvas.saveState()
        _transform(canvas, str(element.get("transform") or ""))
        for child in element:
            _draw(canvas, child)
        canvas.restoreState()
    elif name == "text":
        _text(canvas, element)
    elif name in _SHAPES:
        canvas.saveState()
        stroked, filled = _pen(canvas, element)
        if stroked or filled:
            _SHAPES[name](canvas, element, {"stroke": stroked, "fill": filled})
        canvas.restoreState()


def _transform(canvas: Canvas, transform: str) -> None:
    for kind, written in _TRANSFORM.findall(transform):
        numbers = [float(each) for each in re.split(r"[\s,]+", written.strip())]
        if kind == "translate":
            canvas.translate(*numbers)
        elif kind == "scale":
            canvas.scale(numbers[0], numbers[-1])
        else:
            canvas.rotate(numbers[0])


def _pen(canvas: Canvas, element: etree._Element) -> tuple[int, int]:
    fill, stroke = element.get("fill", "none"), element.get("stroke", "none")
    if fill != "none":
        canvas.setFillColor(HexColor(fill))
    if stroke != "none":
        canvas.setStrokeColor(HexColor(stroke))
    canvas.setLineWidth(_number(element, "stroke-width", 1))
    canvas.setLineCap(1 if element.get("stroke-linecap") == "round" else 0)
    canvas.setLineJoin(1 if element.get("stroke-linejoin") == "round" else 0)
    dashes = element.get("stroke-dasharray")
    if dashes:
        canvas.setDash([float(each) for each in dashes.split()])
    return int(stroke != "none"), int(fill != "none")


def _rectangle(canvas: Canvas, element: etree._Element, pen: dict[str, int]) -> None:
    x, y, width, height = (_number(element, each) for each in ("x", "y", "width", "height"))
    canvas.roundRect(x, y, width, height, _number(element, "rx"), **pen)


def _circle(canvas: Canvas, element: etree._Element, pen: dict[str, int]) -> None:
    canvas.circle(*(_number(element, each) for each in ("cx", "cy", "r")), **pen)


def _path(canvas: Canvas, element: etree._Element, pen: dict[str, int]) -> None:
    canvas.drawPath(draw_steps(canvas, str(element.get("d"))), **pen)


_SHAPES: dict[str, Any] = {"rect": _rectangle, "circle": _circle, "path": _path}


def _text(canvas: Canvas, element: etree._Element) -> None:
    """A line of text, no wider than the drawing reckoned with."""
    text, size = str(element.text or ""), _number(element, "font-size", 12)
    own = pdfmetrics.stringWidth(text, _FONT, size)
    room = width_of(text, size)
    narrow = min(1.0, room / own) if own else 1.0
    x = _number(element, "x") - (own * narrow / 2 if element.get("text-anchor") == "middle" else 0)
    canvas.saveState()
    canvas.setFillColor(HexColor(element.get("fill", INK)))
    canvas.translate(x, _number(element, "y"))
    canvas.scale(narrow, -1)
    canvas.setFont(_FONT, size)
    canvas.drawString(0, 0, text)
    canvas.restoreState()


def _number(element: etree._Element, name: str, otherwise: float = 0) -> float:
    return float(element.get(name) or otherwise)
