"""Where ways meet that can't, or that don't wait for one another, is told; all else is let be."""

from time import process_time

import pytest
from tests.catalog.drawing import END, chain, codes, flow, found, package, start, task
from tests.engine.drawing import edge as drawn_edge
from tests.engine.drawing import timer as drawn_timer

from flows.catalog.lints.scope_graph import scope_graphs
from flows.catalog.lints.soundness import judge
from flows.catalog.lints.token_net import Effort
from flows.engine import read_package

WRONG = ("never-joined", "waits-for-too-much", "goes-on-twice")

CHOICE = '<exclusiveGateway id="p" name="Vad?" default="p-b"/>'
BOTH = '<parallelGateway id="p" name="Båda"/>'
SOME = '<inclusiveGateway id="p" name="Vilka?"/>'
FIRST = '<eventBasedGateway id="p" name="Vad först?"/>'
TERMINATE = '<endEvent id="x" name="Allt är slut"><terminateEventDefinition/></endEvent>'


def join(kind: str, name: str = "q") -> str:
    return f'<{kind}Gateway id="{name}" name="Möts"/>'


def two_ways(split: str, meeting: str, one: str = "", other: str = "") -> str:
    """Two steps between a split `p` and a meeting `q`, and a step after that."""
    condition = "true" if split in (CHOICE, SOME) else ""
    return (
        start() + split + meeting + (one or task("a")) + (other or task("b")) + task("c") + END
        + flow("s", "p") + flow("p", "a", condition) + chain("a", "q", "c", "e") + flow("b", "q")
        + flow("p", "b", "true" if split == SOME else "")
    )  # fmt: skip


def caught(event_id: str) -> str:
    return (
        f'<intermediateCatchEvent id="{event_id}" name="Händelse {event_id}">'
        "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>"
        "</intermediateCatchEvent>"
    )


def edge(event_id: str, host: str, *, interrupting: bool = True) -> str:
    drawn = drawn_edge(event_id, host, drawn_timer("P1D"), interrupting=interrupting)
    return drawn.replace("bpmn:", "").replace("<boundaryEvent ", '<boundaryEvent name="Sent" ')


def told(body: str) -> list[tuple[str, str]]:
    return [one for one in codes(found(package(body))) if one[0] in WRONG]


# ---------------------------------------------------------------- what can never be passed


@pytest.mark.parametrize("split", [CHOICE, FIRST])
def test_a_choice_whose_ways_meet_in_a_parallel_gateway_is_an_error(split: str) -> None:
    events = (caught("a"), caught("b")) if split == FIRST else ("", "")
    problems = [
        one
        for one in found(package(two_ways(split, join("parallel"), *events)))
        if one.code in WRONG
    ]

    assert codes(problems) == [("never-joined", "q")]
    assert problems[0].severity == "error"
    assert ("Vad" in problems[0].sv, "kan aldrig passeras" in problems[0].sv) == (True, True)


def test_a_way_back_into_a_parallel_gateway_is_an_error() -> None:
    body = start() + join("parallel") + task("a") + CHOICE + task("b") + END
    body += chain("s", "q", "a", "p") + flow("p", "q", "true") + chain("p", "b", "e")

    problems = [one for one in found(package(body)) if one.code in WRONG]

    assert codes(problems) == [("never-joined", "q")]
    assert "går först genom den själv" in problems[0].sv


def test_ways_that_a_link_leads_on_are_followed() -> None:
    body = two_ways(CHOICE, join("parallel")).replace(flow("b", "q"), "")
    body += '<intermediateThrowEvent id="l" name="Vidare"><linkEventDefinition name="L"/>'
    body += '</intermediateThrowEvent><intermediateCatchEvent id="m" name="Hit">'
    body += '<linkEventDefinition name="L"/></intermediateCatchEvent>'

    assert told(body + flow("b", "l") + flow("m", "q")) == [("never-joined", "q")]


def test_also_inside_a_subprocess() -> None:
    inner = two_ways(CHOICE, join("parallel")).replace('id="s"', 'id="is"').replace('"e"', '"ie"')
    inner = inner.replace('"s"', '"is"').replace('"s-p"', '"is-p"').replace('"c-e"', '"c-ie"')
    body = f'{start()}<subProcess id="z" name="Del">{inner}</subProcess>{END}'

    assert told(body + chain("s", "z", "e")) == [("never-joined", "q")]


def test_what_begins_without_a_start_begins_side_by_side() -> None:
    body = task("a") + task("b") + task("c") + END + flow("a", "q") + flow("b", "q")
    body += chain("q", "c", "e")

    assert told(body + join("parallel")) == []
    assert told(body + join("exclusive")) == [("goes-on-twice", "q")]


@pytest.mark.parametrize("thrown", ["One", "None", "All"])
def test_an_edge_that_catches_what_rounds_throw_leaves_the_activity_going_on(thrown: str) -> None:
    refers = "" if thrown == "All" else f'{thrown.lower()}BehaviorEventRef="d"'
    rounds = f'<multiInstanceLoopCharacteristics behavior="{thrown}" {refers}>'
    rounds += "<loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>"
    body = start() + task("a", more=rounds) + task("b") + task("c") + END + join("parallel")
    body += '<boundaryEvent id="k" name="Klart" attachedToRef="a"><signalEventDefinition'
    body += ' signalRef="g"/></boundaryEvent>' + chain("s", "a", "q", "c", "e")
    body += chain("k", "b", "q")
    outside = '<signal id="g" name="g"/><signalEventDefinition id="d" signalRef="g"/>'
    problems = [p for p in found(package(body, outside=outside)) if p.code in WRONG]

    assert codes(problems) == ([("never-joined", "q")] if thrown == "All" else [])


