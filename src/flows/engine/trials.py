"""Try what a new version would do to many instances; nothing is changed.

Instances that stand in the same way in the same version are answered together, as long as the
answer does not depend on what they know: then each is tried by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flows.engine.definition import Definition
from flows.engine.errors import MigrationRefused
from flows.engine.migrate import migrate
from flows.engine.state import shape_of
from flows.kernel import Problem


@dataclass(frozen=True, slots=True)
class Trial:
    """What would come of one instance: it can go on when there are no problems.

    `notes` say what would not be as it was, `by_shape` is whether the answer is that of every
    instance that stands in the same way.
    """

    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    by_shape: bool

    @property
    def goes_on(self) -> bool:
        """Whether the instance can be moved."""
        return not self.problems


_Key = tuple[int, str, bytes, tuple[tuple[str, str], ...]]


@dataclass(slots=True)
class Trials:
    """Migrations tried against one new definition, at one instant."""

    new: Definition
    now: datetime
    _known: dict[_Key, Trial] = field(default_factory=dict)

    def try_one(
        self,
        version: int,
        old: Definition,
        process_id: str,
        state: bytes,
        mapping: Mapping[str, str],
    ) -> Trial:
        """What would come of an instance that runs in `old`, which `version` stands for.

        Lines of the mapping that `old` knows nothing of are left out. Raises BadState.
        """
        lines = tuple((a, b) for a, b in mapping.items() if a in old.element_ids)
        key = version, process_id, shape_of(state), lines
        found = self._known.get(key)
        if found is None or not found.by_shape:
            found = self._known[key] = self._try(old, process_id, state, dict(lines))
        return found

    def _try(
        self, old: Definition, process_id: str, state: bytes, mapping: Mapping[str, str]
    ) -> Trial:
        try:
            moved = migrate(old, self.new, process_id, state, mapping=mapping, now=self.now)
        except MigrationRefused as refused:
            return Trial(tuple(refused.problems), (), refused.by_shape)
        return Trial((), moved.notes, moved.by_shape)
