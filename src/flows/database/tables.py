"""Every table of Flows in one place: importing this module fills `Base.metadata`.

A room that gets a table is named here, and `make revision m="…"` writes the migration. The tables
of Procrastinate (`procrastinate_…`) are not ours to describe: they come with a revision of their
own and are left alone by autogenerate.
"""

import importlib
from importlib.util import find_spec

from sqlalchemy import MetaData

from flows.kernel import Base

ROOMS_WITH_TABLES = (
    "flows.database.loaded_content",
    "flows.organisation.tables",
    "flows.identity.tables",
    "flows.catalog.tables",
    "flows.instances.tables",
    "flows.records.tables",
    "flows.operations.tables",
    "flows.inbox.tables",
)
FOREIGN_PREFIX = "procrastinate_"


def all_tables() -> MetaData:
    """The metadata with the tables of every room."""
    for name in ROOMS_WITH_TABLES:
        package = name.rpartition(".")[0]
        if find_spec(package) and find_spec(name):
            importlib.import_module(name)
    return Base.metadata
