import re

import pytest
from tests.documents.build import (
    PROCESSES,
    SVG,
    attributes,
    bpmn,
    edge,
    element,
    parsed,
    shape,
    texts,
)

from flows.documents import DiagramUnreadable, Mark, diagram_svg

ONE = bpmn('<userTask id="a" name="Bereda ärendet"/>', shape("a", 100, 100))
EVENTS = "message timer error signal escalation conditional link compensate cancel terminate"


def draw(process: str, diagram: str, beside: str = "") -> str:
    return diagram_svg(bpmn(process, diagram, beside), title="Ett flöde")


def test_the_drawing_has_a_text_alternative_and_its_own_size():
    root = parsed(diagram_svg(ONE, title="Ärende", description="Väntar hos beredningen."))
    assert root.get("role") == "img"
    named = [root.find(f".//*[@id='{one}']") for one in str(root.get("aria-labelledby")).split()]
    assert [one.text for one in named if one is not None] == ["Ärende", "Väntar hos beredningen."]
    left, top, width, height = map(float, str(root.get("viewBox")).split())
    assert left < 100
    assert top < 100
    assert left + width > 200
    assert top + height > 180
    assert (root.get("width"), root.get("height")) == (f"{width:g}", f"{height:g}")


def test_two_drawings_on_a_page_keep_their_ids_apart():
    first = attributes(parsed(diagram_svg(ONE, title="A", prefix="one")))["id"]
    second = attributes(parsed(diagram_svg(ONE, title="B", prefix="two")))["id"]
    assert not first & second


@pytest.mark.parametrize("kind", EVENTS.split())
@pytest.mark.parametrize(
    "place", ["startEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent",
              "endEvent"]
)  # fmt: skip
def test_every_event_has_its_own_mark(kind, place):
    inside = f'<{place} id="a"><{kind}EventDefinition/></{place}>'
    plain = draw(f'<{place} id="a"/>', shape("a", w=36, h=36))
    marked = draw(inside, shape("a", w=36, h=36))
    assert marked.count("<path") > plain.count("<path")
    thrown = place in {"endEvent", "intermediateThrowEvent"} or kind == "terminate"
    assert ("diagram-filled" in marked) is thrown


def test_the_marks_of_all_events_differ():
    drawn = {
        draw(f'<startEvent id="a"><{kind}EventDefinition/></startEvent>', shape("a", w=36, h=36))
        for kind in EVENTS.split()
    }
    assert len(drawn) == len(EVENTS.split())


def test_events_with_several_definitions():
    two = "<timerEventDefinition/><messageEventDefinition/>"
    multiple = draw(f'<startEvent id="a">{two}</startEvent>', shape("a", w=36, h=36))
    parallel = draw(
        f'<startEvent id="a" parallelMultiple="true">{two}</startEvent>', shape("a", w=36, h=36)
    )
    assert multiple != parallel


@pytest.mark.parametrize(
    ("process", "dashed"),
    [
        ('<boundaryEvent id="a" cancelActivity="false"/>', True),
        ('<boundaryEvent id="a"/>', False),
        ('<startEvent id="a" isInterrupting="false"/>', True),
        ('<startEvent id="a"/>', False),
    ],
)
def test_what_does_not_interrupt_is_dashed(process, dashed):
    assert ("stroke-dasharray" in draw(process, shape("a", w=36, h=36))) is dashed


def test_gateways_differ():
    kinds = ["exclusive", "parallel", "inclusive", "complex", "eventBased"]
    drawn = {draw(f'<{kind}Gateway id="a"/>', shape("a", w=50, h=50)) for kind in kinds}
    assert len(drawn) == len(kinds)
    without = draw('<exclusiveGateway id="a"/>', shape("a", w=50, h=50, isMarkerVisible="false"))
    assert without.count("<path") == 1


def test_tasks_have_the_mark_of_their_type():
    kinds = ["user", "service", "script", "manual", "send", "receive", "businessRule"]
    drawn = {draw(f'<{kind}Task id="a"/>', shape("a")) for kind in kinds}
    assert len(drawn) == len(kinds)
    assert all(one.count("<path") >= 1 for one in drawn)
    assert "<path" not in draw('<task id="a"/>', shape("a"))


