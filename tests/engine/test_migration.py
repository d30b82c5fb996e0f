"""Running instances go on in a new version as if they had begun there, or are refused with why."""

import re
from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from tests.engine.drawing import (
    END,
    START,
    catch,
    chain,
    diagram,
    each,
    edge,
    flow,
    gateway,
    job,
    on,
    script,
    several,
    sub,
    timer,
    user,
    zeebe,
)
from tests.engine.driving import BEGIN, Run
from tests.engine.random_processes import VARIABLES, Drawer

from flows.engine import (
    CompleteTask,
    Definition,
    DeliverMessage,
    FinishJob,
    MigrationRefused,
    Tick,
    advance,
    deploy,
    migrate,
    start,
)


def moved(run: Run, raw: bytes, **mapping: str) -> tuple[Run, list[str]]:
    """The run in another version, and the codes of what is not as it was."""
    new = deploy({"p.bpmn": raw})
    found = migrate(run.definition, new, "p", run.outcome.state, mapping=mapping, now=run.now)
    assert all(note.severity == "warning" and note.sv and note.en for note in found.notes)
    run.definition, run.outcome = new, found.outcome
    return run, sorted(note.code for note in found.notes)


def refused(run: Run, raw: bytes, **mapping: str) -> dict[str, str]:
    """The problems by element."""
    with pytest.raises(MigrationRefused) as refusal:
        moved(run, raw, **mapping)
    assert all(one.sv and one.en and one.name for one in refusal.value.problems)
    return {one.element: one.code for one in refusal.value.problems}


# ------------------------------------------------ laws


def renamed(raw: bytes, definition: Definition) -> tuple[bytes, dict[str, str]]:
    """The same diagram with another id for every element."""
    ids = {one for outline in definition.processes.values() for one in outline.elements}
    words = "|".join(map(re.escape, sorted(ids, key=len, reverse=True)))
    pattern = rf'( (?:id|sourceRef|targetRef|attachedToRef))="({words})"'
    return (
        re.sub(pattern, r'\1="\2_ny"', raw.decode()).encode(),
        {one: f"{one}_ny" for one in ids},
    )


@pytest.mark.parametrize("first", range(0, 200, 50))
def test_the_same_version_changes_nothing_and_new_names_neither(first: int) -> None:
    """Random processes: at every step to the same version; at one of them to renamed elements."""
    for seed in range(first, first + 50):
        drawer = Drawer(seed)
        raw, wanted = drawer.process(Random(seed).randint(2, 5))
        definition, again = deploy({"p.bpmn": raw}), deploy({"p.bpmn": raw})
        ny, mapping = renamed(raw, definition)
        choose, now, done = Random(seed), BEGIN, Counter[str]()
        outcome = start(definition, "p", VARIABLES, now=now)
        while True:
            ids = (event.element_id for event in outcome.history if event.what == "completed")
            done.update(one.removesuffix("_ny") for one in ids if one.startswith("T"))
            if outcome.ended:
                break
            same = migrate(definition, again, "p", outcome.state, now=now)
            assert same.outcome.state == outcome.state, seed
            assert (same.notes, same.outcome.history, same.outcome.thrown) == ((), (), ())
            if mapping and choose.random() < 0.2:
                outcome = migrate(
                    definition, deploy({"p.bpmn": ny}), "p", outcome.state, mapping=mapping, now=now
                ).outcome
                definition = again = deploy({"p.bpmn": ny})
                mapping = {}
            way = choose.choice(
                [
                    *(CompleteTask(task.task_id, {}) for task in outcome.tasks),
                    *(FinishJob(job.task_id, {}) for job in outcome.jobs),
                    *(
                        DeliverMessage(one.task_id, one.message)
                        for one in outcome.subscriptions
                        if one.message == "svar"
                    ),
                    *([Tick()] if outcome.timers else ()),
                ]
            )
            now += timedelta(hours=isinstance(way, Tick))
            outcome = advance(definition, "p", outcome.state, way, now=now)
        assert done == wanted, seed


# ------------------------------------------------ what is kept


