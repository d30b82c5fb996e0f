"""What is missing for setting up is one clear line."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.program import ROOT, free_port

from flows.kernel import Settings
from flows.main.faults import Stopped
from flows.main.run import run_everything

STAMP = "src/flows/web/static/dist/.sources"


def make_front_end(programs: Path) -> subprocess.CompletedProcess[str]:
    """Try to build the front end with only these programs at hand, and nothing else to do."""
    for name in ("make", "find"):
        (programs / name).symlink_to(shutil.which(name) or name)
    only_that = ["--assume-old=.venv/.flows-run", "--assume-new=hatch_build.py", STAMP]
    return subprocess.run(
        ["make", *only_that], cwd=ROOT, env={"PATH": str(programs)}, capture_output=True, text=True
    )


def test_without_node_that_is_said(tmp_path: Path) -> None:
    done = make_front_end(tmp_path)
    assert done.returncode != 0
    assert "Node.js 20.19 or newer is needed to build the front end" in done.stderr


def test_without_node_nothing_is_installed_first(tmp_path: Path) -> None:
    """A fresh clone: what is missing is said at once, and no virtual environment is made."""
    clone = tmp_path / "clone"
    clone.mkdir()
    for name in (
        "Makefile",
        "requirements.lock",
        "requirements-build.lock",
        "requirements-dev.lock",
    ):
        shutil.copy(ROOT / name, clone)
    for name in ("pyproject.toml", "hatch_build.py"):
        shutil.copy(ROOT / name, clone)
    (clone / "web").mkdir()
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("make", "find"):
        (programs / name).symlink_to(shutil.which(name) or name)
    done = subprocess.run(
        ["make", f"PYTHON={sys.executable}", "run"],
        cwd=clone,
        env={"PATH": str(programs)},
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    first, second = done.stderr.splitlines()
    assert first == "Node.js 20.19 or newer is needed to build the front end (node and npm)."
    assert second.startswith("make: ***")
    assert not (clone / ".venv").exists()


def test_an_old_node_is_said(tmp_path: Path) -> None:
    for name in ("node", "npm"):
        program = tmp_path / name
        program.write_text('#!/bin/sh\n[ "$1" = --version ] && echo v18.0.0 || exit 1\n')
        program.chmod(0o755)
    done = make_front_end(tmp_path)
    assert done.returncode != 0
    assert "Node.js 20.19 or newer is needed; this is v18.0.0." in done.stderr


def test_a_front_end_that_is_not_built_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.main.run.resources.files", lambda package: tmp_path)
    with pytest.raises(Stopped, match="run make setup"):
        run_everything(Settings(port=free_port(), data_dir=tmp_path / "var"))
    assert not (tmp_path / "var").exists()
