"""The processes that are measured, drawn as the modeler draws them, without their pictures."""

import json
import random
from collections.abc import Iterable, Mapping
from html import escape
from itertools import pairwise

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' id="definitions" targetNamespace="http://flows.example/benchmark">'
)
OFFICER = "sekreterare"
"""The role in the forum that does the tasks of `seq5`, and starts everything."""

ANSWER_BYTES = 250


def node(type_: str, id_: str, *extensions: str, inner: str = "", **attributes: str) -> str:
    """A flow node with its extension elements."""
    given = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    kept = f"<bpmn:extensionElements>{''.join(extensions)}</bpmn:extensionElements>"
    return (
        f'<bpmn:{type_} id="{id_}" name="{id_.capitalize()}"{given}>'
        f"{kept if extensions else ''}{inner}</bpmn:{type_}>"
    )


def flow(source: str, target: str, condition: str = "", id_: str = "") -> str:
    """A sequence flow, with a FEEL condition when there is one."""
    formula = (
        '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">='
        f"{escape(condition)}</bpmn:conditionExpression>"
        if condition
        else ""
    )
    name = id_ or f"{source}_{target}"
    return (
        f'<bpmn:sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}">'
        f"{formula}</bpmn:sequenceFlow>"
    )


def row(*ids: str) -> str:
    """Flows from each element to the next."""
    return "".join(flow(source, target) for source, target in pairwise(ids))


def person(id_: str, *, form: str = "", groups: str = "", inner: str = "") -> str:
    """A user task; without groups it is for the role of its lane."""
    extensions = ["<zeebe:userTask/>"]
    if form:
        extensions.append(f'<zeebe:formDefinition formId="{form}"/>')
    if groups:
        extensions.append(f'<zeebe:assignmentDefinition candidateGroups="{escape(groups)}"/>')
    return node("userTask", id_, *extensions, inner=inner)


def script(id_: str, result: str, expression: str) -> str:
    """A FEEL expression into a variable."""
    return node(
        "scriptTask",
        id_,
        f'<zeebe:script expression="={escape(expression)}" resultVariable="{result}"/>',
    )


def for_each(items: str, item: str, results: str, result: str) -> str:
    """What makes an element a parallel multi-instance."""
    return (
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>"
        f'<zeebe:loopCharacteristics inputCollection="={items}" inputElement="{item}"'
        f' outputCollection="{results}" outputElement="={escape(result)}"/>'
        "</bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>"
    )


def process(id_: str, *inner: str, lane: Iterable[str] = ()) -> str:
    """An executable process, with one lane of the officer's when elements are named for it."""
    refs = "".join(f"<bpmn:flowNodeRef>{name}</bpmn:flowNodeRef>" for name in lane)
    lanes = (
        f'<bpmn:laneSet id="lanes"><bpmn:lane id="lane" name="{OFFICER.capitalize()}">'
        f"{refs}</bpmn:lane></bpmn:laneSet>"
    )
    body = "".join((lanes if refs else "", *inner))
    return f'<bpmn:process id="{id_}" name="{id_}" isExecutable="true">{body}</bpmn:process>'


def drawing(*processes: str) -> bytes:
    """A BPMN file."""
    return f"{HEAD}{''.join(processes)}</bpmn:definitions>".encode()


def form(id_: str, key: str, label: str) -> bytes:
    """A form with one required text."""
    field = {
        "type": "textarea",
        "id": f"field_{key}",
        "key": key,
        "label": label,
        "validate": {"required": True, "maxLength": 1000},
    }
    return json.dumps({"id": id_, "type": "default", "components": [field]}).encode()


def started_by_form(id_: str) -> str:
    """A start event with a form."""
    return node("startEvent", id_, f'<zeebe:formDefinition formId="{id_}"/>')