def test_repetition_is_marked():
    parallel = "<multiInstanceLoopCharacteristics/>"
    sequential = '<multiInstanceLoopCharacteristics isSequential="true"/>'
    loop = "<standardLoopCharacteristics/>"
    drawn = {draw(f'<task id="a">{one}</task>', shape("a")) for one in (parallel, sequential, loop)}
    assert len(drawn) == 3
    assert all(one.count("<path") == 1 for one in drawn)


def test_a_closed_subprocess_has_a_plus_and_an_open_one_shows_what_is_inside():
    process = '<subProcess id="s" name="Svar"><userTask id="a" name="Inne"/></subProcess>'
    closed = draw(process, shape("s"))
    opened = draw(process, shape("s", w=300, h=200, isExpanded="true") + shape("a", 50, 50))
    assert texts(parsed(closed)) == ["Svar"]
    assert texts(parsed(opened)) == ["Svar", "Inne"]
    assert opened.index('"s"') < opened.index('"a"')


def test_pools_and_lanes_have_their_names_along_the_edge():
    beside = (
        '<collaboration id="c"><participant id="pool" name="NV" processRef="p"/></collaboration>'
    )
    lanes = '<laneSet id="l"><lane id="lane" name="Samverkanskansliet"/></laneSet>'
    svg = draw(lanes, shape("pool", w=600, h=200) + shape("lane", 30, 0, 570, 200), beside)
    assert texts(parsed(svg)) == ["NV", "Samverkanskansliet"]
    assert svg.count("rotate(-90)") == 2
    upright = draw(lanes, shape("lane", w=200, h=600, isHorizontal="false"))
    assert "rotate" not in upright


def test_annotations_groups_and_things_of_data():
    process = (
        '<textAnnotation id="t"><text>Tystnad är inte ja</text></textAnnotation><group id="g"/>'
        '<dataObjectReference id="d" name="Handling"/><dataStoreReference id="s" name="Diarium"/>'
    )
    svg = draw(process, "".join(shape(one, n * 150) for n, one in enumerate("tgds")))
    assert " ".join(texts(parsed(svg))) == "Tystnad är inte ja Handling Diarium"


FLOW = '<task id="a"/><task id="b"/><sequenceFlow id="f" sourceRef="a" targetRef="b"/>'
TWO = shape("a") + shape("b", 200) + edge("f", (100, 40), (200, 40))


def test_the_ends_of_sequence_flows():
    plain = draw(FLOW, TWO)
    default = draw(FLOW.replace('id="a"', 'id="a" default="f"'), TWO)
    condition = "><conditionExpression>=x</conditionExpression></sequenceFlow>"
    conditional = draw(FLOW.replace('targetRef="b"/>', f'targetRef="b"{condition}'), TWO)
    after_gateway = draw(
        FLOW.replace('<task id="a"/>', '<exclusiveGateway id="a"/>').replace(
            'targetRef="b"/>', f'targetRef="b"{condition}'
        ),
        TWO,
    )
    paths = [
        len(element(one, "f").findall(f".//{SVG}path"))
        for one in (plain, default, conditional, after_gateway)
    ]
    assert paths == [2, 3, 3, 2]


def test_message_flows_are_dashed_and_associations_dotted():
    process = (
        '<task id="a"/><task id="b"/><association id="f" sourceRef="a" targetRef="b"'
        ' associationDirection="One"/>'
    )
    dotted = element(draw(process, TWO), "f")
    assert dotted[0].get("stroke-dasharray") == "1.5 4"
    beside = (
        '<collaboration id="c"><messageFlow id="f" sourceRef="a" targetRef="b"/></collaboration>'
    )
    dashed = element(draw('<task id="a"/><task id="b"/>', TWO, beside), "f")
    assert dashed[0].get("stroke-dasharray") == "9 6"
    assert dashed.find(f"{SVG}circle") is not None


