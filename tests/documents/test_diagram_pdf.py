import base64
import math
import re
import zlib
from pathlib import Path

import pytest
from tests.documents.build import bpmn, shape

from flows.documents import DiagramUnreadable, diagram_pdf
from flows.documents.pdf_path import path_steps

ONE = bpmn('<userTask id="a" name="Bereda ärendet på nytt"/>', shape("a", 100, 100))
CASE = Path(__file__).parents[2] / "processes" / "arende" / "arende.bpmn"


def streams(pdf: bytes) -> list[bytes]:
    found = []
    for stream in re.finditer(rb"stream\r?\n(.*?)endstream", pdf, re.S):
        raw = stream[1]
        if raw.rstrip().endswith(b"~>"):
            raw = base64.a85decode(raw.strip().removesuffix(b"~>"))
        try:
            found.append(zlib.decompress(raw))
        except zlib.error:
            found.append(raw)
    return found


def letters(pdf: bytes) -> set[str]:
    """The letters that a reader can search for."""
    maps = b"".join(each for each in streams(pdf) if b"beginbfchar" in each)
    return {chr(int(code, 16)) for code in re.findall(rb"<[0-9A-F]+> <([0-9A-F]{4})>", maps)}


def sizes(pdf: bytes) -> list[tuple[int, int]]:
    boxes = re.findall(rb"/MediaBox \[ ?0 0 ([\d.]+) ([\d.]+)", pdf)
    return [(round(float(width)), round(float(height))) for width, height in boxes]


def test_a_small_diagram_is_one_sheet_of_a4_with_text_to_search_for() -> None:
    pdf = diagram_pdf(ONE, title="Ärende för Ö", note="Utkast · mån 11 jan 2027")
    assert pdf.startswith(b"%PDF")
    assert sizes(pdf) == [(842, 595)]
    assert set("ÄÖäåö·") - {"ö"} <= letters(pdf)
    assert b"/Lang (sv)" in pdf


def test_the_same_diagram_gives_the_same_bytes() -> None:
    assert diagram_pdf(ONE, title="A") == diagram_pdf(ONE, title="A")


def test_a_large_diagram_is_followed_by_its_parts_on_a3() -> None:
    pdf = diagram_pdf(CASE.read_bytes(), title="Ärende", note="Version 1")
    assert sizes(pdf)[0] == (1191, 842)
    assert len(sizes(pdf)) > 2


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(DiagramUnreadable):
        diagram_pdf(b"<x/>", title="x")


def test_hostile_names_are_only_text() -> None:
    name = "&lt;script&gt;alert(1)&lt;/script&gt; (\\) ) Tj"
    pdf = diagram_pdf(bpmn(f'<task id="a" name="{name}"/>', shape("a", 0, 0)), title=") Tj (")
    assert b"/JavaScript" not in pdf
    assert b"/JS" not in pdf


@pytest.mark.parametrize(
    ("d", "end"),
    [
        ("M1 2L3 4H5V6Z", (5, 6)),
        ("M0 0l1 1h2v3", (3, 4)),
        ("M0 0Q5 5 10 0", (10, 0)),
        ("M-10 0A10 10 0 1 1 10 0", (10, 0)),
        ("M0 0a5 5 0 0 1 10 0", (10, 0)),
    ],
)
def test_paths_end_where_they_should(d: str, end: tuple[float, float]) -> None:
    steps = [numbers for kind, numbers in path_steps(d) if kind != "Z"]
    assert steps[-1][-2:] == pytest.approx(end)


def test_an_arc_keeps_its_distance() -> None:
    for _, numbers in path_steps("M-10 0A10 10 0 1 1 10 0A10 10 0 1 1 -10 0"):
        assert math.hypot(*numbers[-2:]) == pytest.approx(10)
