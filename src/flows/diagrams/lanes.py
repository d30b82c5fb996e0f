"""Lanes: which there are, and which steps stand in them."""

from collections.abc import Iterator

from lxml import etree

from flows.diagrams.names import bpmn


def leaf_lanes(process: etree._Element) -> list[etree._Element]:
    """The lanes that hold no lanes themselves, from above."""
    return [lane for lane in all_lanes(process) if lane.find(f"{bpmn('childLaneSet')}/*") is None]


def all_lanes(process: etree._Element) -> list[etree._Element]:
    """Every lane, outer ones before those inside them."""
    return [lane for owner in process.findall(bpmn("laneSet")) for lane in _lanes(owner)]


def _lanes(lane_set: etree._Element) -> Iterator[etree._Element]:
    for lane in lane_set.findall(bpmn("lane")):
        yield lane
        for inner in lane.findall(bpmn("childLaneSet")):
            yield from _lanes(inner)


def lane_of_nodes(process: etree._Element) -> dict[str, str]:
    """For every node that a lane names, the innermost such lane's id."""
    found: dict[str, str] = {}
    for lane in all_lanes(process):
        for reference in lane.findall(bpmn("flowNodeRef")):
            found[(reference.text or "").strip()] = str(lane.get("id"))
    return found
