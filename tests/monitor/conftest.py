"""The monitor is tested on the processes and the people that come with Flows."""

from pathlib import Path

import pytest
from tests.house import House

from flows.catalog.versions import forget_versions
from flows.kernel import Database, Settings


@pytest.fixture(scope="module")
def county(
    database: Database, database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> House:
    """A house with Gävleborg, Västernorrland and their processes."""
    forget_versions()
    data_dir: Path = tmp_path_factory.mktemp("data")
    built = House(database, Settings(database_url=database_url, data_dir=data_dir))
    built.publish_content()
    return built
