"""Variables live in scopes, as in Camunda 8.

A process has one set of variables, and so has a called process. An element with an input mapping,
and each round of a multi-instance, has variables of its own that only it and what is inside it
sees. Reading looks outwards from the element to its process. Writing changes the nearest scope
that has the variable, else the process; a round keeps all that is written inside it, so that
rounds don't disturb one another.
"""

from collections import ChainMap
from collections.abc import Iterator, Mapping
from typing import Any

Frame = dict[str, Any]


def frames(task: Any) -> Iterator[tuple[Frame, bool]]:
    """The scopes around a task from the nearest outwards; true where writing stops."""
    workflow = task.workflow
    if task.triggered:
        yield task.internal_data.setdefault("local", {}), True
    while not workflow.called:
        owner = workflow.owner
        if owner.local or owner.triggered:
            yield owner.internal_data.setdefault("local", {}), owner.triggered
        workflow = owner.workflow
    yield workflow.data, True


def _around(task: Any) -> list[Frame]:
    """The scopes that the task sees, nearest first."""
    outer = [frame for frame, _ in frames(task)]
    local: Frame | None = task.internal_data.get("local")
    if local and not task.triggered:
        outer.insert(0, local)
    return outer


def visible(task: Any) -> Mapping[str, Any]:
    """All that an expression at the task can read, as a view."""
    outer = _around(task)
    return outer[0] if len(outer) == 1 else ChainMap(*outer)


def everything(task: Any) -> Frame:
    """All that can be read at the task, as variables of its own."""
    merged: Frame = {}
    for frame in reversed(_around(task)):
        merged.update(frame)
    return merged


def write(task: Any, name: str, value: Any) -> None:
    """Set a variable outside the task itself."""
    for frame, stops in frames(task):
        if stops or name in frame:
            frame[name] = value
            break
    workflow = task.workflow
    while not workflow.called:
        workflow = workflow.owner.workflow
    if frame is workflow.data:
        workflow.written.add(name)


def with_path(path: str, value: Any, known: Mapping[str, Any]) -> tuple[str, Any]:
    """The variable to set, and its new value, so that `path` (a.b.c) leads to `value`."""
    name, *inner = path.split(".")
    if not inner:
        return name, value
    old = known.get(name)
    whole: dict[str, Any] = dict(old) if isinstance(old, Mapping) else {}
    place = whole
    for part in inner[:-1]:
        below = place.get(part)
        place[part] = dict(below) if isinstance(below, Mapping) else {}
        place = place[part]
    place[inner[-1]] = value
    return name, whole
