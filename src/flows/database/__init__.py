"""The PostgreSQL under Flows: an embedded one or a server, its schema, and its backups."""

from flows.database.embedded import EmbeddedServer
from flows.database.errors import (
    BackupFailed,
    DatabaseError,
    MigrationFailed,
    NoEmbeddedServer,
    ServerFailed,
    ServerTooOld,
    ServerUnreachable,
)

__all__ = [
    "BackupFailed",
    "DatabaseError",
    "EmbeddedServer",
    "MigrationFailed",
    "NoEmbeddedServer",
    "ServerFailed",
    "ServerTooOld",
    "ServerUnreachable",
]
