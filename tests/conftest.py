"""What every test may ask for: a real, throw-away PostgreSQL, settings and a transaction.

One cluster a test run, migrated once into a template; every test module gets a copy of the
template as a database of its own. Within a module `session` gives a transaction that is rolled
back, and `database` gives the database itself, whose commits stay until the module is done.
"""

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings
from sqlalchemy.orm import Session
from tests.house import House

from flows.database import EmbeddedServer
from flows.database.binaries import binaries_in
from flows.database.migration import migrate
from flows.kernel import Database, Settings

TEMPLATE = "flows_template"

# The same examples every time, so that a change lands or not for what it is itself;
# `--hypothesis-profile=search` looks for new ones.
hypothesis_settings.register_profile("same", derandomize=True, deadline=None)
hypothesis_settings.register_profile("search", derandomize=False, deadline=None)
hypothesis_settings.load_profile("same")
_numbers = count(1)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--postgres-binaries",
        metavar="FOLDER",
        help="run the tests on the PostgreSQL whose programs are in FOLDER, not on the embedded",
    )


@pytest.fixture(scope="session", autouse=True)
def _environment_of_tests() -> None:
    """No setting of the person who runs the tests reaches them."""
    for name in [name for name in os.environ if name.startswith("FLOWS_")]:
        del os.environ[name]


@pytest.fixture(scope="session")
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[EmbeddedServer]:
    """The test run's own PostgreSQL server, fast and forgetful."""
    folder = request.config.getoption("--postgres-binaries")
    running = EmbeddedServer(
        tmp_path_factory.mktemp("postgres"),
        binaries=binaries_in(Path(folder)) if folder else None,
        durable=False,
    )
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def template(server: EmbeddedServer) -> str:
    """The name of the migrated database that the others are copied from."""
    with server.superuser() as connection:
        connection.execute(f"CREATE DATABASE {TEMPLATE} OWNER flows")
    migrate(server.url(TEMPLATE))
    return TEMPLATE


@pytest.fixture(scope="module")
def database_url(server: EmbeddedServer, template: str) -> Iterator[str]:
    """The URL of a migrated database that this test module has to itself."""
    name = f"test_{next(_numbers)}"
    with server.superuser() as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} OWNER flows")
        yield server.url(name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def database(database_url: str) -> Iterator[Database]:
    """The module's database; what a test commits is there for the module's next test."""
    opened = Database(database_url)
    yield opened
    opened.dispose()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session whose work, commits included, is undone when the test ends."""
    with database.engine.connect() as connection:
        transaction = connection.begin()
        with Session(
            connection, join_transaction_mode="create_savepoint", expire_on_commit=False
        ) as opened:
            yield opened
        transaction.rollback()


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings for the module's database and a data folder of the test's own."""
    return Settings(database_url=database_url, data_dir=tmp_path, secret_key="secret of the tests")


@pytest.fixture(scope="module")
def county(
    database: Database, database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> House:
    """A house with Gävleborg, Västernorrland and the processes that come with Flows."""
    data_dir = tmp_path_factory.mktemp("data")
    built = House(database, Settings(database_url=database_url, data_dir=data_dir))
    built.publish_content()
    return built
