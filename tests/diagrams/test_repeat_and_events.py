"""Steps done several times, what events are about, and what goes into steps and out of them."""

from dataclasses import replace

import pytest
from tests.diagrams.every_diagram import CONTENT
from tests.diagrams.test_edits import AFTER, CASE, edited, refusal

from flows.diagrams import DiagramFile, Facts, Loop, Signal, Step, edit_outline, edits, read_outline
from flows.diagrams.edit_mappings import mapping_lines
from flows.diagrams.spoken import Names
from flows.diagrams.step_words import step_facts
from flows.diagrams.write_outline import write_outline
from flows.engine import check

DECISIONS = {path.name: path.read_bytes() for path in CONTENT[0].parent.glob("*.dmn")}
EVENT = edits.AddEvent("bereda", "error", "Går inte", signal="saknas")


def refused_by_the_engine(raw: bytes) -> list[str]:
    problems = check({"arende.bpmn": raw, **DECISIONS})
    return [one.sv for one in problems if one.severity == "error"]


def facts(raw: bytes, step: str = "bereda") -> Facts:
    return read_outline(raw, "arende").by_id()[step].facts


def event(raw: bytes, kind: str) -> Step:
    """The one step with an event of this kind that an edit has put in."""
    known = set(read_outline(CASE, "arende").by_id())
    return next(
        step
        for step in read_outline(raw, "arende").all_steps()
        if step.id not in known and step.facts.signals and step.facts.signals[0].kind == kind
    )


def survives(raw: bytes) -> bool:
    outline = read_outline(raw, "arende")
    return read_outline(write_outline(outline), "arende") == outline


# ---------------------------------------------------------------- several times


@pytest.mark.parametrize("order", ["turn", "together"])
@pytest.mark.parametrize("step", ["bereda", "registrera", "foresla_niva"])
def test_a_step_is_done_for_each_of_a_list(order: str, step: str) -> None:
    edit = edits.SetRepeat(
        step, order, "forum.parter", "part", "", "alla_svar", "svar", "count(alla_svar) > 2"
    )
    result = edited(edit)
    assert facts(result.content, step).loop == Loop(
        "each",
        order == "turn",
        "=forum.parter",
        "part",
        "alla_svar",
        "=svar",
        until="=count(alla_svar) > 2",
    )
    assert result.focus == step
    assert refused_by_the_engine(result.content) == []
    assert survives(result.content)
    # Set anew to the same it is the same file; taken away it is the file that was.
    assert edited(edit, result.content).content == result.content
    assert edited(edits.SetRepeat(step), result.content).content == CASE


def test_a_step_is_done_so_many_times_or_as_long_as_something_holds() -> None:
    counted = edited(edits.SetRepeat("bereda", "together", count="3")).content
    assert facts(counted).loop == Loop("each", count="=3")
    assert refused_by_the_engine(counted) == []
    again = edited(edits.SetRepeat("bereda", "again", again="fler = true", most="5"), counted)
    assert facts(again.content).loop == Loop("again", count="5", until="=fler = true")
    assert refused_by_the_engine(again.content) == []
    assert edited(edits.SetRepeat("bereda"), again.content).content == CASE
    listed = edited(edits.SetRepeat("bereda", "turn", items="forum.parter"), counted).content
    assert facts(listed).loop == Loop("each", True, "=forum.parter")


def test_a_subprocess_is_done_several_times_and_the_file_stays_valid() -> None:
    raw = next(path for path in CONTENT if path.stem == "rekommendation").read_bytes()
    process = DiagramFile(raw).process("rekommendation")
    calls = [str(one.get("id")) for one in process.iter("{*}callActivity", "{*}subProcess")]
    for step in calls:
        there = read_outline(raw, "rekommendation").by_id()[step].facts.loop
        edit = edits.SetRepeat(step, "turn", items="=l", item="x", results="r", result="=y")
        after = edit_outline(raw, "rekommendation", edit).content
        loop = read_outline(after, "rekommendation").by_id()[step].facts.loop
        assert loop == Loop("each", True, "=l", "x", "r", "=y")
        if there is not None:
            kept = edits.SetRepeat(
                step,
                "turn" if there.in_turn else "together",
                there.items,
                there.item,
                there.count,
                there.results,
                there.result,
                there.until,
            )
            assert edit_outline(raw, "rekommendation", kept).content == raw


