"""An outline tells every step and every flow of a diagram once, whatever the diagram looks like."""

from collections import Counter
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.diagrams.every_diagram import CONTENT, TESTS, engine_diagrams
from tests.diagrams.random_beside import dressed
from tests.diagrams.random_diagrams import HEAD, diagrams

from flows.diagrams import (
    DiagramFile,
    FileRefused,
    Lane,
    Outline,
    ProcessUnknown,
    Step,
    lay_out,
    read_outline,
)
from flows.diagrams.diagram_file import flow_nodes, scopes_in, sequence_flows
from flows.diagrams.flow_graph import after_dominators, dominators
from flows.diagrams.spoken import Names
from flows.diagrams.step_words import kind_words, split_words, step_facts, step_name, way_words
from flows.diagrams.write_outline import write_outline


def outlines(raw: bytes) -> list[Outline]:
    return [read_outline(raw, str(process.get("id"))) for process in DiagramFile(raw).processes()]


def assert_tells_everything_once(raw: bytes) -> None:
    """Every flow node and flow once; every number is the place that it is told at."""
    for process in DiagramFile(raw).processes():
        outline = read_outline(raw, str(process.get("id")))
        steps = list(outline.all_steps())
        nodes = [str(one.get("id")) for scope in scopes_in(process) for one in flow_nodes(scope)]
        assert Counter(step.id for step in steps) == Counter(nodes)
        assert [step.number for step in steps] == list(range(1, len(steps) + 1))
        known = set(nodes)
        flows = [
            str(one.get("id"))
            for scope in scopes_in(process)
            for one in sequence_flows(scope)
            if one.get("sourceRef") in known
        ]
        assert Counter(way.flow for _step, way in outline.ways() if way.flow) == Counter(flows)
        numbers = {step.id: step.number for step in steps}
        for step, way in outline.ways():
            assert way.number == numbers.get(way.target, 0), (step.id, way)
            if way.leads == "branch":
                assert way.steps[0].id == way.target
        assert_reads_on(outline)


def assert_reads_on(outline: Outline) -> None:
    """What is said to follow below does: it is the next step of the same sequence."""

    def check(sequence: tuple[Step, ...]) -> None:
        for place, step in enumerate(sequence):
            onward = [way for way in step.ways if way.leads == "next"]
            assert len(onward) <= 1
            for way in onward:
                assert sequence[place + 1].id == way.target
            for inner in (*step.events, *(way.steps for way in step.ways)):
                check(inner)
            for part in step.inside:
                check(part.steps)

    for part in outline.parts:
        check(part.steps)


@pytest.mark.parametrize("path", [*CONTENT, *TESTS], ids=lambda path: Path(path).stem)
def test_a_real_diagram_is_told_once(path: Path) -> None:
    assert_tells_everything_once(path.read_bytes())


def test_the_engines_random_processes_are_told_once() -> None:
    for raw in engine_diagrams(range(60)):
        assert_tells_everything_once(raw)


@settings(max_examples=80, deadline=None)
@given(diagrams())
def test_any_diagram_is_told_once(raw: bytes) -> None:
    assert_tells_everything_once(raw)


@settings(max_examples=60, deadline=None)
@given(diagrams())
def test_an_outline_survives_being_written_and_read(raw: bytes) -> None:
    outline = read_outline(raw, "p")
    assert read_outline(write_outline(outline), "p") == outline


@settings(max_examples=100, deadline=None)
@given(diagrams(), st.integers(0, 1_000_000))
def test_what_stands_beside_a_flow_survives_too(raw: bytes, seed: int) -> None:
    outline = read_outline(dressed(Random(seed), raw), "p")
    written = write_outline(outline)
    assert read_outline(written, "p") == outline
    assert read_outline(lay_out(written), "p") == outline


@pytest.mark.parametrize("path", [*CONTENT, *TESTS], ids=lambda path: Path(path).stem)
def test_a_real_outline_survives_being_written_and_read(path: Path) -> None:
    for outline in outlines(path.read_bytes()):
        assert read_outline(write_outline(outline), outline.process_id) == outline


def test_the_engines_outlines_survive_too() -> None:
    for raw in engine_diagrams(range(60)):
        for outline in outlines(raw):
            assert read_outline(write_outline(outline), outline.process_id) == outline


@settings(max_examples=60, deadline=None)
@given(diagrams())
def test_there_are_words_for_everything_in_both_languages(raw: bytes) -> None:
    for step in read_outline(raw, "p").all_steps():
        for said in (kind_words(step), step_name(step), split_words(step)):
            assert said is None or (said.sv and said.en)
        for fact in step_facts(step, Names(), Lane("lane", "Bana")):
            assert fact.label.sv
            assert fact.label.en
            assert fact.text.sv or fact.code
        for way in step.ways:
            words = way_words(way, step, Names())
            assert words is None or (words.sv and words.en)


