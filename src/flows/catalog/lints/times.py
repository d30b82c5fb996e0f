"""Times that have passed already, and days that are the same for every case."""

from collections.abc import Iterator
from datetime import datetime

from flows.catalog.lints.subject import Subject, at
from flows.engine import Element, Formula, TimerKind, fixed_instant
from flows.kernel import STOCKHOLM, Problem


def times(subject: Subject) -> Iterator[Problem]:
    """Literal points in time in timers, due dates and follow-up dates."""
    for outline, element in subject.elements():
        starts = element.type == "startEvent"
        for formula in _points(element):
            moment = fixed_instant(formula, subject.now)
            if moment is None:
                continue
            shown = _shown(moment)
            if moment.astimezone(STOCKHOLM).date() < subject.now.astimezone(STOCKHOLM).date():
                yield at(
                    outline,
                    element,
                    "time-passed",
                    f"{formula.what.sv}: {shown} har redan varit.",
                    f"{formula.what.en}: {shown} has already been.",
                )
            elif starts:
                yield at(
                    outline,
                    element,
                    "fixed-date",
                    f"{formula.what.sv}: {shown} är samma dag för alla ärenden, när de än startar.",
                    f"{formula.what.en}: {shown} is the same day for every case.",
                )


def _points(element: Element) -> Iterator[Formula]:
    assignment = element.settings.assignment
    for formula in (assignment.due, assignment.follow_up):
        if formula is not None:
            yield formula
    for trigger in element.triggers:
        if trigger.when is not None and trigger.timer is TimerKind.DATE:
            yield trigger.when


def _shown(moment: datetime) -> str:
    return moment.astimezone(STOCKHOLM).strftime("%Y-%m-%d %H:%M")
