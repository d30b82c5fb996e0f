"""Random processes drawn wrong: gateways of another kind, flows that lead elsewhere."""

from collections.abc import Iterator
from random import Random

from lxml import etree
from tests.engine.random_events import EventDrawer

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
KINDS = ("parallelGateway", "exclusiveGateway", "inclusiveGateway")
CHOICES = 4
"""So many variables, `w0` …, decide where the changed gateways lead."""

_TARGETS = ("userTask", "serviceTask", "scriptTask", "subProcess", "endEvent", *KINDS)


def mutated(seed: int) -> bytes:
    """A random process with up to three changes."""
    random = Random(seed)
    raw, _ = EventDrawer(seed).process(random.randint(1, 3))
    root = etree.fromstring(raw)
    for _ in range(random.randint(1, 3)):
        random.choice((_other_kind, _other_kind, _elsewhere, _one_more, _way_out))(root, random)
    for gateway in _all(root, KINDS):
        _with_conditions(gateway, random)
    return etree.tostring(root)


def probed(raw: bytes, flows: set[str]) -> bytes:
    """The same with a plain task `probe-<flow>` on each of these flows, that tells of passing.

    Only events may follow an event-based gateway, so that its flows have none.
    """
    root = etree.fromstring(raw)
    events = {one.get("id") for one in _all(root, ("eventBasedGateway",))}
    for flow in list(root.iter(f"{BPMN}sequenceFlow")):
        name = flow.get("id")
        if name in flows and flow.get("sourceRef") not in events:
            scope = flow.getparent()
            etree.SubElement(scope, f"{BPMN}task", id=f"probe-{name}")
            given = {"sourceRef": f"probe-{name}", "targetRef": flow.get("targetRef")}
            etree.SubElement(scope, f"{BPMN}sequenceFlow", given, id=f"{name}-on")
            flow.set("targetRef", f"probe-{name}")
    return etree.tostring(root)


def _all(root: etree._Element, kinds: tuple[str, ...]) -> list[etree._Element]:
    return [one for one in root.iter() if one.tag in {BPMN + kind for kind in kinds}]


def _other_kind(root: etree._Element, random: Random) -> None:
    gateways = _all(root, KINDS)
    if gateways:
        random.choice(gateways).tag = BPMN + random.choice(KINDS)


def _elsewhere(root: etree._Element, random: Random) -> None:
    flows = _all(root, ("sequenceFlow",))
    flow = random.choice(flows)
    targets = _beside(flow, random)
    flow.set("targetRef", next(targets, flow.get("targetRef")))


def _one_more(root: etree._Element, random: Random) -> None:
    flow = random.choice(_all(root, ("sequenceFlow",)))
    target = next(_beside(flow, random), None)
    if target is not None:
        names = {"sourceRef": flow.get("sourceRef"), "targetRef": target}
        etree.SubElement(flow.getparent(), f"{BPMN}sequenceFlow", names, id=f"{flow.get('id')}-x")


def _way_out(root: etree._Element, random: Random) -> None:
    """A choice on a flow, with another way from there."""
    flow = random.choice(_all(root, ("sequenceFlow",)))
    target = next(_beside(flow, random), None)
    events = {one.get("id") for one in _all(root, ("eventBasedGateway",))}
    if target is None or flow.get("sourceRef") in events:
        return
    name, scope = f"{flow.get('id')}-g", flow.getparent()
    etree.SubElement(scope, f"{BPMN}exclusiveGateway", id=name)
    for onward in (target, flow.get("targetRef")):
        names = {"sourceRef": name, "targetRef": onward}
        etree.SubElement(scope, f"{BPMN}sequenceFlow", names, id=f"{name}-{onward}")
    flow.set("targetRef", name)


def _beside(flow: etree._Element, random: Random) -> Iterator[str]:
    """Elements of the same scope, in any order."""
    found = [
        one.get("id")
        for one in flow.getparent()
        if one.tag in {BPMN + kind for kind in _TARGETS} and not one.get("triggeredByEvent")
    ]
    random.shuffle(found)
    yield from found


def _with_conditions(gateway: etree._Element, random: Random) -> None:
    scope, name = gateway.getparent(), gateway.get("id")
    flows = [one for one in scope.findall(f"{BPMN}sequenceFlow") if one.get("sourceRef") == name]
    gateway.attrib.pop("default", None)
    choosing = gateway.tag != f"{BPMN}parallelGateway" and len(flows) > 1
    for flow in flows:
        for condition in flow.findall(f"{BPMN}conditionExpression"):
            flow.remove(condition)
        if choosing and flow is not flows[-1]:
            text = f"=w{random.randrange(CHOICES)}"
            etree.SubElement(flow, f"{BPMN}conditionExpression").text = text
    if choosing:
        gateway.set("default", flows[-1].get("id", ""))
