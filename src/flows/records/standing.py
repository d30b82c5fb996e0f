"""Where a case stands and what comes next, in words, for pages.

A step of the diagram may carry the properties `lage` and `lage_en`. While an instance of the case
rests at such a step, that is where the case stands, and the step's name says what comes next. When
several do, the youngest speaks: the others wait for it, as a case does for its recommendation. What
goes on at one party is told by its answer, not here. Otherwise it is what the operation arende.lage
said last.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, load_only

from flows.instances import Instance, places_of
from flows.records.tables import Case


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands and its next step; the English texts are empty when there are none.

    `held` when a step of it has failed or been paused, so that an administrator has to act.
    """

    stands: str
    stands_en: str
    next_step: str
    next_step_en: str
    held: bool = False


def standings_of(session: Session, cases: Sequence[Case]) -> Mapping[int, Standing]:
    """Where each case stands, by its id. A closed case stands nowhere."""
    open_cases = [case for case in cases if case.closed_at is None]
    ours = _instances(session, open_cases)
    places = places_of(session, [each.id for found in ours.values() for each in found])
    found = {case.id: Standing("", "", "", "") for case in cases}
    for case in open_cases:
        told = (
            place
            for instance in ours.get(case.id, ())
            for place in places.get(instance.id, ())
            if "lage" in place.properties
        )
        held = any(each.status not in {"running", "ended"} for each in ours.get(case.id, ()))
        place = next(told, None)
        if place is not None:
            found[case.id] = Standing(
                place.properties["lage"],
                place.properties.get("lage_en", ""),
                place.name,
                place.properties.get("name_en", ""),
                held,
            )
        else:
            found[case.id] = Standing(case.stands, "", case.next_step, "", held)
    return found


def _instances(session: Session, cases: Sequence[Case]) -> Mapping[int, Sequence[Instance]]:
    """The instances of each case that go on, those of the parties left out, the youngest first."""
    ours: dict[int, list[Instance]] = {}
    for instance in session.scalars(
        select(Instance)
        .options(load_only(Instance.case_id, Instance.status))
        .where(
            Instance.case_id.in_([case.id for case in cases]),
            Instance.party_id.is_(None),
            Instance.ended_at.is_(None),
        )
        .order_by(Instance.started_at.desc(), Instance.id)
    ):
        if instance.case_id is not None:
            ours.setdefault(instance.case_id, []).append(instance)
    return ours
