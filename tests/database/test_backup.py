"""A backup holds everything, and a restore gives back exactly that, or changes nothing."""

import os
from pathlib import Path

import pytest
from sqlalchemy import create_engine, pool, text

from flows.database.backup import back_up, restore
from flows.database.binaries import Binaries, embedded_binaries
from flows.database.embedded import EmbeddedServer
from flows.database.errors import BackupFailed
from flows.database.migration import known_revisions
from flows.database.server import Server

TRICKY = "åäö \\. \\N \n\\.\nSET transaction_timeout = 0;\n\ttab ' \" ; DROP"


@pytest.fixture
def place(server: EmbeddedServer, database_url: str) -> Server:
    return Server(database_url, 18, "the tests' own", server)


def run(place: Server, *statements: str, **values: object) -> None:
    engine = create_engine(place.url, poolclass=pool.NullPool)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement), values)


def notes(place: Server) -> list[str]:
    engine = create_engine(place.url, poolclass=pool.NullPool)
    with engine.connect() as connection:
        return list(connection.execute(text("SELECT text FROM note ORDER BY id")).scalars())


@pytest.fixture(autouse=True)
def note_table(place: Server) -> None:
    run(
        place,
        "DROP TABLE IF EXISTS note, newcomer",
        "CREATE TABLE note (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, text text)",
    )
    run(place, "INSERT INTO note (text) VALUES (:text)", text=TRICKY)


def test_everything_comes_back_and_what_came_later_goes(place: Server, tmp_path: Path) -> None:
    file = tmp_path / "flows.backup"
    size = back_up(place, file)
    run(place, "DELETE FROM note", "CREATE TABLE newcomer (id int)")

    restored = restore(place, file)

    assert size == file.stat().st_size > 0
    assert restored.revision == restored.migration.after
    assert notes(place) == [TRICKY]
    run(place, "INSERT INTO note (text) VALUES ('next')")  # the sequence goes on where it was
    assert notes(place) == [TRICKY, "next"]
    with pytest.raises(Exception, match="newcomer"):
        run(place, "SELECT * FROM newcomer")


def test_a_backup_is_for_its_owner_s_eyes(place: Server, tmp_path: Path) -> None:
    file = tmp_path / "flows.backup"
    back_up(place, file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_that_is_no_backup_changes_nothing(place: Server, tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear Sir")
    with pytest.raises(BackupFailed):
        restore(place, file)
    assert notes(place) == [TRICKY]


def test_half_a_backup_changes_nothing(place: Server, tmp_path: Path) -> None:
    file = tmp_path / "flows.backup"
    back_up(place, file)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) * 2 // 3])
    run(place, "INSERT INTO note (text) VALUES ('kept')")
    with pytest.raises(BackupFailed):
        restore(place, file)
    assert notes(place) == [TRICKY, "kept"]


def test_a_backup_of_a_newer_flows_is_refused(place: Server, tmp_path: Path) -> None:
    file = tmp_path / "flows.backup"
    run(place, "UPDATE alembic_version SET version_num = '9999'")
    try:
        back_up(place, file)
    finally:
        run(place, f"UPDATE alembic_version SET version_num = '{max(known_revisions())}'")
    with pytest.raises(BackupFailed, match="newer Flows"):
        restore(place, file)


def test_nobody_is_using_the_database_while_it_is_replaced(place: Server, tmp_path: Path) -> None:
    file = tmp_path / "flows.backup"
    back_up(place, file)
    engine = create_engine(place.url, poolclass=pool.NullPool)
    with engine.connect(), pytest.raises(BackupFailed, match="1 other connections"):
        restore(place, file)


def test_a_missing_file_is_said(place: Server, tmp_path: Path) -> None:
    with pytest.raises(BackupFailed, match="no file"):
        restore(place, tmp_path / "nothing.backup")


def test_a_folder_that_is_not_there_is_said(place: Server, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        back_up(place, tmp_path / "missing" / "flows.backup")


def test_a_backup_goes_from_a_newer_server_to_an_older_one(
    place: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An old pg_restore can't read what a newer pg_dump wrote: the newest at hand reads it."""
    file = tmp_path / "flows.backup"
    back_up(place, file)
    run(place, "DELETE FROM note")
    for name in ("pg_dump", "pg_restore", "psql"):
        program = tmp_path / name
        program.write_text("#!/bin/sh\necho 'unsupported version in file header' >&2\nexit 1\n")
        program.chmod(0o755)
    old, new = Binaries(tmp_path, 15), embedded_binaries()
    monkeypatch.setattr("flows.database.backup._all_binaries", lambda: [old, new])

    restore(Server(place.url, 15, "an older one", None), file)

    assert notes(place) == [TRICKY]


def test_a_backup_takes_the_place_of_files_only(place: Server, tmp_path: Path) -> None:
    """`flows backup /dev/null` as root would leave the machine without its /dev/null."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(BackupFailed, match="not an ordinary file"):
        back_up(place, pipe)
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]
