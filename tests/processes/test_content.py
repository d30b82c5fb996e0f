"""The content that comes with Flows is right: every rule, every scenario, every node."""

from pathlib import Path

import pytest

from flows.catalog import CheckReport, check_processes
from flows.operations import OPERATIONS, element_templates

CONTENT = Path(__file__).parent.parent.parent / "processes"


@pytest.fixture(scope="module")
def report() -> CheckReport:
    """What `flows check processes` finds."""
    return check_processes(CONTENT, max_bytes=1_048_576, operations=OPERATIONS)


def test_nothing_is_wrong_with_the_content(report: CheckReport) -> None:
    assert [f"{p.where()}: {p.en}" for p in report.problems] == []


def test_every_scenario_goes_right(report: CheckReport) -> None:
    assert len(report.scenarios) >= 20
    assert [name for name, right in report.scenarios if not right] == []


@pytest.mark.parametrize(
    "process", ["arende", "rekommendation", "rekommendation_huvudman", "projekt"]
)
def test_every_node_is_passed(report: CheckReport, process: str) -> None:
    covered = next(c for c in report.coverage if c.process_id == process)

    assert covered.of > 5
    assert (covered.passed, covered.left) == (covered.of, ())


def test_every_operation_has_a_template_for_the_modeler() -> None:
    placed = {
        each["value"]
        for template in element_templates()
        for each in template["properties"]
        if each["binding"] == {"type": "zeebe:taskDefinition", "property": "type"}
    }

    assert placed == set(OPERATIONS)
