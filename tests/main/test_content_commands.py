"""flows check, load and demo: what they say and what they do, all of it or nothing."""

import os
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from flows.identity import check_password
from flows.kernel import Database, system_clock
from flows.main.cli import main

SMALL = Path(__file__).parents[1] / "durability/processes"


def flows(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(main, list(arguments), env=environment)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the small content, to be changed."""
    return Path(shutil.copytree(SMALL, tmp_path / "processes"))


def count(database: Database, table: str) -> int:
    with database.transaction() as session:
        return int(session.scalar(text(f"SELECT count(*) FROM {table}")) or 0)


def test_good_content_is_said_to_be_good() -> None:
    said = flows("check", str(SMALL))
    assert said.exit_code == 0
    assert "1 packages, 0 scenarios, 0 errors" in said.stdout


def test_every_fault_is_told_with_file_line_and_element(content: Path) -> None:
    diagram = content / "slitage/slitage.bpmn"
    diagram.write_text(diagram.read_text().replace("arende.avsluta", "arende.slarva"))
    said = flows("check", str(content))
    assert said.exit_code == 1
    (line,) = (line for line in said.stdout.splitlines() if line.startswith("  error: "))
    assert re.match(r'  error: slitage/slitage\.bpmn:\d+ avsluta "Avsluta": ', line)
    assert "1 errors" in said.stdout


@pytest.mark.parametrize(("command", "what"), [("check", ""), ("load", "folder ")])
def test_a_path_that_is_not_there_is_said(command: str, what: str, database_url: str) -> None:
    said = flows(command, "/no/such/folder", FLOWS_DATABASE_URL=database_url)
    assert said.exit_code == 1
    assert said.stderr == f"There is no {what}/no/such/folder.\n"


def test_an_oversized_file_is_refused(content: Path) -> None:
    said = flows("check", str(content), FLOWS_MAX_FILE_BYTES="1024")
    assert said.exit_code == 1
    assert "slitage/slitage.bpmn" in said.stdout


def test_the_errors_stand_first(content: Path) -> None:
    """What follows from a file that can't be read is told after it."""
    (content / "slitage/slitage_del.bpmn").write_text("<broken")
    told = re.findall(r"^  (error|warning|hint): ", flows("check", str(content)).stdout, re.M)
    assert told == sorted(told, key=("error", "warning", "hint").index)
    assert told[0] == "error"
    assert told[-1] != "error"


@pytest.mark.parametrize("command", ["check", "load"])
def test_a_pipe_among_the_files_is_refused_and_not_waited_for(
    content: Path, command: str, database_url: str
) -> None:
    os.mkfifo(content / "slitage/ror.form")
    said = flows(command, str(content), FLOWS_DATABASE_URL=database_url)
    assert said.exit_code == 1
    assert "slitage/ror.form: This is not an ordinary file." in said.output


def test_faulty_content_is_not_loaded_at_all(
    content: Path, database: Database, database_url: str
) -> None:
    (content / "slitage/slitage_del.bpmn").write_text("<broken")
    said = flows("load", str(content), FLOWS_DATABASE_URL=database_url)
    assert said.exit_code == 1
    assert said.stderr.startswith("The content has errors. Nothing was loaded.\n")
    for table in ("process_version", "collaboration", "loaded_content"):
        assert count(database, table) == 0


def test_content_is_loaded_once_and_then_when_it_changes(content: Path, database_url: str) -> None:
    environment = {"FLOWS_DATABASE_URL": database_url}
    first = flows("load", str(content), **environment)
    assert "1 organisations; published slitage 1; 0 unchanged" in first.stdout
    second = flows("load", str(content), **environment)
    assert "published none; 1 unchanged" in second.stdout
    third = flows("load", "--if-changed", str(content), **environment)
    assert "has not changed since it was loaded" in third.stdout

    diagram = content / "slitage/slitage.bpmn"
    diagram.write_text(diagram.read_text().replace("PT1S", "PT2S"))
    fourth = flows("load", "--if-changed", str(content), **environment)
    assert "published slitage 2; 0 unchanged" in fourth.stdout


def test_everyone_gets_an_account_and_is_told(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    environment = {"FLOWS_DATABASE_URL": database_url, "FLOWS_DATA_DIR": str(tmp_path)}
    flows("load", str(SMALL), **environment)
    said = flows("demo", **environment)
    assert said.exit_code == 0
    password = (tmp_path / "demo-password").read_text().strip()
    assert (tmp_path / "demo-password").stat().st_mode & 0o777 == 0o600
    assert f"the password of everyone is {password}" in said.stdout
    assert "  Provlänet\n" in said.stdout
    # one for each role, since the organisation names nobody to begin with
    assert "  bitradande-provradet    Biträdande sekreterare Provrådet\n" in said.stdout
    assert "  initiativtagare-provby  Initiativtagare Provby\n" in said.stdout
    assert "sekreterare-provradet" not in said.stdout
    assert "All 3 people are on the sign-in page; flows demo --list prints them." in said.stdout
    with database.transaction() as session:
        now = system_clock()
        assert check_password(session, "sekreterare-provradet", password, now=now)
        assert not check_password(session, "sekreterare-provradet", "guess", now=now)
    assert flows("demo", **environment).stdout == said.stdout
    everyone = flows("demo", "--list", **environment).stdout
    assert f"the password of everyone is {password}" in everyone
    assert "  Provrådet: bitradande-provradet, sekreterare-provradet\n" in everyone


def test_a_demonstration_restored_into_another_folder_can_be_signed_in_to(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    environment = {"FLOWS_DATABASE_URL": database_url, "FLOWS_DATA_DIR": str(tmp_path / "old")}
    flows("load", str(SMALL), **environment)
    flows("demo", **environment)
    flows("backup", str(tmp_path / "demo.backup"), **environment)
    database.dispose()

    environment["FLOWS_DATA_DIR"] = str(tmp_path / "new")
    assert flows("restore", "--yes", str(tmp_path / "demo.backup"), **environment).exit_code == 0
    said = flows("demo", **environment).stdout

    password = (tmp_path / "new/demo-password").read_text().strip()
    assert f"the password of everyone is {password}" in said
    assert "came from elsewhere with another password" in said
    with database.transaction() as session:
        assert check_password(session, "sekreterare-provradet", password, now=system_clock())
    assert "came from elsewhere" not in flows("demo", **environment).stdout


def test_what_the_browser_has_changed_too_is_kept_when_asked(
    content: Path, database: Database, database_url: str
) -> None:
    environment = {"FLOWS_DATABASE_URL": database_url}
    flows("load", str(content), **environment)
    with database.transaction() as session:
        session.execute(text("UPDATE loaded_package SET sha256 = 'what the browser began with'"))
    diagram = content / "slitage/slitage.bpmn"
    diagram.write_text(diagram.read_text().replace("PT1S", "PT2S"))
    assert flows("load", str(content), **environment).exit_code == 1
    kept = flows("load", "--keep", str(content), **environment)
    assert kept.exit_code == 0
    assert "published none" in kept.stdout
    assert "kept slitage as changed in the browser" in kept.stdout
    replaced = flows("load", "--replace", str(content), **environment)
    assert re.search(r"published slitage \d", replaced.stdout)
