"""Scenarios as files: what is written is read again, and what could harm is refused in words."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from tests.engine.drawing import END, chain, diagram, event, node, on, user

from flows.catalog import Package, play_package, scenario_run
from flows.catalog.play_scenario import play_scenario
from flows.catalog.scenario_file import MAX_BYTES, Scenario, name_place, read_scenario
from flows.catalog.scenario_run import MAX_WORK
from flows.catalog.scenario_stage import Stage
from flows.catalog.write_scenario import write_scenario, write_text
from flows.engine import deploy
from flows.forms import parse_form
from flows.organisation import Organisation

CONTENT = Path(__file__).parents[2] / "processes"
FILES = sorted(CONTENT.glob("*/scenarier/*.yaml"))

NAMES = some.text(some.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)
VALUES: some.SearchStrategy[Any] = some.recursive(
    some.none()
    | some.booleans()
    | some.integers(-(10**20), 10**20)
    | some.floats(allow_nan=False, allow_infinity=False)
    | some.text(some.characters(codec="utf-8", exclude_categories=["Cs"]))
    | some.sampled_from(
        ["2027-03-12", "12:30", "ja", "yes", "null", "=x", "a: b", "# nej", " å\n"]
    ),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)
MAPPINGS = some.dictionaries(NAMES, VALUES, max_size=4)


def scenario(**values: Any) -> Scenario:
    given: dict[str, Any] = {
        "file": "x.yaml",
        "name": "Namn",
        "process": "p",
        "forum": None,
        "part": None,
        "now": datetime(2027, 3, 28, 1, 30, tzinfo=UTC),
        "answers": {},
        "variables": {},
        "message": None,
        "operations": {},
        "steps": (),
        "expect": {},
    }
    return Scenario(**{**given, **values})


def read(raw: bytes) -> Scenario:
    found, problems = read_scenario(raw, "x.yaml")
    assert found is not None, problems
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parts[-3]}/{file.stem}")
def test_a_scenario_that_is_written_is_the_one_that_was_read(file: Path) -> None:
    first = read(file.read_bytes())
    written = write_scenario(first)
    assert read(written) == first
    assert "\\x" not in written.decode()
    assert "{" not in written.decode().replace("{}", "")


@given(
    name=some.text(some.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1),
    variables=MAPPINGS,
    answers=MAPPINGS,
    operations=MAPPINGS,
    expected=MAPPINGS,
)
@settings(max_examples=150, deadline=None)
def test_whatever_is_answered_survives_the_file(
    name: str,
    variables: dict[str, Any],
    answers: dict[str, Any],
    operations: dict[str, Any],
    expected: dict[str, Any],
) -> None:
    one = scenario(
        name=name,
        variables=variables,
        answers=answers,
        operations=operations,
        steps=({"task": "a", "as": "b", "answers": answers}, {"clock": "P1D"}),
        expect={"variables": expected},
    )
    assert read(write_scenario(one)) == one


def test_numbers_are_kept_or_refused_never_changed() -> None:
    one = scenario(expect={"variables": {"a": Decimal("10.10"), "b": Decimal("7")}})
    assert read(write_scenario(one)).expect == {"variables": {"a": 10.1, "b": 7}}
    with pytest.raises(ValueError, match="digits"):
        write_scenario(scenario(expect={"variables": {"a": Decimal("0.12345678901234567890123")}}))


def test_a_name_is_changed_where_it_stands() -> None:
    for file in FILES:
        text = file.read_text()
        place = name_place(file.read_bytes())
        assert place is not None
        changed = text[: place[0]] + write_text('Ä "b": c') + text[place[1] :]
        assert read(changed.encode()) == replace(read(file.read_bytes()), name='Ä "b": c')


BOMB = "a0: &a0 [x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
)
REFUSED = {
    "a bomb of aliases": (BOMB.encode(), "alias"),
    "a tag": (b"!!python/object/apply:os.system ['id']", "Taggen"),
    "too deep": (b"namn: " + b"[" * 5_000, "djupare"),
    "too large": (b"namn: " + b"x" * MAX_BYTES, "högst"),
    "not text": (b"\xff\xfe\x00namn", "UTF-8"),
    "nothing": (b"", "tom"),
    "two documents": (b"namn: a\n---\nnamn: b\n", "flera dokument"),
    "a number without end": (
        b"namn: a\nstart: {process: p}\nexpect: {variables: {a: " + b"9" * 5_000 + b"}}",
        "citattecken",
    ),
    "a key that is no name": (
        b"namn: a\nstart: {process: p, answers: {yes: 1}}\nexpect: {}",
        "yes",
    ),
    "too many steps": (
        b"namn: a\nstart: {process: p}\nexpect: {}\nsteps:\n" + b"- {clock: P1D}\n" * 501,
        "steps",
    ),
    "a list": (b"- 1", "filen"),
    "no instant": (b"namn: a\nstart: {process: p, now: sen}\nexpect: {}", "sen"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_hostile_scenario_is_refused_with_a_sentence(what: str) -> None:
    raw, said = REFUSED[what]
    found, problems = read_scenario(raw, "x.yaml")
    assert found is None
    assert any(said in problem.sv for problem in problems), problems
    assert all(problem.line and len(problem.sv) < 600 for problem in problems)


LOOP = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="t"><process id="p"
 isExecutable="true"><startEvent id="s"/><exclusiveGateway id="g"/><serviceTask id="j" name="Om">
 <extensionElements><zeebe:taskDefinition type="t"/></extensionElements></serviceTask>
 <sequenceFlow id="a" sourceRef="s" targetRef="g"/><sequenceFlow id="b" sourceRef="g"
 targetRef="j"/><sequenceFlow id="c" sourceRef="j" targetRef="g"/></process></definitions>"""


