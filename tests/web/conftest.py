"""A site for each test module: what a test does there stays for the module's next test."""

from pathlib import Path

import pytest
from tests.web.site import Site

from flows.kernel import Database, Settings


@pytest.fixture(scope="module")
def site(database: Database, database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder: Path = tmp_path_factory.mktemp("site")
    settings = Settings(database_url=database_url, data_dir=folder, secret_key="k", demo=True)
    return Site(database, settings)
