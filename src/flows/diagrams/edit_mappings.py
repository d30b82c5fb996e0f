"""Which variables go into a step, and which come out of it."""

import re

from lxml import etree

from flows.diagrams.edit_checks import literal_or_feel
from flows.diagrams.edits import SetMappings
from flows.diagrams.errors import refuse
from flows.diagrams.names import ACTIVITIES, EVENTS, is_bpmn, zeebe
from flows.diagrams.read_facts import extension, pairs
from flows.diagrams.xml_edits import make, put, put_extension, remove_extension, take_out

_TARGET = re.compile(r"[A-Za-z_]\w{0,99}(\.[A-Za-z_]\w{0,99}){0,9}", re.ASCII)


def set_mappings(node: etree._Element, edit: SetMappings) -> None:
    """Set what goes in and out. Raises EditRefused."""
    if not is_bpmn(node, ACTIVITIES | EVENTS):
        raise refuse("", "Det går inte i ett sådant steg.", "A step of this kind can't have that.")
    inputs, outputs = _lines("inputs", edit.inputs), _lines("outputs", edit.outputs)
    _set(node, "input", inputs)
    _set(node, "output", outputs)
    there = extension(node, "ioMapping")
    if there is not None and not len(there):
        remove_extension(node, "ioMapping")


def mapping_lines(lines: tuple[tuple[str, str], ...]) -> str:
    """What goes in or out as it is typed: `name: value`, one a line."""
    return "\n".join(f"{target}: {source}" for target, source in lines)


def _lines(field: str, text: str) -> list[tuple[str, str]]:
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        target, colon, source = (part.strip() for part in line.partition(":"))
        if not colon or not _TARGET.fullmatch(target) or not source:
            raise refuse(
                field,
                f"Rad {number}: skriv ett namn utan å, ä och ö, ett kolon och ett värde, till "
                "exempel titel: =arende.titel.",
                f"Line {number}: write a name in plain letters, a colon and a value, such as "
                "titel: =arende.titel.",
            )
        found.append((target, literal_or_feel(field, source)))
    return found


def _set(node: etree._Element, name: str, lines: list[tuple[str, str]]) -> None:
    if list(pairs(node, "ioMapping", name, "target", "source")) == lines:
        return
    mapping = extension(node, "ioMapping")
    if mapping is None:
        mapping = make(zeebe("ioMapping"))
        put_extension(node, mapping)
    there = mapping.findall(zeebe(name))
    last = len(mapping) if name == "output" else 0
    index = mapping.index(there[0]) if there else last
    for line in there:
        take_out(line)
    for number, (target, source) in enumerate(lines):
        put(mapping, make(zeebe(name), source=source, target=target), index + number)
