"""The wheel carries all that the program needs besides its code, and no Node is needed for it."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KEPT = ["src", "pyproject.toml", "hatch_build.py", "README.md", "LICENSE", ".gitignore"]


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """What is in a wheel that was built without `web/`, as the image's second stage builds it."""
    project = tmp_path_factory.mktemp("project")
    for name in KEPT:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, project / name)
        else:
            shutil.copy(ROOT / name, project / name)
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, "--wheel-dir", "wheels", "."], cwd=project, check=True)
    (wheel,) = (project / "wheels").iterdir()
    with zipfile.ZipFile(wheel) as opened:
        return set(opened.namelist())


def test_it_carries_what_is_not_code(names: set[str]) -> None:
    below = ROOT / "src"
    kinds = {".html", ".txt", ".sql", ".mako", ".po", ".json", ".typed"}
    kinds |= {".bpmn", ".form", ".yaml"}
    wanted = {
        path.relative_to(below).as_posix()
        for path in (below / "flows").rglob("*")
        if path.suffix in kinds or path.name == "py.typed"
    }
    assert wanted
    assert wanted - names == set()


def test_it_carries_the_built_front_end(names: set[str]) -> None:
    assert "flows/web/static/dist/manifest.json" in names
    assert any(name.startswith("flows/web/static/dist/assets/") for name in names)


def test_it_carries_the_migrations(names: set[str]) -> None:
    assert "flows/database/versions/0001_procrastinate.py" in names
    assert "flows/database/env.py" in names


def test_every_catalogue_is_compiled(names: set[str]) -> None:
    sources = {name for name in names if name.endswith(".po")}
    assert {name.replace(".po", ".mo") for name in sources} <= names


def test_it_carries_the_licence_and_nothing_of_the_tests(names: set[str]) -> None:
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not any(name.startswith(("tests", "web", "docs")) for name in names)
