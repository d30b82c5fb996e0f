"""Steps that belong together: a step alone, or a choice with everything up to where it ends."""

from dataclasses import dataclass

from lxml import etree

from flows.diagrams.names import GATEWAYS, is_bpmn
from flows.diagrams.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Region:
    """What has one step that it begins with and one that it ends with."""

    entry: etree._Element
    exit: etree._Element
    members: tuple[etree._Element, ...]


def region_from(bench: Workbench, entry: etree._Element) -> Region | None:
    """The region that begins with a step; None when its ways never meet in a gateway."""
    if len(bench.outs(entry)) <= 1:
        return Region(entry, entry, (entry, *bench.boundary_events(entry)))
    members = [entry]
    waiting = [entry]
    while waiting:
        node = waiting.pop(0)
        here = [node, *bench.boundary_events(node)]
        members += here[1:]
        for flow in [flow for one in here for flow in bench.outs(one)]:
            target = bench.target(flow)
            if target is entry:
                return None
            if target not in members:
                members.append(target)
                waiting.append(target)
        exit = _exit(bench, entry, members)
        if exit is not None:
            return Region(entry, exit, tuple(members))
    return None


def region_to(bench: Workbench, exit: etree._Element) -> Region | None:
    """The region that ends with a step."""
    if len(bench.ins(exit)) <= 1:
        return Region(exit, exit, (exit, *bench.boundary_events(exit)))
    seen = [exit]
    waiting = [exit]
    while waiting:
        node = waiting.pop(0)
        if len(bench.outs(node)) > 1:
            region = region_from(bench, node)
            if region is not None and region.exit is exit:
                return region
        for flow in bench.ins(node):
            source = bench.source(flow)
            if source not in seen:
                seen.append(source)
                waiting.append(source)
    return None


def _exit(
    bench: Workbench, entry: etree._Element, members: list[etree._Element]
) -> etree._Element | None:
    """The gateway that everything in the region leads to, when nothing else leads out or in."""
    for one in members[1:]:
        if not is_bpmn(one, GATEWAYS) or len(bench.ins(one)) < 2 or len(bench.outs(one)) > 1:
            continue
        inner = [member for member in members if member is not one]
        leaves = [bench.target(flow) for member in inner for flow in bench.outs(member)]
        comes = [
            bench.source(flow)
            for member in members
            if member is not entry
            for flow in bench.ins(member)
        ]
        closed = all(target in members for target in leaves) and all(
            source in inner for source in comes
        )
        ends = all(bench.outs(member) or bench.boundary_events(member) for member in inner)
        if closed and ends:
            return one
    return None
