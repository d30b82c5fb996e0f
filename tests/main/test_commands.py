"""Every fault that can be foreseen is one clear line and an exit code, never a trace."""

import errno
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import click
import psycopg
import pytest
from click.testing import CliRunner, Result
from procrastinate.exceptions import ConnectorException
from sqlalchemy.exc import OperationalError
from tests.program import free_port

from flows.database.errors import ServerTooOld
from flows.database.server import check_major
from flows.kernel import Invalid, Problem
from flows.main.cli import main
from flows.main.faults import clear_lines


def flows(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(main, list(arguments), env=environment)


def outcome(*arguments: str, **environment: str) -> tuple[int, str]:
    """Exit code and standard error of the real program."""
    done = subprocess.run(
        [sys.executable, "-m", "flows.main", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stderr


def told_by_the_queue(error: Exception) -> Exception:
    """What the library of the queue makes of what the database's driver said."""
    wrapped = ConnectorException()
    wrapped.__cause__ = error
    return wrapped


def test_help_tells_of_every_command_in_one_line_each() -> None:
    said = flows("--help").stdout
    for name in main.commands:
        lines = [line for line in said.splitlines() if line.startswith(f"  {name} ")]
        assert len(lines) == 1
        assert lines[0].endswith(".")
        assert "..." not in lines[0]


def test_a_misspelt_setting_is_said() -> None:
    code, said = outcome("migrate", FLOWS_PROT="8001")
    assert (code, said) == (1, "Settings can't be used: FLOWS_PROT: no such setting\n")


@pytest.mark.parametrize("command", [["migrate"], ["worker"], ["serve"], ["demo"], ["run"]])
def test_a_server_that_does_not_answer_is_said(command: list[str]) -> None:
    code, said = outcome(
        *command,
        FLOWS_DATABASE_URL="postgresql://me:secret@127.0.0.1:1/flows",
        FLOWS_PORT=str(free_port()),
    )
    assert code == 1
    assert said.startswith("The database postgresql+psycopg://me:***@127.0.0.1:1/flows does not")
    assert said.count("\n") == 1
    assert "secret" not in said


@pytest.mark.parametrize("url", ["mysql://a/b", "postgresql://a", "flows", "://"])
def test_a_url_that_is_none_is_said(url: str) -> None:
    code, said = outcome("migrate", FLOWS_DATABASE_URL=url)
    assert code == 1
    assert said == (
        "FLOWS_DATABASE_URL must look like this: postgresql://user:password@host/database\n"
    )


def test_an_old_server_is_said() -> None:
    check_major(15)
    with pytest.raises(ServerTooOld, match="is PostgreSQL 14; Flows needs 15 or newer"):
        check_major(14)


def test_a_data_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    file = tmp_path / "var"
    file.touch()
    code, said = outcome("migrate", FLOWS_DATA_DIR=str(file))
    assert code == 1
    assert said.count("\n") == 1
    assert str(file) in said


def test_a_data_folder_that_can_t_be_written_is_said() -> None:
    code, said = outcome("migrate", FLOWS_DATA_DIR="/proc/flows")
    assert code == 1
    assert said.count("\n") == 1
    assert "/proc/flows" in said


def test_a_full_disk_is_said(tmp_path: Path) -> None:
    """A limit on the size of files is as near as a test gets to a disk that is full."""
    done = subprocess.run(
        ["bash", "-c", 'ulimit -f 64; exec "$0" -m flows.main migrate', sys.executable],
        env={**os.environ, "FLOWS_DATA_DIR": str(tmp_path / "var")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "data folder could not be made: could not write to file" in done.stderr


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (OSError(errno.ENOSPC, "x", "/srv/f"), "There is no space left on the disk (/srv/f)."),
        (OSError(errno.EACCES, "x", "/srv"), "No permission to write there (/srv). Choose"),
        (OSError(errno.EROFS, "x"), "No permission to write there. Choose another folder"),
        (NotADirectoryError(errno.ENOTDIR, "Not a directory", "/a"), "Not a directory (/a)."),
        (psycopg.OperationalError("the server\nclosed"), "The database does not answer: the serv"),
        (psycopg.errors.DiskFull("could not extend"), "There is no space left on the database's"),
        (
            OperationalError("INSERT …", {"who": "hemlig"}, psycopg.errors.DiskFull("no space")),
            "There is no space left on the database's disk.",
        ),
        (
            OperationalError("SELECT …", {}, psycopg.OperationalError("closed")),
            "The database does not answer: closed",
        ),
        (told_by_the_queue(psycopg.OperationalError("gone")), "The database does not answer: gone"),
        (told_by_the_queue(psycopg.errors.DiskFull("full")), "There is no space left on the data"),
    ],
)
def test_faults_of_the_machine_are_clear_lines(error: Exception, line: str) -> None:
    lines = clear_lines(error)
    assert lines is not None
    assert len(lines) == 1
    assert lines[0].startswith(line)


def test_problems_are_told_with_their_place_in_both_languages() -> None:
    problem = Problem("x", "Okänt.", "Unknown.", file="a.bpmn", line=3, element="T1", name="Bered")
    assert clear_lines(Invalid("Fel.", "Wrong.", [problem])) == [
        "Wrong.",
        '  error: a.bpmn:3 T1 "Bered": Unknown.',
        "      sv: Okänt.",
    ]


def test_errors_are_told_before_what_follows_from_them() -> None:
    lines = clear_lines(
        Invalid(
            problems=[
                Problem("h", "Tips.", "A hint.", severity="hint"),
                Problem("w", "Varning.", "A warning.", severity="warning"),
                Problem("e", "Fel.", "An error."),
            ]
        )
    )
    assert lines is not None
    assert [line for line in lines[1:] if "sv:" not in line] == [
        "  error: An error.",
        "  warning: A warning.",
        "  hint: A hint.",
    ]


def test_a_flood_of_problems_is_cut_off() -> None:
    lines = clear_lines(Invalid(problems=[Problem("x", "Fel.", "Wrong.")] * 70))
    assert lines is not None
    assert lines[-1] == "  … and 20 more"


def test_a_bug_is_no_clear_line() -> None:
    assert clear_lines(ZeroDivisionError()) is None
    assert clear_lines(ValueError("oops")) is None


def test_the_schema_is_brought_up_to_date_and_said(database_url: str) -> None:
    said = flows("migrate", FLOWS_DATABASE_URL=database_url)
    assert said.exit_code == 0
    assert "the schema is up to date" in said.stdout


def test_a_backup_is_put_back_when_that_is_confirmed(database_url: str, tmp_path: Path) -> None:
    file = str(tmp_path / "flows.backup")
    environment: Mapping[str, str] = {"FLOWS_DATABASE_URL": database_url}
    assert "read back without a fault" in flows("backup", file, **environment).stdout
    refused = CliRunner().invoke(main, ["restore", file], input="n\n", env=environment)
    assert refused.exit_code == 1
    assert "Go on?" in refused.stdout
    restored = flows("restore", "--yes", file, **environment)
    assert restored.exit_code == 0
    assert "is in place" in restored.stdout


def test_a_backup_that_is_none_is_said(database_url: str, tmp_path: Path) -> None:
    said = flows("restore", "--yes", str(tmp_path / "none"), FLOWS_DATABASE_URL=database_url)
    assert said.exit_code == 1
    assert f"There is no file {tmp_path / 'none'}." in said.stderr


def test_a_folder_for_the_backup_that_is_not_there_is_said(
    database_url: str, tmp_path: Path
) -> None:
    said = flows("backup", str(tmp_path / "no" / "f"), FLOWS_DATABASE_URL=database_url)
    assert said.exit_code == 1
    assert "No such file or directory" in said.stderr


def test_commands_are_told_in_the_order_in_which_they_are_needed() -> None:
    with click.Context(main) as context:
        assert main.list_commands(context)[:3] == ["run", "serve", "worker"]
