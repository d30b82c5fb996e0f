"""What the check finds in content that is wrong, and that nothing of it is loaded."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from flows.catalog import (
    CheckReport,
    ContentRefused,
    LoadReport,
    check_processes,
    current_process,
    definition_of,
    diagram_of,
    load_processes,
)
from flows.catalog.tables import ProcessVersion
from flows.operations import OPERATIONS

CONTENT = Path(__file__).parent.parent.parent / "processes"
NOW = datetime(2027, 1, 11, 8, tzinfo=UTC)
LIMIT = 1_048_576


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the content that may be spoilt."""
    copy = tmp_path / "processes"
    shutil.copytree(CONTENT, copy)
    return copy


def checked(path: Path, *, scenarios: bool = False) -> CheckReport:
    return check_processes(path, max_bytes=LIMIT, operations=OPERATIONS, scenarios=scenarios)


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


SPOILT: dict[str, tuple[str, Callable[[Path], None]]] = {
    "a form that is missing": (
        "form-missing",
        lambda path: (path / "arende" / "arende-beredning.form").unlink(),
    ),
    "a decision that is missing": (
        "no-such-decision",
        lambda path: (path / "arende" / "niva.dmn").unlink(),
    ),
    "an operation that is unknown": (
        "operation-missing",
        lambda path: change(
            path / "arende" / "arende.bpmn", 'type="arende.registrera"', 'type="arende.trolla"'
        ),
    ),
    "a role that nobody has": (
        "role-missing",
        lambda path: change(
            path / "projekt" / "projekt.bpmn",
            '<zeebe:assignmentDefinition candidateGroups="',
            '<zeebe:assignmentDefinition candidateGroups="trollkarl,',
        ),
    ),
}


@pytest.mark.parametrize("what", SPOILT)
def test_what_is_missing_is_named_with_its_place(content: Path, what: str) -> None:
    code, spoil = SPOILT[what]
    spoil(content)

    report = checked(content)

    assert not report.ok
    found = [problem for problem in report.problems if problem.severity == "error"]
    assert code in {p.code for p in found}
    assert all(p.sv and p.en and p.file for p in found)
    assert any(p.line and p.element for p in found)


HOSTILE = {
    "not XML": b"<bpmn:definitions",
    "no process": b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>',
    "an entity bomb": (
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
        b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">&b;</definitions>'
    ),
    "a file of the machine": (
        b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">&f;</definitions>'
    ),
    "too large": b"<a>" + b" " * LIMIT + b"</a>",
    "not text": bytes(range(256)),
    "empty": b"",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence(
    content: Path, session: Session, what: str
) -> None:
    (content / "arende" / "arende.bpmn").write_bytes(HOSTILE[what])

    report = checked(content)

    assert not report.ok
    assert any(p.file.startswith("arende/arende.bpmn") and p.sv for p in report.problems)
    assert not any("root:" in p.sv + p.en for p in report.problems)
    with pytest.raises(ContentRefused) as refused:
        load(session, content)
    assert refused.value.problems
    assert session.scalar(select(func.count()).select_from(ProcessVersion)) == 0


def test_a_scenario_that_ends_otherwise_is_found(content: Path) -> None:
    spoilt = next((content / "rekommendation" / "scenarier").glob("*.yaml"))
    text = spoilt.read_text()
    spoilt.write_text(text.replace("\nexpect:", "\nexpect:\n  messages: [nagot_helt_annat]", 1))

    report = checked(content, scenarios=True)

    assert not report.ok
    assert [p.code for p in report.problems if p.severity == "error"] == ["scenario-messages"]
    assert sum(not right for _, right in report.scenarios) == 1


def test_a_scenario_where_the_wrong_role_acts_is_found(content: Path) -> None:
    for spoilt in (content / "arende" / "scenarier").glob("*.yaml"):
        text = spoilt.read_text()
        if 'as: "sekreterare' in text:
            spoilt.write_text(text.replace('as: "sekreterare', 'as: "ledamot', 1))
            break

    report = checked(content, scenarios=True)

    stopped = [p for p in report.problems if p.code == "scenario-stopped"]
    assert len(stopped) == 1
    assert "ledamot" in stopped[0].sv
    assert stopped[0].line > 1


def test_a_scenario_that_can_not_be_read_says_where(content: Path) -> None:
    spoilt = content / "arende" / "scenarier" / "trasig.yaml"
    spoilt.write_text("namn: Trasig\nstart:\n  process: arende\n  klockan: nio\nexpect: {}\n")

    found = [p for p in checked(content, scenarios=True).problems if "trasig" in p.file]

    assert [(p.code, p.line) for p in found] == [("scenario-shape", 3)]


def test_a_node_that_no_scenario_passes_is_a_warning(content: Path) -> None:
    scenarios = sorted((content / "projekt" / "scenarier").glob("*.yaml"))
    for file in scenarios[:-1]:
        file.unlink()

    report = checked(content, scenarios=True)

    assert report.ok
    left = {p.element for p in report.problems if p.code == "not-covered"}
    assert 0 < len(left) < 19
    covered = next(c for c in report.coverage if c.process_id == "projekt")
    assert set(covered.left) == left


def test_a_process_without_scenarios_is_told_of_once(content: Path) -> None:
    report = checked(content / "projekt" / "projekt.bpmn", scenarios=True)

    assert report.ok
    assert [p.code for p in report.problems] == ["no-scenarios"]


def test_a_package_is_played_with_the_organisations_beside_it(content: Path) -> None:
    report = checked(content / "rekommendation", scenarios=True)

    assert report.problems == ()
    assert len(report.organisations) == 2
    assert all(right for _, right in report.scenarios)


def test_a_forum_that_no_file_holds_is_told_of(content: Path) -> None:
    shutil.rmtree(content / "organisations")

    stopped = checked(content / "rekommendation", scenarios=True).problems

    assert {p.code for p in stopped} >= {"scenario-stopped"}
    assert any("natverk-valfard" in p.sv for p in stopped)


def load(session: Session, path: Path, limit: int = LIMIT) -> LoadReport:
    return load_processes(
        session,
        path,
        author="test",
        reason="test",
        now=NOW,
        max_bytes=limit,
        operations=OPERATIONS,
        scenarios=False,
    )


def test_only_what_has_changed_becomes_a_version(session: Session, content: Path) -> None:
    first = load(session, content)
    assert dict(first.published) == {"arende": 1, "projekt": 1, "rekommendation": 1}
    assert load(session, content).published == ()

    change(content / "arende" / "arende.bpmn", 'name="Ta emot anmälan"', 'name="Ta emot"')
    again = load(session, content)

    assert (again.published, sorted(again.unchanged)) == (
        (("arende", 2),),
        ["projekt", "rekommendation"],
    )
    current = current_process(session, "arende")
    assert (current.number, current.package, current.name) == (2, "arende", "Ärende")
    assert 'name="Ta emot"' in diagram_of(session, current.version_id, "arende").decode()


def test_what_a_raised_limit_let_in_can_be_run(session: Session, content: Path) -> None:
    diagram = content / "projekt" / "projekt.bpmn"
    diagram.write_text(f"{diagram.read_text()}<!--{' ' * LIMIT}-->")
    assert "file-too-large" in {p.code for p in checked(content).problems}

    load(session, content, limit=4 * LIMIT)

    version = current_process(session, "projekt").version_id
    assert "projekt" in definition_of(session, version).processes
