"""Small diagrams and forms for the tests of the check, written as short as they can be."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise

import orjson

from flows.catalog import Package
from flows.catalog.check_draft import check_draft
from flows.engine import ProcessOutline
from flows.kernel import Problem
from flows.operations import OPERATIONS

NOW = datetime(2027, 1, 11, 8, tzinfo=UTC)
ROLES = ("sekreterare", "registrator", "beredning")
Files = dict[str, bytes]
SCOPES = ("ockelbo", "natverk-valfard")

_HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="x">'
)


def diagram(body: str, *, outside: str = "", process: str = "prov") -> bytes:
    """A process whose elements are `body`; what is beside the process is `outside`."""
    text = f'{_HEAD}<process id="{process}" name="Prov" isExecutable="true">{body}</process>'
    return f"{text}{outside}</definitions>".encode()


def flow(source: str, target: str, condition: str = "", name: str = "väg") -> str:
    """A sequence flow called `source-target`."""
    inside = f"<conditionExpression>={condition}</conditionExpression>" if condition else ""
    return (
        f'<sequenceFlow id="{source}-{target}" name="{name}" sourceRef="{source}" '
        f'targetRef="{target}">{inside}</sequenceFlow>'
    )


def chain(*ids: str) -> str:
    """Flows from each to the next."""
    return "".join(flow(one, other) for one, other in pairwise(ids))


def start(inside: str = "", form: str = "start") -> str:
    """A start event with a form, in no lane."""
    given = f'<zeebe:formDefinition formId="{form}"/>' if form else ""
    return (
        f'<startEvent id="s" name="Start"><extensionElements>{given}{inside}</extensionElements>'
        "</startEvent>"
    )


END = '<endEvent id="e" name="Slut"/>'


def task(task_id: str, inside: str = "", form: str = "", more: str = "", **attributes: str) -> str:
    """A user task for the secretary, named and explained."""
    shown = f'<zeebe:formDefinition formId="{form}"/>' if form else ""
    said = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return (
        f'<userTask id="{task_id}" name="Steg {task_id}"{said}>'
        "<documentation>Gör det.</documentation><extensionElements>"
        f'<zeebe:assignmentDefinition candidateGroups="sekreterare"/>{shown}{inside}'
        f"</extensionElements>{more}</userTask>"
    )


def script(task_id: str, expression: str, result: str) -> str:
    """A script task."""
    source = expression.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    return (
        f'<scriptTask id="{task_id}" name="Räkna {task_id}"><extensionElements>'
        f'<zeebe:script expression="={source}" resultVariable="{result}"/>'
        "</extensionElements></scriptTask>"
    )


def job(task_id: str, kind: str, inputs: Sequence[tuple[str, str]] = (), outputs: str = "") -> str:
    """A service task; inputs are (target, FEEL)."""
    lines = "".join(
        f'<zeebe:input source="={source.replace(chr(34), "&quot;")}" target="{target}"/>'
        for target, source in inputs
    )
    return (
        f'<serviceTask id="{task_id}" name="Gör {task_id}"><extensionElements>'
        f'<zeebe:taskDefinition type="{kind}"/>'
        f"<zeebe:ioMapping>{lines}{outputs}</zeebe:ioMapping>"
        "</extensionElements></serviceTask>"
    )


def form(form_id: str, *keys: str, **expressions: str) -> dict[str, bytes]:
    """A form with text fields; `expressions` hide the field with that key."""
    fields = [
        {
            "type": "textfield",
            "id": f"falt_{key}",
            "key": key,
            "label": key,
            **({"conditional": {"hide": f"={expressions[key]}"}} if key in expressions else {}),
        }
        for key in keys
    ]
    schema = {"id": form_id, "type": "default", "components": fields}
    return {f"{form_id}.form": orjson.dumps(schema)}


START = form("start", "titel")


def package(body: str, outside: str = "", forms: Files | None = None) -> Files:
    """A package with one process and its start form."""
    return {"prov.bpmn": diagram(body, outside=outside), **START, **(forms or {})}


def straight(*elements: str) -> str:
    """A start, elements called a, b, c … and an end, one after the other."""
    ids = "abcdef"[: len(elements)]
    return start() + "".join(elements) + END + chain("s", *ids, "e")


def found(
    files: dict[str, bytes],
    *,
    processes: Sequence[str] | None = None,
    neighbours: Sequence[ProcessOutline] = (),
) -> list[Problem]:
    """What the check says, without how a start is reached and what nothing uses."""
    problems = check_draft(
        Package("prov", files),
        operations=OPERATIONS,
        roles=ROLES,
        scopes=SCOPES,
        processes=processes,
        neighbours=neighbours,
        now=NOW,
        max_bytes=1 << 20,
    )
    return [one for one in problems if one.code not in ("no-starter", "form-unused")]


def codes(problems: Sequence[Problem]) -> list[tuple[str, str]]:
    """Code and element of each."""
    return [(one.code, one.element) for one in problems]
