"""Misspelt variables and parts are found; what may be right is left alone."""

import pytest
from tests.catalog.drawing import (
    END,
    chain,
    codes,
    diagram,
    flow,
    form,
    found,
    job,
    script,
    start,
    task,
)

from flows.engine import read_package

Files = dict[str, bytes]
START = form("start", "titel", "belopp")


def package(body: str, outside: str = "", forms: dict[str, bytes] | None = None) -> Files:
    return {"prov.bpmn": diagram(body, outside=outside), **START, **(forms or {})}


def one_task(task_xml: str) -> str:
    return start() + task_xml + END + chain("s", "a", "e")


def mapped(direction: str, source: str, target: str = "ut") -> str:
    line = f'<zeebe:{direction} source="={source}" target="{target}"/>'
    return f"<zeebe:ioMapping>{line}</zeebe:ioMapping>"


TIMER = (
    '<boundaryEvent id="b" name="Dags" attachedToRef="a"><timerEventDefinition>'
    "<timeDuration>={}</timeDuration></timerEventDefinition></boundaryEvent>"
)
MISSPELT = {
    "condition": start()
    + '<exclusiveGateway id="g" name="Val?" default="g-e"/>'
    + task("a")
    + END
    + flow("s", "g")
    + flow("g", "a", "tittel = null")
    + flow("g", "e")
    + flow("a", "e"),
    "script": one_task(script("a", "upper case(tittel)", "svar")),
    "input": one_task(task("a", mapped("input", "tittel"))),
    "output": one_task(task("a", mapped("output", "tittel"))),
    "assignee": one_task(
        '<userTask id="a" name="A"><documentation>Gör.</documentation><extensionElements>'
        '<zeebe:assignmentDefinition assignee="=tittel"/></extensionElements></userTask>'
    ),
    "due date": one_task(task("a", '<zeebe:taskSchedule dueDate="=date(tittel)"/>')),
    "timer": one_task(task("a")) + TIMER.format("tittel") + flow("b", "e"),
    "correlation key": one_task(
        '<receiveTask id="a" name="Vänta" messageRef="m"><extensionElements><zeebe:properties>'
        '<zeebe:property name="variabler" value="svar"/></zeebe:properties></extensionElements>'
        "</receiveTask>"
    ),
    "collection": one_task(
        task(
            "a",
            more="<multiInstanceLoopCharacteristics><extensionElements>"
            '<zeebe:loopCharacteristics inputCollection="=tittel" inputElement="rad"/>'
            "</extensionElements></multiInstanceLoopCharacteristics>",
        )
    ),
    "round result": one_task(
        task(
            "a",
            more="<multiInstanceLoopCharacteristics><extensionElements>"
            '<zeebe:loopCharacteristics inputCollection="=[1]" inputElement="rad" '
            'outputCollection="alla" outputElement="=tittel"/>'
            "</extensionElements></multiInstanceLoopCharacteristics>",
        )
    ),
    "completion condition": one_task(
        task(
            "a",
            more="<multiInstanceLoopCharacteristics><extensionElements>"
            '<zeebe:loopCharacteristics inputCollection="=[1]" inputElement="rad"/>'
            "</extensionElements><completionCondition>=tittel = 1 and numberOfInstances = 2"
            "</completionCondition></multiInstanceLoopCharacteristics>",
        )
    ),
    "operation input": one_task(job("a", "arende.lage", [("lage", "tittel")])),
    "who sent it": one_task(task("a"))
    + '<boundaryEvent id="b" name="Ångra" attachedToRef="a"><extensionElements><zeebe:properties>'
    '<zeebe:property name="button" value="Ångra"/>'
    '<zeebe:property name="avsandare" value="=tittel"/></zeebe:properties></extensionElements>'
    '<messageEventDefinition messageRef="m2"/></boundaryEvent>' + flow("b", "e"),
}
MESSAGES = (
    '<message id="m" name="svaret"><extensionElements>'
    '<zeebe:subscription correlationKey="=tittel"/></extensionElements></message>'
    '<message id="m2" name="angra"/>'
)


