"""History tells of the elements as they are drawn, and so do tokens and outlines."""

from tests.engine.drawing import (
    END,
    START,
    chain,
    diagram,
    each,
    edge,
    event,
    flow,
    gateway,
    handler,
    job,
    node,
    on,
    several,
    timer,
    user,
    zeebe,
)
from tests.engine.driving import BEGIN, Run

from flows.engine import deploy


def lines(run: Run) -> list[tuple[str, str]]:
    return [(e.element_id, e.what) for e in run.outcome.history]


def test_what_waits_is_started_and_completed_and_the_rest_is_completed() -> None:
    body = START + user("u", name="Bereda") + gateway("exclusive", "g") + job("j") + END
    run = Run(diagram(body + chain("s", "u", "g", "j", "e")))
    assert lines(run) == [("s", "completed"), ("u", "started")]
    run.complete("u", svar="ja")
    assert lines(run) == [("u", "completed"), ("g", "completed"), ("j", "started")]
    first = run.outcome.history[0]
    assert (first.name, first.type, first.at) == ("Bereda", "userTask", BEGIN)
    assert first.detail == {"answers": {"svar": "ja"}}
    run.finish("j", id=1)
    assert lines(run) == [("j", "completed"), ("e", "completed")]
    assert run.outcome.history[0].detail == {"result": {"id": 1}}


def test_what_is_interrupted_is_cancelled() -> None:
    body = START + user("u") + edge("b", "u", timer("PT1H")) + user("h") + END
    run = Run(diagram(body + chain("s", "u", "e") + chain("b", "h", "e"))).wait(hours=1)
    assert lines(run) == [("u", "cancelled"), ("b", "completed"), ("h", "started")]


def test_made_up_elements_are_never_told_of() -> None:
    body = handler("E", on("signal", "sg"), user("h"), "h", "h", interrupting=False) + START
    body += user("u") + edge("b", "u", timer("P1D")) + user("a") + user("x") + END
    body += chain("s", "u") + flow("u", "a") + flow("u", "x", "=true") + chain("a", "e")
    body += chain("x", "e") + chain("b", "e")
    raw = diagram(body)
    drawn = deploy({"p.bpmn": raw}).processes["p"].elements
    run = Run(raw).signal("stopp")
    seen = {t.element_id for t in run.outcome.tokens} | {e.element_id for e in run.outcome.history}
    run.complete("u").complete("a").complete("x").complete("h")
    assert run.outcome.ended
    assert run.ends == ["e", "e"]
    assert seen <= set(drawn)
    assert set(run.passed) == set(drawn) - {"b"}


def test_made_up_elements_keep_their_names_when_the_diagram_grows() -> None:
    def names(*way: str) -> set[str]:
        body = handler("E", on("signal", "sg"), user("h"), "h", "h") + START + user("u") + END
        body += edge("b", "u", timer("P1D")) + user("a") + user("x", each("=[1]"))
        body += chain("s", "u") + flow("u", "a") + flow("u", "x")
        body += "".join(map(user, way)) + chain("a", *way, "e")
        raw = diagram(body + chain("x", "e") + chain("b", "e"))
        specs = deploy({"p.bpmn": raw}).specs
        return {f"{key}:{name}" for key, spec in specs.items() for name in spec.task_specs}

    before, grown = names("z"), names("y", "z")
    assert before < grown
    assert {name.rpartition(":")[2] for name in grown - before} == {"y"}


def test_tokens_say_what_they_wait_for() -> None:
    body = (
        START
        + gateway("parallel", "g")
        + user("u")
        + job("j")
        + node(
            "subProcess",
            "S",
            (
                node("startEvent", "Ss")
                + event("intermediateCatchEvent", "t", timer("P1D"))
                + node("endEvent", "Se")
                + chain("Ss", "t", "Se")
            ),
        )
        + event("intermediateCatchEvent", "m", on("message", "m2"))
    )
    body += event("intermediateCatchEvent", "c", on("signal", "sg")) + END
    body += flow("s", "g") + "".join(flow("g", n) + flow(n, "e") for n in ("u", "j", "S", "m", "c"))
    run = Run(diagram(body))
    assert {t.element_id: t.waits_for for t in run.outcome.tokens} == {
        "u": "person",
        "j": "job",
        "S": "child",
        "t": "timer",
        "m": "message",
        "c": "signal",
    }


def test_an_outline_tells_what_is_drawn() -> None:
    lanes = (
        '<bpmn:laneSet id="ls"><bpmn:lane id="l1" name="Kansliet">'
        "<bpmn:flowNodeRef>u</bpmn:flowNodeRef><bpmn:flowNodeRef>s</bpmn:flowNodeRef>"
        "</bpmn:lane></bpmn:laneSet>"
    )
    words = (
        zeebe("formDefinition", formId="f")
        + zeebe("assignmentDefinition", candidateGroups='=["a"]')
        + zeebe("properties", zeebe("property", name="name_en", value="Prepare"))
    )
    about = "<bpmn:documentation>Så här gör man.</bpmn:documentation>"
    start = node("startEvent", "s", "", zeebe("formDefinition", formId="anmalan"))
    calls = node("callActivity", "c", "", zeebe("calledElement", processId="q"))
    body = about + lanes + start + user("u", about, words, name="Bereda") + job("j") + calls + END
    inner = '<bpmn:startEvent id="s9"/><bpmn:endEvent id="e9"/>' + chain("s9", "e9")
    raw = several({"p": body + chain("s", "u", "j", "c", "e"), "q": inner})
    outline = deploy({"p.bpmn": raw}).processes["p"]
    assert (outline.id, outline.name) == ("p", "Process p")
    assert outline.documentation == "Så här gör man."
    assert (outline.start_form_id, outline.lanes) == ("anmalan", ("Kansliet",))
    assert [(lane.id, lane.name, lane.holds) for lane in outline.drawn_lanes] == [
        ("l1", "Kansliet", ("u", "s"))
    ]
    assert [(flow.source, flow.target, flow.scope) for flow in outline.flows] == [
        ("s", "u", "p"),
        ("u", "j", "p"),
        ("j", "c", "p"),
        ("c", "e", "p"),
    ]
    task = outline.elements["u"]
    assert (task.name, task.type, task.lane, task.form_id) == (
        "Bereda",
        "userTask",
        "Kansliet",
        "f",
    )
    assert task.documentation == "Så här gör man."
    assert task.candidate_groups == '=["a"]'
    assert task.properties == {"name_en": "Prepare"}
    assert outline.elements["j"].job_type == "gor"
    assert outline.elements["c"].called_process == "q"
    assert set(outline.elements) == {"s", "u", "j", "c", "e"}
    assert outline.elements["u"].line >= 1
