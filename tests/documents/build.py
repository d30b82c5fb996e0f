"""Small BPMN files for the tests: one process, its shapes and its lines."""

from collections.abc import Mapping
from pathlib import Path

from lxml import etree

SVG = "{http://www.w3.org/2000/svg}"
HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI"'
    ' xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'
    ' xmlns:dd="http://www.omg.org/spec/DD/20100524/DI">'
)
PROCESSES = Path(__file__).parents[2] / "processes"


def shape(
    element: str, x: float = 0, y: float = 0, w: float = 100, h: float = 80, **di: str
) -> str:
    more = "".join(f' {key}="{value}"' for key, value in di.items())
    return (
        f'<di:BPMNShape bpmnElement="{element}"{more}>'
        f'<dc:Bounds x="{x}" y="{y}" width="{w}" height="{h}"/></di:BPMNShape>'
    )


def edge(element: str, *points: tuple[float, float]) -> str:
    way = "".join(f'<dd:waypoint x="{x}" y="{y}"/>' for x, y in points)
    return f'<di:BPMNEdge bpmnElement="{element}">{way}</di:BPMNEdge>'


def bpmn(process: str, diagram: str, beside: str = "") -> bytes:
    return (
        f'{HEAD}<process id="p">{process}</process>{beside}'
        f'<di:BPMNDiagram><di:BPMNPlane bpmnElement="p">{diagram}</di:BPMNPlane></di:BPMNDiagram>'
        "</definitions>"
    ).encode()


def parsed(svg: str) -> etree._Element:
    return etree.fromstring(svg.encode())


def element(svg: str, element_id: str) -> etree._Element:
    (found,) = parsed(svg).findall(f".//{SVG}g[@data-element-id='{element_id}']")
    return found


def texts(root: etree._Element) -> list[str]:
    return [str(text.text) for text in root.iter(f"{SVG}text")]


def attributes(root: etree._Element) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one in root.iter(etree.Element):
        for key, value in one.attrib.items():
            found.setdefault(str(key), set()).add(str(value))
    return found
