"""Where a form's components stand in its file, each under an id that no other has."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flows.kernel import NotFound

_MOST_DEPTH = 7


class RowUnknown(NotFound):
    """The form has no such row."""

    code = "form-row-unknown"
    sv = "Raden finns inte längre i formuläret."
    en = "The row is no longer in the form."


@dataclass(frozen=True, slots=True)
class Place:
    """A component among its siblings, how deep, in which group (an id or ""), and its own id."""

    siblings: list[Any]
    place: int
    depth: int
    inside: str
    id: str

    @property
    def component(self) -> dict[str, Any]:
        """The component itself."""
        found = self.siblings[self.place]
        assert isinstance(found, dict)
        return found


def places_in(components: list[Any]) -> Iterator[Place]:
    """Every component in the order of the form. Two with the same id are told apart by place."""
    taken: set[str] = set()
    waiting: list[tuple[list[Any], int, int, str]] = [(components, 0, 0, "")]
    while waiting:
        siblings, place, depth, inside = waiting.pop()
        if place == len(siblings):
            continue
        waiting.append((siblings, place + 1, depth, inside))
        component = siblings[place]
        if not isinstance(component, dict):
            continue
        one = _row_id(component, place, inside)
        while one in taken:
            one = f"{one}-{place + 1}"
        taken.add(one)
        yield Place(siblings, place, depth, inside, one)
        inner = component.get("components")
        if isinstance(inner, list) and depth < _MOST_DEPTH:
            waiting.append((inner, 0, depth + 1, one))


def place_of(components: list[Any], row_id: str) -> tuple[list[Any], int]:
    """A component's siblings, and its number among them. Raises RowUnknown."""
    for at in places_in(components):
        if at.id == row_id:
            return at.siblings, at.place
    raise RowUnknown


def held_by(group: dict[str, Any]) -> list[Any]:
    """What lies in a group, to be added to. Raises RowUnknown for what can't hold others."""
    if group.get("type") not in ("group", "dynamiclist"):
        raise RowUnknown
    if not isinstance(group.get("components"), list):
        group["components"] = []
    held = group["components"]
    assert isinstance(held, list)
    return held


def _row_id(component: Mapping[str, Any], place: int, inside: str) -> str:
    """The component's own id or key, or else its place in the file."""
    own = component.get("id") or component.get("key") or component.get("path")
    return str(own or f"{inside or 'plats'}-{place + 1}")
