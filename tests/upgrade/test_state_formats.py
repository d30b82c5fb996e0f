"""States of every format ever written can still be carried on.

`states/` holds them with the diagram they are of. To add one after a change of format:
`python -m tests.upgrade.test_state_formats`.
"""

from decimal import Decimal
from pathlib import Path

import pytest
from tests.engine.drawing import (
    END,
    START,
    chain,
    diagram,
    each,
    edge,
    flow,
    gateway,
    handler,
    job,
    node,
    on,
    script,
    sub,
    timer,
    user,
)
from tests.engine.driving import BEGIN, Run

from flows.engine import deploy, inspect
from flows.engine.state import MAGIC

STATES = Path(__file__).parent / "states"
VARIABLES = {"l": [1, 2], "exakt": Decimal("1.10"), "stort": 2**80, "nyckel": "K"}


def drawn() -> bytes:
    """A diagram with something of everything that a state can hold."""
    rounds = user("a") + script("k", "=svar", "r") + user("b") + chain("a", "k", "b")
    loop = each("=l", inputElement="x", outputCollection="ut", outputElement="=r")
    body = handler("E", on("signal", "sg"), user("h"), "h", "h", interrupting=False) + START
    body += gateway("parallel", "g") + gateway("inclusive", "j") + user("u") + job("w") + END
    body += sub("S", rounds, "a", "b", loop)
    body += edge("t", "S", timer("R3/P14D", "timeCycle"), interrupting=False) + user("paminn")
    body += node("intermediateCatchEvent", "m", on("message", "m1"))
    body += chain("s", "g", "u", "j", "e") + chain("t", "paminn", "e")
    return diagram(body + "".join(flow("g", n) + flow(n, "j") for n in ("w", "S", "m")))


def reached() -> Run:
    """An instance in the middle of it."""
    return Run(drawn(), VARIABLES).signal("stopp").wait(days=14).complete("u").complete("a", svar=1)


@pytest.mark.parametrize("path", sorted(STATES.glob("*.state")), ids=lambda path: path.stem)
def test_an_old_state_is_carried_on(path: Path) -> None:
    definition = deploy({"p.bpmn": path.with_suffix(".bpmn").read_bytes()})
    run = Run(definition, VARIABLES, now=BEGIN)
    run.outcome = inspect(definition, "p", path.read_bytes(), now=BEGIN)
    run.ends.clear()
    assert run.variables == VARIABLES
    assert run.open == ["a", "b", "h", "paminn", "w"]
    run.wait(days=28)
    assert run.open.count("paminn") == 2
    run.complete("b").complete("a", svar=2).complete("b").finish("w").message("m")
    run.complete("h").complete("paminn").complete("paminn")
    assert run.outcome.ended
    assert run.variables["ut"] == [1, 2]
    assert run.ends == ["e", "e", "e"]


def test_the_format_of_today_is_among_them() -> None:
    assert (STATES / f"{MAGIC.decode()}.state").read_bytes()[:2] == MAGIC


if __name__ == "__main__":
    STATES.mkdir(exist_ok=True)
    (STATES / f"{MAGIC.decode()}.bpmn").write_bytes(drawn())
    (STATES / f"{MAGIC.decode()}.state").write_bytes(reached().outcome.state)
