"""Rehearse a package on everything that runs: what would go on in it, and what would strand.

Each running instance is moved to the package in memory alone. Nothing is locked or written, so a
rehearsal may be made at any time and again; the move itself asks once more, instance by instance.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from flows.catalog import Package, definition_of
from flows.catalog.tables import ProcessVersion
from flows.catalog.versions import definition_in
from flows.engine import BadState, Definition, Trial, Trials
from flows.instances import Instance
from flows.kernel import Problem
from flows.modeler.errors import StepChoiceRefused
from flows.modeler.successors import Successor, Successors
from flows.organisation import Actor

Verdict = Literal["goes_on", "with_mapping", "stays"]
_CHUNK = 500
_GONE = {"element-gone", "goes-on-as"}
"""What is said of a step that is not in the new version."""

_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What would come of one instance.

    `title` is empty for an instance of another collaboration, which only is counted. `reasons` say
    why it stays, each with its element; `notes` what would not be as it was.
    """

    instance_id: UUID
    process_id: str
    version_id: int
    title: str
    own: bool
    started_at: datetime
    verdict: Verdict
    reasons: Sequence[Problem] = ()
    notes: Sequence[Problem] = ()


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What would come of every running instance of a package's processes.

    `mapping` gives the steps that take over from steps that are gone, `successors` what there is
    to choose from for each of them. `already` are those that run in the version itself.
    """

    instances: Sequence[Rehearsed]
    successors: Sequence[Successor]
    mapping: Mapping[str, str]
    already: int = 0

    @property
    def own(self) -> Sequence[Rehearsed]:
        """Those of the actor's own collaboration, oldest first."""
        return [one for one in self.instances if one.own]

    @property
    def others(self) -> Sequence[Rehearsed]:
        """Those of other collaborations: counted, never named."""
        return [one for one in self.instances if not one.own]

    def count(self, *verdicts: Verdict, own: bool = True) -> int:
        """How many have one of the verdicts; all of them when none is given."""
        return sum(
            one.own == own and (not verdicts or one.verdict in verdicts) for one in self.instances
        )

    @property
    def movable(self) -> int:
        """How many of the own collaboration's can be moved."""
        return self.count("goes_on", "with_mapping")

    def accept(self, chosen: Mapping[str, str]) -> Mapping[str, str]:
        """The mapping that a person's choices give, and nothing beside them.

        A choice for a step that nobody stands at any more is left out. Raises StepChoiceRefused
        for one that was never there to choose.
        """
        offered = {one.element_id: {id_ for id_, _name in one.choices} for one in self.successors}
        lines = {old: new for old, new in chosen.items() if new and old in offered}
        if any(new not in offered[old] for old, new in lines.items()):
            raise StepChoiceRefused
        return lines


def rehearse(
    session: Session,
    package: Package,
    *,
    actor: Actor,
    now: datetime,
    version_id: int | None = None,
    chosen: Mapping[str, str] = _NOTHING,
) -> Rehearsal:
    """Try every running instance of the package's processes against the package.

    `version_id` is the package's own version when it is published: what runs there already is only
    counted. `chosen` says which step takes over from a step that is gone (empty: none does); where
    it says nothing, the one that clearly does is proposed. Raises DialectError when the package
    can't run at all.
    """
    new = definition_in(package)
    successors = Successors(new, chosen)
    trials = Trials(new, now)
    found: list[Rehearsed] = []
    already = 0
    for row, old in _running(session, package, new):
        if row.version_id == version_id:
            already += row.collaboration_id == actor.collaboration_id
            continue
        verdict, trial = _try(trials, successors, row, old)
        own = row.collaboration_id == actor.collaboration_id
        found.append(
            Rehearsed(
                instance_id=row.id,
                process_id=row.process_id,
                version_id=row.version_id,
                title=row.title if own else "",
                own=own,
                started_at=row.started_at,
                verdict=verdict,
                reasons=trial.problems,
                notes=trial.notes,
            )
        )
    return Rehearsal(found, successors.asked_for(), successors.mapping(), already)


def _running(
    session: Session, package: Package, new: Definition
) -> Iterator[tuple[Any, Definition]]:
    """Every instance that has not ended, in any collaboration, with what it runs in."""
    definitions: dict[int, Definition] = {}
    rows = session.execute(
        select(
            Instance.id,
            Instance.process_id,
            Instance.version_id,
            Instance.collaboration_id,
            Instance.title,
            Instance.started_at,
            Instance.state,
        )
        .join(ProcessVersion, ProcessVersion.id == Instance.version_id)
        .where(
            Instance.ended_at.is_(None),
            or_(
                ProcessVersion.package == package.name,
                Instance.process_id.in_(list(new.processes)),
            ),
        )
        .order_by(Instance.started_at, Instance.id)
        .execution_options(yield_per=_CHUNK)
    )
    for row in rows:
        if row.version_id not in definitions:
            definitions[row.version_id] = definition_of(session, row.version_id)
        yield row, definitions[row.version_id]


def _try(
    trials: Trials, successors: Successors, row: Any, old: Definition
) -> tuple[Verdict, Trial]:
    def attempt(mapping: Mapping[str, str]) -> Trial:
        try:
            return trials.try_one(row.version_id, old, row.process_id, row.state, mapping)
        except BadState:
            return Trial((_UNREADABLE,), (), by_shape=False)

    trial = attempt(successors.mapping())
    gone = [one.element for one in trial.problems if one.code == "element-gone"]
    if gone and successors.propose(row.process_id, old, gone):
        trial = attempt(successors.mapping())
    successors.note(
        row.process_id,
        old,
        {one.element for one in (*trial.problems, *trial.notes) if one.code in _GONE},
    )
    if not trial.goes_on:
        return "stays", trial
    mapped = any(note.code == "goes-on-as" for note in trial.notes)
    return ("with_mapping" if mapped else "goes_on"), trial


_UNREADABLE = Problem(
    "bad-state",
    "Det går inte att läsa var flödet står.",
    "Where this stands can't be read.",
)
