"""Every diagram there is: those that come with Flows, and those of the engine's own tests."""

from collections.abc import Iterator
from pathlib import Path

from tests.engine.drawing import several
from tests.engine.random_processes import Drawer

ROOT = Path(__file__).parents[2]
CONTENT = sorted((ROOT / "processes").glob("*/*.bpmn"))
TESTS = sorted((ROOT / "tests").rglob("*.bpmn"))


def engine_diagrams(seeds: range) -> Iterator[bytes]:
    """Random block-structured processes, as the engine is tried with."""
    for seed in seeds:
        drawer = Drawer(seed)
        block = drawer.block(3)
        body = (
            f'<bpmn:startEvent id="s0"/><bpmn:endEvent id="e0"/>{block.xml}'
            f'<bpmn:sequenceFlow id="f_in" sourceRef="s0" targetRef="{block.first}"/>'
            f'<bpmn:sequenceFlow id="f_out" sourceRef="{block.last}" targetRef="e0"/>'
        )
        yield several({"p": body, **drawer.called})
