"""The whole program, running on small processes of its own, with a mail server."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.durability.house import House
from tests.durability.post_office import PostOffice
from tests.program import ROOT, Program, running


@pytest.fixture
def post_office() -> Iterator[PostOffice]:
    """The mail server that the program sends to."""
    with PostOffice() as opened:
        yield opened


@pytest.fixture
def house(tmp_path: Path, post_office: PostOffice) -> Iterator[House]:
    """The running program, seen from its database."""
    processes = ROOT / "tests/durability/processes"
    with running(Program(tmp_path / "var", processes, smtp_url=post_office.url)) as program:
        yield House(program)
