"""The scenario that a recording goes on from, and what of it the recording has taken."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from flows.catalog.scenario_file import Scenario, read_scenario


@dataclass(frozen=True, slots=True)
class Origin:
    """A scenario that is recorded anew, and how far that has come.

    `file` is its name in the package and `raw` what it said when the recording began. `taken` says
    of each step of the recording which step of the scenario it is, from 0; None for a new one.
    `skipped` are the steps that are left out on purpose.
    """

    file: str
    raw: bytes
    scenario: Scenario
    taken: tuple[int | None, ...] = ()
    skipped: frozenset[int] = frozenset()

    @classmethod
    def read(cls, file: str, raw: bytes, followed: Mapping[str, Any] | None = None) -> Self | None:
        """A stored origin again; None when the file can't be read."""
        scenario, _ = read_scenario(raw, file)
        if scenario is None:
            return None
        known = followed or {}
        return cls(
            file, raw, scenario, tuple(known.get("taken", ())), frozenset(known.get("skipped", ()))
        )

    @property
    def followed(self) -> dict[str, Any]:
        """What is stored of it beside the file."""
        return {"file": self.file, "taken": list(self.taken), "skipped": sorted(self.skipped)}

    @property
    def etag(self) -> str:
        """What the file must still say when it is written over."""
        return hashlib.sha256(self.raw).hexdigest()

    @property
    def rest(self) -> list[int]:
        """The steps that are neither taken nor skipped, in order."""
        gone = self.skipped.union(self.taken)
        return [number for number in range(len(self.scenario.steps)) if number not in gone]

    @property
    def tasks(self) -> frozenset[str]:
        """The tasks that the scenario knows of."""
        return frozenset(step["task"] for step in self.scenario.steps if "task" in step)

    def step(self, number: int) -> Mapping[str, Any]:
        """A step of the scenario, by its number from 0."""
        return self.scenario.steps[number]

    def also(self, numbers: Sequence[int | None]) -> Self:
        """It, when the recording has got more steps."""
        return replace(self, taken=(*self.taken, *numbers))

    def back_to(self, keep: int) -> Self:
        """It, when only so many steps of the recording are left; the others are there again."""
        return replace(self, taken=self.taken[: max(keep, 0)])
