"""The server that holds the data: the one at FLOWS_DATABASE_URL, or else the embedded one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from flows.database.binaries import OLDEST_MAJOR
from flows.database.embedded import EmbeddedServer
from flows.database.errors import ServerTooOld, ServerUnreachable
from flows.kernel import Settings

_DRIVER = "postgresql+psycopg"
_ANSWER_WITHIN_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Server:
    """A PostgreSQL server that answers and is new enough.

    `url` is an SQLAlchemy URL. `embedded` is None for a server that others look after. `text`
    describes it in a few words, without secrets.
    """

    url: str
    major: int
    text: str
    embedded: EmbeddedServer | None


@contextmanager
def open_server(settings: Settings) -> Iterator[Server]:
    """The server for as long as the block runs; an embedded one that we started is then stopped.

    Raises ServerUnreachable, ServerTooOld, NoEmbeddedServer, ServerFailed, or OSError for the
    embedded server's folder.
    """
    if settings.database_url:
        url = sqlalchemy_url(settings.database_url)
        major = require_new_enough(url)
        place = url.host or url.query.get("host") or "localhost"
        text = f"PostgreSQL {major} at {place}, database {url.database}"
        yield Server(url.render_as_string(hide_password=False), major, text, None)
        return
    embedded = EmbeddedServer(postgres_folder(settings))
    try:
        embedded.start()
        major = require_new_enough(make_url(embedded.url()))
        parts = [f"PostgreSQL {major}, embedded in {postgres_folder(settings)}", embedded.note]
        if embedded.attached:
            parts.append("already running")
        text = "; ".join(part for part in parts if part)
        yield Server(embedded.url(), major, text, embedded)
    finally:
        embedded.stop()


def postgres_folder(settings: Settings) -> Path:
    """Where the embedded server's data is."""
    return settings.data_dir / "postgres"


def sqlalchemy_url(raw: str) -> URL:
    """A URL as people write it, with the driver that Flows uses.

    Raises ServerUnreachable when it is not the URL of a PostgreSQL database.
    """
    try:
        url = make_url(raw)
    except ArgumentError:
        url = None
    if url is None or url.drivername not in {"postgres", "postgresql", _DRIVER} or not url.database:
        raise ServerUnreachable(
            "FLOWS_DATABASE_URL ska se ut så här: postgresql://användare:lösenord@värd/databas",
            "FLOWS_DATABASE_URL must look like this: postgresql://user:password@host/database",
        )
    return url.set(drivername=_DRIVER)


def connection_text(url: URL) -> str:
    """The URL as libpq and PostgreSQL's own programs understand it, password included."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def require_new_enough(url: URL) -> int:
    """The server's major version. Raises ServerUnreachable, or ServerTooOld below 15."""
    try:
        with psycopg.connect(
            connection_text(url), connect_timeout=_ANSWER_WITHIN_SECONDS
        ) as connection:
            major = connection.info.server_version // 10_000
    except psycopg.Error as error:
        reason = " ".join(str(error).split())
        shown = url.render_as_string(hide_password=True)
        raise ServerUnreachable(
            f"Databasen {shown} svarar inte: {reason}",
            f"The database {shown} does not answer: {reason}",
        ) from error
    check_major(major)
    return major


def check_major(major: int) -> None:
    """Raise ServerTooOld for a PostgreSQL older than 15."""
    if major < OLDEST_MAJOR:
        raise ServerTooOld(
            f"Servern är PostgreSQL {major}; Flows behöver {OLDEST_MAJOR} eller nyare.",
            f"The server is PostgreSQL {major}; Flows needs {OLDEST_MAJOR} or newer.",
        )
