"""Anything drawn beside a flow, put into a diagram at random; and random changes of it."""

from random import Random

from lxml import etree

from flows.diagrams import DiagramFile, edits
from flows.diagrams.diagram_file import flow_nodes, scopes_in, sequence_flows
from flows.diagrams.names import ACTIVITIES, bpmn, is_bpmn

_TEXTS = ("Viktigt", "Å ä ö <&>", "Två\nrader", "Ett långt resonemang om varför. " * 8, "")
_NAMES = ("Ansökan", "Registret", "", "Protokoll & bilaga")


def dressed(random: Random, raw: bytes) -> bytes:
    """A diagram without a drawing, with notes, documents, groups, links and outsiders in it."""
    return _Dresser(random, raw).dressed()


class _Dresser:
    def __init__(self, random: Random, raw: bytes) -> None:
        self.random = random
        self.root = etree.fromstring(raw)
        self.process = self.root.find(bpmn("process"))
        self.scopes = list(scopes_in(self.process))
        self.number = 0

    def dressed(self) -> bytes:
        """The file with all of it."""
        random = self.random
        if random.random() < 0.5:
            self._link(random.choice(self.scopes))
        for _ in range(random.randint(0, 3)):
            self._document(random.choice(self.scopes))
        owners = [*self.scopes]
        if random.random() < 0.6:
            owners.append(self._outsiders())
        for _ in range(random.randint(0, 2)):
            self._group(random.choice(owners))
        for _ in range(random.randint(0, 4)):
            self._note(random.choice(owners))
        written: bytes = etree.tostring(self.root.getroottree(), encoding="UTF-8")
        return written

    def _make(self, parent: etree._Element, tag: str, /, **attributes: str) -> etree._Element:
        self.number += 1
        element = etree.SubElement(parent, bpmn(tag), id=f"beside{self.number}")
        for key, value in attributes.items():
            if value:
                element.set(key, value)
        return element

    def _steps(self) -> list[etree._Element]:
        return [node for scope in self.scopes for node in flow_nodes(scope)]

    def _step(self) -> str:
        return str(self.random.choice(self._steps()).get("id"))

    def _note(self, owner: etree._Element) -> None:
        note = self._make(owner, "textAnnotation")
        etree.SubElement(note, bpmn("text")).text = self.random.choice(_TEXTS)
        for _ in range(self.random.choice([0, 1, 1, 1, 2])):
            flows = [str(one.get("id")) for one in sequence_flows(self.process)]
            about = self.random.choice([self._step(), self._step(), *flows[:1]])
            ends = [about, str(note.get("id"))]
            self.random.shuffle(ends)
            self._make(owner, "association", sourceRef=ends[0], targetRef=ends[1])

    def _document(self, scope: etree._Element) -> None:
        random = self.random
        kind = random.choice(["dataObjectReference", "dataObjectReference", "dataStoreReference"])
        what = self._make(scope, "dataObject") if kind == "dataObjectReference" else None
        element = self._make(scope, kind, name=random.choice(_NAMES))
        if what is not None:
            element.set("dataObjectRef", str(what.get("id")))
        work = [one for one in self._steps() if is_bpmn(one, ACTIVITIES)]
        for step in random.sample(work, min(len(work), random.randint(0, 2))):
            if random.random() < 0.5:
                line = self._make(step, "dataInputAssociation")
                etree.SubElement(line, bpmn("sourceRef")).text = element.get("id")
                etree.SubElement(line, bpmn("targetRef")).text = "somewhere"
            else:
                line = self._make(step, "dataOutputAssociation")
                etree.SubElement(line, bpmn("targetRef")).text = element.get("id")
        if random.random() < 0.3:
            source = str(element.get("id"))
            self._make(scope, "association", sourceRef=source, targetRef=self._step())

    def _group(self, owner: etree._Element) -> None:
        random = self.random
        category = etree.Element(bpmn("category"))
        value = self._make(category, "categoryValue", value=random.choice(_NAMES))
        self.root.insert(0, category)
        group = self._make(owner, "group", categoryValueRef=str(value.get("id")))
        assert group is not None
        nodes = flow_nodes(random.choice(self.scopes))
        first = random.randrange(len(nodes))
        for node in nodes[first : first + random.randint(0, 3)]:
            said = etree.Element(bpmn("categoryValueRef"))
            said.text = value.get("id")
            node.insert(0, said)

    def _outsiders(self) -> etree._Element:
        random = self.random
        collaboration = etree.Element(bpmn("collaboration"), id="together")
        self.root.insert(list(self.root).index(self.process), collaboration)
        own = self._make(collaboration, "participant", processRef="p")
        others = [
            self._make(collaboration, "participant", name=random.choice(_NAMES))
            for _ in range(random.randint(0, 3))
        ]
        for _ in range(random.randint(0, 4) if others else 0):
            here = random.choice([self._step(), self._step(), str(own.get("id"))])
            ends = [here, str(random.choice(others).get("id"))]
            random.shuffle(ends)
            name = random.choice(_NAMES)
            flow = self._make(collaboration, "messageFlow", name=name)
            flow.set("sourceRef", ends[0])
            flow.set("targetRef", ends[1])
        return collaboration

    def _link(self, scope: etree._Element) -> None:
        """A link from the end of something to the beginning of something."""
        places = []
        for kind in ("intermediateThrowEvent", "intermediateThrowEvent", "intermediateCatchEvent"):
            node = self._make(scope, kind, name="Länk")
            self._make(node, "linkEventDefinition", name="Länk")
            places.append(str(node.get("id")))
        steps = [str(one.get("id")) for one in flow_nodes(scope) if one.tag != bpmn("startEvent")]
        sources = [one for one in steps if one[0] in "TGW"] or places[2:]
        for throw in places[:2]:
            source = self.random.choice(sources)
            self._make(scope, "sequenceFlow", sourceRef=source, targetRef=throw)
        targets = [one for one in steps if one[0] in "TGWe"]
        if targets:
            target = self.random.choice(targets)
            self._make(scope, "sequenceFlow", sourceRef=places[2], targetRef=target)


