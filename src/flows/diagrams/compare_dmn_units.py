"""The units of a DMN file: decisions, and the columns and rules of their tables."""

from collections.abc import Mapping, Sequence

from lxml import etree

from flows.diagrams.compare_units import Unit, gather
from flows.diagrams.names import local_name

_UNITS = {"input", "output", "rule"}
_TOP = {
    "decision",
    "inputData",
    "businessKnowledgeModel",
    "knowledgeSource",
    "decisionService",
    "itemDefinition",
    "textAnnotation",
    "association",
}
_CELLS = {"inputEntry": "input", "outputEntry": "output"}


class DecisionUnits:
    """The units of a file by id, and the rows and columns of each table in their order."""

    def __init__(self, root: etree._Element | None) -> None:
        self.units: dict[str, Unit] = {"": Unit("", "file", "")}
        self.rules: dict[str, list[str]] = {}
        self.columns: dict[str, list[str]] = {}
        if root is not None:
            gather(root, self.units[""], _apart)
            for element in root.iterchildren(etree.Element):
                if _is_top(element):
                    self._add(element, "")

    def _add(self, element: etree._Element, parent: str) -> str:
        key = str(element.get("id"))
        while key in self.units:
            key += "#2"
        name = str(element.get("label") or element.get("name") or "").strip()
        unit = Unit(key, local_name(element), name, parent)
        gather(element, unit, _apart)
        self.units[key] = unit
        if unit.kind == "input" and not name:
            unit.name = " ".join("".join(map(str, element.itertext())).split())[:60]
        for table in element.iterchildren(etree.Element):
            if local_name(table) == "decisionTable":
                for part in table.iterchildren(etree.Element):
                    if local_name(part) in _UNITS and part.get("id"):
                        own = self._add(part, key)
                        kept = self.rules if local_name(part) == "rule" else self.columns
                        kept.setdefault(key, []).append(own)
                self._name_cells(key)
        return key

    def _name_cells(self, decision: str) -> None:
        """Let a rule's facts say which column a cell is in, rather than its number."""
        columns = self.columns.get(decision, [])
        by_kind = {
            kind: [key for key in columns if self.units[key].kind == kind]
            for kind in ("input", "output")
        }
        for rule in self.rules.get(decision, []):
            unit = self.units[rule]
            unit.facts = {
                (_cell(path[0], by_kind), *path[1:]): value for path, value in unit.facts.items()
            }
            unit.orders.pop((), None)


def _cell(step: str, columns: Mapping[str, Sequence[str]]) -> str:
    local, _, number = step.rpartition("}")[2].partition("#")
    kind = _CELLS.get(local)
    place = int(number or 1) - 1 if number.isdigit() or not number else -1
    if kind is None or not 0 <= place < len(columns[kind]):
        return step
    return f"cell {columns[kind][place]}"


def _apart(element: etree._Element) -> bool:
    name, around = local_name(element), element.getparent()
    if name == "DMNDI" or (around is not None and around.getparent() is None and _is_top(element)):
        return True
    held = around is not None and local_name(around) == "decisionTable"
    return held and name in _UNITS and bool(element.get("id"))


def on_top(unit: Unit) -> bool:
    """Whether the unit stands directly in the file."""
    return bool(unit.key) and not unit.parent


def _is_top(element: etree._Element) -> bool:
    return local_name(element) in _TOP and bool(element.get("id"))
