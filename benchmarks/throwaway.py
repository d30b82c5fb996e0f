"""A house to throw away: an embedded PostgreSQL with organisations, processes and accounts."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text

from flows.catalog import Package
from flows.catalog.publish_package import publish_package
from flows.database import EmbeddedServer
from flows.database.migration import migrate
from flows.database.tables import all_tables
from flows.identity import create_demonstration
from flows.kernel import Database
from flows.organisation import collaborations, load_organisation, people_of

ORGANISATIONS = Path(__file__).parents[1] / "processes" / "organisations"
FORUM = "natverk-valfard"
PASSWORD = "benchmark"


@dataclass(frozen=True, slots=True)
class House:
    """A running server, its database, and the folder that goes when it goes."""

    server: EmbeddedServer
    database: Database
    folder: Path

    @property
    def url(self) -> str:
        return self.database.url

    def publish(self, name: str, files: Mapping[str, bytes]) -> None:
        """Publish a package."""
        with self.database.transaction() as session:
            publish_package(
                session, Package(name, files), author="benchmark", reason="benchmark", now=now()
            )

    def number(self, query: str) -> float:
        """The one number that a query gives, asked as the server's superuser."""
        with self.server.superuser("flows") as connection:
            found = connection.execute(query.encode()).fetchone()
            return float(found[0]) if found and found[0] is not None else 0.0

    def command(self, *statements: str) -> None:
        """Do something as the server's superuser."""
        with self.server.superuser("flows") as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def log(self) -> str:
        """What the server has written in its log."""
        return (self.folder / "postgres" / "postgres.log").read_text(errors="replace")


def now() -> datetime:
    """The instant, in UTC."""
    return datetime.now(UTC)


@contextmanager
def house(*, accounts: bool = False) -> Iterator[House]:
    """Start a house, durable as in earnest, and take it away afterwards."""
    for name in [name for name in os.environ if name.startswith("FLOWS_")]:
        del os.environ[name]
    folder = Path(tempfile.mkdtemp(prefix="flows-benchmark-"))
    server = EmbeddedServer(folder / "postgres")
    try:
        server.start()
        migrate(server.url())
        database = Database(server.url())
        built = House(server, database, folder)
        _fill(built, accounts=accounts)
        try:
            yield built
        finally:
            database.dispose()
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _fill(built: House, *, accounts: bool) -> None:
    all_tables()
    with built.database.transaction() as session:
        for file in sorted(ORGANISATIONS.glob("*.yaml")):
            load_organisation(session, file.read_bytes(), file.name, now())
        if accounts:
            for each in collaborations(session):
                people = [(person.id, each.id) for person in people_of(session, each.id)]
                create_demonstration(session, people, PASSWORD, now=now())
        session.execute(text("select 1"))
