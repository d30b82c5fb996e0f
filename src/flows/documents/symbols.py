"""The small marks of BPMN (sections 7, 10 and 13 of BPMN 2.0.2), as paths rather than letters."""

from flows.documents.plan import Point
from flows.documents.svg import INK, PAPER, tag

_ENVELOPE = "M-9 -6H9V6H-9Z"
_FLAP = "M-9 -6L0 1L9 -6"

_EVENTS = {
    "message": (_ENVELOPE, _FLAP),
    "timer": (
        "M-10 0A10 10 0 1 1 10 0A10 10 0 1 1 -10 0Z",
        "M0 -10V-8M0 10V8M-10 0H-8M10 0H8M1.5 -6L0 0L4.5 2.5",
    ),
    "error": ("M-8 8L-3.5 -7L2 1L8 -8L3.5 7L-2 -1Z", ""),
    "signal": ("M0 -9L9 6.5H-9Z", ""),
    "escalation": ("M0 -9.5L6.5 8.5L0 2L-6.5 8.5Z", ""),
    "terminate": ("M-10 0A10 10 0 1 1 10 0A10 10 0 1 1 -10 0Z", ""),
    "link": ("M-9 -3.5H1.5V-8L10 0L1.5 8V3.5H-9Z", ""),
    "conditional": ("M-7 -9H7V9H-7Z", "M-4.5 -5.5H4.5M-4.5 -2H4.5M-4.5 2H4.5M-4.5 5.5H4.5"),
    "compensate": ("M-1 -7L-10 0L-1 7ZM8 -7L-1 0L8 7Z", ""),
    "cancel": ("M-9 -6L-6 -9L0 -3L6 -9L9 -6L3 0L9 6L6 9L0 3L-6 9L-9 6L-3 0Z", ""),
    "multiple": ("M0 -9.5L9 -3L5.6 7.7H-5.6L-9 -3Z", ""),
    "parallelMultiple": ("M-3 -9H3V-3H9V3H3V9H-3V3H-9V-3H-3Z", ""),
}

_GATEWAYS = {
    "exclusiveGateway": ("M-8 -9L8 9M8 -9L-8 9", 3.5),
    "parallelGateway": ("M0 -12V12M-12 0H12", 3.5),
    "inclusiveGateway": ("M-11 0A11 11 0 1 1 11 0A11 11 0 1 1 -11 0Z", 2.8),
    "complexGateway": ("M0 -12V12M-12 0H12M-8.5 -8.5L8.5 8.5M8.5 -8.5L-8.5 8.5", 3),
}
_RING = "M-{r} 0A{r} {r} 0 1 1 {r} 0A{r} {r} 0 1 1 -{r} 0Z"
_PENTAGON = "M0 -7.5L7 -2.3L4.4 6H-4.4L-7 -2.3Z"

_SMALL_ENVELOPE = "M0.5 2.5H15.5V13H0.5Z"
_SMALL_FLAP = "M0.5 2.5L8 8.5L15.5 2.5"
_GEAR = (
    "M6.8 0.8H9.2L9.6 2.9L11.3 3.6L13.1 2.4L14.7 4L13.5 5.8L14.2 7.5L16.3 7.9V10.2L14.2 10.6"
    "L13.5 12.3L14.7 14.1L13.1 15.7L11.3 14.5L9.6 15.2L9.2 17.3H6.8L6.4 15.2L4.7 14.5L2.9 15.7"
    "L1.3 14.1L2.5 12.3L1.8 10.6L-0.3 10.2V7.9L1.8 7.5L2.5 5.8L1.3 4L2.9 2.4L4.7 3.6L6.4 2.9Z"
)
_TASKS = {
    "userTask": (
        "M4.6 4.6A3.4 3.4 0 1 1 11.4 4.6A3.4 3.4 0 1 1 4.6 4.6Z"
        "M1.5 15.5V13.5C1.5 10.8 3.6 9.3 5.6 9.3C7 10.3 9 10.3 10.4 9.3"
        "C12.4 9.3 14.5 10.8 14.5 13.5V15.5Z",
        "",
    ),
    "serviceTask": (_GEAR, "M5.2 9A2.8 2.8 0 1 1 10.8 9A2.8 2.8 0 1 1 5.2 9Z"),
    "scriptTask": (
        "M4.5 1H15C11 5 15.5 9.5 11.5 15.5H1C5 11 0.5 6 4.5 1Z",
        "M5.5 4.5H10.5M6 8H11.5M6 11.5H11.5",
    ),
    "manualTask": (
        "M1 8L6.5 2.8C7.7 1.9 8.9 3.1 8 4.2L6.6 5.8H14C15.4 5.8 15.4 7.8 14 7.8"
        "C15.6 7.8 15.6 9.9 14.2 9.9C15.4 9.9 15.4 11.9 13.8 11.9C14.8 11.9 14.6 13.9 13 13.9H5"
        "C2.6 13.9 1 12.6 1 10.4Z",
        "M14 7.8H9.5M14.2 9.9H9.5M13.8 11.9H9.5",
    ),
    "sendTask": (_SMALL_ENVELOPE, _SMALL_FLAP),
    "receiveTask": (_SMALL_ENVELOPE, _SMALL_FLAP),
    "businessRuleTask": ("M0.5 2H15.5V14H0.5Z", "M0.5 5.5H15.5M0.5 9.75H15.5M5 5.5V14"),
}