def test_tasks_answers_and_timers_are_kept() -> None:
    body = START + user("a") + edge("t", "a", timer("R3/P7D", "timeCycle"), interrupting=False)
    body += script("k", "=1", "n") + catch("m", on("message", "m1")) + END
    body += chain("s", "a", "m", "e") + chain("t", "k", "e")
    run = Run(diagram(body), {"nyckel": "K", "l": [1]}).wait(days=3)
    task, due = run.task("a"), run.due
    moved(run, diagram(body.replace("R3/P7D", "R5/P1D")))
    assert run.task("a") == task
    assert run.due == due, "a timer that runs keeps its time"
    run.wait(days=5)
    assert run.variables["n"] == 1
    run.complete("a", svar="ja")
    waiting = run.outcome.subscriptions
    moved(run, diagram(body))
    assert run.outcome.subscriptions == waiting
    assert run.message("m").outcome.ended
    assert run.variables["svar"] == "ja"
    assert run.outcome.history[-1].element_id == "e"


def test_later_steps_are_those_of_the_new_version() -> None:
    run = Run(diagram(START + user("a") + user("b") + END + chain("s", "a", "b", "e")))
    new = diagram(START + user("a") + user("c") + END + chain("s", "a", "c", "e"))
    moved(run, new)
    assert run.complete("a").open == ["c"]


def test_a_task_may_get_another_name_form_and_id() -> None:
    run = Run(diagram(START + user("a") + END + chain("s", "a", "e")))
    task = run.task("a").task_id
    form = zeebe("formDefinition", formId="f2")
    new = diagram(START + user("b", "", form, name="Ny") + END + chain("s", "b", "e"))
    _, notes = moved(run, new, a="b")
    assert notes == ["form-changed", "goes-on-as"]
    found = run.task("b")
    assert (found.task_id, found.name, found.form_id) == (task, "Ny", "f2")
    assert run.complete("b").outcome.ended


def test_rounds_keep_what_is_done() -> None:
    loop = each("=[1, 2, 3]", inputElement="x", outputCollection="ut", outputElement="=svar")
    body = START + sub("S", user("a"), "a", "a", loop) + user("b") + END
    run = Run(diagram(body + chain("s", "S", "b", "e"))).complete("a", svar=1)
    inner = sub("S", user("a") + user("till") + chain("a", "till"), "a", "till", loop)
    moved(run, diagram(START + inner + END + chain("s", "S", "e")))
    assert run.open == ["a", "a"]
    run.complete("a", svar=2).complete("till").complete("a", svar=3).complete("till")
    assert run.outcome.ended
    assert run.variables["ut"] == [1, 2, 3]


def test_what_is_held_is_held_there_and_tried_again_by_the_new_version() -> None:
    def drawn(condition: str) -> bytes:
        body = START + gateway("exclusive", "g") + user("u") + END + chain("s", "g")
        body += flow("g", "u", condition) + flow("g", "e", "=n = 2") + chain("u", "e")
        return diagram(body)

    run = Run(drawn("=fel > 1"), {"n": 1})
    held = run.outcome.incidents
    moved(run, drawn("=n = 1"))
    assert run.outcome.incidents == held
    assert run.retry().open == ["u"]


# ------------------------------------------------ what stands on the edge


def test_events_on_the_edge_follow_the_new_diagram() -> None:
    bare = START + user("a") + END + chain("s", "a", "e")
    edged = bare + edge("t", "a", timer("P2D")) + chain("t", "e")
    more = edged + edge("m", "a", on("message", "m1"), interrupting=False) + chain("m", "e")
    run, notes = moved(Run(diagram(bare), {"nyckel": "K"}).wait(days=5), diagram(edged))
    assert notes == ["event-new"]
    assert run.due["t"] == BEGIN + timedelta(days=7)
    run, notes = moved(run.wait(days=1), diagram(more))
    assert notes == ["event-new"]
    assert run.due["t"] == BEGIN + timedelta(days=7)
    assert [one.element_id for one in run.outcome.subscriptions] == ["m"]
    run, notes = moved(run, diagram(edged))
    assert notes == ["event-gone"]
    assert run.outcome.subscriptions == ()
    run, notes = moved(run, diagram(bare))
    assert (notes, run.due, run.open) == (["event-gone"], {}, ["a"])
    assert run.complete("a").outcome.ended


