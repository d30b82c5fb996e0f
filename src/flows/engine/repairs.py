"""What an administrator does to a running instance: edit its variables, move a token, end it."""

from contextlib import suppress
from typing import Any

from flows.engine.corrections.instance import Instance
from flows.engine.corrections.joins import EventBased, Inclusive, Parallel
from flows.engine.corrections.task import FUTURE, WAITING, Token
from flows.engine.errors import RepairRefused, TaskGone
from flows.engine.outcome import CancelInstance, EditVariables, MoveToken
from flows.engine.plain_values import plain_copy
from flows.engine.specs.flow_node import FlowNode
from flows.engine.specs.rounds import Rounds, Turns
from flows.engine.variables import write

MAX_NAME = 200
"""Characters in the name of a variable."""


def edit_variables(instance: Instance, action: EditVariables) -> None:
    """Set variables where a task sees them, nearest scope first. Raises NotPlain, TaskGone."""
    given = plain_copy(action.variables)
    for name in given:
        if not name.strip() or len(name) > MAX_NAME:
            raise RepairRefused(
                "bad-name",
                "En uppgift måste ha ett namn.",
                "A variable must have a name.",
            )
    if action.task_id is None:
        instance.data.update(given)
        instance.written.update(given)
        return
    task = _standing(instance, action.task_id)
    for name, value in given.items():
        if name in task.local:
            task.local[name] = value
        else:
            write(task, name, value)


def move_token(instance: Instance, action: MoveToken) -> None:
    """Cancel what stands at a token and enter another element instead. Raises RepairRefused."""
    task = _standing(instance, action.task_id)
    _check_source(task)
    door = _door(instance, task, action.element_id)
    workflow = task.workflow
    for gone in _stands_together(task):
        gone.cancel()
    entered = workflow.task_tree._add_child(door, FUTURE)
    entered.task_spec._update(entered)


def cancel_instance(instance: Instance, action: CancelInstance) -> None:
    """Take every token away."""
    instance.stopped = None
    instance.cancel_all()
    instance.finish()


def ways_out(instance: Instance, task: Token) -> list[str]:
    """The elements that a token may be moved to, as they are drawn; none when it must stay."""
    try:
        _check_source(task)
    except RepairRefused:
        return []
    found = []
    for spec in task.workflow.spec.task_specs.values():
        if not isinstance(spec, FlowNode) or not spec.bpmn_id or spec.bpmn_id != spec.node.id:
            continue
        with suppress(RepairRefused):
            _door(instance, task, spec.bpmn_id)
            found.append(spec.bpmn_id)
    return list(dict.fromkeys(found))


def _standing(instance: Instance, task_id: str) -> Token:
    task = instance.find(task_id.partition(".")[0])
    if task is None or not task.is_here:
        raise TaskGone
    return task


def _check_source(task: Token) -> None:
    if task.triggered:
        raise RepairRefused(
            "one-of-several",
            f"”{task.task_spec.bpmn_name}” görs flera gånger, och ett enskilt varv kan inte "
            "flyttas.",
            f'"{task.task_spec.bpmn_name}" is done several times, and a single round can\'t be '
            "moved.",
        )
    if task.task_spec.is_edge and task._state == WAITING:
        raise RepairRefused(
            "on-the-edge",
            "En händelse på kanten av en uppgift flyttas inte för sig. Flytta uppgiften.",
            "An event on the edge of an activity isn't moved by itself. Move the activity.",
        )


def _stands_together(task: Token) -> list[Token]:
    """The token, and what waits on its edge or beside it behind the same event gateway."""
    holder = task.parent
    if not holder.task_spec.keeps_children:
        return [task]
    edged = not isinstance(holder.task_spec, EventBased)
    beside = [
        other
        for other in holder.children
        if other is not task
        and other._state == WAITING
        and (other.task_spec.is_edge or not edged)
        and not task.task_spec.is_edge
    ]
    return [*beside, task]


def _door(instance: Instance, task: Token, element_id: str) -> Any:
    """What a token enters to come to an element of the task's own scope. Raises RepairRefused."""
    specs = task.workflow.spec.task_specs
    found = specs.get(element_id)
    if not isinstance(found, FlowNode) or found.bpmn_id != element_id:
        raise _not_here(instance, task, element_id)
    name = found.bpmn_name or element_id
    if found.is_edge:
        raise RepairRefused(
            "to-edge",
            f"”{name}” sitter på kanten av en uppgift och kan inte gås in i.",
            f'"{name}" sits on the edge of an activity and can\'t be entered.',
        )
    if found.node.type == "startEvent":
        raise RepairRefused(
            "to-start",
            f"”{name}” är en start. Flytta till steget efter.",
            f'"{name}" is a start. Move to the step after it.',
        )
    if isinstance(found, Parallel | Inclusive) and len(found._inputs) > 1:
        raise RepairRefused(
            "to-join",
            f"I ”{name}” väntar flera vägar på varandra. Flytta till steget efter.",
            f'Several paths wait for one another in "{name}". Move to the step after it.',
        )
    return specs.get(f"{element_id} [edges]", found)


def _not_here(instance: Instance, task: Token, element_id: str) -> RepairRefused:
    for spec in _every_scope(instance):
        found = spec.task_specs.get(element_id)
        if not isinstance(found, FlowNode) or found.bpmn_id != element_id:
            continue
        name = found.bpmn_name or element_id
        if _is_inside_rounds(instance, spec):
            return RepairRefused(
                "into-several",
                f"”{name}” ligger i en del som görs flera gånger. Dit kan inget flyttas utifrån.",
                f'"{name}" is inside a part that is done several times. Nothing can be moved '
                "there from outside.",
            )
        return RepairRefused(
            "other-scope",
            f"”{name}” ligger inte i samma delprocess som ”{task.task_spec.bpmn_name}”.",
            f'"{name}" is not in the same subprocess as "{task.task_spec.bpmn_name}".',
        )
    return RepairRefused(
        "no-such-element",
        f"Det finns inget steg {element_id} i processen.",
        f"There is no step {element_id} in the process.",
    )


def _every_scope(instance: Instance) -> list[Any]:
    """The scopes of the instance's own process, as the diagram has them."""
    own = instance.spec.name
    return [
        spec
        for name, spec in instance.subprocess_specs.items()
        if name == own or name.startswith(f"{own}/")
    ]


def _is_inside_rounds(instance: Instance, spec: Any) -> bool:
    """Whether a scope, or one around it, belongs to an activity that is done several times."""
    here = spec.name
    while True:
        owner = next(
            (
                (scope, element)
                for scope in _every_scope(instance)
                for element in scope.task_specs.values()
                if getattr(element, "inner", None) == here
            ),
            None,
        )
        if owner is None:
            return False
        scope, element = owner
        around = scope.task_specs.get(element.node.id)
        if isinstance(around, Rounds | Turns):
            return True
        here = scope.name
