"""Two versions side by side in words: everything that differs is said, and nothing else."""

import copy
import json
from pathlib import Path
from random import Random

import pytest
from lxml import etree

from flows.diagrams.compare import compare_files
from flows.diagrams.compare_units import canonical
from flows.kernel.hostile_xml import parse_hostile_xml

PROCESSES = Path(__file__).parents[2] / "processes"
DRAWN = sorted([*PROCESSES.glob("*/*.bpmn"), *PROCESSES.glob("*/*.dmn")])
LAYOUT = {"BPMNDiagram", "DMNDI"}
ARENDE = (PROCESSES / "arende" / "arende.bpmn").read_text()
NIVA = (PROCESSES / "arende" / "niva.dmn").read_text()
FORM = json.loads((PROCESSES / "arende" / "arende-beredning.form").read_text())


def said(before: str, after: str, name: str = "a.bpmn") -> list[str]:
    """What is said in Swedish, what concerns placement left out; everything has English, too."""
    found = compare_files({name: before.encode()}, {name: after.encode()}).changes
    assert all(one.text.en and one.text.sv != one.text.en for one in found)
    return [one.text.sv for one in found if one.kind != "layout"]


def changed(old: str, new: str, count: int = 1, raw: str = ARENDE) -> str:
    assert old in raw, old
    return raw.replace(old, new, count)


# ------------------------------------------------ laws


def content(root: etree._Element) -> str:
    bare = copy.deepcopy(root)
    for child in list(bare.iterchildren(etree.Element)):
        if etree.QName(child).localname in LAYOUT:
            bare.remove(child)
    return canonical(bare)


def mutate(root: etree._Element, choose: Random) -> str:
    """Do something to some element, anything at all; what was done."""
    element = choose.choice(list(root.iter(etree.Element)))
    around = element.getparent()
    ways = ["new attribute", "text", "tag", "new child"]
    if element.attrib:
        ways += ["attribute", "attribute", "no attribute"]
    if around is not None:
        ways += ["remove", "twice", "move"]
    what = choose.choice(ways)
    if what == "new attribute":
        element.set("nytt", "1")
    elif what == "text":
        element.text = f"{element.text or ''}x"
    elif what == "tag":
        element.tag = f"{element.tag}x"
    elif what == "new child":
        etree.SubElement(element, "{http://flows.example/x}y")
    elif what == "attribute":
        name = choose.choice(list(element.attrib))
        element.set(name, f"{element.get(name)}x")
    elif what == "no attribute":
        del element.attrib[choose.choice(list(element.attrib))]
    elif around is not None and what == "twice":
        element.addnext(copy.deepcopy(element))
    elif around is not None:
        around.remove(element)
        if what == "move":
            around.insert(choose.randint(0, len(around)), element)
    return f"{what} {element.tag}"


@pytest.mark.parametrize("file", DRAWN, ids=lambda file: file.name)
def test_what_differs_is_said_and_what_is_equal_is_not(file: Path) -> None:
    raw, choose = file.read_bytes(), Random(file.name)
    root = parse_hostile_xml(raw)
    again = etree.tostring(root, pretty_print=True)
    assert not compare_files({file.name: raw}, {file.name: raw})
    assert not compare_files({file.name: raw}, {file.name: again}), "line breaks say nothing"
    for _ in range(40):
        other = copy.deepcopy(root)
        what = " and ".join(mutate(other, choose) for _ in range(choose.choice([1, 1, 1, 3])))
        written = etree.tostring(other)
        other = parse_hostile_xml(written)
        found = compare_files({file.name: raw}, {file.name: written}).changes
        told = [one for one in found if one.kind != "layout"]
        assert bool(told) == (content(root) != content(other)), what
        assert bool(found) == (canonical(root) != canonical(other)), what


def test_every_json_and_yaml_value_that_differs_is_said() -> None:
    choose = Random(5)
    for _ in range(150):
        form = copy.deepcopy(FORM)
        place = form
        while isinstance(place, dict | list) and place:
            key = choose.choice(list(place) if isinstance(place, dict) else range(len(place)))
            if not isinstance(place[key], dict | list) or choose.random() < 0.1:
                break
            place = place[key]
        if not place:
            continue
        how = choose.choice(["drop", "other", "twice"])
        if how == "drop":
            del place[key]
        elif how == "other":
            place[key] = "något annat"
        elif isinstance(place, list):
            place.append(copy.deepcopy(place[key]))
        found = compare_files(
            {"f.form": json.dumps(FORM).encode()}, {"f.form": json.dumps(form).encode()}
        )
        assert bool(found) == (form != FORM), (how, key)


def test_forms_in_another_layout_are_equal() -> None:
    other = json.dumps(dict(reversed(FORM.items())), indent=3)
    assert said(json.dumps(FORM), other, "f.form") == []


# ------------------------------------------------ diagrams