def test_a_reminder_that_has_come_does_not_come_again() -> None:
    body = START + user("a") + edge("t", "a", timer("P1D"), interrupting=False) + user("q") + END
    body += chain("s", "a", "e") + chain("t", "q", "e")
    run, notes = moved(Run(diagram(body)).wait(days=1), diagram(body))
    assert (notes, run.due, run.open) == ([], {}, ["a", "q"])


def test_events_behind_a_gateway() -> None:
    two = START + gateway("eventBased", "g") + catch("t", timer("P1D"))
    two += catch("m", on("message", "m1")) + END + chain("s", "g", "t", "e") + chain("g", "m", "e")
    three = two + catch("t2", timer("PT1H")) + chain("g", "t2", "e")
    run, notes = moved(Run(diagram(two), {"nyckel": "K"}), diagram(three))
    assert notes == ["event-new"]
    assert set(run.due) == {"t", "t2"}
    assert refused(run, diagram(two)) == {"t2": "element-gone"}
    assert run.wait(hours=1).outcome.ended
    apart = (
        START + gateway("exclusive", "x") + gateway("eventBased", "g") + catch("t", timer("P1D"))
    )
    apart += catch("u", timer("P1D")) + catch("m", on("message", "m1")) + END
    apart += flow("x", "g", "=true") + flow("x", "m", "=false") + chain("s", "x")
    apart += chain("g", "t", "e") + chain("g", "u", "e") + chain("m", "e")
    run = Run(diagram(two), {"nyckel": "K"})
    assert refused(run, diagram(apart)) == {"m": "other-gateway"}


# ------------------------------------------------ what is refused

OLD = START + user("a") + user("b") + END + chain("s", "a", "b", "e")


@pytest.mark.parametrize(
    ("new", "why"),
    [
        (START + user("b") + END + chain("s", "b", "e"), "element-gone"),
        (START + job("a") + user("b") + END + chain("s", "a", "b", "e"), "type-changed"),
        (
            START + user("a", each("=[1]")) + user("b") + END + chain("s", "a", "b", "e"),
            "rounds-changed",
        ),
        (
            START + sub("S", user("a"), "a", "a") + user("b") + END + chain("s", "S", "b", "e"),
            "scope-changed",
        ),
    ],
)
def test_a_task_that_has_no_place_is_refused(new: str, why: str) -> None:
    run = Run(diagram(OLD))
    assert refused(run, diagram(new)) == {"a": why}
    assert run.open == ["a"]


def test_a_mapping_must_join_what_exists() -> None:
    run = Run(diagram(OLD))
    assert refused(run, diagram(OLD), a="saknas") == {"saknas": "element-gone", "a": "element-gone"}
    assert refused(run, diagram(OLD), saknas="a") == {"saknas": "element-gone"}
    assert moved(run, diagram(OLD), a="b")[0].open == ["b"]


def test_every_problem_is_told_at_once() -> None:
    body = START + gateway("parallel", "g") + END
    body += "".join(user(one) + chain("g", one, "e") for one in "abc")
    run = Run(diagram(body + chain("s", "g")))
    assert refused(run, diagram(START + user("a") + END + chain("s", "a", "e"))) == {
        "b": "element-gone",
        "c": "element-gone",
    }


def test_a_removed_subprocess_is_refused_as_one() -> None:
    body = START + sub("S", user("i") + job("k") + chain("i", "k"), "i", "k")
    run = Run(diagram(body + END + chain("s", "S", "e")))
    assert refused(run, diagram(OLD.replace('"a"', '"i"'))) == {"S": "element-gone"}


