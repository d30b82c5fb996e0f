"""How long the check of a drawn package takes: it is done at every save."""

from datetime import UTC, datetime
from time import perf_counter

import orjson

from flows.catalog import Package
from flows.catalog.check_draft import check_draft
from flows.operations import OPERATIONS

ROUNDS = 20
NOW = datetime(2027, 1, 11, 8, tzinfo=UTC)
_BLOCK = 10
"""Elements in one block of the drawing: two gateways of each kind and six steps."""


def check_100_nodes_ms() -> float:
    """Milliseconds for one check of a diagram with 100 nodes and ten forms, the median."""
    package = drawn_package(100)
    took = []
    for _ in range(ROUNDS):
        begun = perf_counter()
        check(package)
        took.append((perf_counter() - begun) * 1000)
    return sorted(took)[ROUNDS // 2]


def check(package: Package) -> int:
    """Check a package as a save does; how many problems it has."""
    problems = check_draft(
        package,
        operations=OPERATIONS,
        roles=("sekreterare",),
        scopes=("ockelbo",),
        processes=(),
        now=NOW,
        max_bytes=1 << 30,
    )
    return len(problems)


def drawn_package(nodes: int) -> Package:
    """A package whose diagram has at least so many nodes: blocks with a choice and branches."""
    blocks = max(1, nodes // _BLOCK)
    body = [_start(), *(_block(number) for number in range(blocks)), '<endEvent id="e" name="E"/>']
    flows = ["".join(_flow("s", "x0"))] + [
        _flow(f"m{number}", f"x{number + 1}" if number + 1 < blocks else "e")
        for number in range(blocks)
    ]
    text = (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x" '
        'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"><process id="p" name="P" '
        f'isExecutable="true">{"".join(body)}{"".join(flows)}</process></definitions>'
    )
    forms = {f"form_{number}.form": _form(number) for number in range(min(blocks, 50))}
    return Package("stor", {"stor.bpmn": text.encode(), "start.form": _form(-1), **forms})


def _start() -> str:
    return (
        '<startEvent id="s" name="S"><extensionElements><zeebe:formDefinition formId="start"/>'
        "</extensionElements></startEvent>"
    )


def _block(number: int) -> str:
    """X chooses between a task and a script; p makes three branches that meet at q; then m."""
    n = number
    steps = "".join(_task(f"{letter}{n}", f"form_{n % 50}") for letter in "ab")
    return (
        f'<exclusiveGateway id="x{n}" name="Vilken?" default="x{n}-b{n}"/>'
        f'<parallelGateway id="p{n}"/><parallelGateway id="q{n}"/>'
        f'<exclusiveGateway id="m{n}" name="Möts"/>'
        + steps
        + _script(f"c{n}", f"svar_{n % 50} + 1", f"summa_{n}")
        + _script(f"d{n}", "forum.namn + part.namn", f"namn_{n}")
        + _job(f"f{n}", f"svar_{n % 50}")
        + _script(f"g{n}", f"count(forum.parter[slag = kommun_{n % 50}])", f"antal_{n}")
        + _flow(f"x{n}", f"a{n}", f"titel = &quot;{n}&quot; or svar_{n % 50} != null")
        + "".join(
            _flow(one, other)
            for one, other in (
                (f"x{n}", f"b{n}"),
                (f"a{n}", f"p{n}"),
                (f"p{n}", f"c{n}"),
                (f"p{n}", f"d{n}"),
                (f"p{n}", f"f{n}"),
                (f"c{n}", f"q{n}"),
                (f"d{n}", f"q{n}"),
                (f"f{n}", f"q{n}"),
                (f"q{n}", f"g{n}"),
                (f"g{n}", f"m{n}"),
                (f"b{n}", f"m{n}"),
            )
        )
    )


def _task(task_id: str, form_id: str) -> str:
    return (
        f'<userTask id="{task_id}" name="Gör {task_id}"><documentation>Så här.</documentation>'
        '<extensionElements><zeebe:assignmentDefinition candidateGroups="sekreterare"/>'
        f'<zeebe:formDefinition formId="{form_id}"/></extensionElements></userTask>'
    )


def _script(task_id: str, expression: str, result: str) -> str:
    return (
        f'<scriptTask id="{task_id}" name="Räkna {task_id}"><extensionElements>'
        f'<zeebe:script expression="={expression}" resultVariable="{result}"/>'
        "</extensionElements></scriptTask>"
    )


def _job(task_id: str, variable: str) -> str:
    return (
        f'<serviceTask id="{task_id}" name="Skicka {task_id}"><extensionElements>'
        '<zeebe:taskDefinition type="notis.skicka"/><zeebe:ioMapping>'
        '<zeebe:input source="=&quot;sekreterare&quot;" target="till"/>'
        f'<zeebe:input source="=string({variable})" target="amne"/>'
        '<zeebe:input source="=titel" target="text"/></zeebe:ioMapping>'
        "</extensionElements></serviceTask>"
    )


def _flow(source: str, target: str, condition: str = "") -> str:
    inside = f"<conditionExpression>={condition}</conditionExpression>" if condition else ""
    name = f' name="{source}"' if source.startswith("x") else ""
    return (
        f'<sequenceFlow id="{source}-{target}"{name} sourceRef="{source}" targetRef="{target}">'
        f"{inside}</sequenceFlow>"
    )


def _form(number: int) -> bytes:
    keys = ["titel"] if number < 0 else [f"svar_{number}", f"kommun_{number}"]
    fields = [{"type": "textfield", "id": f"falt_{key}", "key": key, "label": key} for key in keys]
    form_id = "start" if number < 0 else f"form_{number}"
    return orjson.dumps({"id": form_id, "type": "default", "components": fields})
