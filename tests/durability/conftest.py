"""The whole program, running on small processes of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.durability.house import House
from tests.program import ROOT, Program, running


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """The running program, seen from its database."""
    with running(Program(tmp_path / "var", ROOT / "tests/durability/processes")) as program:
        yield House(program)
