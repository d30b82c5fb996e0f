"""Hostile packages are refused in words or run safely; none takes over 2 s or 200 MB."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.engine.hostile_diagrams import endless, expressions, sizes
from tests.engine.hostile_events import copies, joins, odd_names, storms
from tests.engine.hostile_files import bombs, names, smuggled

ROOT = Path(__file__).parents[2]
PACKAGES = bombs() | names() | smuggled() | sizes() | endless() | expressions()
PACKAGES |= storms() | joins() | copies() | odd_names()


@pytest.fixture(scope="module")
def handled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What became of every package in the folder."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, hostile in PACKAGES.items():
        (folder / name).mkdir()
        for file, content in hostile.files.items():
            (folder / name / file).write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-m", "tests.engine.hostile", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return {one["name"]: one for one in found}


@pytest.mark.parametrize("name", PACKAGES)
def test_it_is_refused_or_runs_safely(handled: dict[str, dict[str, Any]], name: str) -> None:
    wanted, got = PACKAGES[name], handled[name]
    assert "died" not in got
    assert tuple(got["refused"]) == wanted.refused
    assert tuple(got["stopped"]) == wanted.stopped
    assert got["seconds"] < 2
    assert got["megabytes"] < 200