def test_what_is_repeated_is_told_in_words() -> None:
    raw = edited(edits.SetRepeat("bereda", "turn", "forum.parter", "part")).content
    step = read_outline(raw, "arende").by_id()["bereda"]
    said = [one for one in step_facts(step, Names()) if one.label.sv == "För var och en"]
    assert [(one.text.sv, one.code) for one in said] == [("en i taget (part)", "=forum.parter")]


REPEAT = edits.SetRepeat("bereda", "turn", "forum.parter", "part")


@pytest.mark.parametrize(
    ("edit", "field"),
    [
        (replace(REPEAT, order="ibland"), "order"),
        (replace(REPEAT, items=""), "items"),
        (replace(REPEAT, items="forum."), "items"),
        (replace(REPEAT, item="å ä"), "item"),
        (replace(REPEAT, count="3"), "count"),
        (replace(REPEAT, items="", count="-3"), "count"),
        (replace(REPEAT, results="r"), "result"),
        (replace(REPEAT, result="svar"), "results"),
        (replace(REPEAT, results="å", result="svar"), "results"),
        (replace(REPEAT, results="r", result="1 +"), "result"),
        (replace(REPEAT, until="numberOf >"), "until"),
        (replace(REPEAT, order="again"), "again"),
        (replace(REPEAT, order="again", again="a ="), "again"),
        (replace(REPEAT, order="again", most="många"), "most"),
        (replace(REPEAT, step="gw_mottagen"), ""),
        (replace(REPEAT, step="vanta_uppfoljning"), ""),
    ],
)
def test_a_repetition_that_can_not_be_is_refused_at_its_field(
    edit: edits.SetRepeat, field: str
) -> None:
    assert refusal(edit) == field


# ---------------------------------------------------------------- events


@pytest.mark.parametrize(
    ("edit", "signal"),
    [
        (EVENT, Signal("error", "saknas", code="saknas")),
        (replace(EVENT, signal=""), Signal("error")),
        (
            replace(EVENT, kind="message", message="tillbaka", key="=string(arende.id)"),
            Signal("message", "tillbaka", "=string(arende.id)"),
        ),
        (replace(EVENT, kind="signal", signal="larm", interrupts=False), Signal("signal", "larm")),
        (
            replace(EVENT, kind="escalation", signal="", interrupts=False),
            Signal("escalation"),
        ),
        (replace(EVENT, kind="timer", time="14"), Signal("timer", timer="duration", text="P14D")),
        (
            replace(EVENT, kind="conditional", condition="titel = null"),
            Signal("conditional", text="=titel = null"),
        ),
    ],
    ids=lambda one: getattr(one, "kind", ""),
)
def test_something_may_happen_meanwhile(edit: edits.AddEvent, signal: Signal) -> None:
    result = edited(replace(edit, name_en="Fails", to="komplettera"))
    step = result.outline.by_id()[result.focus]
    assert (step.kind, step.host, step.facts.signals) == ("boundaryEvent", "bereda", (signal,))
    assert step.facts.interrupting is edit.interrupts
    assert step.facts.name_en == "Fails"
    assert step.facts.lane == result.outline.by_id()["bereda"].facts.lane
    assert [way.target for way in step.ways] == ["komplettera"]
    assert refused_by_the_engine(result.content) == []
    assert survives(result.content)
    ended = edited(edit)
    (way,) = ended.outline.by_id()[ended.focus].ways
    assert ended.outline.by_id()[way.target].kind == "endEvent"
    assert ended.outline.by_id()[way.target].name == "Slut"


def test_the_same_error_is_declared_once() -> None:
    once = edited(EVENT).content
    twice = edited(replace(EVENT, step="besluta"), once).content
    assert twice.count(b"<bpmn:error ") == 1


def test_what_an_event_is_about_is_changed_for_it_alone() -> None:
    raw = edited(EVENT).content
    raw = edited(replace(EVENT, step="besluta", name="Annat"), raw).content
    mine = edited(edits.SetSignal("gar_inte", "for_sent"), raw).content
    assert facts(mine, "gar_inte").signals == (Signal("error", "for_sent", code="for_sent"),)
    assert facts(mine, "annat").signals == (Signal("error", "saknas", code="saknas"),)
    assert refused_by_the_engine(mine) == []
    any_error = edited(edits.SetSignal("gar_inte", ""), mine).content
    assert facts(any_error, "gar_inte").signals == (Signal("error"),)


