"""The reference pages tell of everything that there is, and of nothing else."""

import dataclasses
import re
from pathlib import Path

import click

from flows.kernel import Settings
from flows.main.cli import main

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *DOCS.parent.glob("*.md")])
MOST_OF_A_PICTURE = 120_000


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


def test_every_link_leads_somewhere() -> None:
    broken = []
    for page in PAGES:
        for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text()):
            if "://" in target:
                continue
            name, _, heading = target.partition("#")
            there = (page.parent / name).resolve() if name else page
            if not there.exists() or (heading and heading not in anchors(there)):
                broken.append(f"{page.relative_to(DOCS.parent)}: {target}")
    assert broken == []


def test_every_picture_is_small_used_and_told_in_words() -> None:
    used = set[Path]()
    for page in PAGES:
        for words, target in re.findall(r"!\[([^]]*)\]\(([^)\s]+)\)", page.read_text()):
            assert words, f"{page.name}: {target} has no words"
            used.add((page.parent / target).resolve())
    pictures = set(DOCS.rglob("*.png"))
    assert pictures == used
    assert [file for file in pictures if file.stat().st_size > MOST_OF_A_PICTURE] == []


def test_every_decision_is_listed() -> None:
    page = (DOCS / "decisions" / "README.md").read_text()
    listed = re.findall(r"^- \[\d{4} [^]]+\]\(([\w-]+\.md)\)$", page, re.MULTILINE)
    assert listed == sorted(each.name for each in (DOCS / "decisions").glob("0*.md"))


def anchors(page: Path) -> set[str]:
    """What the headings of a page are called in links, as GitHub makes it."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
