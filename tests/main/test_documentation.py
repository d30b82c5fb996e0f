"""The reference pages tell of everything that there is, and of nothing else."""

import dataclasses
import re
from pathlib import Path

import click

from flows.kernel import Settings
from flows.main.cli import main

DOCS = Path(__file__).parents[2] / "docs"


def test_every_setting_is_documented() -> None:
    page = (DOCS / "reference/settings.md").read_text()
    documented = re.findall(r"^\| `FLOWS_(\w+)` \|", page, re.MULTILINE)
    fields = [field.name.upper() for field in dataclasses.fields(Settings)]
    assert sorted(documented) == sorted(fields)


def test_every_command_is_documented() -> None:
    page = (DOCS / "reference/commands.md").read_text()
    documented = re.findall(r"^\| `flows (\w+)[^`]*` \|", page, re.MULTILINE)
    assert documented == list(main.commands)


def test_every_target_of_make_is_documented() -> None:
    page = (DOCS / "reference/commands.md").read_text()
    documented = re.findall(r"^\| `make ([\w-]+)[^`]*` \|", page, re.MULTILINE)
    makefile = (DOCS.parent / "Makefile").read_text()
    targets = re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE)
    assert sorted([*documented, "help"]) == sorted(targets)


def test_every_dependency_has_its_line() -> None:
    page = (DOCS / "decisions/0004-dependencies.md").read_text()
    project = (DOCS.parent / "pyproject.toml").read_text()
    needed = re.search(r"^dependencies = \[(.*?)^\]", project, re.MULTILINE | re.DOTALL)
    assert needed
    names = re.findall(r'^  "([\w-]+)', needed[1], re.MULTILINE)
    assert [name for name in names if name not in page] == []


def test_every_option_and_argument_is_explained() -> None:
    for command in main.commands.values():
        assert command.help
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help
            else:
                assert parameter.name.upper() in command.help
