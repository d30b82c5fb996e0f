"""Paths of our drawings as PDF knows them: lines and cubic curves only."""

import math
import re
from collections.abc import Iterator
from typing import Any

_PIECES = re.compile(r"([MLHVQCAZa-z])|(-?\d*\.?\d+(?:e-?\d+)?)", re.ASCII)
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "Q": 4, "C": 6, "A": 7, "Z": 0}

Curve = tuple[float, ...]


def path_steps(d: str) -> Iterator[tuple[str, Curve]]:
    """The path as absolute steps: M x y, L x y, C x1 y1 x2 y2 x y, Z.

    Understands what our drawings use of SVG's path language: M L H V Q C A Z, large and small.
    """
    here = first = (0.0, 0.0)
    for letter, numbers in _commands(d):
        kind, dx, dy = letter.upper(), *(here if letter.islower() else (0.0, 0.0))
        if kind == "Z":
            yield "Z", ()
            here = first
            continue
        if kind == "H":
            points = [numbers[0] + dx, here[1]]
        elif kind == "V":
            points = [here[0], numbers[0] + dy]
        elif kind == "A":
            end = (numbers[5] + dx, numbers[6] + dy)
            for curve in _arc(
                here, numbers[0], numbers[1], bool(numbers[3]), bool(numbers[4]), end
            ):
                yield "C", curve
            here = end
            continue
        else:
            points = [number + (dy if at % 2 else dx) for at, number in enumerate(numbers)]
        end = (points[-2], points[-1])
        if kind == "M":
            first = end
            yield "M", end
        elif kind == "Q":
            yield "C", _quadratic(here, points)
        elif kind == "C":
            yield "C", tuple(points)
        else:
            yield "L", end
        here = end


def _commands(d: str) -> Iterator[tuple[str, list[float]]]:
    letter, numbers = "M", list[float]()
    for found in _PIECES.finditer(d):
        if found[1]:
            letter, numbers = found[1], []
        else:
            numbers.append(float(found[2]))
        if len(numbers) == _TAKES[letter.upper()]:
            yield letter, numbers
            numbers = []
            letter = {"M": "L", "m": "l"}.get(letter, letter)


def _quadratic(start: Curve, points: list[float]) -> Curve:
    (x0, y0), (x1, y1, x2, y2) = start, points
    return (
        x0 + 2 / 3 * (x1 - x0),
        y0 + 2 / 3 * (y1 - y0),
        x2 + 2 / 3 * (x1 - x2),
        y2 + 2 / 3 * (y1 - y2),
        x2,
        y2,
    )


def _arc(
    start: Curve, rx: float, ry: float, large: bool, sweep: bool, end: Curve
) -> Iterator[Curve]:
    """An elliptic arc without rotation as curves (SVG 1.1, appendix F.6)."""
    (x1, y1), (x2, y2) = start, end
    if not rx or not ry or start == end:
        yield (x1, y1, x2, y2, x2, y2)
        return
    px, py = (x1 - x2) / 2, (y1 - y2) / 2
    grow = max(1.0, math.hypot(px / rx, py / ry))
    rx, ry = rx * grow, ry * grow
    over = (rx * ry) ** 2 - (rx * py) ** 2 - (ry * px) ** 2
    root = math.sqrt(max(0.0, over / ((rx * py) ** 2 + (ry * px) ** 2)))
    root = -root if large == sweep else root
    cx, cy = root * rx * py / ry + (x1 + x2) / 2, -root * ry * px / rx + (y1 + y2) / 2
    begin = math.atan2((y1 - cy) / ry, (x1 - cx) / rx)
    turn = math.atan2((y2 - cy) / ry, (x2 - cx) / rx) - begin
    if sweep and turn < 0:
        turn += 2 * math.pi
    if not sweep and turn > 0:
        turn -= 2 * math.pi
    pieces = max(1, math.ceil(abs(turn) / (math.pi / 2) - 1e-9))
    step = turn / pieces
    reach = 4 / 3 * math.tan(step / 4)
    for number in range(pieces):
        a = begin + number * step
        b = a + step
        yield (
            cx + rx * (math.cos(a) - reach * math.sin(a)),
            cy + ry * (math.sin(a) + reach * math.cos(a)),
            cx + rx * (math.cos(b) + reach * math.sin(b)),
            cy + ry * (math.sin(b) - reach * math.cos(b)),
            cx + rx * math.cos(b),
            cy + ry * math.sin(b),
        )


def draw_steps(canvas: Any, d: str) -> Any:
    """The path as a path of a PDF canvas."""
    path = canvas.beginPath()
    steps = {"M": path.moveTo, "L": path.lineTo, "C": path.curveTo, "Z": path.close}
    for kind, numbers in path_steps(d):
        steps[kind](*numbers)
    return path
