"""docs/reference/forms.md tells of every component and every property that forms have."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flows.forms import SOURCES, parse_form
from flows.forms.field import SUPPORTED
from flows.forms.read_component import ComponentReader

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "forms.md").read_text()
INSIDE = ("properties", "validate", "conditional", "appearance")
BY_THE_FILE = {"id", "type"}
"""Properties that every component has, and what groups hold, read where the whole file is."""


class Watched(dict[str, Any]):
    """A part of a component that remembers what was asked of it."""

    def __init__(self, start: str, asked: set[str], content: dict[str, Any]) -> None:
        super().__init__(content)
        self.start, self.asked = start, asked

    def get(self, name: str, default: Any = None, /) -> Any:
        self.asked.add(f"{self.start}{name}")
        return super().get(name, default)


def asked_of(kind: str) -> set[str]:
    """The names that the reader asks a component of a kind for."""
    asked: set[str] = set()
    parts = {name: Watched(f"{name}.", asked, {}) for name in INSIDE}
    words = {
        "label": "Fråga",
        "description": "Hjälp",
        "text": "Text",
        "content": "<p>Text</p>",
        "key": "k",
    }
    whole = Watched("", asked, {"type": kind, **words, **parts})
    ComponentReader(whole, lambda *_: None).field("f", ())
    bare = Watched("", asked, {"type": kind, "key": "k", **parts})
    ComponentReader(bare, lambda *_: None).field("f", ())
    parts["validate"] |= {"pattern": "a"}
    parts["properties"] |= {"pattern_message": "Skriv a."}
    ComponentReader(bare, lambda *_: None).field("f", ())
    return asked


def table(heading: str) -> Iterator[str]:
    """The names in the first column under a heading."""
    section = PAGE.split(f"## {heading}")[1].split("\n## ")[0]
    yield from re.findall(r"^\| `([\w.]+)` \|", section, re.MULTILINE)


def test_every_component_is_told_of() -> None:
    documented = [name for name in table("Components") if name != "type"]
    assert sorted(documented) == sorted(SUPPORTED)


def test_every_property_is_told_of() -> None:
    asked = set[str]().union(*(asked_of(kind) for kind in SUPPORTED))
    documented = list(table("Properties"))
    assert len(set(documented)) == len(documented)
    assert set(documented) == asked - BY_THE_FILE - set(INSIDE) | {"components"}


def test_every_source_is_told_of() -> None:
    row = next(line for line in PAGE.splitlines() if line.startswith("| `properties.source` |"))
    assert all(f"`{source}`" in row for source in SOURCES)


def test_the_example_is_a_form() -> None:
    example = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert example
    form = parse_form(example[1].encode(), "arende-granskning.form")
    assert [field.key for field in form.fields] == ["", "fatt_allt", "saknas", "mottagare"]
