"""Folder and browser change the same package: neither is ever written over unasked."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session
from tests.house import MONDAY, House

from flows.catalog import (
    ContentRefused,
    LoadReport,
    Package,
    PackageVersion,
    ProcessUnknown,
    current_process,
    latest_version,
    load_processes,
    package_of,
    process_names,
    publish_package,
    version_of,
)
from flows.catalog.load_processes import WhenChangedInBrowser
from flows.kernel import Database
from flows.main.cli import main
from flows.operations import OPERATIONS

SMALL = Path(__file__).parents[1] / "durability/processes"
DIAGRAM = "slitage/slitage.bpmn"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the small content, to be changed."""
    return Path(shutil.copytree(SMALL, tmp_path / "processes"))


def load(session: Session, content: Path, when: WhenChangedInBrowser = "refuse") -> LoadReport:
    return load_processes(
        session,
        content,
        author="flows load",
        reason="test",
        now=MONDAY,
        max_bytes=1 << 20,
        operations=OPERATIONS,
        when_changed_in_browser=when,
    )


def change(content: Path, seconds: int) -> None:
    diagram = content / DIAGRAM
    diagram.write_text(diagram.read_text().replace("PT1S", f"PT{seconds}S"))


def in_browser(session: Session, was: str = "PT1S") -> PackageVersion:
    """Publish a change as the browser does."""
    files = dict(package_of(session, latest_version(session, "slitage").version_id).files)
    files["slitage.bpmn"] = files["slitage.bpmn"].replace(was.encode(), b"PT9S")
    publish_package(
        session,
        Package("slitage", files),
        author="processagare-provlanet",
        reason="Nio sekunder",
        now=MONDAY,
        origin="browser",
    )
    return latest_version(session, "slitage")


def test_an_unchanged_folder_leaves_what_the_browser_made(session: Session, content: Path) -> None:
    load(session, content)
    made = in_browser(session)
    assert made.origin == "browser"
    again = load(session, content)
    assert again.unchanged == ("slitage",)
    assert latest_version(session, "slitage") == made


def test_a_folder_changed_too_is_refused_in_plain_words(session: Session, content: Path) -> None:
    load(session, content)
    made = in_browser(session)
    change(content, 2)
    with pytest.raises(ContentRefused) as refused:
        load(session, content)
    (problem,) = refused.value.problems
    assert problem.file == "slitage"
    assert "Version 2 gjordes i webbläsaren av processagare-provlanet" in problem.sv
    assert "flows export slitage" in problem.en
    assert latest_version(session, "slitage") == made


def test_a_start_of_the_program_keeps_it_and_says_so(session: Session, content: Path) -> None:
    load(session, content)
    made = in_browser(session)
    change(content, 2)
    assert load(session, content, "keep").kept == ("slitage",)
    assert latest_version(session, "slitage") == made
    with pytest.raises(ContentRefused):
        load(session, content)


def test_the_folder_wins_when_that_is_said(session: Session, content: Path) -> None:
    load(session, content)
    in_browser(session)
    assert load(session, content, "replace").published == (("slitage", 3),)
    third = latest_version(session, "slitage")
    assert (third.origin, third.sha256) == ("folder", version_of(session, "slitage", 1).sha256)


def test_a_folder_that_took_the_change_in_is_in_step_again(session: Session, content: Path) -> None:
    load(session, content)
    in_browser(session)
    change(content, 9)
    assert load(session, content).unchanged == ("slitage",)
    diagram = content / DIAGRAM
    diagram.write_text(diagram.read_text().replace("PT9S", "PT3S"))
    assert load(session, content).published == (("slitage", 3),)


def test_what_a_version_no_longer_has_cant_be_started(session: Session, content: Path) -> None:
    load(session, content)
    gone = "slitage_del"
    assert current_process(session, gone)
    name = process_names(session)[gone]
    files = dict(package_of(session, latest_version(session, "slitage").version_id).files)
    whole = Package("slitage", files)
    kept = {"slitage_del.bpmn": files["slitage_del.bpmn"]}
    publish_package(session, Package("slitage", kept), author="a", reason="r", now=MONDAY)
    with pytest.raises(ProcessUnknown):
        current_process(session, "slitage")
    assert current_process(session, gone).number == 2
    assert process_names(session)[gone] == name
    publish_package(session, whole, author="a", reason="r", now=MONDAY)
    assert current_process(session, "slitage").number == 3


def test_what_runs_of_a_process_that_is_gone_goes_on(county: House) -> None:
    def plain(*ids: str) -> dict[str, bytes]:
        return {f"{id_}.bpmn": _waits(id_) for id_ in ids}

    county.publish("tva", plain("ett", "tva"))
    runs = county.start("tva")
    county.publish("tva", plain("ett"))
    county.answer(runs, "gor")
    assert county.instance(runs).status == "ended"
    with pytest.raises(ProcessUnknown):
        county.start("tva")
    assert county.start("ett")


def flows(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(main, list(arguments), env=environment)


def test_export_and_load_are_each_others_opposites(
    database: Database, database_url: str, content: Path, tmp_path: Path
) -> None:
    environment = {"FLOWS_DATABASE_URL": database_url}
    assert flows("load", str(content), **environment).exit_code == 0
    with database.transaction() as session:
        in_browser(session)
    change(content, 2)
    refused = flows("load", str(content), **environment)
    assert refused.exit_code == 1
    assert "error: slitage: Version 2 was made in the browser" in refused.stderr
    (content / "slitage/gammal.form").write_text("{}")
    (content / "slitage/LAS-MIG.md").write_text("vår egen")
    said = flows("export", "slitage", str(content), **environment)
    assert "slitage: version 2, 1 files written, removed gammal.form" in said.stdout
    assert (content / "slitage/LAS-MIG.md").exists()
    assert "PT9S" in (content / DIAGRAM).read_text()
    assert "published none; 1 unchanged" in flows("load", str(content), **environment).stdout
    unknown = flows("export", "slitna", str(tmp_path), **environment)
    assert (unknown.exit_code, unknown.stderr) == (1, "There is no such process.\n")
    assert not (tmp_path / "slitna").exists()
    assert "published slitage 3" in flows("load", "--replace", str(SMALL), **environment).stdout


def _waits(process_id: str) -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t">
  <process id="{process_id}" name="{process_id}" isExecutable="true">
    <startEvent id="borjan"><outgoing>a</outgoing></startEvent>
    <sequenceFlow id="a" sourceRef="borjan" targetRef="gor" />
    <userTask id="gor" name="Gör"><incoming>a</incoming><outgoing>b</outgoing></userTask>
    <sequenceFlow id="b" sourceRef="gor" targetRef="slut" />
    <endEvent id="slut"><incoming>b</incoming></endEvent>
  </process>
</definitions>""".encode()
