"""Move a running instance to another version of its process.

Every token goes to the element of the same id, or to the one that the mapping names, in the same
scope. Tasks keep their ids, answers and assignments, timers their due times, multi-instances what
is done. What stands on the edge of an activity follows the new diagram: an event that is gone is
dropped, a new one begins now, and both are told of. Whatever can't be right is refused, all of it
at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from flows.engine import state as states
from flows.engine.advance import new_instance, outcome_of
from flows.engine.corrections.task import Token
from flows.engine.definition import Definition
from flows.engine.errors import MigrationRefused
from flows.engine.history import History
from flows.engine.moving import Move
from flows.engine.moving_words import element_gone
from flows.engine.observe import incidents
from flows.engine.outcome import Incident, Outcome
from flows.expressions import evaluation_clock
from flows.kernel import Problem

_NO_MAPPING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Migrated:
    """An instance in its new version; `notes` (severity warning) say what is not as it was.

    `by_shape` is whether every instance that stands as this one does would move in the same way,
    whatever its variables are.
    """

    outcome: Outcome
    notes: tuple[Problem, ...]
    by_shape: bool = False


def migrate(
    old: Definition,
    new: Definition,
    process_id: str,
    state: bytes,
    *,
    mapping: Mapping[str, str] = _NO_MAPPING,
    now: datetime,
) -> Migrated:
    """Where an instance stands in another version of its process; nothing is stored.

    `mapping` gives new element ids for old ones where they differ. Raises MigrationRefused with a
    problem for each element that can't be moved.
    """
    source = new_instance(old, process_id, now, History(now))
    states.load(state, source, process_id)
    if process_id not in new.processes:
        raise MigrationRefused([element_gone(process_id, old.processes[process_id].name)])
    history = History(now)
    target = new_instance(new, process_id, now, history)
    move = Move(source, target, mapping, new.element_ids)
    move.check_mapping(old.element_ids)
    move.all()
    if move.problems:
        raise MigrationRefused(move.problems)
    with evaluation_clock(now):
        for token in move.begun:
            token.task_spec._update(token)
        target.work(fire_due=False)
        outcome = outcome_of(target, process_id, history)
    if faults := _faults(outcome, incidents(source, source.tokens())):
        raise MigrationRefused(faults, by_shape=False)
    return Migrated(outcome, tuple(move.notes), _is_by_shape(move, outcome, target.tokens()))


def _faults(outcome: Outcome, before: Sequence[Incident]) -> list[Problem]:
    """What would stop at once in the new version, and did not stand in an incident before."""
    held = {incident.task_id for incident in before}
    return [
        Problem(
            "would-stop",
            f"”{incident.name or incident.element_id}” skulle stanna direkt i den nya versionen: "
            f"{incident.sv}",
            f'"{incident.name or incident.element_id}" would stop at once in the new version: '
            f"{incident.en}",
            element=incident.element_id,
            name=incident.name or incident.element_id,
        )
        for incident in outcome.incidents
        if incident.task_id not in held
    ]


def _is_by_shape(move: Move, outcome: Outcome, tokens: Sequence[Token]) -> bool:
    """Whether no variable was asked for: nothing began, nothing went on, no condition is held."""
    conditional = any(
        trigger.kind == "conditional"
        for token in tokens
        for trigger in getattr(token.task_spec, "triggers", ())
    )
    return not (move.begun or outcome.history or outcome.thrown or conditional)