@pytest.mark.parametrize("kind", ["message", "signal"])
def test_a_message_or_a_signal_starts_a_process(kind: str) -> None:
    begins = event("startEvent", "s", on(kind, "m2" if kind == "message" else "sg"))
    definition = deploy({"p.bpmn": diagram(begins + user("u") + END + chain("s", "u", "e"))})
    name = "nyhet" if kind == "message" else "stopp"
    begun = scenario(message=name, message_variables={"x": 1}, expect={"open": ["u"]})
    assert play_scenario(begun, Stage(definition, {}, {})).faults == []
    other = scenario(message="annat", expect={"open": ["u"]})
    assert play_scenario(other, Stage(definition, {}, {})).stopped_at == 0


def test_a_start_that_nobody_drew_need_not_be_passed() -> None:
    raw = diagram(node("task", "x"))
    played = scenario()
    package = Package("p", {"p.bpmn": raw, "scenarier/a.yaml": write_scenario(played)})
    report = play_package.play_package(package, Stage(deploy({"p.bpmn": raw}), {}, {}))
    assert report.problems == []
    assert [(one.passed, one.of, one.left) for one in report.coverage] == [(1, 1, ())]


def test_a_scenario_without_end_stops_with_a_sentence() -> None:
    stage = Stage(deploy({"p.bpmn": LOOP}), {}, {})
    played = play_scenario(scenario(), stage)
    assert [fault.code for fault in played.faults] == ["scenario-stopped"]
    assert "cirkel" in played.faults[0].sv
    assert str(MAX_WORK) in played.faults[0].sv


def test_scenarios_that_take_too_long_stop_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scenario_run, "MAX_SECONDS", -1.0)
    stage = Stage(deploy({"p.bpmn": LOOP}), {}, {})
    assert "för lång tid" in play_scenario(scenario(), stage).faults[0].sv
    monkeypatch.setattr(play_package, "MAX_SECONDS", -1.0)
    package = Package("p", {"p.bpmn": LOOP, "scenarier/a.yaml": write_scenario(scenario())})
    report = play_package.play_package(package, stage)
    assert "hann inte provas" in report.results[0].faults[0].sv


@given(answers=MAPPINGS, operations=MAPPINGS, expected=MAPPINGS)
@settings(max_examples=60, deadline=None)
def test_no_answer_makes_a_scenario_raise(
    answers: dict[str, Any], operations: dict[str, Any], expected: dict[str, Any]
) -> None:
    files = {
        file.name: file.read_bytes() for file in (CONTENT / "arende").iterdir() if file.is_file()
    }
    organisation = Organisation.parse((CONTENT / "organisations" / "gavleborg.yaml").read_bytes())
    forms = [parse_form(raw, name) for name, raw in files.items() if name.endswith(".form")]
    stage = _stage(files, forms, organisation)
    right = read((CONTENT / "arende/scenarier/06_avvisat.yaml").read_bytes())
    step = {"task": "ta_emot", "as": "sekreterare", "answers": {"mottagning": answers, **answers}}
    odd = replace(
        right,
        operations={"arende.registrera": operations, **operations},
        steps=(step, *right.steps),
        expect={"variables": expected, "ends": list(expected), "operations": list(answers)},
    )
    for fault in play_scenario(odd, stage).faults:
        assert fault.sv


_kept: dict[str, Stage] = {}


def _stage(files: dict[str, bytes], forms: list[Any], organisation: Organisation) -> Stage:
    if "stage" not in _kept:
        _kept["stage"] = Stage(
            deploy(files),
            {form.id: form for form in forms},
            {forum.id: organisation for forum in organisation.forums},
        )
    return _kept["stage"]


SHAPE = """namn: Namn
start:
  process: p
steps:
  - task: Uppgift
    as: nagon
expect: {}
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("namn: Namn\n", "", "det saknas namn."),
        ("namn: Namn", "namn: ''", "det får inte vara tomt."),
        ("namn: Namn", "namn: 3", "här ska en text stå."),
        ("expect: {}", "expect: []", "här ska en grupp av namn och värden stå."),
        ("    as: nagon\n", "", "det saknas as."),
        ("as: nagon", "as: nagon\n    vem: x", "vem hör inte hemma här."),
        ("as: nagon", "as: nagon\n    where: x", "uttrycket ska börja med =."),
        ("as: nagon", "as: nagon\n    item: 0", "talet ska vara minst 1."),
        ("as: nagon", "as: nagon\n    clock: P1D", "ett steg är ett av task, clock"),
        ("- task: Uppgift\n    as: nagon", "- nej", "ett steg är ett av task, clock"),
        ("steps:", "forum: {}\nsteps:", "forum hör inte hemma här."),
    ],
)
def test_the_shape_of_a_scenario_is_told_in_words(old: str, new: str, said: str) -> None:
    found, problems = read_scenario(SHAPE.replace(old, new, 1).encode(), "x.yaml")
    assert found is None
    assert [problem.code for problem in problems] == ["scenario-shape"]
    assert said in problems[0].sv
    assert " is " not in problems[0].sv
