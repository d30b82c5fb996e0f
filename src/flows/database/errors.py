"""What can go wrong with the database before a single question has been asked of it.

FlowsError
└── DatabaseError
    ├── NoEmbeddedServer     this machine has no embedded PostgreSQL to start
    ├── ServerFailed         the embedded PostgreSQL did not start, or died
    ├── ServerUnreachable    nobody answers at FLOWS_DATABASE_URL
    ├── ServerTooOld         the server is older than PostgreSQL 15
    ├── MigrationFailed      the schema could not be brought up to date
    └── BackupFailed         a backup could not be written, read or put back
"""

from flows.kernel import FlowsError


class DatabaseError(FlowsError):
    """The database can't be used."""

    code = "database"
    sv = "Databasen går inte att använda."
    en = "The database can't be used."


class NoEmbeddedServer(DatabaseError):
    """This machine has no embedded PostgreSQL to start."""

    code = "database-not-embedded"


class ServerFailed(DatabaseError):
    """The embedded PostgreSQL did not start, or died."""

    code = "database-failed"


class ServerUnreachable(DatabaseError):
    """Nobody answers at FLOWS_DATABASE_URL."""

    code = "database-unreachable"


class ServerTooOld(DatabaseError):
    """The server is older than PostgreSQL 15."""

    code = "database-too-old"


class MigrationFailed(DatabaseError):
    """The schema could not be brought up to date."""

    code = "database-migration"


class BackupFailed(DatabaseError):
    """A backup could not be written, read or put back."""

    code = "database-backup"