def random_beside_edit(random: Random, raw: bytes, process_id: str = "p") -> edits.Edit:
    """Any change of what is drawn beside the flow; some of it is refused."""
    process = DiagramFile(raw).process(process_id)
    nodes = [one for scope in scopes_in(process) for one in flow_nodes(scope)]
    steps = [str(one.get("id")) for one in nodes]
    root = process.getroottree().getroot()

    def any_of(*kinds: str) -> str:
        found = [str(one.get("id")) for kind in kinds for one in root.iter(bpmn(kind))]
        return random.choice([*found, *found, "none"])

    step, flow = random.choice(steps), any_of("sequenceFlow")
    document = any_of("dataObjectReference", "dataStoreReference")
    outsider, exchange = any_of("participant"), any_of("messageFlow")
    some = tuple(random.sample(steps, min(len(steps), random.randint(1, 3))))
    link = edits.LinkStep(random.choice(["Länk", "A"]), random.choice(["", "", *steps]))
    place = random.choice([edits.Place("on", flow), edits.Place("after", step)])
    found: list[edits.Edit] = [
        edits.AddNote(step, random.choice(_TEXTS[:4])),
        edits.AddNote(step, random.choice(_TEXTS)),
        edits.SetNote(any_of("textAnnotation"), random.choice(_TEXTS)),
        edits.RemoveNote(any_of("textAnnotation")),
        edits.UseDocument(step, random.choice(["reads", "writes"]), name="Avtalet"),
        edits.UseDocument(step, random.choice(["reads", "writes"]), name="Diariet", kind="store"),
        edits.UseDocument(step, random.choice(["reads", "writes"]), document),
        edits.SetDocument(document, "Underlaget"),
        edits.LeaveDocument(step, document),
        edits.RemoveDocument(document),
        edits.AddGroup("Beredning", some),
        edits.SetGroup(any_of("group"), "Beslut", some),
        edits.RemoveGroup(any_of("group")),
        edits.AddOutsider("Leverantören"),
        edits.SetOutsider(outsider, "Länsstyrelsen"),
        edits.RemoveOutsider(outsider),
        edits.AddExchange(step, "Offert", random.random() < 0.5, who="Leverantören"),
        edits.AddExchange(step, "Begäran", random.random() < 0.5, outsider),
        edits.SetExchange(exchange, "Svar"),
        edits.RemoveExchange(exchange),
        edits.InsertStep(place, link),
        edits.InsertStep(place, link),
        edits.SetLink(step, random.choice(["B", "Länk"])),
    ]
    return random.choice(found)
