"""Sets of variable names as bits, so that a large diagram takes little time and memory."""

from collections.abc import Iterator

from flows.catalog.lints.scope_graph import members

ANY = 1
"""Stands in a set when variables may have come that nobody can know of."""


class Names:
    """Gives each name a bit. The first is `ANY`."""

    def __init__(self) -> None:
        self._bits: dict[str, int] = {}
        self._names: list[str] = [""]

    def of(self, *names: str) -> int:
        """The set of these names."""
        found = 0
        for name in names:
            bit = self._bits.get(name)
            if bit is None:
                bit = self._bits[name] = 1 << len(self._names)
                self._names.append(name)
            found |= bit
        return found

    def has(self, found: int, name: str) -> bool:
        """Whether the set holds the name."""
        return bool(found & self._bits.get(name, 0))

    def each(self, found: int) -> Iterator[str]:
        """The names in a set, without `ANY`."""
        return (self._names[place] for place in members(found & ~ANY))
