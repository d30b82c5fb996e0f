"""The page "what is supported" says what the code does."""

from pathlib import Path

from tests.engine.drawing import END, START, chain, diagram, node

from flows.engine import check
from flows.engine.building import PLAIN
from flows.engine.diagram.vocabulary import FLOW_NODES, REFUSED
from flows.engine.supported import supported_page

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "bpmn.md"


def test_the_page_is_up_to_date() -> None:
    """Write it anew with `python -m flows.engine.supported > docs/reference/bpmn.md`."""
    assert PAGE.read_text(encoding="utf-8") == supported_page()


def test_every_supported_element_can_be_built() -> None:
    assert FLOW_NODES - PLAIN.keys() == {"subProcess", "transaction", "callActivity"}


def test_every_refused_element_is_refused() -> None:
    for name, (sv, en) in REFUSED.items():
        if name.endswith("EventDefinition"):
            continue
        body = START + node(name, "x") + END + chain("s", "x", "e")
        assert (sv, en) in {(p.sv, p.en) for p in check({"p.bpmn": diagram(body)})}
