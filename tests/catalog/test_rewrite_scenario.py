"""A scenario that is changed keeps the rest of its file: comments, order and style."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.catalog.rewrite_scenario import rewrite_scenario
from flows.catalog.scenario_file import Scenario, read_scenario
from flows.catalog.write_scenario import write_scenario

PROCESSES = Path(__file__).parents[2] / "processes"
FILES = sorted(PROCESSES.glob("*/scenarier/*.yaml"))
STEP = {"task": "granska", "as": "sekreterare@x", "answers": {"text": "Två\nrader: här", "n": 1}}
CLOCK = {"clock": "2027-01-11T09:00:00+01:00"}


def read(raw: bytes) -> Scenario:
    scenario, problems = read_scenario(raw, "x.yaml")
    assert scenario is not None, problems
    return scenario


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_is_not_changed_stays_letter_by_letter(file: Path) -> None:
    raw = file.read_bytes()
    old = read(raw)
    assert rewrite_scenario(raw, old) == raw
    lines = raw.decode().splitlines()
    for at in range(len(old.steps) + 1):
        steps = (*old.steps[:at], STEP, CLOCK, *old.steps[at:])
        changed = rewrite_scenario(raw, replace(old, steps=steps))
        assert read(changed).steps == steps
        if old.steps:
            now = changed.decode().splitlines()
            new = len(now) - len(lines)
            assert any(now[:n] + now[n + new :] == lines for n in range(len(lines) + 1))


@given(st.data())
def test_whatever_is_changed_the_file_says_it(data: st.DataObject) -> None:
    raw = data.draw(st.sampled_from(FILES)).read_bytes()
    old = read(raw)
    rest = [step for step in old.steps if data.draw(st.booleans())]
    at = data.draw(st.integers(0, len(rest)))
    added = data.draw(st.lists(st.sampled_from([STEP, CLOCK]), max_size=3))
    expect = data.draw(
        st.fixed_dictionaries(
            {"ends": st.lists(st.sampled_from(["a", "på väg", "1", "nej"]), max_size=2)},
            optional={"variables": st.just({"x": {"y": [1, "två: tre"], "z": None}})},
        )
    )
    operations = {**old.operations, **data.draw(st.sampled_from([{}, {"ny": {"svar": [1, "="]}}]))}
    wanted = replace(
        old, steps=(*rest[:at], *added, *rest[at:]), expect=expect, operations=operations
    )
    assert read(rewrite_scenario(raw, wanted)) == wanted


ODD = """\
# Överst.
namn: Udda  # namnet
start: {process: p, now: "2027-01-11T09:00+01:00"}  # starten
steps:

# Före den första.
- task: a
  as: r@x
  answers:
    text: |
      Rad ett.

      Rad två.

# Före den andra.
- {task: b, as: r@x}  # den andra
# Efter den sista.
expect:
  # Slutet.
  ends: [e]  # ett
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_comments_stay_where_they_stood(end: str) -> None:
    text = ODD.replace("\n", end)
    old = read(text.encode())
    new = {"task": "c", "as": "r@x"}
    wanted = replace(
        old, steps=(old.steps[0], new, old.steps[1], new), expect={"ends": ["annat slut"]}
    )
    changed = rewrite_scenario(text.encode(), wanted).decode()
    said = f"- task: c{end}  as: r@x{end}"
    assert changed == (
        text.replace(f"# Före den andra.{end}", f"{said}# Före den andra.{end}")
        .replace(f"# den andra{end}", f"# den andra{end}{said}")
        .replace("[e]", "[annat slut]")
    )
    fewer = rewrite_scenario(text.encode(), replace(old, steps=old.steps[1:])).decode()
    assert "Rad ett" not in fewer
    assert "# Före den första." in fewer
    assert "# den andra" in fewer


@pytest.mark.parametrize(
    "raw",
    [
        b"{namn: A, start: {process: p}, steps: [{clock: P1D}], expect: {ends: [e]}}",
        b"namn: A\nstart: {process: p}\nsteps: [{clock: P1D}]\nexpect: {ends: [e]}\n",
        b"namn: A\nstart: {process: p}\nexpect: {ends: [e]}",
        b"namn: A\nstart: {process: p}\nsteps:\n  -\n    clock: P1D\nexpect: {}",
    ],
)
def test_what_can_not_be_changed_in_place_is_written_anew(raw: bytes) -> None:
    wanted = replace(read(raw), steps=(CLOCK, STEP))
    assert rewrite_scenario(raw, wanted) == write_scenario(wanted)
    assert rewrite_scenario(b"namn: [", wanted) == write_scenario(wanted)
