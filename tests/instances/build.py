"""Small diagrams for tests, written as the Camunda 8 modeler writes them, without a drawing."""

from html import escape
from itertools import pairwise

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' id="definitions" targetNamespace="http://flows.example/test">'
)


def flows(*steps: str) -> str:
    """Sequence flows from each step to the next."""
    return "".join(
        f'<bpmn:sequenceFlow id="{a}_{b}" sourceRef="{a}" targetRef="{b}"/>'
        for a, b in pairwise(steps)
    )


def extensions(*inner: str) -> str:
    """The extension elements of a node."""
    return f"<bpmn:extensionElements>{''.join(inner)}</bpmn:extensionElements>"


def user_task(id_: str, groups: str = "sekreterare", inside: str = "", attributes: str = "") -> str:
    """A user task for roles."""
    assigned = f'<zeebe:assignmentDefinition candidateGroups="{escape(groups)}"/>'
    return (
        f'<bpmn:userTask id="{id_}" name="{id_.capitalize()}" {attributes}>'
        f"{extensions('<zeebe:userTask/>', assigned)}{inside}</bpmn:userTask>"
    )


def service_task(id_: str, type_: str, inputs: dict[str, str], retries: int = 3) -> str:
    """A service task with FEEL inputs."""
    mapping = "".join(
        f'<zeebe:input source="={escape(source)}" target="{target}"/>'
        for target, source in inputs.items()
    )
    definition = f'<zeebe:taskDefinition type="{type_}" retries="{retries}"/>'
    return (
        f'<bpmn:serviceTask id="{id_}" name="{id_.capitalize()}">'
        f"{extensions(definition, f'<zeebe:ioMapping>{mapping}</zeebe:ioMapping>')}"
        "</bpmn:serviceTask>"
    )


def message(id_: str, name: str, key: str) -> str:
    """A message with its correlation key."""
    subscription = f'<zeebe:subscription correlationKey="={escape(key)}"/>'
    return f'<bpmn:message id="{id_}" name="{name}">{extensions(subscription)}</bpmn:message>'


def catch_message(id_: str, ref: str) -> str:
    """An event that waits for a message."""
    return (
        f'<bpmn:intermediateCatchEvent id="{id_}" name="{id_.capitalize()}">'
        f'<bpmn:messageEventDefinition messageRef="{ref}"/></bpmn:intermediateCatchEvent>'
    )


def boundary_timer(id_: str, attached: str, cycle: str) -> str:
    """A reminder that does not interrupt."""
    return (
        f'<bpmn:boundaryEvent id="{id_}" attachedToRef="{attached}" cancelActivity="false">'
        f"<bpmn:timerEventDefinition><bpmn:timeCycle>{cycle}</bpmn:timeCycle>"
        "</bpmn:timerEventDefinition></bpmn:boundaryEvent>"
    )


def script(id_: str, expression: str, result: str) -> str:
    """A script task: FEEL into a variable."""
    return (
        f'<bpmn:scriptTask id="{id_}" name="{id_.capitalize()}">'
        + extensions(
            f'<zeebe:script expression="={escape(expression)}" resultVariable="{result}"/>'
        )
        + "</bpmn:scriptTask>"
    )


def start(id_: str = "start") -> str:
    """A start event."""
    return f'<bpmn:startEvent id="{id_}" name="Start"/>'


def end(id_: str = "slut") -> str:
    """An end event."""
    return f'<bpmn:endEvent id="{id_}" name="Slut"/>'


def process(id_: str, *inner: str) -> str:
    """An executable process."""
    body = "".join(inner)
    return f'<bpmn:process id="{id_}" name="{id_}" isExecutable="true">{body}</bpmn:process>'


def diagram(*inner: str) -> bytes:
    """A BPMN file."""
    return f"{HEAD}{''.join(inner)}</bpmn:definitions>".encode()
