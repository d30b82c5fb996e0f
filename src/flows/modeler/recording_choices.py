"""What a recording can begin with: the processes, forums and parties to choose from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from flows.catalog import Package
from flows.modeler.precedents import Precedents
from flows.modeler.record_scenario import Beginning
from flows.modeler.stage import stage_of
from flows.organisation import Actor, forum_names, party_names


@dataclass(frozen=True, slots=True)
class Beginnings:
    """Pairs (value, name) of what can be chosen.

    `processes` are started by a person or by what the process is told; the value of one that a
    message starts is the process and the message with a space between, and its `message` is given.
    """

    processes: Sequence[tuple[str, str, str]]
    forums: Sequence[tuple[str, str]]
    parties: Sequence[tuple[str, str]]


def beginnings(session: Session, actor: Actor, package: Package) -> Beginnings:
    """What a recording of the package may begin with. Raises NotRunnable."""
    processes: list[tuple[str, str, str]] = []
    for outline in stage_of(session, package).definition.processes.values():
        name = outline.name or outline.id
        if outline.plain_start is not None:
            processes.append((outline.id, name, ""))
        processes += [(f"{outline.id} {one}", name, one) for one in outline.message_starts]
    return Beginnings(
        processes,
        list(forum_names(session, actor.collaboration_id).items()),
        list(party_names(session, actor.collaboration_id).items()),
    )


def first_values(
    session: Session, actor: Actor, package: Package, beginning: Beginning, starter: str
) -> Beginning:
    """The beginning with what the process knows from its start.

    With a start form that is who starts it, as in production; else what another scenario begins
    with. `starter` is the id of a forum or a party, or empty. Raises NotRunnable.
    """
    outline = stage_of(session, package).definition.processes.get(beginning.process)
    with_form = outline is not None and outline.start_form_id and beginning.message is None
    if with_form:
        return replace(beginning, variables=_starter(session, actor, starter))
    example = Precedents(session, package).start(beginning.process, beginning.forum)
    if example is None:
        return beginning
    variables: Mapping[str, Any] = {**example.variables, **example.message_variables}
    return replace(beginning, variables=variables)


def _starter(session: Session, actor: Actor, starter: str) -> dict[str, Any]:
    for kind, names in (("part", party_names), ("forum", forum_names)):
        name = names(session, actor.collaboration_id).get(starter)
        if name is not None:
            return {"anmalare": {"id": starter, "namn": name, "slag": kind}}
    return {}