def test_a_case_reads_as_it_happens() -> None:
    outline = read_outline((CONTENT[0]).read_bytes(), "arende")
    steps = outline.by_id()
    prepare = steps["bereda"]
    assert prepare.number == steps["gw_beredning"].number + 1
    assert [sequence[0].id for sequence in prepare.events] == ["aterkallas_beredning"]
    question = steps["gw_mottagen"]
    no, yes = question.ways
    assert (no.name, no.default, no.leads) == ("Nej", True, "goto")
    assert (yes.name, yes.leads, yes.target) == ("Ja", "next", "gw_beredning")
    assert yes.condition == '=mottagning = "vidare" and count(berorda_parter) >= 2'
    said = way_words(yes, question, Names())
    assert said is not None
    assert said.sv == "när mottagning är ”vidare” och antalet i berorda_parter är minst 2"
    back = [way for _step, way in outline.ways() if way.leads == "back"]
    assert {way.target for way in back} == {
        "ta_emot",
        "satt_pa_dagordning",
        "gw_beredning",
        "vanta_uppfoljning",
    }


def test_what_happens_beside_the_rest_is_told_apart() -> None:
    path = next(path for path in CONTENT if path.stem == "rekommendation_huvudman")
    outline = read_outline(path.read_bytes(), "rekommendation_huvudman")
    assert [part.kind for part in outline.parts] == ["start", "event", "event"]
    reminder = outline.parts[1].steps[0]
    assert [step.id for step in reminder.inside[0].steps] == [
        "dags_att_paminna",
        "paminn",
        "paminnelse_skickad",
    ]
    assert not reminder.inside[0].steps[0].facts.interrupting


def nested(depth: int) -> bytes:
    """Choices in choices in choices."""
    body = '<bpmn:startEvent id="s"/>'
    before = "s"
    for level in range(depth):
        body += f'<bpmn:parallelGateway id="g{level}"/><bpmn:task id="t{level}"/>'
        body += f'<bpmn:task id="u{level}"/>'
        body += f'<bpmn:sequenceFlow id="a{level}" sourceRef="{before}" targetRef="g{level}"/>'
        body += f'<bpmn:sequenceFlow id="b{level}" sourceRef="g{level}" targetRef="t{level}"/>'
        body += f'<bpmn:sequenceFlow id="c{level}" sourceRef="g{level}" targetRef="u{level}"/>'
        before = f"u{level}"
    return f'{HEAD}<bpmn:process id="p">{body}</bpmn:process></bpmn:definitions>'.encode()


def test_what_would_stand_too_deep_is_told_further_down() -> None:
    raw = nested(1_000)
    assert_tells_everything_once(raw)
    outline = read_outline(raw, "p")
    assert {part.kind for part in outline.parts} == {"start", "continued"}
    assert read_outline(write_outline(outline), "p") == outline


def test_subprocesses_in_one_another_are_told_further_down() -> None:
    body = "".join(f'<bpmn:subProcess id="s{n}">' for n in range(40)) + "</bpmn:subProcess>" * 40
    raw = f'{HEAD}<bpmn:process id="p">{body}</bpmn:process></bpmn:definitions>'.encode()
    assert_tells_everything_once(raw)
    outline = read_outline(raw, "p")
    assert "inside" in {part.kind for part in outline.parts}
    assert read_outline(write_outline(outline), "p") == outline


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<a",
        b"<a/>",
        b'<!DOCTYPE d><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>',
        b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">&x;</definitions>',
        f"{HEAD}{'<a>' * 100}{'</a>' * 100}</bpmn:definitions>".encode(),
    ],
)
def test_what_is_no_safe_diagram_is_refused(raw: bytes) -> None:
    with pytest.raises(FileRefused):
        read_outline(raw, "p")


def test_a_process_that_is_not_there_is_said_so() -> None:
    with pytest.raises(ProcessUnknown):
        read_outline(CONTENT[0].read_bytes(), "annan")


def test_every_way_to_a_node_passes_its_dominator() -> None:
    #   0 → 1 → 2 → 4, 1 → 3 → 4, 4 → 1
    graph = [[1], [2, 3], [4], [4], [1]]
    assert dominators(graph) == {0: 0, 1: 0, 2: 1, 3: 1, 4: 1}
    assert after_dominators([[1, 2], [3], [3], []]) == {4: 4, 3: 4, 1: 3, 2: 3, 0: 3}