@pytest.mark.parametrize(
    "loop",
    ["", each("=l", sequential=True, inputElement="x"), each("=l", inputElement="y")],
)
def test_rounds_that_are_others_are_refused(loop: str) -> None:
    def drawn(marker: str) -> bytes:
        return diagram(START + user("a", marker) + END + chain("s", "a", "e"))

    run = Run(drawn(each("=l", inputElement="x")), {"l": [1, 2]})
    assert refused(run, drawn(loop)) == {"a": "rounds-changed"}


def test_other_work_events_and_calls_are_refused() -> None:
    run = Run(diagram(START + job("j") + END + chain("s", "j", "e")))
    other = diagram(START + job("j", kind="annat") + END + chain("s", "j", "e"))
    assert refused(run, other) == {"j": "work-changed"}

    def waits(definition: str) -> bytes:
        return diagram(START + catch("c", definition) + END + chain("s", "c", "e"))

    run = Run(waits(on("message", "m1")), {"nyckel": "K"})
    assert refused(run, waits(on("signal", "sg"))) == {"c": "event-changed"}
    assert refused(run, waits(on("message", "m2"))) == {"c": "event-changed"}

    def calls(name: str) -> bytes:
        word = zeebe("calledElement", processId=name)
        called = f'<bpmn:callActivity id="c"><bpmn:extensionElements>{word}'
        called += "</bpmn:extensionElements></bpmn:callActivity>"
        inner = START.replace('"s"', '"qs"') + user("i") + END.replace('"e"', '"qe"')
        again = re.sub(r'"(qs|qe|i)"', r'"r\1"', inner)
        others = {
            "q": inner + chain("qs", "i", "qe"),
            "r": again + chain("rqs", "ri", "rqe"),
        }
        return several({"p": START + called + END + chain("s", "c", "e"), **others})

    run = Run(calls("q"))
    assert refused(run, calls("r")) == {"c": "call-changed"}
    assert moved(run, calls("q"))[0].open == ["i"]


def test_an_event_moved_to_another_activity_waits_there_only() -> None:
    body = START + user("a") + user("b") + END + chain("s", "a", "b", "e") + chain("t", "e")
    run = Run(diagram(body + edge("t", "a", timer("P1D"))))
    run, notes = moved(run, diagram(body + edge("t", "b", timer("P1D"))))
    assert (notes, run.due, run.open) == (["event-gone"], {}, ["a"])
    assert set(run.complete("a").due) == {"t"}


def split(*branches: str) -> bytes:
    body = START + user("fore") + gateway("parallel", "g") + gateway("parallel", "j") + END
    body += chain("s", "fore", "g") + chain("j", "e")
    return diagram(body + "".join(user(one) + chain("g", one, "j") for one in branches))


def test_a_join_never_waits_for_a_path_that_is_passed() -> None:
    run = Run(split("a", "b"))
    moved(run, split("a", "b", "c"))
    assert run.complete("fore").open == ["a", "b", "c"], "before the split nothing is passed"

    run = Run(split("a", "b")).complete("fore")
    assert refused(run, split("a", "b", "c")) == {"j": "join-changed"}
    run.complete("a")
    assert refused(run, split("a", "b", "c"))["j"] == "join-changed"
    assert moved(run, split("a", "b"))[0].complete("b").outcome.ended


def test_a_step_put_into_a_branch_that_is_passed_counts_as_passed() -> None:
    def drawn(*branch: str) -> bytes:
        body = START + gateway("parallel", "g") + gateway("parallel", "j") + END + user("b")
        body += "".join(map(user, branch)) + chain("s", "g", *branch, "j", "e")
        return diagram(body + chain("g", "b", "j"))

    run, notes = moved(Run(drawn("a")).complete("a"), drawn("a", "granska"))
    assert (notes, run.open) == (["way-replaced"], ["b"])
    assert run.complete("b").outcome.ended
    run, notes = moved(Run(drawn("a")), drawn("a", "granska"))
    assert (notes, run.complete("a").complete("b").open) == ([], ["granska"])


def test_a_process_that_is_gone_is_refused() -> None:
    run = Run(diagram(OLD))
    assert refused(run, diagram(OLD, "q")) == {"p": "element-gone"}
