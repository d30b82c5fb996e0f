"""Global things of a file: messages, signals, errors, escalations, and event definitions by id."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from flows.engine.diagram.element import Element
from flows.engine.diagram.findings import Findings
from flows.engine.diagram.reading import bpmn, local_name

MOST_COPIED = 1_048_576
"""Bytes that may be copied to where events refer to a definition."""


@dataclass(frozen=True, slots=True)
class Globals:
    """Names and codes by the id that event definitions refer to."""

    messages: Mapping[str, etree._Element]
    signals: Mapping[str, str | None]
    errors: Mapping[str, str | None]
    escalations: Mapping[str, str | None]
    definitions: Mapping[str, etree._Element]


def read_globals(root: etree._Element) -> Globals:
    """What the file declares beside its processes."""
    return Globals(
        messages={e.get("id", ""): e for e in root.findall(bpmn("message"))},
        signals={
            e.get("id", ""): e.get("name") or e.get("id") or ""
            for e in root.findall(bpmn("signal"))
        },
        errors={e.get("id", ""): e.get("errorCode") for e in root.findall(bpmn("error"))},
        escalations={
            e.get("id", ""): e.get("escalationCode") for e in root.findall(bpmn("escalation"))
        },
        definitions={e.get("id", ""): e for e in root if _is_definition(e)},
    )


def inline_event_definitions(root: etree._Element, findings: Findings) -> None:
    """Put a copy of the definition where an event only refers to one at the top of the file."""
    shared = {element.get("id", ""): element for element in root if _is_definition(element)}
    sizes = {key: len(etree.tostring(element)) for key, element in shared.items()}
    left = MOST_COPIED
    for reference in list(root.iter(bpmn("eventDefinitionRef"))):
        event = reference.getparent()
        if event is None:
            continue
        wanted = (reference.text or "").rpartition(":")[2].strip()
        left -= sizes.get(wanted, 0)
        if left < 0:
            findings.refuse(
                Element(event),
                "too-large",
                "Filen blir för stor när händelsernas gemensamma definitioner läses in.",
                "The file becomes too large when the shared definitions of its events are read.",
            )
            return
        if wanted in shared:
            own = copy.deepcopy(shared[wanted])
            own.attrib.pop("id", "")
            event.replace(reference, own)
        else:
            findings.refuse(
                Element(event),
                "no-such-definition",
                f"Händelsen hänvisar till {wanted}, som inte finns.",
                f"The event refers to {wanted}, which does not exist.",
            )


def _is_definition(element: etree._Element) -> bool:
    return local_name(element).endswith("EventDefinition")


def global_tasks_as_processes(root: etree._Element) -> dict[str, str | None]:
    """Turn each global task, which call activities may call, into a process of one task.

    Returns the id that is drawn for each node that was made; None for one that stands for nothing.
    """
    made: dict[str, str | None] = {}
    for task in [e for e in root if local_name(e).startswith("global")]:
        kind = local_name(task).removeprefix("global")
        task_id = task.get("id", "")
        name = task.get("name") or task_id
        process = etree.SubElement(root, bpmn("process"), id=task_id, name=name)
        process.set("isExecutable", "true")
        inner = f"{task_id}.task"
        etree.SubElement(process, bpmn("startEvent"), id=f"{task_id}.start")
        body = etree.SubElement(process, bpmn(kind[:1].lower() + kind[1:]), id=inner, name=name)
        body.extend(list(task))
        made |= {f"{task_id}.start": None, inner: task_id, f"{task_id}.end": None}
        etree.SubElement(process, bpmn("endEvent"), id=f"{task_id}.end")
        for source, target in ((f"{task_id}.start", inner), (inner, f"{task_id}.end")):
            etree.SubElement(
                process,
                bpmn("sequenceFlow"),
                id=f"{source}.flow",
                sourceRef=source,
                targetRef=target,
            )
        root.remove(task)
    return made
