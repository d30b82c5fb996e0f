"""Tasks that nobody gets, and processes that nobody can start."""

from collections.abc import Iterator

from flows.catalog.lints.facts import did_you_mean, nearest
from flows.catalog.lints.subject import Subject, at, named
from flows.engine import Element, ProcessOutline, role_of_lane
from flows.kernel import Problem


def who(subject: Subject) -> Iterator[Problem]:
    """User tasks and starts without a role, or in a lane that is no role's."""
    for outline, element in subject.elements():
        if element.type == "userTask":
            yield from _task(subject, outline, element)
        elif element.id == outline.start_id and element.form_id:
            yield from _start(subject, outline, element)


def _task(subject: Subject, outline: ProcessOutline, element: Element) -> Iterator[Problem]:
    assignment = element.settings.assignment
    if assignment.groups is not None or assignment.assignee is not None:
        return
    if not element.lane:
        yield at(
            outline,
            element,
            "no-role",
            f"Ingen roll får uppgiften ”{named(element)}”, så ingen skulle se den.",
            f'No role gets the task "{named(element)}", so nobody would see it.',
            "error",
        )
        return
    yield from _lane(subject, outline, element, "error")


def _start(subject: Subject, outline: ProcessOutline, element: Element) -> Iterator[Problem]:
    if not element.lane:
        yield at(
            outline,
            element,
            "no-starter",
            "Starten ligger inte i någon bana, så ingen roll kan starta processen med formuläret.",
            "The start is in no lane, so no role can start the process with its form.",
        )
        return
    yield from _lane(subject, outline, element, "warning")


def _lane(
    subject: Subject, outline: ProcessOutline, element: Element, severity: str
) -> Iterator[Problem]:
    """Without candidate groups the lane is the role."""
    roles = subject.around.roles
    role = role_of_lane(element.lane or "")
    if not roles or role in roles:
        return
    sv, en = did_you_mean(nearest(role, sorted(roles)))
    lane = next((one for one in outline.drawn_lanes if one.name == element.lane), None)
    yield at(
        outline,
        element if lane is None or severity == "error" else lane,
        "lane-role-missing",
        f"”{named(element)}” saknar egen roll, och ingen roll heter som banan "
        f"”{element.lane}”.{sv}",
        f'"{named(element)}" has no role of its own, and no role is called after the lane '
        f'"{element.lane}".{en}',
        severity,
    )