def with_review() -> str:
    flow = next(line for line in ARENDE.splitlines() if 'sourceRef="ta_emot"' in line)
    target = flow.partition('targetRef="')[2].partition('"')[0]
    more = (
        '<bpmn:userTask id="granska" name="Granska"><bpmn:extensionElements>'
        '<zeebe:formDefinition formId="arende-granskning"/>'
        '<zeebe:assignmentDefinition candidateGroups="sekreterare"/></bpmn:extensionElements>'
        '</bpmn:userTask><bpmn:boundaryEvent id="paminn" name="Två veckor" attachedToRef="granska"'
        ' cancelActivity="false"><bpmn:timerEventDefinition><bpmn:timeDuration>P14D'
        "</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
        f'<bpmn:sequenceFlow id="ny" sourceRef="granska" targetRef="{target}"/>'
    )
    return ARENDE.replace(flow, flow.replace(f'targetRef="{target}"', 'targetRef="granska"') + more)


def test_a_new_step_with_form_role_and_reminder() -> None:
    found = compare_files({"a.bpmn": ARENDE.encode()}, {"a.bpmn": with_review().encode()})
    assert [one.text.sv for one in found.changes] == [
        "Flödet från ”Ta emot anmälan” till ”Kan ärendet tas emot?” går nu från ”Ta emot anmälan” "
        "till ”Granska”.",
        "Uppgiften ”Granska” är ny.",
        "Händelsen ”Två veckor” är ny.",
        "Flödet från ”Granska” till ”Kan ärendet tas emot?” är nytt.",
    ]
    assert [one.sv for one in found.changes[1].details] == [
        "Formuläret: arende-granskning",
        "Rollen: sekreterare",
    ]
    assert [(one.sv, one.en) for one in found.changes[2].details] == [
        ("Steget som den hör till: Granska", "The step that it belongs to: Granska"),
        ("Om den avbryter steget: nej", "Whether it interrupts the step: no"),
        ("Tiden: 14 dagar (P14D)", "The time: 14 days (P14D)"),
    ]
    (file,) = found.files
    assert file.marks()["granska"] == "added"
    back = compare_files({"a.bpmn": with_review().encode()}, {"a.bpmn": ARENDE.encode()})
    assert "Uppgiften ”Granska” finns inte längre." in [one.text.sv for one in back.changes]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('name="Bereda ärendet"', 'name="Pröva"', "Uppgiften ”Bereda ärendet” heter nu ”Pröva”."),
        (
            'formId="arende-komplettering"',
            'formId="annat"',
            "Uppgiften ”Komplettera ärendet”: formuläret är nu ”annat” i stället för "
            "”arende-komplettering”.",
        ),
        (
            'name="button" value="Anmäl ett ärende"',
            'name="button" value="Anmäl"',
            "Processen ”Ärende”: egenskapen ”button” är nu ”Anmäl” i stället för ”Anmäl ett "
            "ärende”.",
        ),
        (
            'name="name_en" value="Case"',
            'name="name_en" value="Matter"',
            "Processen ”Ärende”: det engelska namnet är nu ”Matter” i stället för ”Case”.",
        ),
        (
            '<zeebe:property name="name_en" value="Case" />',
            "",
            "Processen ”Ärende” har inte längre det engelska namnet (”Case”).",
        ),
        (
            '<zeebe:output source="=titel" target="titel" />',
            '<zeebe:output source="=rubrik" target="titel" />',
            "Uppgiften ”Komplettera ärendet”: det som sparas som ”titel” är nu ”=rubrik” i stället "
            "för ”=titel”.",
        ),
        (
            '<bpmn:lane id="lane_forum" name="Forum">',
            '<bpmn:lane id="lane_forum" name="Mötet">',
            "Banan ”Forum” heter nu ”Mötet”.",
        ),
    ],
)
def test_settings_are_said_in_plain_words(old: str, new: str, sentence: str) -> None:
    assert said(ARENDE, changed(old, new)) == [sentence]


def test_a_step_in_another_lane() -> None:
    node = "<bpmn:flowNodeRef>bereda</bpmn:flowNodeRef>"
    new = changed(node, "")
    new = changed('name="Forum">', f'name="Forum">{node}', raw=new)
    assert (
        "Uppgiften ”Bereda ärendet” har flyttats från banan ”Beredning” till banan ”Forum”."
        in said(ARENDE, new)
    )


def test_an_id_that_has_changed_is_all_that_is_said() -> None:
    words = ('"komplettera"', ">komplettera<")
    new = ARENDE
    for word in words:
        new = new.replace(word, word.replace("komplettera", "begar_mer"))
    new = new.replace('= "begar_mer"', '= "komplettera"')
    assert said(ARENDE, new) == [
        "Uppgiften ”Komplettera ärendet” har fått ett annat id: ”begar_mer” i stället för "
        "”komplettera”."
    ]


def test_only_the_placement() -> None:
    new = changed('<dc:Bounds x="', '<dc:Bounds x="1')
    (only,) = compare_files({"a.bpmn": ARENDE.encode()}, {"a.bpmn": new.encode()}).changes
    assert only.kind == "layout"
    assert only.text.sv.startswith("Bara placeringen har ändrats")


