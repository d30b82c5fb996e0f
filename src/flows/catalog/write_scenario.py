"""Write a scenario as people would: in blocks, with Swedish letters, dates in quotation marks."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import yaml

from flows.catalog.scenario_file import Scenario
from flows.kernel import STOCKHOLM

_ODD = re.compile("[\x85\u2028\u2029\ufeff\r]")
"""Signs that are line breaks to some readers and not to others."""


class _Dumper(yaml.SafeDumper):
    """The safe dumper with lists indented under their name, and never an alias."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if _ODD.search(text) else "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)


_Dumper.add_representer(str, _text)


def write_scenario(scenario: Scenario) -> bytes:
    """The scenario as a file: `read_scenario` gives an equal one back.

    Raises ValueError for values that a file can't hold.
    """
    return write_block(scenario_tree(scenario)).encode()


def write_block(value: Any) -> str:
    """Plain data as lines of a file: a name or a step each."""
    plain: str = yaml.dump(
        value,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=False,
        width=100,
    )
    return plain


def write_flow(value: Any) -> str:
    """Plain data as it is written within a line."""
    plain = yaml.dump(
        [value],
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=True,
        width=10_000_000,
    )
    return plain.strip()[1:-1]


def write_text(text: str) -> str:
    """A text of one line as it is written in a file."""
    plain = yaml.dump(text, Dumper=_Dumper, allow_unicode=True, width=10_000, default_style='"')
    return plain.rstrip("\n")


def written_value(value: Any) -> Any:
    """JSON data with numbers that a file can hold. Raises ValueError where one would change."""
    if isinstance(value, Mapping):
        return {str(key): written_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [written_value(item) for item in value]
    if isinstance(value, Decimal):
        return _number(value)
    return value


def _number(value: Decimal) -> int | float:
    if value == value.to_integral_value():
        return int(value)
    if Decimal(repr(float(value))) != value:
        raise ValueError(f"{value} has more digits than a file keeps")
    return float(value)


def scenario_tree(scenario: Scenario) -> dict[str, Any]:
    """The scenario as plain data. Raises ValueError for values that a file can't hold."""
    start = {
        "process": scenario.process,
        "forum": scenario.forum,
        "part": scenario.part,
        "now": scenario.now.astimezone(STOCKHOLM).isoformat(),
        "message": _message(scenario),
        "variables": scenario.variables,
        "answers": scenario.answers,
    }
    tree = {
        "namn": scenario.name,
        "beskrivning": scenario.description,
        "regler": scenario.rules,
        "start": _kept(start),
        "operations": scenario.operations,
        "steps": scenario.steps,
    }
    written: dict[str, Any] = written_value({**_kept(tree), "expect": scenario.expect})
    return written


def _message(scenario: Scenario) -> Mapping[str, Any] | None:
    if scenario.message is None:
        return None
    return _kept({"name": scenario.message, "variables": scenario.message_variables})


def _kept(values: Mapping[str, Any]) -> dict[str, Any]:
    """What there is something to say of."""
    return {key: value for key, value in values.items() if value or value is False or value == 0}