def test_a_mark_has_a_count_an_outline_and_words():
    marks = {"a": Mark("token", 11, "Elva väntar på svar")}
    svg = diagram_svg(ONE, marks, title="Ärende")
    marked = element(svg, "a")
    assert marked.findtext(f"{SVG}title") == "Elva väntar på svar"
    assert "diagram-has-token" in str(marked.get("class"))
    assert "diagram-outline" in attributes(marked)["class"].pop() or any(
        "diagram-outline" in one for one in attributes(marked)["class"]
    )
    assert "11" in texts(parsed(svg))


def test_marks_differ_without_colour():
    def colourless(kind):
        svg = diagram_svg(ONE, {"a": Mark(kind)}, title="Ärende")
        return re.sub(r"#[0-9a-f]{6}|diagram-[\w-]*", "", svg)

    assert len({colourless(kind) for kind in ("token", "done", "incident")}) == 3


def test_marks_inside_a_closed_subprocess_lie_on_it():
    process = '<subProcess id="s"><userTask id="a"/><userTask id="b"/></subProcess>'
    file = bpmn(process, shape("s"))
    waiting = diagram_svg(file, {"a": Mark("token", 2), "b": Mark("token", 3)}, title="A")
    assert "5" in texts(parsed(waiting))
    stopped = diagram_svg(file, {"a": Mark("token", 2), "b": Mark("incident", 1)}, title="A")
    assert "diagram-has-incident" in str(element(stopped, "s").get("class"))


def test_a_mark_on_nothing_drawn_is_left_out():
    assert "diagram-badge" not in diagram_svg(ONE, {"gone": Mark("token")}, title="A")


def test_a_flow_that_has_been_passed_is_drawn_stronger():
    svg = diagram_svg(bpmn(FLOW, TWO), {"f": Mark("done")}, title="A")
    assert "diagram-passed" in svg


def test_everything_written_by_people_is_escaped():
    evil = "&lt;script&gt;alert(1)&lt;/script&gt; &quot;&amp;"
    file = bpmn(f'<task id="a" name="{evil}"/>', shape("a", w=600))
    mark = {"a": Mark("token", 1, '</title><script>"')}
    svg = diagram_svg(file, mark, title="<script>", description="</desc>\x00\"'")
    assert "<script" not in svg
    assert parsed(svg).findtext(f"{SVG}title") == "<script>"
    assert " ".join(texts(parsed(svg))).startswith("<script>alert(1)</script>")


def test_nothing_needs_a_style_attribute_a_script_or_the_outside_world():
    svg = diagram_svg(bpmn(FLOW, TWO), {"a": Mark("token")}, title="A")
    found = attributes(parsed(svg))
    assert not {key for key in found if key == "style" or key.startswith("on") or "href" in key}
    assert "url(" not in svg
    assert "<style" not in svg


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"<definitions",
        b"<a/>",
        bpmn('<task id="a"/>', ""),
        ONE.replace(b'x="100"', b'x="long"'),
        ONE.replace(b'x="100"', b'x="nan"'),
        ONE.replace(b'x="100"', b'x="1e99"'),
        b'<!DOCTYPE a [<!ENTITY b "c">]>' + ONE,
    ],
)
def test_what_can_not_be_drawn_is_refused(file):
    with pytest.raises(DiagramUnreadable) as refused:
        diagram_svg(file, title="A")
    assert refused.value.sv != refused.value.en


@pytest.mark.parametrize(
    "path", sorted(PROCESSES.glob("*/*.bpmn")), ids=lambda path: str(path.stem)
)
def test_every_diagram_of_the_house_can_be_drawn(path):
    svg = diagram_svg(path.read_bytes(), title=path.stem)
    named = re.findall(rb'<bpmn:userTask [^>]*name="([^"]+)"', path.read_bytes())
    drawn = "".join(texts(parsed(svg))).replace("-", "").replace(" ", "")
    for name in named:
        assert name.decode().replace("-", "").replace(" ", "") in drawn
