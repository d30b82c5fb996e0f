"""States are exact, small, and told from what isn't one."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.drawing import (
    END,
    START,
    chain,
    diagram,
    each,
    flow,
    gateway,
    script,
    sub,
    user,
)
from tests.engine.driving import BEGIN, Run

from flows.engine import BadState, CompleteTask, UnknownProcess, advance, deploy
from flows.engine.state import decode, encode

TASK = diagram(START + user("u") + user("v") + END + chain("s", "u", "v", "e"))

texts = st.text(st.characters(codec=None), max_size=8) | st.sampled_from(
    ["typename", "__class__", "len", "\0decimal", "\0", "\0\0int", "åäö", "\ud800"]
)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.decimals(allow_nan=False, allow_infinity=False)
    | texts,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(max_size=6) | st.sampled_from(["\0int", "\0decimal"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


def exactly(a: Any, b: Any) -> bool:
    """Equal, and of the same types throughout."""
    if type(a) is not type(b):
        return False
    if isinstance(a, dict):
        return list(a) == list(b) and all(exactly(a[key], b[key]) for key in a)
    if isinstance(a, list):
        return len(a) == len(b) and all(map(exactly, a, b))
    return bool(a == b) and str(a) == str(b)


@given(values)
def test_every_value_survives(value: Any) -> None:
    assert exactly(decode(encode(value)), value)


ODD = {
    "typename": "dict",
    "__class__": {"len": 1, "__builtins__": None},
    "ett": 1,
    "sant": True,
    "noll": 0,
    "falskt": False,
    "stort": 2**200,
    "exakt": Decimal("0.10"),
    "flyt": 0.1,
    "tomt": {"": []},
    "nul": "\0decimal",
    "emoji": "\N{PARTY POPPER}",
    "stycke": "\ud800",
    "self": 1,
}


def test_odd_variables_survive_every_step() -> None:
    run = Run(TASK, ODD)
    assert exactly(run.variables, ODD)
    assert exactly(run.task("u").variables, ODD)
    run.complete("u", name="x", task=1)
    assert exactly(run.variables, {**ODD, "name": "x", "task": 1})


def test_a_state_does_not_grow_with_what_is_done() -> None:
    body = START + gateway("exclusive", "m") + user("u") + script("x", "=n + 1", "n")
    body += gateway("exclusive", "g", default="d") + END + chain("s", "m", "u", "x", "g")
    body += flow("g", "m", "=n < 500") + flow("g", "e", flow_id="d")
    run = Run(diagram(body), {"n": 0}).complete("u")
    small = len(run.outcome.state)
    for _ in range(300):
        run.complete("u")
    assert len(run.outcome.state) <= small + 8
    assert not run.outcome.ended


def test_a_state_of_many_open_tasks_is_small() -> None:
    body = user("a") + user("b") + chain("a", "b")
    loop = each("=for i in 1..11 return {id: i}", inputElement="part")
    run = Run(diagram(START + sub("S", body, "a", "b", loop) + END + chain("s", "S", "e")))
    assert len(run.outcome.tasks) == 11
    assert len(run.outcome.state) < 2_000


@pytest.mark.parametrize("raw", [b"", b"F1", b"F2P", b"F1Pxxxx", b"\x80\x04K\x01.", b"F1X"])
def test_what_is_no_state_is_refused(raw: bytes) -> None:
    run = Run(TASK)
    with pytest.raises(BadState):
        advance(run.definition, "p", raw, CompleteTask("x", {}), now=BEGIN)


def test_a_state_of_another_diagram_is_refused() -> None:
    other = Run(diagram(START + user("annan") + END + chain("s", "annan", "e")))
    with pytest.raises(BadState):
        advance(other.definition, "p", Run(TASK).outcome.state, CompleteTask("x", {}), now=BEGIN)


def test_a_state_of_another_process_is_refused() -> None:
    both = deploy({"p.bpmn": TASK, "q.bpmn": TASK.replace(b'id="p"', b'id="q"')})
    run = Run(both)
    with pytest.raises(BadState):
        advance(both, "q", run.outcome.state, CompleteTask("x", {}), now=BEGIN)
    with pytest.raises(UnknownProcess):
        advance(both, "r", run.outcome.state, CompleteTask("x", {}), now=BEGIN)


def test_a_damaged_state_is_refused() -> None:
    run = Run(TASK, {"a": "b" * 200})
    damaged = bytearray(run.outcome.state)
    damaged[20] ^= 0xFF
    with pytest.raises(BadState):
        advance(run.definition, "p", bytes(damaged), CompleteTask("x", {}), now=BEGIN)
