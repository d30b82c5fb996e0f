"""One definition serves many instances at the same time, and never changes."""

from concurrent.futures import ThreadPoolExecutor

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
    on,
    script,
    sub,
    timer,
    user,
)
from tests.engine.driving import Run

from flows.engine import deploy

ROUNDS = user("a") + script("k", "=svar + x", "r") + chain("a", "k")
LOOP = each("=l", inputElement="x", outputCollection="ut", outputElement="=r")
BODY = (
    handler("E", on("signal", "sg"), user("h"), "h", "h", interrupting=False)
    + START
    + sub("S", ROUNDS, "a", "k", LOOP)
    + edge("t", "S", timer("R3/P1D", "timeCycle"), interrupting=False)
    + gateway("inclusive", "g", default="d")
    + user("b")
    + user("c")
    + gateway("inclusive", "j")
    + END
    + chain("s", "S", "g")
    + flow("g", "b", "=sum(ut) > 100")
    + flow("g", "c", flow_id="d")
    + chain("b", "j", "e")
    + chain("c", "j")
    + chain("t", "e")
)


def test_many_instances_at_once_do_not_disturb_one_another() -> None:
    definition = deploy({"p.bpmn": diagram(BODY)})

    def live(number: int) -> tuple[object, list[str]]:
        run = Run(definition, {"l": [number, number]}).signal("stopp").wait(days=1)
        run.complete("a", svar=1).complete("a", svar=2)
        way = run.open[0]
        run.complete(way).complete("h")
        assert run.outcome.ended
        return run.variables["ut"], [way]

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(live, range(120)))
    for number, (results, ways) in enumerate(found):
        assert results == [number + 1, number + 2]
        assert ways == (["b"] if 2 * number + 3 > 100 else ["c"])
