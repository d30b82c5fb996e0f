"""What tests of recordings share: a process owner in the county, and somebody who records."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session
from tests.house import House
from tests.modeler.recorder import Recorder

from flows.organisation import Actor


@pytest.fixture
def session(county: House) -> Iterator[Session]:
    """A transaction in the county that is undone."""
    with county.database.engine.connect() as connection:
        transaction = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint") as opened:
            yield opened
        transaction.rollback()


@pytest.fixture
def owner(county: House) -> Actor:
    return county.actor("processagare-gavleborg")


@pytest.fixture
def recorder(session: Session, owner: Actor) -> Recorder:
    return Recorder(session, owner, "arende")
