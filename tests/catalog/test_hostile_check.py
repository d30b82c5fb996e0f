"""What people upload to harm the check is refused in words, in no time and little memory."""

import subprocess
import sys
from pathlib import Path
from time import process_time

import pytest
from tests.catalog.drawing import NOW, ROLES, chain, diagram, start, task
from tests.catalog.hostile_files import HOSTILE, package_with

from flows.catalog import Package
from flows.catalog.check_draft import check_draft
from flows.kernel import Problem
from flows.operations import OPERATIONS

LIMIT = 8 * 1_048_576
SECONDS = 2.0
MEGABYTES = 200


def checked(package: Package) -> list[Problem]:
    return check_draft(
        package, operations=OPERATIONS, roles=ROLES, processes=(), now=NOW, max_bytes=LIMIT
    )


@pytest.mark.parametrize("what", HOSTILE)
def test_it_is_checked_in_no_time_with_a_clear_message(what: str) -> None:
    package = package_with(*HOSTILE[what]())

    begun = process_time()
    problems = checked(package)
    took = process_time() - begun

    assert took < SECONDS
    assert len(problems) <= 501
    assert all(one.sv and one.en for one in problems)
    assert not any("root:" in one.sv + one.en for one in problems)


@pytest.mark.parametrize(
    "what", [what for what in HOSTILE if not what.startswith(("5,000", "2,000", "a form with"))]
)
def test_what_can_t_be_a_drawing_is_refused(what: str) -> None:
    problems = checked(package_with(*HOSTILE[what]()))

    assert any(one.severity == "error" for one in problems)


LARGEST = ["5,000 steps side by side", "50 MB", "an entity bomb", "a form nested too deep"]


def test_the_largest_fit_in_little_memory() -> None:
    probe = (
        "from pathlib import Path\n"
        "from tests.catalog.hostile_files import HOSTILE, package_with\n"
        "from tests.catalog.test_hostile_check import checked\n"
        f"for what in {LARGEST}:\n"
        "    checked(package_with(*HOSTILE[what]()))\n"
        # getrusage would tell the peak of the process that started this one
        "peak = Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[0]\n"
        "print(int(peak) // 1024)\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", probe], cwd=root, capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < MEGABYTES


def test_a_script_in_a_name_is_only_text() -> None:
    name = "<script>alert(1)</script>"
    body = start() + task("a").replace("sekreterare", "ingen") + chain("s", "a")
    raw = diagram(body).replace(b'name="Steg a"', b'name="&lt;script&gt;alert(1)&lt;/script&gt;"')

    problems = [one for one in checked(Package("prov", {"prov.bpmn": raw})) if one.element == "a"]

    assert problems
    assert all(one.name == name for one in problems)


def test_more_problems_than_anyone_reads_are_counted() -> None:
    problems = checked(package_with(*HOSTILE["5,000 circles"]()))

    assert len(problems) == 501
    assert problems[-1].code == "more-problems"
