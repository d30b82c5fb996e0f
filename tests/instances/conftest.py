"""Instances are tested on small diagrams in a real database."""

from pathlib import Path

import pytest
from tests.house import House
from tests.instances.build import (
    boundary_timer,
    catch_message,
    diagram,
    end,
    flows,
    message,
    process,
    script,
    service_task,
    start,
    user_task,
)

from flows.kernel import Database, Settings

MESSAGE = message("m_svar", "svar", "instans.id") + (
    '<bpmn:signal id="s_start" name="klart"/><bpmn:signal id="s_upprop" name="upprop"/>'
    '<bpmn:message id="m_nytt" name="nytt"/><bpmn:message id="m_kort" name="kort"/>'
    '<bpmn:message id="m_langt" name="långt"/>'
)
PROCESSES = (
    process(
        "rad",
        start(),
        user_task("forst"),
        user_task("sedan"),
        end(),
        flows("start", "forst", "sedan", "slut"),
    ),
    process(
        "uppgift",
        start(),
        user_task("bereda"),
        service_task("registrera", "arende.registrera", {"titel": "titel"}),
        user_task("besluta", "ordforande"),
        end(),
        flows("start", "bereda", "registrera", "besluta", "slut"),
    ),
    process(
        "paminnelse",
        start(),
        user_task("svara", "registrator@ockelbo"),
        boundary_timer("paminn", "svara", "R2/P7D"),
        script("rakna", "if antal = null then 1 else antal + 1", "antal"),
        end("paminnd"),
        end(),
        flows("start", "svara", "slut"),
        flows("paminn", "rakna", "paminnd"),
    ),
    process(
        "vantan",
        start(),
        catch_message("vanta", "m_svar"),
        user_task("lasa"),
        end(),
        flows("start", "vanta", "lasa", "slut"),
    ),
    process(
        "fel",
        start(),
        user_task("fraga"),
        script("dela", 'string(1) + svar + "!"', "text"),
        '<bpmn:exclusiveGateway id="val" name="Ja?"/>',
        user_task("sedan"),
        end(),
        flows("start", "fraga", "dela", "val"),
        '<bpmn:sequenceFlow id="ja" sourceRef="val" targetRef="sedan">'
        '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=text = "1ja!"'
        "</bpmn:conditionExpression></bpmn:sequenceFlow>"
        '<bpmn:sequenceFlow id="nej" sourceRef="val" targetRef="slut">'
        '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=text = "1nej!"'
        "</bpmn:conditionExpression></bpmn:sequenceFlow>",
        flows("sedan", "slut"),
    ),
    process(
        "projektfel",
        start(),
        '<bpmn:parallelGateway id="dela"/>',
        service_task("registrera", "projekt.registrera", {"titel": "titel"}, retries=2),
        user_task("annat"),
        '<bpmn:parallelGateway id="mota"/>',
        end(),
        flows("start", "dela", "registrera", "mota", "slut"),
        flows("dela", "annat", "mota"),
    ),
    process(
        "delat",
        start(),
        '<bpmn:parallelGateway id="dela"/>',
        user_task("forst"),
        boundary_timer("paminn", "forst", "R2/P7D"),
        user_task("paminnas"),
        user_task("bredvid"),
        '<bpmn:exclusiveGateway id="val" name="Vilken väg?"/>',
        user_task("hit"),
        end(),
        flows("start", "dela", "forst", "slut"),
        flows("dela", "bredvid", "slut"),
        flows("dela", "val"),
        flows("paminn", "paminnas", "slut"),
        '<bpmn:sequenceFlow id="ja" sourceRef="val" targetRef="hit">'
        '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=vag = 1'
        "</bpmn:conditionExpression></bpmn:sequenceFlow>"
        '<bpmn:sequenceFlow id="nej" sourceRef="val" targetRef="slut">'
        '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=vag = 2'
        "</bpmn:conditionExpression></bpmn:sequenceFlow>",
        flows("hit", "slut"),
    ),
    process(
        "ropar",
        start(),
        '<bpmn:parallelGateway id="dela"/><bpmn:exclusiveGateway id="mota"/>',
        '<bpmn:intermediateCatchEvent id="hora"><bpmn:signalEventDefinition signalRef="s_start"/>'
        "</bpmn:intermediateCatchEvent>",
        script("rakna", "if antal = null then 1 else antal + 1", "antal"),
        user_task("ropa"),
        '<bpmn:endEvent id="ropat"><bpmn:signalEventDefinition signalRef="s_start"/>'
        "</bpmn:endEvent>",
        flows("start", "dela", "mota", "hora", "rakna", "mota"),
        flows("dela", "ropa", "ropat"),
    ),
    process(
        "signal",
        start(),
        '<bpmn:intermediateCatchEvent id="hora" name="Höra"><bpmn:signalEventDefinition'
        ' signalRef="s_start"/></bpmn:intermediateCatchEvent>',
        user_task("lasa"),
        end(),
        flows("start", "hora", "lasa", "slut"),
    ),
    process(
        "upprop",
        start(),
        user_task("ropa"),
        '<bpmn:endEvent id="ropat"><bpmn:extensionElements><zeebe:ioMapping>'
        '<zeebe:input source="=text" target="text"/></zeebe:ioMapping></bpmn:extensionElements>'
        '<bpmn:signalEventDefinition signalRef="s_upprop"/></bpmn:endEvent>',
        flows("start", "ropa", "ropat"),
    ),
    *(
        process(
            name,
            '<bpmn:startEvent id="start"><bpmn:signalEventDefinition signalRef="s_upprop"/>'
            "</bpmn:startEvent>",
            user_task("svara"),
            end(),
            flows("start", "svara", "slut"),
        )
        for name in ("uppropad", "uppropad_med")
    ),
    process(
        "meddelad",
        '<bpmn:startEvent id="start"><bpmn:messageEventDefinition messageRef="m_nytt"/>'
        "</bpmn:startEvent>",
        user_task("svara"),
        end(),
        flows("start", "svara", "slut"),
    ),
    process(
        "kortvarigt",
        start(),
        '<bpmn:intermediateThrowEvent id="kort"><bpmn:extensionElements><zeebe:properties>'
        '<zeebe:property name="timeToLive" value="P3D"/></zeebe:properties>'
        "</bpmn:extensionElements>"
        '<bpmn:messageEventDefinition messageRef="m_kort"/></bpmn:intermediateThrowEvent>',
        service_task(
            "gjort",
            "meddelande.skicka",
            {"namn": '"gjort"', "nyckel": '"x"', "sparas": 'duration("P28D")'},
        ),
        '<bpmn:endEvent id="langt"><bpmn:messageEventDefinition messageRef="m_langt"/>'
        "</bpmn:endEvent>",
        flows("start", "kort", "gjort", "langt"),
    ),
    process(
        "dubbelhorande",
        start(),
        user_task("arbeta"),
        *(
            f'<bpmn:boundaryEvent id="hor_{n}" attachedToRef="arbeta" cancelActivity="false">'
            '<bpmn:signalEventDefinition signalRef="s_start"/></bpmn:boundaryEvent>'
            for n in (1, 2)
        ),
        script("rakna", "if antal = null then 1 else antal + 1", "antal"),
        end("raknat"),
        end(),
        flows("start", "arbeta", "slut"),
        flows("hor_1", "rakna", "raknat"),
        flows("hor_2", "rakna"),
    ),
    process(
        "elva",
        start(),
        '<bpmn:userTask id="rosta" name="Rösta"><bpmn:extensionElements><zeebe:userTask/>'
        '<zeebe:assignmentDefinition candidateGroups="=&#34;registrator@&#34; + part.id"/>'
        "</bpmn:extensionElements><bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>"
        '<zeebe:loopCharacteristics inputCollection="=forum.huvudman" inputElement="part"'
        ' outputCollection="svaren" outputElement="=svar"/></bpmn:extensionElements>'
        "</bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>",
        user_task("rakna"),
        end(),
        flows("start", "rosta", "rakna", "slut"),
    ),
)


@pytest.fixture(scope="module")
def house(database: Database, database_url: str, tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house where the small diagrams are published."""
    data_dir: Path = tmp_path_factory.mktemp("data")
    built = House(database, Settings(database_url=database_url, data_dir=data_dir))
    for number, drawn in enumerate(PROCESSES):
        built.publish(f"prov-{number}", {"prov.bpmn": diagram(MESSAGE, drawn)})
    return built