def five_in_a_row() -> Mapping[str, bytes]:
    """The package `seq5`: five user tasks, each with a form of one text."""
    tasks = [f"steg{number}" for number in range(1, 6)]
    drawn = process(
        "seq5",
        started_by_form("seq5-start"),
        *(person(task, form=task) for task in tasks),
        node("endEvent", "slut"),
        row("seq5-start", *tasks, "slut"),
        lane=["seq5-start", *tasks],
    )
    return {
        "seq5.bpmn": drawing(drawn),
        "seq5-start.form": form("seq5-start", "titel", "Titel"),
        **{f"{task}.form": form(task, task, "Svar") for task in tasks},
    }


def eleven_at_once() -> Mapping[str, bytes]:
    """The package `mi11`: a script, then a user task for each huvudman at the same time."""
    drawn = process(
        "mi11",
        started_by_form("mi11-start"),
        script("samla", "parter", "forum.huvudman"),
        person(
            "svara",
            form="svara",
            groups='="registrator@" + part.id',
            inner=for_each("parter", "part", "svaren", "svar"),
        ),
        node("endEvent", "slut"),
        row("mi11-start", "samla", "svara", "slut"),
        lane=["mi11-start"],
    )
    return {
        "mi11.bpmn": drawing(drawn),
        "mi11-start.form": form("mi11-start", "titel", "Titel"),
        "svara.form": form("svara", "svar", "Svar"),
    }


def one_task() -> Mapping[str, bytes]:
    """The package `fraga`: one user task without a form, for filling a database."""
    drawn = process(
        "fraga",
        node("startEvent", "start"),
        person("svara", groups=OFFICER),
        node("endEvent", "slut"),
        row("start", "svara", "slut"),
    )
    return {"fraga.bpmn": drawing(drawn)}


def loop() -> Mapping[str, bytes]:
    """The package `varv`: a user task and a count, again and again until told to stop."""
    drawn = process(
        "varv",
        node("startEvent", "start"),
        script("borja", "varv", "0"),
        node("exclusiveGateway", "igen"),
        person("svara", groups=OFFICER),
        script("rakna", "varv", "varv + 1"),
        node("exclusiveGateway", "val", default="tillbaka"),
        node("endEvent", "slut"),
        row("start", "borja", "igen", "svara", "rakna", "val"),
        flow("val", "slut", "klar = true"),
        flow("val", "igen", id_="tillbaka"),
    )
    return {"varv.bpmn": drawing(drawn)}


def message_sender() -> Mapping[str, bytes]:
    """The package `skicka`: three operations in a row, each sends a message that is kept."""
    tasks = [f"skicka{number}" for number in range(1, 4)]
    drawn = process(
        "skicka",
        node("startEvent", "start"),
        *(_sending(task) for task in tasks),
        node("endEvent", "slut"),
        row("start", *tasks, "slut"),
    )
    return {"skicka.bpmn": drawing(drawn)}


def _sending(id_: str) -> str:
    given = {"namn": '"hälsning"', "nyckel": "instans.id", "variabler": "{hej: 1}"}
    mapping = "".join(
        f'<zeebe:input source="={escape(source)}" target="{target}"/>'
        for target, source in given.items()
    )
    return node(
        "serviceTask",
        id_,
        '<zeebe:taskDefinition type="meddelande.skicka" retries="3"/>',
        f"<zeebe:ioMapping>{mapping}</zeebe:ioMapping>",
    )


_TEXT = (
    "barnen behöver stöd tidigt och samordnat kommunen föreslår att regionen tar fram underlag"
    " tillsammans med skolan socialtjänsten elevhälsan nämnden beslutar om insatser för länets"
    " invånare under våren enligt överenskommelsen frågan återkommer vid nästa sammanträde när"
    " remissvaren är sammanställda kostnaden ryms inom budget uppföljning sker årligen av"
    " beredningsgruppen vilket redovisas öppet"
)


def answer(number: int) -> str:
    """A text of ANSWER_BYTES, different for each number, of words as people write them."""
    chance = random.Random(number)
    text = f"{number} " + " ".join(chance.choices(_TEXT.split(), k=60))
    return text.encode()[:ANSWER_BYTES].decode(errors="ignore")
