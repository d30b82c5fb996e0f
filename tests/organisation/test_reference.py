"""The reference page names every key, every word and every variable of the format."""

from pathlib import Path

import pytest
from tests.organisation.example import EXAMPLE

from flows.organisation import Organisation, vocabulary
from flows.organisation.read_forum import SETTINGS

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "organisations.md").read_text()


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_setting_is_described(setting: str) -> None:
    assert f"`{setting}`" in PAGE


@pytest.mark.parametrize(
    "name", [name for name in vars(vocabulary) if name.isupper() and name != "WEEKDAYS"]
)
def test_every_word_is_described(name: str) -> None:
    for word in getattr(vocabulary, name):
        assert f"`{word}`" in PAGE


def test_every_variable_of_a_forum_is_described() -> None:
    for key in Organisation.parse(EXAMPLE.encode()).forum_context("radet"):
        assert f"`{key}`" in PAGE