def test_a_condition_and_what_it_breaks_off_are_changed() -> None:
    raw = edited(replace(EVENT, kind="conditional", condition="a > 1")).content
    raw = edited(edits.SetCondition("gar_inte", "a > 2"), raw).content
    assert facts(raw, "gar_inte").signals[0].text == "=a > 2"
    beside = edited(edits.SetInterrupts("gar_inte", False), raw).content
    assert not facts(beside, "gar_inte").interrupting
    assert edited(edits.SetInterrupts("gar_inte", True), beside).content == raw


def test_an_event_subprocess_breaks_off_or_not() -> None:
    raw = next(path for path in CONTENT if path.stem == "rekommendation_huvudman").read_bytes()
    edit = edits.SetInterrupts("dags_att_paminna", True)
    after = edit_outline(raw, "rekommendation_huvudman", edit).content
    step = read_outline(after, "rekommendation_huvudman").by_id()["dags_att_paminna"]
    assert step.facts.interrupting


@pytest.mark.parametrize(
    ("step", "kind", "tag"),
    [
        (edits.SendStep("Larma", "signal", "larm"), "signal", "intermediateThrowEvent"),
        (edits.SendStep("Säg till", "escalation", "H-1"), "escalation", "intermediateThrowEvent"),
        (
            edits.SendStep("Skicka", "message", message="nytt", key="=string(arende.id)"),
            "message",
            "intermediateThrowEvent",
        ),
        (edits.SignalStep("Vänta", "larm"), "signal", "intermediateCatchEvent"),
        (edits.ConditionStep("Vänta", "titel != null"), "conditional", "intermediateCatchEvent"),
        (edits.EndStep("Fel", kind="error", signal="E-1"), "error", "endEvent"),
        (edits.EndStep("Larm", kind="signal", signal="larm"), "signal", "endEvent"),
        (edits.EndStep("Till utåt", kind="escalation", signal="H"), "escalation", "endEvent"),
        (
            edits.EndStep("Skicka", kind="message", message="nytt", key="=string(arende.id)"),
            "message",
            "endEvent",
        ),
        (edits.EndStep("Allt slutar", kind="terminate"), "terminate", "endEvent"),
    ],
    ids=lambda one: one if isinstance(one, str) else type(one).__name__,
)
def test_what_is_waited_for_and_told_can_be_put_in(
    step: edits.NewStep, kind: str, tag: str
) -> None:
    result = edited(edits.InsertStep(AFTER, step))
    there = event(result.content, kind)
    assert (there.id, there.kind) == (result.focus, tag)
    assert survives(result.content)
    if tag != "endEvent":
        assert refused_by_the_engine(result.content) == []


def test_an_end_with_an_error_runs() -> None:
    way = "flode_gw_mottagen_till_gw_beredning"
    raw = edited(edits.LeadWay(way, "end")).content
    end = next(one.id for one in read_outline(raw, "arende").all_steps() if one.name == "Slut")
    raw = edited(edits.InsertStep(edits.Place("before", end), edits.TaskStep("T")), raw).content
    raw = edited(edits.AddEvent("t", "error", "Fel", signal="E-1"), raw).content
    assert [one for one in refused_by_the_engine(raw) if "leder hit" not in one] == []


@pytest.mark.parametrize(
    ("edit", "field"),
    [
        (replace(EVENT, name=""), "name"),
        (replace(EVENT, kind="något"), "what"),
        (replace(EVENT, interrupts=False), "interrupts"),
        (replace(EVENT, kind="signal", signal=""), "signal"),
        (replace(EVENT, kind="timer", time="snart"), "time"),
        (replace(EVENT, kind="conditional", condition=""), "condition"),
        (replace(EVENT, kind="message", message=""), "message"),
        (replace(EVENT, kind="message", message="nytt"), "key"),
        (replace(EVENT, to=""), "to"),
        (replace(EVENT, to="anmald"), "to"),
        (replace(EVENT, step="gw_mottagen"), ""),
        (edits.SetSignal("bereda", "x"), ""),
        (edits.SetCondition("bereda", "x"), ""),
        (edits.SetInterrupts("bereda", False), ""),
        (edits.SetInterrupts("anmald", False), ""),
        (edits.InsertStep(AFTER, edits.SendStep("S", "", "x")), "what"),
        (edits.InsertStep(AFTER, edits.SendStep("S", "error", "x")), "what"),
        (edits.InsertStep(AFTER, edits.SendStep("S", "escalation", " ")), "signal"),
        (edits.InsertStep(AFTER, edits.SignalStep("S", "")), "signal"),
        (edits.InsertStep(AFTER, edits.ConditionStep("S", "1 +")), "condition"),
        (edits.InsertStep(AFTER, edits.EndStep("S", kind="error")), "signal"),
        (edits.InsertStep(AFTER, edits.EndStep("S", kind="annat")), "what"),
    ],
)
def test_an_event_that_can_not_be_is_refused_at_its_field(edit: edits.Edit, field: str) -> None:
    assert refusal(edit) == field