@pytest.mark.parametrize("where", MISSPELT)
def test_a_misspelt_variable_is_found_wherever_it_stands(where: str) -> None:
    problems = found(package(MISSPELT[where], MESSAGES))

    assert [one.code for one in problems] == ["unknown-variable"]
    assert "Menade du titel?" in problems[0].sv
    assert "Did you mean titel?" in problems[0].en
    assert problems[0].severity == "warning"
    assert problems[0].element in ("a", "b", "g-a")


def test_in_a_form_the_field_is_named() -> None:
    files = package(
        one_task(task("a", form="fraga")), forms=form("fraga", "svar", svar="tittel = 1")
    )

    problems = found(files)

    assert codes(problems) == [("unknown-variable", "svar")]
    assert problems[0].file == "fraga.form"
    assert problems[0].line == 1


DECISION = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="D"
 namespace="x"><decision id="niva" name="Niva"><decisionTable id="t"><input id="i">
 <inputExpression id="x" typeRef="string"><text>tittel</text></inputExpression></input>
 <output id="o" name="svar" typeRef="string"/><rule id="r"><inputEntry id="c"><text>-</text>
 </inputEntry><outputEntry id="u"><text>"ja"</text></outputEntry></rule></decisionTable></decision>
 </definitions>"""
DECIDES = (
    '<businessRuleTask id="a" name="Besluta"><extensionElements>'
    '<zeebe:calledDecision decisionId="niva" resultVariable="svar"/>{}'
    "</extensionElements></businessRuleTask>"
)


def test_a_decision_needs_variables_that_are_there() -> None:
    files = package(one_task(DECIDES.format(""))) | {"niva.dmn": DECISION}

    assert codes(found(files)) == [("decision-input", "a")]

    files = package(one_task(DECIDES.format(mapped("input", "titel", "tittel"))))
    assert found(files | {"niva.dmn": DECISION}) == []


def test_a_variable_of_a_later_step_is_told_with_the_step() -> None:
    body = start() + script("a", "svar", "x") + task("b", form="fraga") + END
    problems = found(package(body + chain("s", "a", "b", "e"), forms=form("fraga", "svar")))

    assert codes(problems) == [("variable-later", "a")]
    assert "”Steg b”" in problems[0].sv


def test_a_loop_back_brings_the_variables_of_later_steps() -> None:
    body = (
        start()
        + '<exclusiveGateway id="m" name="Möts"/>'
        + '<exclusiveGateway id="g" name="Om?" default="g-e"/>'
        + script("a", "svar", "x")
        + task("b", form="fraga")
        + END
        + chain("s", "m", "a", "b", "g", "e")
        + flow("g", "m", 'svar = "om"')
    )
    assert found(package(body, forms=form("fraga", "svar"))) == []


def test_a_parallel_branch_may_have_set_it() -> None:
    body = (
        start()
        + '<parallelGateway id="p"/><parallelGateway id="q"/>'
        + task("a", form="fraga")
        + script("b", "svar", "x")
        + END
        + flow("s", "p")
        + chain("p", "a", "q", "e")
        + chain("p", "b", "q")
    )
    assert found(package(body, forms=form("fraga", "svar"))) == []


RIGHT = {
    "results of operations": one_task(job("a", "arende.registrera", [("titel", "titel")]))
    .replace("</serviceTask>", "</serviceTask>" + script("b", "arende.diarienummer", "nr"))
    .replace(chain("s", "a", "e"), chain("s", "a", "b", "e")),
    "the forum, the party and the instance": one_task(
        script("a", "[forum.namn, part.beslutande, instans.id, forum.huvudman.namn]", "x")
    ),
    "names inside a filter": one_task(
        script("a", "forum.parter[slag = titel and item.id != null]", "x")
    ),
    "a loop item and its counter": one_task(
        task(
            "a",
            mapped("input", "rad.namn + string(loopCounter)", "namn"),
            more="<multiInstanceLoopCharacteristics><extensionElements>"
            '<zeebe:loopCharacteristics inputCollection="=forum.parter" inputElement="rad"/>'
            "</extensionElements></multiInstanceLoopCharacteristics>",
        )
    ),
    "a message with declared variables": one_task(
        '<receiveTask id="a" name="Vänta" messageRef="m2"><extensionElements><zeebe:properties>'
        '<zeebe:property name="variabler" value="utfall, datum"/></zeebe:properties>'
        "</extensionElements></receiveTask>"
    )
    .replace(END, script("b", "[utfall, datum]", "x") + END)
    .replace(chain("s", "a", "e"), chain("s", "a", "b", "e")),
}


@pytest.mark.parametrize("what", RIGHT)
def test_what_is_right_is_left_alone(what: str) -> None:
    assert found(package(RIGHT[what], '<message id="m2" name="angra"/>')) == []


WAITS = one_task(
    '<receiveTask id="a" name="Vänta" messageRef="m2"/>' + script("b", "okant + tittel", "x")
).replace(chain("s", "a", "e"), chain("s", "a", "b", "e"))


def test_after_a_message_that_nobody_knows_only_near_misses_are_told() -> None:
    problems = found(package(WAITS, '<message id="m2" name="angra"/>'))

    assert [one.sv.rpartition("Menade du ")[2] for one in problems] == ["titel?"]


def test_what_a_sender_sends_is_known_also_in_another_package() -> None:
    sends = diagram(
        start(form="")
        + job(
            "a",
            "meddelande.skicka",
            [("namn", '"angra"'), ("nyckel", '"1"'), ("variabler", "{okant: 1}")],
        )
        + END
        + chain("s", "a", "e"),
        process="annan",
    )
    other = list(read_package({"annan.bpmn": sends}).processes.values())

    problems = found(package(WAITS, '<message id="m2" name="angra"/>'), neighbours=other)

    assert [one.code for one in problems] == ["unknown-variable"]
    assert "tittel" in problems[0].sv


CALLS = (
    '<callActivity id="a" name="Anropa"><extensionElements>'
    '<zeebe:calledElement processId="inre" {}/></extensionElements></callActivity>'
)


def test_a_called_process_knows_what_its_caller_knows_and_gives_back_what_it_sets() -> None:
    inner = diagram(
        start(form="") + script("i", "titel + tittel", "svar") + END + chain("s", "i", "e"),
        process="inre",
    )
    body = one_task(CALLS.format("")).replace(END, script("b", "svar + svarr", "x") + END)
    body = body.replace(chain("s", "a", "e"), chain("s", "a", "b", "e"))

    problems = found(package(body) | {"inre.bpmn": inner})

    assert sorted((one.file, one.sv.rpartition("Menade du ")[2]) for one in problems) == [
        ("inre.bpmn", "titel?"),
        ("prov.bpmn", "svar?"),
    ]


PARTS = {
    "forum.nman": ("namn", "a"),
    "part.namm": ("namn", "a"),
    "instans.idd": ("id", "a"),
    "anmalare.nman": ("namn", "a"),
    "for p in forum.parter return p.kortnamm": ("kortnamn", "a"),
    "forum.parter[slagg = 1].nman": ("namn", "a"),
}


@pytest.mark.parametrize("source", PARTS)
def test_a_part_that_is_not_there_is_told(source: str) -> None:
    near, element = PARTS[source]
    problems = [
        one
        for one in found(package(one_task(script("a", source, "x"))))
        if one.code == "unknown-part"
    ]

    assert codes(problems) == [("unknown-part", element)]
    assert f"Menade du {near}?" in problems[0].sv


def test_the_parts_of_a_script_s_result_are_known_later() -> None:
    body = (
        start() + script("a", "{antal: 1, namn: titel}", "svar") + script("b", "svar.antall", "x")
    )
    problems = found(package(body + END + chain("s", "a", "b", "e")))

    assert codes(problems) == [("unknown-part", "b")]


def test_a_form_sees_parts_as_well() -> None:
    files = package(
        one_task(task("a", form="fraga")), forms=form("fraga", "svar", svar="forum.nman = 1")
    )

    assert codes(found(files)) == [("unknown-part", "svar")]
