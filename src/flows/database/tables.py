"""Every table of Flows in one place: importing this module fills the metadata.

A room that gets a table is named here, and `make revision m="…"` writes the migration. The tables
of Procrastinate (`procrastinate_…`) are not ours to describe: they come with a revision of their
own and are left alone by autogenerate.
"""

from sqlalchemy import MetaData

from flows.catalog import tables as catalog
from flows.database import loaded_content
from flows.files import tables as files
from flows.identity import tables as identity
from flows.instances import tables as instances
from flows.kernel import Base
from flows.modeler import move_tables as moves
from flows.modeler import tables as modeler
from flows.organisation import tables as organisation
from flows.records import tables as records

ROOMS = (organisation, identity, files, catalog, instances, records, modeler, moves, loaded_content)


def all_tables() -> MetaData:
    """The metadata with the tables of every room."""
    return Base.metadata