def test_an_error_always_interrupts() -> None:
    raw = edited(EVENT).content
    assert refusal(edits.SetInterrupts("gar_inte", False), raw) == "interrupts"


# ---------------------------------------------------------------- other things


def test_what_goes_in_and_out_of_a_step() -> None:
    edit = edits.SetMappings("bereda", "a: =titel\n\nb.c: text med: kolon", "svar: =a")
    raw = edited(edit).content
    assert facts(raw).inputs == (("a", "=titel"), ("b.c", "text med: kolon"))
    assert facts(raw).outputs == (("svar", "=a"),)
    assert refused_by_the_engine(raw) == []
    assert survives(raw)
    inner = facts(raw)
    same = edits.SetMappings("bereda", mapping_lines(inner.inputs), mapping_lines(inner.outputs))
    assert edited(same, raw).content == raw
    fewer = edited(edits.SetMappings("bereda", "a: =titel", "svar: =a\nmer: =b"), raw).content
    assert facts(fewer).inputs == (("a", "=titel"),)
    assert facts(fewer).outputs == (("svar", "=a"), ("mer", "=b"))
    assert edited(edits.SetMappings("bereda"), raw).content == CASE


def test_how_urgent_a_task_is_and_whom_it_is_for() -> None:
    raw = edited(edits.SetPriority("bereda", "70")).content
    assert facts(raw).priority == "70"
    assert refused_by_the_engine(raw) == []
    assert edited(edits.SetPriority("bereda", ""), raw).content == CASE
    who = edited(edits.SetRole("bereda", groups="sekreterare", assignee="=arende.handlaggare"))
    assert facts(who.content).assignee == "=arende.handlaggare"
    kept = edited(edits.SetRole("bereda", groups="registrator"), who.content).content
    assert (facts(kept).assignee, facts(kept).groups) == ("=arende.handlaggare", "registrator")


def test_another_process_is_called() -> None:
    raw = edited(edits.InsertStep(AFTER, edits.CallStep("Annan", "en"))).content
    after = edited(edits.SetCall("annan", "tva"), raw)
    assert after.outline.by_id()["annan"].facts.calls == "tva"
    assert edited(edits.SetCall("annan", "en"), after.content).content == raw
    assert refusal(edits.SetCall("annan", " "), raw) == "process"


def test_what_the_process_itself_says() -> None:
    edit = edits.SetProcess("Ärenden", "Cases", "Så här", "Like this")
    result = edited(edit)
    said = result.outline
    assert (said.name, said.name_en, said.help, said.help_en) == (
        "Ärenden",
        "Cases",
        "Så här",
        "Like this",
    )
    assert refused_by_the_engine(result.content) == []


@pytest.mark.parametrize(
    ("edit", "field"),
    [
        (edits.SetMappings("bereda", "å: =x"), "inputs"),
        (edits.SetMappings("bereda", "a =x"), "inputs"),
        (edits.SetMappings("bereda", "a: =1 +"), "inputs"),
        (edits.SetMappings("bereda", "", "a:"), "outputs"),
        (edits.SetMappings("gw_mottagen", "a: =x"), ""),
        (edits.SetPriority("bereda", "mycket"), "priority"),
        (edits.SetPriority("bereda", "101"), "priority"),
        (edits.SetPriority("registrera", "1"), ""),
        (edits.SetRole("bereda", assignee="= 1 +"), "assignee"),
        (edits.SetCall("bereda", "annan"), ""),
        (edits.SetProcess(" "), "name"),
    ],
)
def test_what_can_not_be_set_is_refused_at_its_field(edit: edits.Edit, field: str) -> None:
    assert refusal(edit) == field