def test_what_nobody_has_words_for_is_said_all_the_same() -> None:
    strange = '<x:odd xmlns:x="http://flows.example/x" kind="blue"><x:deep>1</x:deep></x:odd>'
    new = changed("<bpmn:extensionElements>", f"<bpmn:extensionElements>{strange}")
    assert said(ARENDE, new) == [
        "Processen ”Ärende” har fått inställningen ”odd › kind”: ”blue”.",
        "Processen ”Ärende” har fått inställningen ”odd › deep”: ”1”.",
    ]


# ------------------------------------------------ decisions, forms, scenarios


def test_rules_row_by_row() -> None:
    new = changed('"en_kommun"', '"två"', raw=NIVA)
    assert said(NIVA, new, "n.dmn") == [
        'Regel 1 i ”Rätt nivå för ärendet”: kolumnen ”Hur många berörs?” är nu ”"två"” i stället '
        'för ”"en_kommun"”.'
    ]
    new = changed("<decisionTable ", '<decisionTable hitPolicy="FIRST" ', raw=NIVA)
    assert said(NIVA, new, "n.dmn") == [
        "Beslutet ”Rätt nivå för ärendet” har fått regeln för vilka rader som gäller: ”FIRST”."
    ]
    start = NIVA.index('<rule id="regel_niva_2">')
    rule = NIVA[start : NIVA.index("</rule>", start) + len("</rule>")]
    (gone,) = said(NIVA, NIVA.replace(rule, ""), "n.dmn")
    assert gone.startswith("Regel 2 i ”Rätt nivå för ärendet” finns inte längre: om Hur många")
    moved = NIVA.replace(rule, "").replace(
        '<rule id="regel_niva_1">', f'{rule}<rule id="regel_niva_1">'
    )
    (order,) = said(NIVA, moved, "n.dmn")
    assert "reglerna står i en annan ordning; förut hade de nummer 2, 1, 3" in order


def test_fields_of_a_form() -> None:
    form = copy.deepcopy(FORM)
    fields = {field.get("key"): field for field in form["components"]}
    fields["beredningsbeslut"]["validate"]["required"] = False
    fields["rackvidd"]["values"].pop()
    fields["motivering_avvisning"]["label"] = "Skäl"
    fields["rackvidd"]["conditional"]["hide"] = "=false"
    fields["rackvidd"]["layout"]["row"] = "annan"
    form["components"].remove(fields["provad_utan_losning"])
    form["components"].append({"type": "textfield", "id": "n", "key": "nytt", "label": "Nytt"})
    found = compare_files(
        {"f.form": json.dumps(FORM).encode()}, {"f.form": json.dumps(form).encode()}
    ).changes
    texts = [one.text.sv for one in found]
    assert "Fältet ”Vad beslutar beredningen?” behöver inte längre fyllas i." in texts
    assert "Fältet ”Hur många berörs?” har inte längre valet ”Hela länet”." in texts
    assert "Fältet ”Nytt” är nytt." in texts
    assert "Placeringen har ändrats för 1 fält." in texts
    assert any("villkoret för att döljas är nu ”=false”" in text for text in texts)
    assert any("rubriken är nu ”Skäl”" in text for text in texts)
    assert any(one.kind == "removed" for one in found)
    assert len(found) == 7


def test_scenarios_step_by_step() -> None:
    raw = (PROCESSES / "arende" / "scenarier" / "06_avvisat.yaml").read_text()
    name = "scenarier/06_avvisat.yaml"
    texts = said(raw, raw.replace("task: bereda\n", "task: prova\n", 1), name)
    assert texts == [
        "Scenariot ”Beredningen avvisar med skäl”, steg 2: uppgiften är nu ”prova” i stället för "
        "”bereda”."
    ]
    assert said(raw, f"# en kommentar\n{raw}", name) == []
    assert said(raw, "&a [*a]", name)[0].endswith("så det går inte att säga hur.")


def test_files_that_come_go_and_change_names() -> None:
    raw = ARENDE.encode()
    assert [one.text.sv for one in compare_files({"a.bpmn": raw}, {"b.bpmn": raw}).changes] == [
        "Filen a.bpmn heter nu b.bpmn."
    ]
    gone = compare_files({"a.bpmn": raw}, {}).changes
    assert gone[0].text.sv == "Filen a.bpmn finns inte längre."
    come = compare_files({}, {"a.bpmn": raw}).changes
    assert come[0].text.sv == "Filen a.bpmn är ny."
    assert len(come) > 50, "everything that is in it is told"
    assert compare_files({"a.bpmn": raw}, {"a.bpmn": b"<a"}).changes[0].kind == "changed"
    bomb = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    assert (
        "går inte att läsa" in compare_files({"a.bpmn": raw}, {"a.bpmn": bomb}).changes[0].text.sv
    )