_MARKERS = {
    "loop": "M-3 5.2A5.5 5.5 0 1 1 2.2 5.2M-3 5.2H-6.2M-3 5.2V2",
    "parallel": "M-4 -5V5M0 -5V5M4 -5V5",
    "sequential": "M-5 -4H5M-5 0H5M-5 4H5",
    "compensation": "M0 -5L-6 0L0 5ZM6 -5L0 0L6 5Z",
    "ad hoc": "M-6 2C-4 -4 -1.5 -2 0 0C1.5 2 4 4 6 -2",
    "closed": "M-6 -6H6V6H-6ZM0 -4V4M-4 0H4",
}


def event_symbol(kind: str, centre: Point, radius: float, filled: bool) -> str:
    """The mark of an event, such as `timer`; filled when the event throws. "" for no such kind."""
    if kind not in _EVENTS:
        return ""
    outline, lines = _EVENTS[kind]
    return _symbol(outline, lines, centre, radius / 18 * 0.95, filled or kind == "terminate")


def gateway_symbol(kind: str, centre: Point, size: float, instantiating: bool = False) -> str:
    """The mark of a gateway by its element name; "" for no such kind."""
    scale = size / 50
    if kind == "eventBasedGateway":
        rings = ("13",) if instantiating else ("13", "10.5")
        drawn = "".join(_path(_RING.format(r=ring), 1.2) for ring in rings)
        return _placed(drawn + _path(_PENTAGON, 1.3), centre, scale)
    if kind not in _GATEWAYS:
        return ""
    outline, stroke = _GATEWAYS[kind]
    return _placed(_path(outline, stroke), centre, scale)


def task_symbol(kind: str, corner: Point) -> str:
    """The mark of a task by its element name, from its upper left corner; "" for a plain task."""
    if kind not in _TASKS:
        return ""
    outline, lines = _TASKS[kind]
    return _symbol(outline, lines, corner, 0.95, kind == "sendTask")


def bottom_marker(kind: str, centre: Point) -> str:
    """A mark at the lower edge of an activity: by its name in `_MARKERS`."""
    stroke = 2.0 if kind in {"parallel", "sequential"} else 1.4
    return _placed(_path(_MARKERS[kind], stroke), centre, 1)


def envelope(centre: Point, filled: bool) -> str:
    """The message on a message flow."""
    return _symbol(_ENVELOPE, _FLAP, centre, 1.1, filled)


def _symbol(outline: str, lines: str, place: Point, scale: float, filled: bool) -> str:
    shown = tag(
        "path",
        class_="diagram-filled" if filled else "diagram-shape",
        d=outline,
        fill=INK if filled else PAPER,
        stroke=INK,
        stroke_width=1.3,
        stroke_linejoin="round",
    )
    if lines:
        shown += tag(
            "path",
            class_="diagram-inverse" if filled else "diagram-line",
            d=lines,
            fill="none",
            stroke=PAPER if filled else INK,
            stroke_width=1.3,
            stroke_linejoin="round",
            stroke_linecap="round",
        )
    return _placed(shown, place, scale)


def _path(d: str, stroke: float) -> str:
    return tag("path", class_="diagram-line", d=d, fill="none", stroke=INK, stroke_width=stroke)


def _placed(content: str, place: Point, scale: float) -> str:
    return tag("g", content, transform=f"translate({place.x:g} {place.y:g}) scale({scale:g})")
