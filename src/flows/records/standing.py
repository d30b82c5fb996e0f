"""Where a case stands and what comes next, in words, for pages.

A step of the diagram may carry the properties `lage` and `lage_en`. While the case's own instance
rests at such a step, that is where the case stands, and the step's name says what comes next.
Otherwise it is what the operation arende.lage said last.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from flows.instances import places_of
from flows.records.tables import Case


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands and its next step; the English texts are empty when there are none."""

    stands: str
    stands_en: str
    next_step: str
    next_step_en: str


def standings_of(session: Session, cases: Sequence[Case]) -> Mapping[int, Standing]:
    """Where each case stands, by its id. A closed case stands nowhere."""
    open_cases = [case for case in cases if case.closed_at is None]
    places = places_of(session, [case.instance_id for case in open_cases])
    found = {case.id: Standing("", "", "", "") for case in cases}
    for case in open_cases:
        told = [place for place in places.get(case.instance_id, ()) if "lage" in place.properties]
        if told:
            place = told[0]
            found[case.id] = Standing(
                place.properties["lage"],
                place.properties.get("lage_en", ""),
                place.name,
                place.properties.get("name_en", ""),
            )
        else:
            found[case.id] = Standing(case.stands, "", case.next_step, "")
    return found