# ---------------------------------------------------------------- a way that leads nowhere


def test_a_way_past_the_join_of_its_branch_is_told() -> None:
    body = two_ways(BOTH, join("parallel")).replace(flow("b", "q"), "")
    body += '<exclusiveGateway id="g" name="Går det?" default="g-q"/><endEvent id="n" name="Nej"/>'
    body += flow("b", "g") + flow("g", "q") + flow("g", "n", "true", name="nej")

    problems = [one for one in found(package(body)) if one.code in WRONG]

    assert codes(problems) == [("waits-for-too-much", "g-n")]
    assert problems[0].severity == "warning"
    assert ("”nej”" in problems[0].sv, "”Möts”" in problems[0].sv) == (True, True)


def test_an_event_that_takes_a_branch_away_from_its_join_is_told() -> None:
    body = two_ways(BOTH, join("parallel")) + edge("t", "b") + '<endEvent id="n" name="Sent"/>'

    assert told(body + flow("t", "n")) == [("waits-for-too-much", "t")]


def test_not_when_it_leads_back_ends_everything_or_does_not_interrupt() -> None:
    body = two_ways(BOTH, join("parallel"))
    back = body.replace(flow("b", "q"), "") + join("exclusive", "m") + chain("b", "m", "q")

    assert told(back + edge("t", "b") + flow("t", "m")) == []
    assert told(body + edge("t", "b") + TERMINATE + flow("t", "x")) == []
    aside = edge("t", "b", interrupting=False) + task("d") + '<endEvent id="n" name="Påmint"/>'
    assert told(body + aside + chain("t", "d", "n")) == []


def test_choices_that_may_go_together_are_let_be() -> None:
    """Each branch may leave the join; if both do, or neither, all is well."""
    body = two_ways(BOTH, join("parallel")).replace(flow("b", "q"), "").replace(flow("a", "q"), "")
    body += join("parallel", "r") + flow("r", "e")
    for branch in ("a", "b"):
        body += f'<exclusiveGateway id="g{branch}" name="Klart?" default="g{branch}-q"/>'
        body += flow(branch, f"g{branch}") + flow(f"g{branch}", "q")
        body += flow(f"g{branch}", "r", "true")

    assert told(body) == []
    assert told(two_ways(SOME, join("parallel"))) == []


def test_a_default_way_never_goes_together_with_another() -> None:
    split = SOME.replace("/>", ' default="p-b"/>')
    body = two_ways(SOME, join("parallel")).replace(flow("p", "b", "true"), flow("p", "b"))

    assert told(body.replace(SOME, split)) == [("never-joined", "q")]


# ---------------------------------------------------------------- what goes on twice


def test_parallel_ways_that_meet_without_waiting_are_told_of() -> None:
    problems = [
        one for one in found(package(two_ways(BOTH, join("exclusive")))) if one.code in WRONG
    ]

    assert codes(problems) == [("goes-on-twice", "q")]
    assert problems[0].severity == "warning"
    assert ("”Båda”" in problems[0].sv, "”Möts”" in problems[0].sv) == (True, True)


def test_also_when_they_meet_in_a_step() -> None:
    body = two_ways(BOTH, "").replace(flow("a", "q"), flow("a", "c"))
    body = body.replace(flow("q", "c"), "").replace(flow("b", "q"), flow("b", "c"))

    assert told(body) == [("goes-on-twice", "c")]


def test_not_when_nothing_follows_or_the_first_ends_it_all() -> None:
    ends = two_ways(BOTH, join("exclusive")).replace(chain("q", "c", "e"), chain("q", "e"))
    assert told(ends.replace(task("c"), "")) == []
    first = two_ways(BOTH, join("exclusive")).replace(chain("q", "c", "e"), chain("q", "x"))
    assert told(first.replace(task("c") + END, TERMINATE)) == []


def test_not_when_a_join_or_a_choice_stands_between() -> None:
    assert told(two_ways(BOTH, join("parallel"))) == []
    assert told(two_ways(BOTH, join("inclusive"))) == []
    assert told(two_ways(CHOICE, join("exclusive"))) == []
    assert told(two_ways(SOME, join("inclusive"))) == []
    assert told(two_ways(SOME, join("exclusive"))) == []


# ---------------------------------------------------------------- how long it takes


def blocks(number: int, split: str, meeting: str) -> str:
    """So many blocks of four elements in a row."""
    body, last = start(), "s"
    for one in range(number):
        body += f'<{split}Gateway id="p{one}"/><{meeting}Gateway id="q{one}"/>'
        body += task(f"a{one}") + task(f"b{one}") + flow(last, f"p{one}")
        body += chain(f"p{one}", f"a{one}", f"q{one}") + chain(f"p{one}", f"b{one}", f"q{one}")
        last = f"q{one}"
    return body + END + flow(last, "e")


@pytest.mark.parametrize(("number", "seconds"), [(25, 0.1), (1_250, 1.0)])
@pytest.mark.parametrize("meeting", ["parallel", "exclusive"])
def test_it_takes_little_time(number: int, seconds: float, meeting: str) -> None:
    read = read_package(package(blocks(number, "parallel", meeting)), max_bytes=1 << 23)
    graph = scope_graphs(read.processes["prov"])["prov"]

    begun = process_time()
    verdict = judge(graph, Effort(300_000))
    assert process_time() - begun < seconds

    assert not verdict.never
    assert verdict.certain or number == 1_250
