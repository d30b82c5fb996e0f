"""Where scenarios are played, who takes part there, and what is noted of the work done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from flows.engine import Definition, OpenJob
from flows.forms import Form
from flows.kernel import Invalid
from flows.organisation import RoleRef


class ScenarioStopped(Invalid):
    """The scenario can't go on; the sentences say why."""

    code = "scenario-stopped"
    sv = "Scenariot kommer inte längre."
    en = "The scenario gets no further."


class People(Protocol):
    """Who takes part where a scenario plays: an organisation file, or what is loaded of one."""

    def forum_context(self, forum_id: str, /) -> Mapping[str, Any]:
        """The variable `forum`. Raises ForumNotFound."""
        ...

    def party_context(self, party_id: str, /) -> Mapping[str, Any]:
        """The variable `part`. Raises PartyNotFound."""
        ...

    def picker_lists(self) -> Mapping[str, Any]:
        """What the pickers of a form choose from."""
        ...

    def resolve_role(
        self, reference: str, forum_id: str | None, party_id: str | None, /
    ) -> RoleRef | None:
        """The role that a diagram means by a reference."""
        ...


@dataclass(frozen=True, slots=True)
class Stage:
    """Where scenarios are played: a package, and who takes part, by the id of the forum."""

    definition: Definition
    forms: Mapping[str, Form]
    people_of: Mapping[str, People]


@dataclass(frozen=True, slots=True)
class Work:
    """An operation that was done: which, for the how many-th time, and what it answered.

    `written` is the answer as the scenario says it, with its expressions.
    """

    element_id: str
    name: str
    type: str
    key: str
    turn: int
    written: Any
    answer: Mapping[str, Any]


Propose = Callable[[OpenJob], Any]
"""What an operation answers when the scenario doesn't say: one answer, or a list of one a turn."""
