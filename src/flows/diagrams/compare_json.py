"""JSON and YAML values as facts, the same as XML gives: a path, and what stands there as text."""

import json
from typing import Any

from flows.diagrams.compare_units import THERE, Path, Unit

_DEEPEST = 60


class TooDeep(ValueError):
    """The value nests deeper than anything that a person writes."""


def unit_of(value: Any, key: str = "", kind: str = "", name: str = "", parent: str = "") -> Unit:
    """A value as a unit. Raises TooDeep.

    An item of a list that has a `value`, `id` or `key` of its own goes by that, others by number.
    """
    unit = Unit(key, kind, name, parent)
    unit.facts = facts_in(value, (), unit.orders)
    return unit


def facts_in(
    value: Any, path: Path = (), orders: dict[Path, tuple[str, ...]] | None = None
) -> dict[Path, str]:
    """Every value inside, by its path; `orders` takes the order of named items. Raises TooDeep."""
    if len(path) > _DEEPEST:
        raise TooDeep
    found: dict[Path, str] = {}
    if isinstance(value, dict):
        for name, inner in value.items():
            found |= facts_in(inner, (*path, str(name)), orders)
        if not value and path:
            found[*path, THERE] = "{}"
    elif isinstance(value, list):
        names = [_item_name(item, number) for number, item in enumerate(value)]
        if len(set(names)) < len(names):
            names = [str(number + 1) for number in range(len(value))]
        for name, item in zip(names, value, strict=True):
            found |= facts_in(item, (*path, name), orders)
        if not value and path:
            found[*path, THERE] = "[]"
        elif orders is not None and any(not name.isdigit() for name in names):
            orders[path] = tuple(names)
    else:
        found[path or ("#",)] = written(value)
    return found


def _item_name(item: Any, number: int) -> str:
    if isinstance(item, dict):
        for key in ("value", "id", "key"):
            if isinstance(item.get(key), str) and item[key] and not item[key].isdigit():
                return str(item[key])
    return str(number + 1)


def written(value: Any) -> str:
    """A plain value as people write it: texts as they are, the rest as JSON."""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, default=str)
